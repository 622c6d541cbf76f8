#include "desk.hpp"

#include <opencv2/imgproc.hpp>

#include "drawing.hpp"

namespace cotejo::rectify::training {
namespace {

cv::Scalar any_colour(Dice& dice) {
  const double kind = dice.real(0, 1);
  if (kind < 0.35) return dice.tint(170, 250, 10);
  if (kind < 0.55) return dice.tint(10, 90, 12);
  return kind < 0.8 ? dice.tint(40, 230, 25) : dice.colour();
}

// A larger picture of `draw`, turned by any angle and cut to size.
template <class Draw>
cv::Mat turned(Dice& dice, cv::Size size, Draw draw) {
  const int side = static_cast<int>(1.45 * std::max(size.width, size.height));
  cv::Mat large = draw(cv::Size(side, side)), out;
  const double angle = dice.chance(0.45) ? dice.normal(2) + 90 * dice.integer(0, 3) : dice.real(0, 360);
  cv::Mat turn = cv::getRotationMatrix2D({side / 2.0F, side / 2.0F}, angle, dice.real(1.0, 1.3));
  turn.at<double>(0, 2) -= (side - size.width) / 2.0;
  turn.at<double>(1, 2) -= (side - size.height) / 2.0;
  cv::warpAffine(large, out, turn, size, cv::INTER_LINEAR, cv::BORDER_REFLECT);
  return out;
}

cv::Mat plain(Dice& dice, cv::Size size) {
  const cv::Scalar a = any_colour(dice), b = a + dice.tint(-30, 30, 8);
  return mixed(clouds(dice, size, dice.real(80, 600), dice.real(80, 600), 2), a, b);
}

cv::Mat grained(Dice& dice, cv::Size size) {
  const cv::Scalar a = any_colour(dice), b = dice.chance(0.7) ? a + dice.tint(-90, 60, 18) : any_colour(dice);
  const double cell = dice.real(2, 60), stretch = dice.chance(0.5) ? 1 : dice.real(2, 30);
  return turned(dice, size, [&](cv::Size large) {
    cv::Mat field = clouds(dice, large, cell * stretch, cell, dice.integer(1, 5));
    if (dice.chance(0.35)) {  // veins and rings: levels of the field
      field *= dice.real(8, 60);
      for (int y = 0; y < field.rows; ++y)
        for (int x = 0; x < field.cols; ++x) field.at<float>(y, x) = 0.5F + 0.5F * std::sin(field.at<float>(y, x));
      if (dice.chance(0.4)) cv::pow(field, dice.real(2, 8), field);
    }
    return mixed(field, a, b);
  });
}

cv::Mat ruled(Dice& dice, cv::Size size) {
  const cv::Scalar a = any_colour(dice), b = dice.chance(0.5) ? a + dice.tint(-80, 60, 20) : any_colour(dice);
  const double period = dice.real(5, 70), share = dice.real(0.08, 0.6),
               across = dice.chance(0.5) ? period : dice.real(5, 90);
  const int kind = dice.integer(0, 3);
  return turned(dice, size, [&](cv::Size large) {
    cv::Mat out(large, CV_8UC3, a);
    const auto bars = [&](bool upright, double step, const cv::Scalar& colour, double weight) {
      cv::Mat over = out.clone();
      for (double at = 0; at < large.width; at += step)
        cv::rectangle(over,
                      upright ? cv::Rect(cvRound(at), 0, std::max(1, cvRound(share * step)), large.height)
                              : cv::Rect(0, cvRound(at), large.width, std::max(1, cvRound(share * step))),
                      colour, -1);
      cv::addWeighted(over, weight, out, 1 - weight, 0, out);
    };
    if (kind == 0) bars(false, period, b, 1);
    if (kind == 1) bars(false, period, b, 0.5), bars(true, across, b, 0.5);
    if (kind == 2)
      for (int r = 0; r * period < large.height; ++r)
        for (int c = 0; c * across < large.width; ++c)
          if ((r + c) % 2)
            cv::rectangle(out, {cvRound(c * across), cvRound(r * period), cvRound(across), cvRound(period)}, b, -1);
    if (kind == 3) bars(false, period, b, 1), bars(true, across, any_colour(dice), dice.real(0.3, 1));
    return out;
  });
}

// Keys, tiles, boxes: a grid of shapes with something on each.
cv::Mat keys(Dice& dice, cv::Size size) {
  const cv::Scalar gap = any_colour(dice), key = dice.chance(0.5) ? gap + dice.tint(-70, 70, 8) : any_colour(dice),
                   ink = any_colour(dice);
  const double width = dice.real(12, 60), height = width * dice.real(0.7, 1.2), share = dice.real(0.75, 0.95),
               stagger = dice.real(0, 0.6);
  return turned(dice, size, [&](cv::Size large) {
    cv::Mat out(large, CV_8UC3, gap);
    for (int r = 0; r * height < large.height; ++r)
      for (int c = -1; c * width < large.width; ++c) {
        const cv::Rect at(cvRound((c + stagger * (r % 4)) * width), cvRound(r * height), cvRound(share * width),
                          cvRound(share * height));
        cv::rectangle(out, at, key + cv::Scalar::all(dice.normal(3)), -1);
        cv::putText(out, word(dice, 1, dice.chance(0.1) ? 3 : 1, true), {at.x + at.width / 4, at.y + at.height * 3 / 4},
                    cv::FONT_HERSHEY_SIMPLEX, width / 60, ink, 1, cv::LINE_AA);
      }
    return out;
  });
}

cv::Mat page(Dice& dice, cv::Size size) {
  const cv::Scalar paper = dice.chance(0.85) ? dice.tint(190, 252, 7) : any_colour(dice),
                   ink = dice.chance(0.85) ? dice.tint(5, 130, 15) : any_colour(dice);
  const double height = dice.chance(0.6) ? dice.real(1.5, 6) : dice.real(6, 24), spacing = height * dice.real(1.4, 3.2);
  return turned(dice, size, [&](cv::Size large) {
    cv::Mat out(large, CV_8UC3, paper);
    const int columns = dice.chance(0.7) ? 1 : dice.integer(2, 3);
    for (int c = 0; c < columns; ++c)
      print_page(
          dice, out,
          {c * large.width / columns, 0, large.width / columns - cvRound(columns > 1 ? 3 * height : 0), large.height},
          height, spacing, ink);
    return out;
  });
}

// Sheets, books, boxes, pens that lie about.
void litter(Dice& dice, cv::Mat& on, int pieces) {
  for (int piece_number = 0; piece_number < pieces; ++piece_number) {
    const double longer = std::max(on.cols, on.rows), w = longer * dice.real(0.05, 0.9), h = w * dice.real(0.1, 1.5);
    const cv::RotatedRect box({dice.single(0, on.cols), dice.single(0, on.rows)},
                              {static_cast<float>(w), static_cast<float>(h)}, dice.single(0, 360));
    cv::Point2f corners[4];
    box.points(corners);
    const cv::Scalar colour = any_colour(dice);
    if (dice.chance(0.2)) {
      cv::ellipse(on, box, colour, -1, cv::LINE_AA);
      continue;
    }
    cv::Mat piece(on.size(), CV_8UC3, colour);
    if (piece_number < 2 && dice.chance(0.5))
      piece = dice.chance(0.7) ? page(dice, on.size()) : grained(dice, on.size());
    cv::Mat mask(on.size(), CV_8U, cv::Scalar(0));
    std::vector<cv::Point> outline(corners, corners + 4);
    cv::fillConvexPoly(mask, outline, 255, cv::LINE_AA);
    piece.copyTo(on, mask > 127);
  }
}

cv::Mat base(Dice& dice, cv::Size size) {
  const double kind = dice.real(0, 1);
  if (kind < 0.16) return plain(dice, size);
  if (kind < 0.42) return grained(dice, size);
  if (kind < 0.58) return ruled(dice, size);
  if (kind < 0.68) return keys(dice, size);
  return page(dice, size);
}

}  // namespace

cv::Mat desk(Dice& dice, cv::Size size) {
  cv::Mat out = base(dice, size);
  if (dice.chance(0.15)) {
    const double weight = dice.real(0.3, 0.8);
    cv::addWeighted(out, weight, base(dice, size), 1 - weight, 0, out);
  }
  if (dice.chance(0.35)) litter(dice, out, dice.integer(1, dice.chance(0.3) ? 25 : 5));
  if (dice.chance(0.1)) {  // out of focus, as a room behind a hand
    const int width = 2 * dice.integer(3, 15) + 1;
    cv::GaussianBlur(out, out, {width, width}, 0);
  }
  return out;
}

}  // namespace cotejo::rectify::training
