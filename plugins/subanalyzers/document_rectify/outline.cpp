#include "outline.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <opencv2/ximgproc/fast_line_detector.hpp>

#include "text_lines.hpp"

namespace cotejo::rectify {
namespace {

constexpr int kWorkingSize = 640;
constexpr double kLeastArea = 0.07;  // of the photo: smaller cards can't be read anyway
constexpr double kMostSkew = 38;     // degrees; a steeper view can't be read either
constexpr float kOutside = 0.22F;    // of the photo's size: how far a cut-off corner may lie outside
constexpr std::size_t kMostLines = 26, kMostOutlines = 4;
constexpr int kMostOfOneDirection = 9;
constexpr double kClear = 0.85;
constexpr int kSamples = 36;  // along a side

// The strongest colour channel's gradient at each pixel.
struct Gradient {
  cv::Mat x, y;       // 16-bit signed
  float typical = 1;  // what counts as an edge
};

Gradient gradient_of(const cv::Mat& bgr) {
  cv::Mat dx, dy;
  cv::Sobel(bgr, dx, CV_16S, 1, 0);
  cv::Sobel(bgr, dy, CV_16S, 0, 1);
  Gradient g{cv::Mat(bgr.size(), CV_16S), cv::Mat(bgr.size(), CV_16S)};
  std::vector<int> histogram(2048);
  for (int r = 0; r < bgr.rows; ++r) {
    const auto *a = dx.ptr<cv::Vec3s>(r), *b = dy.ptr<cv::Vec3s>(r);
    auto *ox = g.x.ptr<short>(r), *oy = g.y.ptr<short>(r);
    for (int c = 0; c < bgr.cols; ++c) {
      int best = -1;
      for (int k = 0; k < 3; ++k) {
        const int strength = std::abs(a[c][k]) + std::abs(b[c][k]);
        if (strength > best) best = strength, ox[c] = a[c][k], oy[c] = b[c][k];
      }
      ++histogram[static_cast<std::size_t>(std::min(best, 2047))];
    }
  }
  // An edge is what stands out from the photo's usual texture and noise: half as strong as one that counts fully.
  int left = bgr.rows * bgr.cols / 2, level = 0;
  for (; level < 2047 && left > 0; ++level) left -= histogram[static_cast<std::size_t>(level)];
  g.typical = static_cast<float>(std::clamp(2 * level + 10, 18, 150));
  return g;
}

struct Candidate {
  StraightLine line;
  float length = 0;  // of the segments on it
  bool frame = false;
};

// Segments on one line joined, the longest sums first; the photo's four borders after them.
std::vector<Candidate> lines_of(const cv::Mat& grey) {
  static const thread_local auto detector = cv::ximgproc::createFastLineDetector(18, 1.4F, 25, 60, 3, false);
  std::vector<cv::Vec4f> segments;
  detector->detect(grey, segments);
  std::vector<Candidate> all;
  for (const auto& s : segments) {
    const cv::Point2f a(s[0], s[1]), b(s[2], s[3]), d = b - a;
    const float length = std::hypot(d.x, d.y);
    if (length >= 18) all.push_back({{(a + b) / 2, d / length}, length});
  }
  std::sort(all.begin(), all.end(), [](const Candidate& a, const Candidate& b) { return a.length > b.length; });
  if (all.size() > 400) all.resize(400);
  std::vector<Candidate> merged;
  std::vector<bool> taken(all.size(), false);
  for (std::size_t i = 0; i < all.size() && merged.size() < 80; ++i) {
    if (taken[i]) continue;
    Candidate sum = all[i];
    for (std::size_t j = i + 1; j < all.size(); ++j) {
      if (taken[j]) continue;
      const cv::Point2f offset = all[j].line.point - all[i].line.point;
      const float distance = std::abs(offset.cross(all[i].line.direction));
      if (std::abs(all[j].line.direction.cross(all[i].line.direction)) < 0.045F &&
          distance < 2.5F + 0.008F * std::hypot(offset.x, offset.y)) {
        taken[j] = true;
        sum.length += all[j].length;
      }
    }
    merged.push_back(sum);
  }
  std::sort(merged.begin(), merged.end(), [](const Candidate& a, const Candidate& b) { return a.length > b.length; });
  // A striped desk must not take all places: only so many lines of one direction.
  std::array<int, 12> taken_by_direction{};
  std::vector<Candidate> chosen;
  for (const Candidate& c : merged) {
    const double angle = std::fmod(std::atan2(c.line.direction.y, c.line.direction.x) + CV_PI, CV_PI);
    int& count = taken_by_direction[static_cast<std::size_t>(std::min(11, static_cast<int>(angle / CV_PI * 12)))];
    if (++count <= kMostOfOneDirection && chosen.size() < kMostLines) chosen.push_back(c);
  }
  merged = std::move(chosen);
  const Quad frame = whole(grey.size());
  for (std::size_t i = 0; i < 4; ++i) {
    const cv::Point2f d = frame[(i + 1) % 4] - frame[i];
    merged.push_back({{frame[i], d / std::max(1.0F, std::hypot(d.x, d.y))}, 0, true});
  }
  return merged;
}

class Judge {
 public:
  Judge(const Gradient& gradient, const cv::Mat& grey) : gradient_(gradient), grey_(grey), size_(grey.size()) {}

  // Proportions and place alone; 0 for what can't be a card.
  double shape(const Quad& quad) const {
    const float mx = kOutside * static_cast<float>(size_.width), my = kOutside * static_cast<float>(size_.height);
    for (const auto& p : quad)
      if (p.x < -mx || p.y < -my || p.x > static_cast<float>(size_.width) + mx ||
          p.y > static_cast<float>(size_.height) + my)
        return 0;
    const double share = area(quad) / (static_cast<double>(size_.width) * size_.height);
    if (share < kLeastArea || !convex(quad)) return 0;
    // Tilt shortens one pair of sides: up to a sixth is as good as none, a quarter is doubtful.
    const double off = std::max(0.0, std::abs(std::log(aspect(quad) / kAspect)) - 0.16) / 0.10;
    if (off > 1.6) return 0;
    const double angle = skew(quad);
    if (angle > kMostSkew) return 0;
    return std::exp(-off * off) * (1 - 0.5 * std::pow(angle / kMostSkew, 2)) *
           (0.7 + 0.3 * std::sqrt(std::min(1.0, share)));
  }

  // How much of a side has an edge along it (within two pixels), and on which side the light is.
  double side(cv::Point2f a, cv::Point2f b, int samples, double& inside) const {
    const cv::Point2f d = b - a;
    const float length = std::hypot(d.x, d.y);
    if (length < 1) return inside = 0;
    const cv::Point2f normal(-d.y / length, d.x / length);
    double sum = 0, lighter = 0, darker = 0;
    int seen = 0;
    for (int i = 0; i < samples; ++i) {
      // Cards have round corners: the ends of a side are left out.
      const cv::Point2f p = a + d * (0.06F + 0.88F * (static_cast<float>(i) + 0.5F) / samples);
      float best = 0;
      bool in = false;
      for (int k = -2; k <= 2; ++k) {
        const int x = cvRound(p.x + normal.x * static_cast<float>(k)),
                  y = cvRound(p.y + normal.y * static_cast<float>(k));
        if (x < 1 || y < 1 || x >= size_.width - 1 || y >= size_.height - 1) continue;
        in = true;
        const float g = normal.x * static_cast<float>(gradient_.x.at<short>(y, x)) +
                        normal.y * static_cast<float>(gradient_.y.at<short>(y, x));
        if (std::abs(g) > std::abs(best)) best = g;
      }
      if (!in) continue;
      ++seen;
      const double strength =
          std::abs(static_cast<double>(best)) / (std::abs(static_cast<double>(best)) + gradient_.typical);
      sum += strength;
      if (strength > 0.4) (best > 0 ? lighter : darker) += 1;
    }
    inside = static_cast<double>(seen) / samples;
    if (seen == 0) return 0;
    // A card's side is an edge of one polarity without gaps; print inside of it has gaps, texture both polarities.
    const double whole_part = (std::max(lighter, darker) - 0.5 * std::min(lighter, darker)) / seen;
    return 0.35 * sum / seen + 0.65 * std::max(0.0, whole_part);
  }

  // How even the margin inside of a quadrilateral is, 0..1. A card has a blank margin; a frame drawn by print or desk
  // has not.
  double margin(const Quad& quad) const {
    constexpr int kPlaces = 28;
    const cv::Point2f middle = (quad[0] + quad[1] + quad[2] + quad[3]) / 4;
    double change = 0;
    int seen = 0;
    for (std::size_t s = 0; s < 4; ++s) {
      const cv::Point2f a = quad[s] + (middle - quad[s]) * 0.05F,
                        b = quad[(s + 1) % 4] + (middle - quad[(s + 1) % 4]) * 0.05F;
      int last = -1;
      for (int i = 0; i < kPlaces; ++i) {
        const cv::Point2f p = a + (b - a) * (0.04F + 0.92F * (static_cast<float>(i) + 0.5F) / kPlaces);
        const int x = cvRound(p.x), y = cvRound(p.y);
        if (x < 0 || y < 0 || x >= size_.width || y >= size_.height) {
          last = -1;
          continue;
        }
        const int now = grey_.at<uchar>(y, x);
        if (last >= 0) change += std::min(40, std::abs(now - last)), ++seen;
        last = now;
      }
    }
    return seen ? std::exp(-change / seen / 14) : 0.5;
  }

  // `samples`: along each side; few for a first look.
  Outline judge(const Quad& quad, const std::array<bool, 4>& frame, int samples) const {
    Outline out{quad};
    const double form = shape(quad);
    if (form <= 0) return out;
    double least = 1, sum = 0, weakest_two[2] = {1, 1};
    for (std::size_t i = 0; i < 4; ++i) {
      double inside = 1;
      double s = frame[i] ? kFrameSupport : side(quad[i], quad[(i + 1) % 4], samples, inside);
      if (inside < 0.45) s *= inside;
      out.frame_sides += frame[i];
      sum += s / 4;
      least = std::min(least, s);
      if (s < weakest_two[0])
        weakest_two[1] = weakest_two[0], weakest_two[0] = s;
      else
        weakest_two[1] = std::min(weakest_two[1], s);
    }
    out.support = sum;
    out.score = form * (0.45 * sum + 0.25 * least + 0.30 * weakest_two[1]);
    if (samples == kSamples) out.score *= 0.6 + 0.4 * margin(quad);
    return out;
  }

 private:
  const Gradient& gradient_;
  const cv::Mat& grey_;
  cv::Size size_;
};

class Collector {
 public:
  Collector(const Judge& judge, cv::Size size) : judge_(judge), size_(size) {}

  void add(const Quad& quad, const std::array<bool, 4>& frame = {}) {
    // A first look at a third of the samples spares most candidates the second.
    if (judge_.judge(quad, frame, kSamples / 3).score < std::max(0.12, 0.5 * best_)) return;
    const Outline outline = judge_.judge(quad, frame, kSamples);
    if (outline.score > 0.12) found_.push_back(outline);
    best_ = std::max(best_, outline.score);
  }

  // The best ones that differ by more than a few pixels.
  std::vector<Outline> best() {
    std::sort(found_.begin(), found_.end(), [](const Outline& a, const Outline& b) { return a.score > b.score; });
    std::vector<Outline> out;
    const float near = 0.03F * static_cast<float>(std::max(size_.width, size_.height));
    for (const Outline& o : found_) {
      const bool known = std::any_of(out.begin(), out.end(),
                                     [&](const Outline& other) { return distance(o.quad, other.quad) < near; });
      if (!known) out.push_back(o);
      if (out.size() == kMostOutlines) break;
    }
    return out;
  }

 private:
  static float distance(const Quad& a, const Quad& b) {
    float best = 1e9F;
    for (std::size_t shift = 0; shift < 4; ++shift) {
      float most = 0;
      for (std::size_t i = 0; i < 4; ++i) {
        const cv::Point2f d = a[i] - b[(i + shift) % 4];
        most = std::max(most, std::hypot(d.x, d.y));
      }
      best = std::min(best, most);
    }
    return best;
  }
  const Judge& judge_;
  double best_ = 0;
  cv::Size size_;
  std::vector<Outline> found_;
};

void from_lines(const std::vector<Candidate>& lines, const Judge& judge, Collector& into) {
  struct Pair {
    std::size_t a, b;
    cv::Point2f direction;
  };
  std::vector<Pair> pairs;
  for (std::size_t a = 0; a < lines.size(); ++a)
    for (std::size_t b = a + 1; b < lines.size(); ++b) {
      const auto &first = lines[a].line, &second = lines[b].line;
      if (std::abs(first.direction.cross(second.direction)) > 0.42F) continue;  // 25 degrees: perspective
      if (std::abs((second.point - first.point).cross(first.direction)) < 40) continue;
      const float sign = first.direction.dot(second.direction) < 0 ? -1.0F : 1.0F;
      const cv::Point2f d = first.direction + second.direction * sign;
      pairs.push_back({a, b, d / std::hypot(d.x, d.y)});
    }
  for (std::size_t i = 0; i < pairs.size(); ++i)
    for (std::size_t j = i + 1; j < pairs.size(); ++j) {
      if (std::abs(pairs[i].direction.dot(pairs[j].direction)) > 0.45F) continue;
      const auto &p = pairs[i], &q = pairs[j];
      if (p.a == q.a || p.a == q.b || p.b == q.a || p.b == q.b) continue;
      const std::array<std::size_t, 4> order{p.a, q.a, p.b, q.b};
      Quad quad;
      bool ok = true;
      std::array<bool, 4> frame{};
      for (std::size_t k = 0; k < 4 && ok; ++k)
        ok = intersect(lines[order[k]].line, lines[order[(k + 1) % 4]].line, quad[k]);
      // Side k runs from corner k to k+1: both lie on line k+1.
      for (std::size_t k = 0; k < 4; ++k) frame[k] = lines[order[(k + 1) % 4]].frame;
      if (!ok || std::count(frame.begin(), frame.end(), true) > 2 || judge.shape(quad) < 0.25) continue;
      into.add(quad, frame);
    }
}

// The four-cornered shape of a blob's hull.
void from_blobs(const cv::Mat& mask, Collector& into) {
  std::vector<std::vector<cv::Point>> contours;
  cv::findContours(mask, contours, cv::RETR_EXTERNAL, cv::CHAIN_APPROX_SIMPLE);
  for (const auto& contour : contours) {
    if (cv::contourArea(contour) < kLeastArea * 0.8 * mask.total()) continue;
    std::vector<cv::Point> hull, corners;
    cv::convexHull(contour, hull);
    const double length = cv::arcLength(hull, true);
    for (double part = 0.01; part < 0.12; part += 0.01) {
      cv::approxPolyDP(hull, corners, part * length, true);
      if (corners.size() <= 4) break;
    }
    Quad quad;
    if (corners.size() == 4) {
      for (std::size_t i = 0; i < 4; ++i) quad[i] = corners[i];
      into.add(quad);
    }
    cv::minAreaRect(hull).points(quad.data());
    into.add(quad);
  }
}

// How little happens around each pixel: paper is smooth, cloth and wood are not.
cv::Mat smoothness(const cv::Mat& bgr) {
  cv::Mat grey, dx, dy, energy, smooth;
  cv::cvtColor(bgr, grey, cv::COLOR_BGR2GRAY);
  cv::Sobel(grey, dx, CV_16S, 1, 0);
  cv::Sobel(grey, dy, CV_16S, 0, 1);
  cv::convertScaleAbs(dx, dx);
  cv::convertScaleAbs(dy, dy);
  cv::addWeighted(dx, 1, dy, 1, 0, energy);
  cv::blur(energy, energy, {5, 5});
  cv::bitwise_not(energy, smooth);
  return smooth;
}

// What differs from the colours along the photo's border.
cv::Mat unlike_border(const cv::Mat& image) {
  const int margin = std::max(2, std::min(image.cols, image.rows) / 40);
  cv::Mat frame(image.size(), CV_8U, cv::Scalar(255)), distance(image.size(), CV_8U);
  frame(cv::Rect(margin, margin, image.cols - 2 * margin, image.rows - 2 * margin)).setTo(0);
  cv::Scalar mean, deviation;
  cv::meanStdDev(image, mean, deviation, frame);
  for (int y = 0; y < image.rows; ++y) {
    const auto* p = image.ptr<cv::Vec3b>(y);
    auto* d = distance.ptr<uchar>(y);
    for (int x = 0; x < image.cols; ++x) {
      double sum = 0;
      for (int k = 0; k < 3; ++k) sum += std::pow((p[x][k] - mean[k]) / (deviation[k] + 6), 2);
      d[x] = cv::saturate_cast<uchar>(40 * std::sqrt(sum));
    }
  }
  return distance;
}

void from_segmentations(const cv::Mat& bgr, Collector& into) {
  cv::Mat small;
  cv::resize(bgr, small, {}, 0.5, 0.5, cv::INTER_AREA);
  cv::Mat luma, hsv, mask;
  cv::cvtColor(small, luma, cv::COLOR_BGR2YCrCb);
  cv::cvtColor(small, hsv, cv::COLOR_BGR2HSV);
  std::vector<cv::Mat> maps{unlike_border(luma)}, channels;
  cv::split(hsv, channels);
  maps.push_back(channels[1]);
  maps.push_back(channels[2]);
  maps.push_back(smoothness(small));
  const cv::Mat brush = cv::getStructuringElement(cv::MORPH_RECT, {5, 5});
  for (std::size_t i = 0; i < maps.size(); ++i) {
    cv::threshold(maps[i], mask, 0, 255,
                  i == 1 ? cv::THRESH_BINARY_INV | cv::THRESH_OTSU : cv::THRESH_BINARY | cv::THRESH_OTSU);
    cv::morphologyEx(mask, mask, cv::MORPH_OPEN, brush);
    cv::morphologyEx(mask, mask, cv::MORPH_CLOSE, brush);
    cv::Mat full;
    cv::resize(mask, full, bgr.size(), 0, 0, cv::INTER_NEAREST);
    from_blobs(full, into);
  }
}

float sample(const cv::Mat& grey, cv::Point2f p) {
  const int x = static_cast<int>(std::floor(p.x)), y = static_cast<int>(std::floor(p.y));
  if (x < 0 || y < 0 || x + 1 >= grey.cols || y + 1 >= grey.rows) return -1;
  const float u = p.x - static_cast<float>(x), v = p.y - static_cast<float>(y);
  const uchar *a = grey.ptr<uchar>(y) + x, *b = grey.ptr<uchar>(y + 1) + x;
  return (1 - v) * ((1 - u) * a[0] + u * a[1]) + v * ((1 - u) * b[0] + u * b[1]);
}

// The edge along one side, as a line through the strongest changes of one polarity.
StraightLine refine_side(const cv::Mat& grey, cv::Point2f a, cv::Point2f b, double reach) {
  constexpr int kProbes = 64;
  const cv::Point2f d = b - a;
  const float length = std::max(1.0F, std::hypot(d.x, d.y));
  const cv::Point2f along = d / length, normal(-along.y, along.x);
  const int steps = std::max(2, cvRound(reach));
  std::vector<std::vector<float>> changes;
  std::vector<cv::Point2f> places;
  double positive = 0, negative = 0;
  for (int i = 0; i < kProbes; ++i) {
    const cv::Point2f p = a + d * (0.07F + 0.86F * static_cast<float>(i) / (kProbes - 1));
    std::vector<float> profile, change;
    for (int k = -steps - 2; k <= steps + 2; ++k) profile.push_back(sample(grey, p + normal * static_cast<float>(k)));
    if (*std::min_element(profile.begin(), profile.end()) < 0) continue;
    for (std::size_t k = 2; k + 2 < profile.size(); ++k)
      change.push_back(profile[k + 1] + profile[k + 2] - profile[k - 1] - profile[k - 2]);
    positive += std::max(0.0F, *std::max_element(change.begin(), change.end()));
    negative -= std::min(0.0F, *std::min_element(change.begin(), change.end()));
    changes.push_back(std::move(change));
    places.push_back(p);
  }
  if (places.size() < kProbes / 4) return {a, along};
  const float sign = positive >= negative ? 1.0F : -1.0F;
  std::vector<cv::Point2f> points;
  for (std::size_t i = 0; i < changes.size(); ++i) {
    const auto& c = changes[i];
    std::size_t best = 0;
    for (std::size_t k = 1; k < c.size(); ++k)
      if (c[k] * sign > c[best] * sign) best = k;
    if (c[best] * sign < 6) continue;
    float offset = static_cast<float>(best) - static_cast<float>(steps);
    if (best > 0 && best + 1 < c.size()) {  // the peak of a parabola through three values
      const float l = c[best - 1] * sign, m = c[best] * sign, r = c[best + 1] * sign, bow = l - 2 * m + r;
      if (bow < -1e-3F) offset += std::clamp(0.5F * (l - r) / bow, -0.5F, 0.5F);
    }
    points.push_back(places[i] + normal * offset);
  }
  if (points.size() < kProbes / 5) return {a, along};
  cv::Vec4f line;
  cv::fitLine(points, line, cv::DIST_WELSCH, 0, 0.01, 0.01);
  const cv::Point2f direction(line[0], line[1]);
  // A fit that turns away from the side has followed something else.
  if (std::abs(direction.cross(along)) > 0.06F) return {a, along};
  return {{line[2], line[3]}, direction};
}

// Moves each side's ends in and out as long as the outline gets better: a side that yielded no line of its own was
// taken from something near it.
Outline polished(const Judge& judge, Outline outline) {
  if (outline.frame_sides > 0) return outline;
  constexpr float kSteps[] = {-0.06F, -0.04F, -0.025F, -0.012F, 0.0F,
                              0.012F, 0.025F, 0.04F,   0.06F};  // of the neighbouring sides
  for (std::size_t side = 0; side < 4; ++side) {
    const Quad from = outline.quad;
    const std::size_t a = side, b = (side + 1) % 4;
    const cv::Point2f along_a = from[a] - from[(a + 3) % 4], along_b = from[b] - from[(b + 1) % 4];
    for (float first : kSteps)
      for (float second : kSteps) {
        Quad quad = from;
        quad[a] += along_a * first;
        quad[b] += along_b * second;
        if (judge.judge(quad, {}, kSamples / 3).score < 0.9 * outline.score) continue;
        const Outline moved = judge.judge(quad, {}, kSamples);
        if (moved.score > outline.score * 1.02) outline = moved;
      }
  }
  return outline;
}

}  // namespace

std::vector<Outline> find_outlines(const cv::Mat& photo) {
  const double scale = std::min(1.0, static_cast<double>(kWorkingSize) / std::max(photo.cols, photo.rows));
  cv::Mat small = text::shrunk(photo, scale), grey;
  if (std::min(small.cols, small.rows) < 80) return {};
  cv::Mat soft;
  cv::GaussianBlur(small, soft, {5, 5}, 0);
  small = soft;
  cv::cvtColor(small, grey, cv::COLOR_BGR2GRAY);
  const Gradient gradient = gradient_of(small);
  const Judge judge(gradient, grey);
  Collector collector(judge, small.size());
  from_lines(lines_of(grey), judge, collector);
  from_segmentations(small, collector);
  auto outlines = collector.best();
  // An outline that is already clear has nothing to gain.
  if (!outlines.empty() && outlines.front().score < kClear) outlines.front() = polished(judge, outlines.front());
  const Quad frame = whole(small.size());
  if (std::abs(std::log(aspect(frame) / kAspect)) < 0.12) outlines.push_back({frame, 0.3, 0, 4});
  for (auto& o : outlines) o.quad = scaled(o.quad, 1 / scale);
  return outlines;
}

Quad refine(const cv::Mat& grey, const Quad& quad, double reach) {
  Quad current = quad;
  for (double r : {reach, reach / 2}) {
    StraightLine lines[4];
    for (std::size_t i = 0; i < 4; ++i) lines[i] = refine_side(grey, current[i], current[(i + 1) % 4], r);
    Quad next;
    for (std::size_t i = 0; i < 4; ++i) {
      if (!intersect(lines[(i + 3) % 4], lines[i], next[i])) return current;
      const cv::Point2f moved = next[i] - current[i];
      if (std::hypot(moved.x, moved.y) > 3 * reach) return current;
    }
    current = next;
  }
  return current;
}

}  // namespace cotejo::rectify
