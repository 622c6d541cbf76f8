#include "handwriting.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace cotejo::specimens {
namespace {

constexpr int kSteps = 9;  // points between two turns of the pen

// Catmull-Rom through the turns. A pen presses on its way down.
PenStroke smooth(const std::vector<cv::Point2d>& turns) {
  PenStroke stroke;
  const auto at = [&](std::ptrdiff_t i) {
    return turns[static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(i, 0, std::ssize(turns) - 1))];
  };
  for (std::ptrdiff_t i = 0; i + 1 < std::ssize(turns); ++i) {
    const cv::Point2d a = at(i - 1), b = at(i), c = at(i + 1), d = at(i + 2);
    for (int step = 0; step < kSteps; ++step) {
      const double t = static_cast<double>(step) / kSteps;
      const cv::Point2d p =
          0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (-a + 3 * b - 3 * c + d) * t * t * t);
      const double down = (c.y - b.y) / (std::hypot(c.x - b.x, c.y - b.y) + 1e-6);
      stroke.push_back({p.x, p.y, 0.85 + 0.25 * down});
    }
  }
  stroke.push_back({turns.back().x, turns.back().y, 0.6});
  return stroke;
}

void transform(Writing& writing, double xx, double xy, double yx, double yy) {
  for (auto& stroke : writing.strokes)
    for (auto& point : stroke) {
      const double x = point.x, y = point.y;
      point.x = xx * x + xy * y, point.y = yx * x + yy * y;
    }
}

// A smooth random curve: how far things are stretched along the way.
class Drift {
 public:
  Drift(int knots, double deviation, Random& random) {
    for (int i = 0; i < knots; ++i) knots_.push_back(random.normal(0, deviation));
  }
  double at(double share) const {
    const double place = std::clamp(share, 0.0, 1.0) * static_cast<double>(knots_.size() - 1);
    const auto i = std::min(static_cast<std::size_t>(place), knots_.size() - 2);
    const double t = place - static_cast<double>(i), s = t * t * (3 - 2 * t);
    return knots_[i] * (1 - s) + knots_[i + 1] * s;
  }

 private:
  std::vector<double> knots_;
};

}  // namespace

cv::Rect2d Writing::box() const {
  double left = 1e9, top = 1e9, right = -1e9, bottom = -1e9;
  for (const auto& stroke : strokes)
    for (const auto& point : stroke) {
      left = std::min(left, point.x), right = std::max(right, point.x);
      top = std::min(top, point.y), bottom = std::max(bottom, point.y);
    }
  return {left, top, std::max(0.0, right - left), std::max(0.0, bottom - top)};
}

Hand::Hand(Random random) {
  slant_ = random.uniform(-0.1, 0.55);
  inconsistency_ = random.uniform(0.03, 0.075);
  const double advance = random.uniform(0.45, 1.0), roundness = random.uniform(-0.1, 0.75);
  const int words = random.chance(0.55) ? 2 : 1;
  double x = 0;
  for (int word = 0; word < words; ++word) {
    auto& stroke = strokes_.emplace_back();
    // The capital: a tall movement of two to four turns.
    const double tall = random.uniform(1.6, 3.2);
    stroke.push_back({x + random.uniform(-0.2, 0.8), -tall * random.uniform(0.3, 1)});
    for (int i = 0; i < random.integer(2, 4); ++i)
      stroke.push_back(
          {x + random.uniform(-0.6, 1.3), i % 2 == 0 ? random.uniform(-0.1, 0.7) : -tall * random.uniform(0.6, 1)});
    x += random.uniform(0.7, 1.4);
    for (int letter = 0; letter < random.integer(3, 8); ++letter) {
      const double step = advance * random.uniform(0.6, 1.5), kind = random.uniform(0, 1);
      const double top = kind < 0.18 ? -random.uniform(1.5, 2.4) : -random.uniform(0.35, 1.0);
      const double foot = kind > 0.85 ? random.uniform(0.8, 1.7) : random.uniform(-0.15, 0.15);
      const double curl = roundness * random.uniform(0.2, 1) * step;
      stroke.push_back({x + step * 0.55 + curl, top});
      if (random.chance(0.5)) stroke.push_back({x + step * 0.5 - curl * 0.4, (top + foot) / 2});
      stroke.push_back({x + step * 0.7 - curl * 0.5, foot});
      x += step;
    }
    x += random.uniform(0.2, 0.9);
  }
  if (random.chance(0.65)) {  // a flourish below or through it
    auto& stroke = random.chance(0.5) ? strokes_.emplace_back() : strokes_.back();
    const double y = random.uniform(0.1, 1.5);
    stroke.push_back({x + random.uniform(-0.3, 0.5), y - random.uniform(0, 0.8)});
    for (int i = 0; i < random.integer(1, 3); ++i) {
      stroke.push_back({x * random.uniform(0.0, 0.45), y + random.uniform(-0.5, 0.5)});
      stroke.push_back({x * random.uniform(0.65, 1.15), y + random.uniform(-0.6, 0.6)});
    }
  }
  if (random.chance(0.3)) {  // a dot or a cross
    const double at = random.uniform(0.2, 0.9) * x, y = -random.uniform(1.2, 2.2);
    strokes_.push_back({{at, y}, {at + random.uniform(0.2, 1.1), y + random.uniform(-0.3, 0.3)}});
  }
}

Writing Hand::sign(Random random) const {
  Writing writing;
  for (const auto& turns : strokes_) {
    std::vector<cv::Point2d> moved;
    cv::Point2d off(0, 0);
    for (const Turn& turn : turns) {
      // Neighbouring turns go astray together.
      off = 0.6 * off + cv::Point2d(random.normal(0, inconsistency_ * 1.3), random.normal(0, inconsistency_ * 1.6));
      moved.emplace_back(turn.x + off.x, turn.y + off.y);
    }
    writing.strokes.push_back(smooth(moved));
  }
  const double shear = slant_ + random.normal(0, 0.045), slope = random.normal(0, 0.03);
  const double wide = std::exp(random.normal(0, 0.06)), high = std::exp(random.normal(0, 0.06));
  transform(writing, wide, -shear * high, slope, high);
  const double hard = random.uniform(0.85, 1.15);
  for (auto& stroke : writing.strokes)
    for (auto& point : stroke) point.pressure *= hard;
  return writing;
}

Writing traced(const Writing& seen, const Hand& forger, Random random) {
  Writing writing;
  const cv::Rect2d box = seen.box();
  const Drift wide(7, 0.11, random), high(7, 0.12, random), low(7, 0.10 * box.height, random);
  const double tremor = random.uniform(0.008, 0.022) * box.height, pull = random.uniform(0.1, 0.4);
  for (const auto& stroke : seen.strokes) {
    PenStroke now;
    double shake_x = 0, shake_y = 0;
    const std::size_t stop = random.chance(0.5)
                                 ? static_cast<std::size_t>(random.integer(0, static_cast<int>(stroke.size())))
                                 : stroke.size() + 9;
    for (std::size_t i = 0; i < stroke.size(); ++i) {
      const double share = box.width > 0 ? (stroke[i].x - box.x) / box.width : 0;
      shake_x = 0.5 * shake_x + random.normal(0, tremor), shake_y = 0.5 * shake_y + random.normal(0, tremor);
      now.push_back({box.x + (stroke[i].x - box.x) * (1 + 0.6 * wide.at(share)) + shake_x,
                     box.y + box.height / 2 + (stroke[i].y - box.y - box.height / 2) * (1 + high.at(share)) +
                         0.5 * low.at(share) + shake_y,
                     0.95});
      if (i == stop && now.size() > 3) {  // looks, and goes on beside it
        writing.strokes.push_back(now);
        now = {{now.back().x + random.normal(0, 2 * tremor), now.back().y + random.normal(0, 2 * tremor), 0.95}};
      }
    }
    writing.strokes.push_back(std::move(now));
  }
  transform(writing, 1, -(forger.slant() - 0.2) * pull, random.normal(0, 0.02), 1);
  return writing;
}

Writing placed(const Writing& writing, cv::Rect2d box) {
  Writing out = writing;
  const cv::Rect2d own = writing.box();
  const double scale = std::min(box.width / std::max(own.width, 1e-6), box.height / std::max(own.height, 1e-6));
  const double left = box.x + (box.width - own.width * scale) / 2, top = box.y + (box.height - own.height * scale) / 2;
  for (auto& stroke : out.strokes)
    for (auto& point : stroke) point.x = left + (point.x - own.x) * scale, point.y = top + (point.y - own.y) * scale;
  return out;
}

void draw_writing(cv::Mat& canvas, const Writing& writing, double opacity) {
  constexpr int kFraction = 4, kOne = 1 << kFraction;
  const cv::Rect2d box = writing.box();
  const int margin = static_cast<int>(writing.pen) + 3;
  const cv::Rect area =
      cv::Rect(static_cast<int>(box.x) - margin, static_cast<int>(box.y) - margin,
               static_cast<int>(box.width) + 2 * margin + 1, static_cast<int>(box.height) + 2 * margin + 1) &
      cv::Rect({0, 0}, canvas.size());
  if (area.empty()) return;
  cv::Mat under = canvas(area), layer = under.clone();
  for (const auto& stroke : writing.strokes)
    for (std::size_t i = 1; i < stroke.size(); ++i) {
      const auto pixel = [&](const PenPoint& p) {
        return cv::Point(static_cast<int>(std::lround((p.x - area.x) * kOne)),
                         static_cast<int>(std::lround((p.y - area.y) * kOne)));
      };
      const int thickness = std::max(1, static_cast<int>(std::lround(writing.pen * stroke[i].pressure)));
      cv::line(layer, pixel(stroke[i - 1]), pixel(stroke[i]), writing.colour, thickness, cv::LINE_AA, kFraction);
    }
  cv::addWeighted(layer, opacity, under, 1 - opacity, 0, under);
}

}  // namespace cotejo::specimens
