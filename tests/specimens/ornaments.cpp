#include "ornaments.hpp"

#include <array>
#include <cmath>
#include <numbers>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "handwriting.hpp"

namespace cotejo::specimens {
namespace {

constexpr int kFraction = 4;  // bits of sub-pixel position in polylines

using Curve = std::vector<cv::Point>;

cv::Point fixed(double x, double y) {
  return {static_cast<int>(std::lround(x * (1 << kFraction))), static_cast<int>(std::lround(y * (1 << kFraction)))};
}

std::vector<Curve> moved(std::vector<Curve> curves, cv::Point origin) {
  for (auto& curve : curves) {
    for (auto& point : curve) point -= origin * (1 << kFraction);
  }
  return curves;
}

// Draws on a copy and blends it, so that crossing lines do not darken without limit.
void stroke(cv::Mat& canvas, const std::vector<Curve>& curves, const cv::Scalar& colour, int thickness,
            double opacity) {
  cv::Rect box;
  for (const auto& curve : curves) box = box.empty() ? cv::boundingRect(curve) : box | cv::boundingRect(curve);
  constexpr int kOne = 1 << kFraction;
  box = cv::Rect(box.x / kOne - thickness - 2, box.y / kOne - thickness - 2, box.width / kOne + 2 * thickness + 5,
                 box.height / kOne + 2 * thickness + 5);
  box &= cv::Rect({0, 0}, canvas.size());
  if (box.empty()) return;
  cv::Mat under = canvas(box), layer = under.clone();
  cv::polylines(layer, moved(curves, box.tl()), false, colour, thickness, cv::LINE_AA, kFraction);
  cv::addWeighted(layer, opacity, under, 1 - opacity, 0, under);
}

std::vector<Curve> waves(cv::Size size, Random& random) {
  std::vector<Curve> curves;
  const double pitch = random.uniform(7, 15), amplitude = random.uniform(15, 70), length = random.uniform(250, 900);
  const double second = random.uniform(4, 25), ratio = random.uniform(2.1, 4.7), tilt = random.uniform(-0.25, 0.25),
               phase = random.uniform(0, kTau);
  for (double y = -200; y < size.height + 200; y += pitch) {
    Curve curve;
    for (int x = -8; x <= size.width + 8; x += 8) {
      const double t = kTau * x / length + phase;
      curve.push_back(fixed(x, y + tilt * x + amplitude * std::sin(t + y / 190) + second * std::sin(ratio * t)));
    }
    curves.push_back(std::move(curve));
  }
  return curves;
}

std::vector<Curve> rosette(cv::Point2d centre, double radius, Random& random) {
  std::vector<Curve> curves;
  const int petals = random.integer(5, 14), rings = random.integer(8, 18);
  for (int ring = 0; ring < rings; ++ring) {
    Curve curve;
    for (int i = 0; i <= 360; i += 2) {
      const double t = kTau * i / 360,
                   r = radius * (0.35 + 0.65 * ring / rings) * (1 + 0.14 * std::sin(petals * t + ring * 0.35));
      curve.push_back(fixed(centre.x + r * std::cos(t), centre.y + r * std::sin(t)));
    }
    curves.push_back(std::move(curve));
  }
  return curves;
}

cv::Mat gradient(cv::Size size, const std::array<cv::Scalar, 3>& stops) {
  cv::Mat row(1, size.width, CV_8UC3);
  for (int x = 0; x < size.width; ++x) {
    const double t = 2.0 * x / size.width;
    const cv::Scalar& a = stops[t < 1 ? 0 : 1];
    const cv::Scalar& b = stops[t < 1 ? 1 : 2];
    const cv::Scalar colour = a + (b - a) * (t < 1 ? t : t - 1);
    for (int c = 0; c < 3; ++c) row.at<cv::Vec3b>(0, x)[c] = cv::saturate_cast<uchar>(colour[c]);
  }
  return cv::repeat(row, size.height, 1);
}

cv::Rect pixels(cv::Rect2d box) {
  return cv::Rect(
      cv::Rect2d(box.x * kPrintScale, box.y * kPrintScale, box.width * kPrintScale, box.height * kPrintScale));
}

}  // namespace

cv::Mat fine_line_background(Random random, Generation generation) {
  const cv::Size size(kCardWidth * kPrintScale, kCardHeight * kPrintScale);
  const int base = random.integer(232, 250);
  auto tint = [&] {
    return cv::Scalar(base - random.integer(0, 22), base - random.integer(0, 16), base - random.integer(0, 14));
  };
  cv::Mat canvas = gradient(size, {tint(), tint(), tint()});
  const std::vector<cv::Scalar> threads =
      generation == Generation::kGh
          ? std::vector<cv::Scalar>{{180, 150, 225}, {200, 180, 170}, {170, 200, 160}, {150, 170, 230}}
          : std::vector<cv::Scalar>{{150, 190, 150}, {190, 170, 200}, {140, 180, 220}, {200, 190, 150}};
  const int families = random.integer(2, 4);
  for (int i = 0; i < families; ++i)
    stroke(canvas, waves(size, random), random.pick(threads), 1, random.uniform(0.25, 0.6));
  const int rosettes = random.integer(1, 3);
  for (int i = 0; i < rosettes; ++i) {
    const cv::Point2d centre(random.uniform(0.1, 0.95) * size.width, random.uniform(0.2, 0.9) * size.height);
    stroke(canvas, rosette(centre, random.uniform(150, 420), random), random.pick(threads), 1,
           random.uniform(0.25, 0.6));
  }
  return canvas;
}

void draw_emblem(Sheet& sheet, cv::Point2d centre, double radius, Random random) {
  const cv::Scalar colour(random.integer(60, 110), random.integer(60, 110), random.integer(60, 120));
  const cv::Point2d c = centre * kPrintScale;
  const double r = radius * kPrintScale;
  std::vector<Curve> curves = rosette(c, r * 0.8, random);
  Curve ring;
  for (int i = 0; i <= 360; i += 3)
    ring.push_back(fixed(c.x + r * std::cos(kTau * i / 360), c.y + r * std::sin(kTau * i / 360)));
  curves.push_back(ring);
  stroke(sheet.canvas(), curves, colour, 2, 0.8);
}

void draw_signature(Sheet& sheet, cv::Rect2d box, const Ink& ink, Random random) {
  const cv::Rect area = pixels(box);
  std::vector<Curve> curves(static_cast<std::size_t>(random.integer(1, 3)));
  for (auto& curve : curves) {
    // A pen that goes right while it swings up and down and back and forth, each swing of its own size.
    const double letters = random.uniform(4, 9), left = area.x + area.width * random.uniform(0, 0.15),
                 run = area.width * random.uniform(0.5, 0.85);
    const double middle = area.y + area.height * random.uniform(0.4, 0.65), slope = random.uniform(-0.25, 0.05);
    double tall = 0.4, next = random.uniform(0.1, 0.5);
    for (double t = 0; t < letters; t += 0.02) {
      const double within = t - std::floor(t);
      if (within < 0.02) {
        tall = next;
        next = random.chance(0.25) ? random.uniform(0.35, 0.55) : random.uniform(0.05, 0.25);
      }
      const double size = area.height * (tall + (next - tall) * within), along = run * t / letters;
      curve.push_back(
          fixed(left + along + size * 0.5 * std::sin(kTau * t + 1.1) + size * 0.25 * std::cos(kTau * t * 0.5),
                middle + slope * along * 0.4 - size * std::cos(kTau * t)));
    }
  }
  stroke(sheet.canvas(), curves, ink.colour, random.integer(2, 4), ink.opacity);
}

void holders_signature(Sheet& sheet, const Person& person, cv::Rect2d box, const Ink& ink, Random random) {
  const cv::Rect area = pixels(box);
  Writing writing = placed(hand_of(person).sign(random.fork("signs")), cv::Rect2d(area));
  writing.pen = random.uniform(2.6, 4.6);
  writing.colour = ink.colour;
  draw_writing(sheet.canvas(), writing, ink.opacity);
  const cv::Rect2d drawn = writing.box();
  sheet.record("signature",
               {drawn.x / kPrintScale, drawn.y / kPrintScale, drawn.width / kPrintScale, drawn.height / kPrintScale});
}

void draw_fingerprint(Sheet& sheet, cv::Rect2d box, const Ink& ink, Random random) {
  const cv::Rect area = pixels(box) & cv::Rect({0, 0}, sheet.canvas().size());
  const double phase = random.uniform(0, kTau), pitch = random.uniform(9, 12), cx = random.uniform(0.42, 0.58),
               cy = random.uniform(0.45, 0.62);
  const double bend = random.uniform(0.6, 1.4);
  cv::Mat mask(area.size(), CV_8UC1);
  for (int y = 0; y < area.height; ++y) {
    for (int x = 0; x < area.width; ++x) {
      const double u = (x - cx * area.width), v = (y - cy * area.height) * 0.8;
      const double warp = 12 * std::sin(u / 45 + phase) + 9 * std::sin(v / 38 + phase * bend);
      const double ridge = 0.5 + 0.5 * std::sin(kTau * (std::hypot(u, v) + warp) / pitch);
      const double edge = std::hypot(2.0 * x / area.width - 1, 2.0 * y / area.height - 1);
      const double press = 0.75 + 0.25 * std::sin(u / 31) * std::cos(v / 27 + phase);
      mask.at<uchar>(y, x) = cv::saturate_cast<uchar>(255 * (edge < 0.95 ? press * ridge : 0));
    }
  }
  blend(sheet.canvas(), mask, area.tl(), ink);
}

void draw_matrix_code(Sheet& sheet, cv::Rect2d box, int modules, const Ink& ink, Random random) {
  cv::Mat code(modules, modules, CV_8UC1);
  for (auto& module : cv::Mat_<uchar>(code)) module = random.chance(0.5) ? 255 : 0;
  for (const cv::Point corner : {cv::Point(0, 0), cv::Point(modules - 7, 0), cv::Point(0, modules - 7)}) {
    const cv::Rect quiet = cv::Rect(corner.x - 1, corner.y - 1, 9, 9) & cv::Rect(0, 0, modules, modules);
    code(quiet).setTo(0);
    code(cv::Rect(corner.x, corner.y, 7, 7)).setTo(255);
    code(cv::Rect(corner.x + 1, corner.y + 1, 5, 5)).setTo(0);
    code(cv::Rect(corner.x + 2, corner.y + 2, 3, 3)).setTo(255);
  }
  cv::Mat mask;
  cv::resize(code, mask, pixels(box).size(), 0, 0, cv::INTER_NEAREST);
  blend(sheet.canvas(), mask, pixels(box).tl(), ink);
}

void draw_stacked_code(Sheet& sheet, cv::Rect2d box, const Ink& ink, Random random) {
  const cv::Rect area = pixels(box);
  const int columns = area.width / 4, rows = std::max(3, area.height / 14);
  cv::Mat code(rows, columns, CV_8UC1);
  for (int y = 0; y < rows; ++y) {
    for (int x = 0; x < columns;) {
      const int bar = random.integer(1, 4), gap = random.integer(1, 4);
      for (int i = 0; i < bar && x < columns; ++i) code.at<uchar>(y, x++) = 255;
      for (int i = 0; i < gap && x < columns; ++i) code.at<uchar>(y, x++) = 0;
    }
  }
  code.colRange(0, std::min(8, columns)).setTo(255);
  code.colRange(std::max(0, columns - 6), columns).setTo(255);
  cv::Mat mask;
  cv::resize(code, mask, area.size(), 0, 0, cv::INTER_NEAREST);
  blend(sheet.canvas(), mask, area.tl(), ink);
}

void draw_bar_code(Sheet& sheet, cv::Rect2d box, const Ink& ink, Random random) {
  const cv::Rect area = pixels(box);
  cv::Mat mask(area.size(), CV_8UC1, cv::Scalar(0));
  for (int x = 0; x < area.width;) {
    const int bar = random.integer(1, 4) * 3, gap = random.integer(1, 4) * 3;
    mask.colRange(x, std::min(area.width, x + bar)).setTo(255);
    x += bar + gap;
  }
  blend(sheet.canvas(), mask, area.tl(), ink);
}

void wear(Sheet& sheet, Random random) {
  cv::Mat& canvas = sheet.canvas();
  if (random.chance(0.35)) {  // the laminate's pattern lies over text and portrait
    const cv::Scalar shine = random.chance(0.5) ? cv::Scalar(250, 250, 250) : cv::Scalar(200, 180, 190);
    const cv::Point2d centre(random.uniform(0.2, 0.8) * canvas.cols, random.uniform(0.2, 0.8) * canvas.rows);
    stroke(canvas, rosette(centre, random.uniform(300, 700), random), shine, 2, random.uniform(0.15, 0.35));
  }
  const int scratches = random.chance(0.25) ? random.integer(2, 8) : 0;
  for (int i = 0; i < scratches; ++i) {
    const double x = random.uniform(0, canvas.cols), y = random.uniform(0, canvas.rows), turn = random.uniform(0, kTau),
                 length = random.uniform(80, 700);
    stroke(canvas, {{fixed(x, y), fixed(x + length * std::cos(turn), y + length * std::sin(turn))}},
           cv::Scalar::all(random.integer(190, 255)), random.integer(1, 2), random.uniform(0.3, 0.8));
  }
  if (random.chance(0.3)) {  // pale print
    const double contrast = random.uniform(0.7, 0.95);
    canvas.convertTo(canvas, -1, contrast, 255 * (1 - contrast) * random.uniform(0.5, 0.9));
  }
  cv::GaussianBlur(canvas, canvas, {}, random.uniform(0.3, 1.6));
}

}  // namespace cotejo::specimens
