#include "drawing.hpp"

#include <opencv2/imgproc.hpp>

namespace cotejo::rectify::training {
namespace {

constexpr int kFonts[] = {cv::FONT_HERSHEY_SIMPLEX, cv::FONT_HERSHEY_DUPLEX, cv::FONT_HERSHEY_COMPLEX,
                          cv::FONT_HERSHEY_TRIPLEX, cv::FONT_HERSHEY_PLAIN};

cv::Rect inside(const cv::Mat& on, const cv::Rect& where) {
  return where & cv::Rect({}, on.size());
}

}  // namespace

cv::Mat clouds(Dice& dice, cv::Size size, double cell_x, double cell_y, int octaves) {
  cv::Mat sum(size, CV_32F, cv::Scalar(0));
  double weight = 1, total = 0;
  cv::RNG noise(static_cast<std::uint64_t>(dice.integer(1, 1 << 30)));
  for (int i = 0; i < octaves && cell_x >= 1 && cell_y >= 1; ++i, cell_x /= 2, cell_y /= 2, weight *= 0.6) {
    cv::Mat coarse(std::max(2, static_cast<int>(size.height / cell_y) + 2),
                   std::max(2, static_cast<int>(size.width / cell_x) + 2), CV_32F),
        fine;
    noise.fill(coarse, cv::RNG::UNIFORM, 0, 1);
    cv::resize(coarse, fine, size, 0, 0, cv::INTER_CUBIC);
    sum += fine * weight;
    total += weight;
  }
  return sum / total;
}

cv::Mat mixed(const cv::Mat& field, const cv::Mat& low, const cv::Mat& high) {
  cv::Mat weights, a, b, out;
  cv::merge(std::vector<cv::Mat>{field, field, field}, weights);
  low.convertTo(a, CV_32FC3);
  high.convertTo(b, CV_32FC3);
  cv::Mat mix = a + (b - a).mul(weights);
  mix.convertTo(out, CV_8UC3);
  return out;
}

cv::Mat mixed(const cv::Mat& field, const cv::Scalar& low, const cv::Scalar& high) {
  return mixed(field, cv::Mat(field.size(), CV_8UC3, low), cv::Mat(field.size(), CV_8UC3, high));
}

std::string word(Dice& dice, int least, int most, bool capitals) {
  std::string out;
  for (int left = dice.integer(least, most); left > 0; --left)
    out += dice.chance(0.12) ? static_cast<char>('0' + dice.integer(0, 9))
                             : static_cast<char>((capitals ? 'A' : 'a') + dice.integer(0, 25));
  return out;
}

void print_row(Dice& dice, cv::Mat& on, double left, double right, double base, double height, const cv::Scalar& ink,
               bool capitals, bool bold) {
  const int font = kFonts[dice.integer(0, 4)];
  const double scale = height / (font == cv::FONT_HERSHEY_PLAIN ? 9.5 : 21.0);
  std::string text;
  for (double room = right - left;;) {
    int below = 0;
    const std::string next = word(dice, 1, 11, capitals) + ' ';
    room -= cv::getTextSize(next, font, scale, 1, &below).width;
    if (room < 0) break;
    text += next;
    if (dice.chance(0.05)) break;
  }
  cv::putText(on, text, {cvRound(left), cvRound(base)}, font, scale, ink, bold ? 2 : 1, cv::LINE_AA);
}

void print_page(Dice& dice, cv::Mat& on, const cv::Rect& where, double height, double spacing, const cv::Scalar& ink) {
  const bool strokes = dice.chance(0.4), capitals = dice.chance(0.3), bold = dice.chance(0.2);
  const double fill = dice.real(0.5, 1.0), indent = dice.chance(0.5) ? 0 : dice.real(0, 0.3);
  const bool blanks = dice.chance(0.6);
  for (double y = where.y + spacing; y < where.y + where.height; y += spacing) {
    if (blanks && dice.chance(0.12)) continue;
    const double left = where.x + where.width * (dice.chance(0.2) ? indent * dice.real(0, 1) : 0),
                 right = where.x + where.width * (dice.chance(1 - fill) ? dice.real(0.3, 1) : 1);
    if (!strokes) {
      print_row(dice, on, left, right, y, height, ink, capitals, bold);
      continue;
    }
    for (double x = left; x < right;) {
      const double end = std::min(right, x + height * dice.real(0.8, 8));
      cv::line(on, {cvRound(x), cvRound(y)}, {cvRound(end), cvRound(y)}, ink, std::max(1, cvRound(height * 0.6)));
      x = end + height * dice.real(0.5, 1.5);
    }
  }
}

void modules(Dice& dice, cv::Mat& on, const cv::Rect& where, int columns, int rows, const cv::Scalar& ink) {
  for (int r = 0; r < rows; ++r)
    for (int c = 0; c < columns; ++c)
      if (dice.chance(0.5)) {
        const cv::Point a(where.x + c * where.width / columns, where.y + r * where.height / rows),
            b(where.x + (c + 1) * where.width / columns, where.y + (r + 1) * where.height / rows);
        on(inside(on, {a, b})).setTo(ink);
      }
}

void scribble(Dice& dice, cv::Mat& on, const cv::Rect& where, const cv::Scalar& ink) {
  std::vector<cv::Point> points;
  const int turns = dice.integer(5, 16);
  for (int i = 0; i < turns; ++i)
    points.emplace_back(where.x + where.width * i / turns + dice.integer(-6, 6),
                        where.y + static_cast<int>(where.height * dice.real(0, 1)));
  cv::polylines(on, points, false, ink, dice.integer(1, 2), cv::LINE_AA);
}

void portrait(Dice& dice, cv::Mat& on, const cv::Rect& where, bool faint) {
  const cv::Rect at = inside(on, where);
  if (at.width < 6 || at.height < 6) return;
  cv::Mat picture = on(at).clone();
  if (!faint || dice.chance(0.4)) picture.setTo(dice.chance(0.7) ? dice.tint(90, 250, 15) : dice.colour(20, 220));
  const double skin = dice.real(0.25, 1);
  const cv::Scalar face(150 * skin, 180 * skin, 230 * skin), hair = dice.tint(10, 110, 12), cloth = dice.colour(0, 230);
  const double w = at.width, h = at.height;
  const auto size = [](double a, double b) { return cv::Size(std::max(1, cvRound(a)), std::max(1, cvRound(b))); };
  const cv::Point middle(cvRound(w * dice.real(0.42, 0.58)), cvRound(h * dice.real(0.4, 0.5)));
  cv::ellipse(picture, {middle.x, cvRound(h * 1.05)}, size(w * 0.48, h * 0.33), 0, 0, 360, cloth, -1, cv::LINE_AA);
  cv::ellipse(picture, {middle.x, middle.y - cvRound(h * 0.06)}, size(w * 0.31, h * dice.real(0.28, 0.4)), 0, 0, 360,
              hair, -1, cv::LINE_AA);
  cv::ellipse(picture, middle, size(w * 0.23, h * 0.27), 0, 0, 360, face, -1, cv::LINE_AA);
  for (int side : {-1, 1})
    cv::circle(picture, {middle.x + side * cvRound(w * 0.1), middle.y - cvRound(h * 0.03)},
               std::max(1, cvRound(w * 0.03)), hair, -1, cv::LINE_AA);
  cv::line(picture, {middle.x - cvRound(w * 0.08), middle.y + cvRound(h * 0.13)},
           {middle.x + cvRound(w * 0.08), middle.y + cvRound(h * 0.13)}, cv::Scalar(60, 60, 150), 1, cv::LINE_AA);
  if (dice.chance(0.25)) {
    cv::cvtColor(picture, picture, cv::COLOR_BGR2GRAY);
    cv::cvtColor(picture, picture, cv::COLOR_GRAY2BGR);
  }
  const double weight = faint ? dice.real(0.15, 0.6) : 1;
  cv::addWeighted(picture, weight, on(at), 1 - weight, 0, on(at));
}

}  // namespace cotejo::rectify::training
