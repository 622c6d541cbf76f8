#include "text_lines.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "components.hpp"
#include "ink.hpp"

namespace cotejo::text {
namespace {

// Bounds of a mark in the working copy, in pixels: smaller ones are noise and unreadable, larger ones are not text of a
// document.
constexpr int kLeastMark = 4, kLargestMark = 70;
constexpr std::size_t kMostMarks = 12000;  // a texture yields more; the search must end in bounded time

struct Mark {
  cv::Point2f centre;
  cv::Size2f box;
  float size;  // the larger side
  int row = -1;
};

std::vector<Mark> marks_of(const cv::Mat& ink) {
  std::vector<Mark> marks;
  for (const auto& [box, area] : components_of(ink)) {
    if (marks.size() == kMostMarks) break;
    const int width = box.width, height = box.height, size = std::max(width, height);
    if (size < kLeastMark || size > kLargestMark || area < 6 || area * 12 < width * height) continue;
    const cv::Point2f middle(static_cast<float>(box.x) + static_cast<float>(width - 1) / 2,
                             static_cast<float>(box.y) + static_cast<float>(height - 1) / 2);
    marks.push_back(
        {middle, cv::Size2f(static_cast<float>(width), static_cast<float>(height)), static_cast<float>(size)});
  }
  return marks;
}

// Marks by place, for "which marks are near this point".
class Grid {
 public:
  Grid(const std::vector<Mark>& marks, cv::Size size)
      : columns_(size.width / kCell + 1), rows_(size.height / kCell + 1) {
    cells_.resize(static_cast<std::size_t>(columns_ * rows_));
    for (std::size_t i = 0; i < marks.size(); ++i) cells_[at(marks[i].centre)].push_back(static_cast<int>(i));
  }
  template <class Visit>
  void near(cv::Point2f point, float radius, const Visit& visit) const {
    const int left = clamp((point.x - radius) / kCell, columns_), right = clamp((point.x + radius) / kCell, columns_);
    const int top = clamp((point.y - radius) / kCell, rows_), bottom = clamp((point.y + radius) / kCell, rows_);
    for (int y = top; y <= bottom; ++y)
      for (int x = left; x <= right; ++x)
        for (int i : cells_[static_cast<std::size_t>(y * columns_ + x)]) visit(i);
  }

 private:
  static constexpr int kCell = 16;
  static int clamp(float v, int count) { return std::clamp(static_cast<int>(v), 0, count - 1); }
  std::size_t at(cv::Point2f p) const {
    return static_cast<std::size_t>(clamp(p.y / kCell, rows_) * columns_ + clamp(p.x / kCell, columns_));
  }
  int columns_, rows_;
  std::vector<std::vector<int>> cells_;
};

class Chainer {
 public:
  Chainer(std::vector<Mark>& marks, cv::Size size) : marks_(marks), grid_(marks, size) {}

  // The chain of marks through a seed, in order; short chains are of no interest.
  std::vector<int> chain(int seed) {
    std::vector<int> best;
    for (const cv::Point2f direction : directions(seed)) {
      auto forward = walk(seed, direction);
      if (forward.size() < 2) continue;
      auto backward = walk(seed, -direction);
      std::reverse(backward.begin(), backward.end());
      backward.push_back(seed);
      backward.insert(backward.end(), forward.begin(), forward.end());
      if (backward.size() > best.size()) best = std::move(backward);
    }
    return best;
  }

 private:
  bool similar(float a, float b) const { return a < b * 1.75F && b < a * 1.75F; }

  // Towards the nearest few similar marks.
  std::vector<cv::Point2f> directions(int seed) const {
    const Mark& mark = marks_[static_cast<std::size_t>(seed)];
    std::vector<std::pair<float, cv::Point2f>> found;
    grid_.near(mark.centre, 2.0F * mark.size, [&](int i) {
      const Mark& other = marks_[static_cast<std::size_t>(i)];
      if (i == seed || !similar(mark.size, other.size)) return;
      const cv::Point2f step = other.centre - mark.centre;
      const float distance = std::hypot(step.x, step.y);
      if (distance > 0.45F * mark.size && distance < 2.0F * mark.size)
        found.push_back({distance, step * (1 / distance)});
    });
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<cv::Point2f> out;
    for (std::size_t i = 0; i < found.size() && out.size() < 4; ++i) out.push_back(found[i].second);
    return out;
  }

  std::vector<int> walk(int seed, cv::Point2f direction) const {
    std::vector<int> members;
    cv::Point2f at = marks_[static_cast<std::size_t>(seed)].centre;
    std::vector<cv::Point2f> trail{at};
    float size = marks_[static_cast<std::size_t>(seed)].size;
    while (members.size() < 400) {
      int next = -1;
      float best = 3.2F * size;  // a gap of up to two missing marks
      const float reach = best;
      grid_.near(at + direction * (reach / 2), reach / 2 + size * 0.4F, [&](int i) {
        const Mark& mark = marks_[static_cast<std::size_t>(i)];
        if (mark.row >= 0 || !similar(mark.size, size)) return;
        const cv::Point2f step = mark.centre - at;
        const float along = step.dot(direction), across = std::abs(step.x * direction.y - step.y * direction.x);
        if (along < 0.35F * size || across > 0.22F * size + 0.10F * along) return;
        const float cost = along + 2 * across;
        if (cost < best) best = cost, next = i;
      });
      if (next < 0) break;
      members.push_back(next);
      at = marks_[static_cast<std::size_t>(next)].centre;
      size = 0.9F * size + 0.1F * marks_[static_cast<std::size_t>(next)].size;
      trail.push_back(at);
      // The direction follows the last marks, over a base long enough not to be led astray by one of them.
      const std::size_t base = std::min<std::size_t>(trail.size() - 1, 7);
      const cv::Point2f run = at - trail[trail.size() - 1 - base];
      const float length = std::hypot(run.x, run.y);
      const float trust = base >= 3 ? 1.0F : 0.5F;
      if (length > 0) direction = direction * (1 - trust) + run * (trust / length);
      direction *= 1 / std::max(1e-6F, std::hypot(direction.x, direction.y));
    }
    return members;
  }

  std::vector<Mark>& marks_;
  Grid grid_;
};

float median(std::vector<float> values) {
  if (values.empty()) return 0;
  std::nth_element(values.begin(), values.begin() + static_cast<long>(values.size() / 2), values.end());
  return values[values.size() / 2];
}

// The parabola through the marks' centres: least squares, once more without the worst ones.
Row fit(const std::vector<Mark>& marks, const std::vector<int>& chain) {
  Row row;
  const auto centre = [&](int i) { return marks[static_cast<std::size_t>(i)].centre; };
  const cv::Point2f first = centre(chain.front()), last = centre(chain.back());
  const cv::Point2f span = last - first;
  const float length = std::max(1.0F, std::hypot(span.x, span.y));
  const cv::Point2f along = span * (1 / length), normal(-along.y, along.x);
  std::vector<bool> keep(chain.size(), true);
  cv::Vec3d curve;
  for (int pass = 0; pass < 2; ++pass) {
    cv::Matx33d sums = cv::Matx33d::zeros();
    cv::Vec3d right(0, 0, 0);
    for (std::size_t i = 0; i < chain.size(); ++i) {
      if (!keep[i]) continue;
      const cv::Point2f offset = centre(chain[i]) - first;
      const double t = offset.dot(along) / length, y = offset.dot(normal);
      const cv::Vec3d base(1, t, t * t);
      sums += base * base.t();
      right += base * y;
    }
    sums(2, 2) += static_cast<double>(chain.size()) * 1e-3;  // prefers straight rows
    curve = sums.solve(right, cv::DECOMP_SVD);
    std::vector<float> errors;
    for (int i : chain) {
      const cv::Point2f offset = centre(i) - first;
      const double t = offset.dot(along) / length;
      errors.push_back(static_cast<float>(std::abs(offset.dot(normal) - curve.dot(cv::Vec3d(1, t, t * t)))));
    }
    const float typical = median(errors);
    for (std::size_t i = 0; i < chain.size(); ++i) keep[i] = errors[i] <= 3 * typical + 0.5F;
  }
  const auto at = [&](double t) {
    return first + along * static_cast<float>(t * length) +
           normal * static_cast<float>(curve.dot(cv::Vec3d(1, t, t * t)));
  };
  row.begin = at(0), row.end = at(1);
  row.sag = static_cast<float>(-curve[2] / 4);
  std::vector<float> steps, heights;
  for (std::size_t i = 0; i < chain.size(); ++i) {
    if (i) steps.push_back((centre(chain[i]) - centre(chain[i - 1])).dot(along));
    // The side of an upright box around a mark of 0.7 : 1 that lies at this angle, solved for the mark's height.
    const auto& box = marks[static_cast<std::size_t>(chain[i])].box;
    const float c = std::abs(along.x), s = std::abs(along.y);
    heights.push_back(c > s ? box.height / (c + 0.7F * s) : box.width / (s + 0.7F * c));
  }
  row.pitch = median(steps);
  row.height = median(heights);
  row.marks = static_cast<int>(chain.size());
  return row;
}

}  // namespace

cv::Mat halved(const cv::Mat& image) {
  cv::Mat half;
  const cv::Size size(std::max(1, image.cols / 2), std::max(1, image.rows / 2));
  cv::resize(image(cv::Rect(0, 0, std::min(image.cols, 2 * size.width), std::min(image.rows, 2 * size.height))), half,
             size, 0, 0, cv::INTER_AREA);
  return half;
}

cv::Mat shrunk(const cv::Mat& image, double scale) {
  if (scale >= 1) return image;
  const cv::Size size(std::max(1, cvRound(image.cols * scale)), std::max(1, cvRound(image.rows * scale)));
  cv::Mat current = image;
  for (; scale <= 0.55 && std::min(current.cols, current.rows) > 3; scale *= 2) current = halved(current);
  cv::Mat out;
  cv::resize(current, out, size, 0, 0, cv::INTER_LINEAR);
  return out;
}

cv::Point2f Row::direction() const {
  const cv::Point2f span = end - begin;
  return span * (1 / std::max(1e-6F, std::hypot(span.x, span.y)));
}

float Row::length() const {
  return std::hypot(end.x - begin.x, end.y - begin.y);
}

std::vector<Row> find_rows(const cv::Mat& grey, const RowSearch& search) {
  const double scale =
      std::min(search.enlarge, static_cast<double>(search.working_size) / std::max(grey.cols, grey.rows));
  cv::Mat small = shrunk(grey, scale);
  if (scale > 1) cv::resize(grey, small, {}, scale, scale, cv::INTER_CUBIC);
  if (search.soften) {
    cv::Mat soft;
    cv::GaussianBlur(small, soft, {3, 3}, 0);
    small = soft;
  }
  auto marks = marks_of(ink_of(small, search.window, search.depth));
  Chainer chainer(marks, small.size());
  std::vector<Row> rows;
  for (std::size_t seed = 0; seed < marks.size(); ++seed) {
    if (marks[seed].row >= 0) continue;
    const auto chain = chainer.chain(static_cast<int>(seed));
    if (static_cast<int>(chain.size()) < search.least_marks) continue;
    for (int i : chain) marks[static_cast<std::size_t>(i)].row = static_cast<int>(rows.size());
    Row row = fit(marks, chain);
    const float back = static_cast<float>(1 / scale);
    row.begin *= back, row.end *= back, row.sag *= back, row.height *= back, row.pitch *= back;
    rows.push_back(row);
  }
  std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.length() > b.length(); });
  return rows;
}

}  // namespace cotejo::text
