#include "card_face.hpp"

#include <opencv2/imgproc.hpp>

#include "drawing.hpp"

namespace cotejo::rectify::training {
namespace {

cv::Scalar ground_colour(Dice& dice) {
  if (dice.chance(0.72)) return dice.tint(185, 252, 9);
  return dice.chance(0.75) ? dice.tint(110, 235, 30) : dice.tint(15, 110, 20);
}

double lightness(const cv::Scalar& c) {
  return 0.114 * c[0] + 0.587 * c[1] + 0.299 * c[2];
}

void fine_lines(Dice& dice, cv::Mat& face) {
  const cv::Scalar mean = cv::mean(face);
  const cv::Scalar ink = mean + dice.tint(-45, 25, 25);
  const double step = dice.real(5, 22), wave = dice.real(10, 90), swing = dice.real(1, 14), tilt = dice.real(-0.5, 0.5);
  for (double base = -60; base < kFaceHeight + 60; base += step) {
    std::vector<cv::Point> line;
    for (int x = 0; x <= kFaceWidth; x += 6)
      line.emplace_back(x, cvRound(base + tilt * x + swing * std::sin(x / wave * 6.28 + base)));
    cv::polylines(face, line, false, ink, 1, cv::LINE_AA);
  }
}

void header(Dice& dice, cv::Mat& face, const cv::Scalar& ink) {
  const double top = dice.real(6, 20), height = dice.real(7, 13);
  if (dice.chance(0.25))
    cv::rectangle(face, {0, 0, kFaceWidth, cvRound(top + 2.2 * height)},
                  dice.chance(0.5) ? dice.colour() : dice.tint(90, 250, 25), -1);
  if (dice.chance(0.6))
    cv::circle(face, {dice.integer(18, 40), cvRound(top + 12)}, dice.integer(8, 16), dice.colour(0, 200),
               dice.chance(0.5) ? -1 : 2, cv::LINE_AA);
  const cv::Scalar colour = dice.chance(0.5) ? dice.colour(0, 170) : ink;
  for (int row = 0; row < dice.integer(1, 3); ++row)
    print_row(dice, face, dice.real(50, 130), dice.real(230, 330), top + height * (1.2 + 1.7 * row),
              height * (row ? 0.8 : 1), colour, true, dice.chance(0.5));
  if (dice.chance(0.6)) print_row(dice, face, 355, 425, top + 20, dice.real(14, 22), dice.colour(60, 220), true, true);
}

void fields(Dice& dice, cv::Mat& face, double left, double right, double top, double bottom, const cv::Scalar& ink) {
  const double value = dice.real(6, 10), label = value * dice.real(0.55, 0.9);
  const cv::Scalar label_ink = dice.chance(0.5) ? ink : ink + cv::Scalar::all(dice.real(10, 90));
  const bool columns = dice.chance(0.5), bold = dice.chance(0.3);
  const double middle = left + (right - left) * dice.real(0.5, 0.7);
  for (double y = top; y < bottom;) {
    print_row(dice, face, left, left + dice.real(30, 90), y, label, label_ink, true, false);
    y += value * dice.real(1.5, 2);
    for (int row = dice.integer(1, 3); row > 0 && y < bottom; --row, y += value * dice.real(1.4, 1.9)) {
      print_row(dice, face, left, columns ? middle - 6 : right, y, value, ink, true, bold);
      if (columns && dice.chance(0.6)) print_row(dice, face, middle, right, y, value, ink, true, bold);
    }
    y += value * dice.real(0, 0.6);
  }
}

void front(Dice& dice, cv::Mat& face, const cv::Scalar& ink) {
  header(dice, face, ink);
  const bool mirrored = dice.chance(0.12);
  const auto place = [&](double left, double top, double width, double height) {
    return cv::Rect(cvRound(mirrored ? kFaceWidth - left - width : left), cvRound(top), cvRound(width),
                    cvRound(height));
  };
  const double height = dice.real(85, 150), width = height * dice.real(0.7, 0.85), left = dice.real(10, 35);
  portrait(dice, face, place(left, dice.real(60, 90), width, height), false);
  if (dice.chance(0.7)) portrait(dice, face, place(dice.real(340, 370), dice.real(100, 180), 40, 50), true);
  if (dice.chance(0.4)) scribble(dice, face, place(left, 215, 90, 30), ink);
  const double text_left = left + width + dice.real(10, 25), text_right = dice.real(320, 415);
  const double from = mirrored ? kFaceWidth - text_right : text_left,
               to = mirrored ? kFaceWidth - text_left : text_right;
  fields(dice, face, from, to, dice.real(62, 85), dice.real(215, 262), ink);
}

void back(Dice& dice, cv::Mat& face, const cv::Scalar& ink) {
  double top = dice.real(8, 25);
  if (dice.chance(0.3)) {
    const int height = dice.integer(30, 52);
    cv::rectangle(face, {0, cvRound(top), kFaceWidth, height}, dice.tint(5, 60, 8), -1);
    top += height + dice.real(4, 12);
  }
  double x = dice.real(10, 40);
  for (int block = dice.integer(0, 3); block > 0 && x < 330; --block) {
    const int size = dice.integer(30, 105), cells = dice.integer(16, 50);
    if (dice.chance(0.7))
      modules(dice, face, {cvRound(x), cvRound(top), size, size}, cells, cells, ink);
    else
      modules(dice, face, {cvRound(x), cvRound(top), 2 * size, cvRound(size * dice.real(0.4, 0.8))}, 2 * cells,
              dice.chance(0.5) ? 1 : cells / 2, ink),
          x += size;
    x += size + dice.real(6, 20);
  }
  if (dice.chance(0.7))
    scribble(dice, face, {dice.integer(60, 260), cvRound(top) + dice.integer(20, 90), 100, 40}, ink);
  if (dice.chance(0.5))
    cv::ellipse(face, {dice.integer(330, 400), dice.integer(50, 130)}, {dice.integer(15, 25), dice.integer(20, 30)}, 0,
                0, 360, ink + cv::Scalar::all(60), dice.chance(0.5) ? -1 : 2, cv::LINE_AA);
  if (dice.chance(0.5))
    print_row(dice, face, dice.real(10, 60), 200, top + dice.real(90, 130), dice.real(6, 10), ink, true,
              dice.chance(0.4));
  if (dice.chance(0.3)) fields(dice, face, dice.real(15, 200), dice.real(300, 415), top, 160, ink);
  if (!dice.chance(0.8)) return;
  const double scale = dice.real(0.5, 0.62), pitch = dice.real(12.2, 13.4);
  const int thickness = dice.integer(1, 2),
            font = dice.chance(0.5) ? cv::FONT_HERSHEY_SIMPLEX : cv::FONT_HERSHEY_DUPLEX;
  cv::Scalar letters = ink;
  const double base = dice.real(190, 205), spacing = dice.real(22, 28);
  if (dice.chance(0.15)) {
    cv::rectangle(face, {0, cvRound(base - 22), kFaceWidth, cvRound(3.4 * spacing)},
                  lightness(ink) < 128 ? dice.tint(0, 50, 8) : dice.tint(200, 255, 8), -1);
    letters = lightness(ink) < 128 ? dice.tint(200, 255, 5) : dice.tint(0, 50, 5);
  }
  for (int row = 0; row < 3; ++row)
    for (int i = 0; i < 30; ++i) {
      const std::string letter = dice.chance(0.25) ? "<" : word(dice, 1, 1, true);
      cv::putText(face, letter, {cvRound(20 + i * pitch), cvRound(base + row * spacing)}, font, scale, letters,
                  thickness, cv::LINE_AA);
    }
}

void other(Dice& dice, cv::Mat& face, const cv::Scalar& ink) {
  for (int i = dice.integer(1, 4); i > 0; --i) {
    const cv::Rect where(dice.integer(0, 330), dice.integer(0, 200), dice.integer(30, 200), dice.integer(20, 90));
    switch (dice.integer(0, 3)) {
      case 0:
        cv::rectangle(face, where, dice.colour(), -1);
        break;
      case 1:
        portrait(dice, face, where, false);
        break;
      case 2:
        modules(dice, face, where, dice.integer(12, 40), dice.integer(1, 30), ink);
        break;
      default:
        cv::ellipse(face, where.tl(), where.size() / 2, dice.real(0, 180), 0, 360, dice.colour(), -1, cv::LINE_AA);
    }
  }
  const double left = dice.real(10, 150);
  fields(dice, face, left, dice.real(left + 120, 420), dice.real(20, 120), dice.real(170, 262), ink);
}

}  // namespace

cv::Mat card_face(Dice& dice, const cv::Scalar* ground) {
  const cv::Scalar colour = ground ? *ground + dice.tint(-25, 25, 6) : ground_colour(dice);
  cv::Mat face(kFaceHeight, kFaceWidth, CV_8UC3, colour);
  if (dice.chance(0.6)) {
    const cv::Scalar second = colour + dice.tint(-40, 20, 22);
    face = mixed(clouds(dice, face.size(), dice.real(60, 400), dice.real(60, 400), dice.integer(1, 3)), colour, second);
  }
  if (dice.chance(0.6)) fine_lines(dice, face);
  const bool dark = lightness(colour) < 105;
  const cv::Scalar ink = dark ? dice.tint(190, 255, 12) : dice.tint(5, 95, 15);
  const double kind = dice.real(0, 1);
  if (kind < 0.5)
    front(dice, face, ink);
  else if (kind < 0.88)
    back(dice, face, ink);
  else
    other(dice, face, ink);
  if (dice.chance(0.12))
    cv::rectangle(face, {2, 2, kFaceWidth - 4, kFaceHeight - 4}, dice.colour(), dice.integer(1, 4));
  return face;
}

}  // namespace cotejo::rectify::training
