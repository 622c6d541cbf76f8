#include "blinks.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "eye_model.hpp"
#include "stretches.hpp"

namespace face_actions {
namespace {

// What closing takes off the usual look of the same eyes. Those of two real people, in 35 blinks (README.md), lost 10
// to 19, 0.05 to 0.43 and 0.06 to 0.33; usual ones differ by 0.08 from their mean.
constexpr double kNetworkFall = 12;                    // of the network's openness
constexpr double kGapFall = 0.35;                      // of the gap between the lids, as a share
constexpr double kUnlike = 0.05, kUnlikeClosed = 0.2;  // 1 less the correlation of their pictures
// The mean of the three, each 1 when closed. Blinks had 0.51 to 1, everything else 0.40 at most.
constexpr double kClosed = 0.46;
constexpr double kTold = 0.85;  // from this share of that on a half-hearted one is told

constexpr double kUsual = 2;           // seconds before a moment, and after it, that say what is usual
constexpr std::size_t kFewest = 3;     // frames for that
constexpr double kOutstanding = 3;     // standard deviations of what these eyes do at other times that a blink must be
constexpr double kNeverOpen = -8;      // of the network's openness: what looks so usually is no eye, or a closed one
constexpr double kOftenClosed = 0.35;  // of the moments: nobody blinks for so long

// Pixels of each eye's picture that are compared, at up to kShift from their place: points jump a little.
const cv::Rect kCompared(4, 8, 24, 17);
constexpr int kShift = 3;

double unlike(const cv::Mat& eyes, const cv::Mat& usual) {
  double sum = 0;
  for (const int left : {0, kEyeSide}) {
    const cv::Rect part = kCompared + cv::Point(left, 0);
    const cv::Rect around(part.x - kShift, part.y - kShift, part.width + 2 * kShift, part.height + 2 * kShift);
    cv::Mat likeness;
    cv::matchTemplate(eyes(around), usual(part), likeness, cv::TM_CCOEFF_NORMED);
    double best = 0;
    cv::minMaxLoc(likeness, nullptr, &best);
    sum += 1 - best;
  }
  return sum / 2;
}

// How some eyes look on average.
struct Look {
  double open = 0, gap = 0;
  cv::Mat eyes;
};

double closed_beside(const Moment::Face& face, const Look& usual) {
  const double network = std::clamp((usual.open - face.open) / kNetworkFall, -1.0, 1.0);
  const double gap = std::clamp((1 - face.gap / std::max(usual.gap, 1e-3)) / kGapFall, -1.0, 1.0);
  const double picture = std::clamp((unlike(face.eyes, usual.eyes) - kUnlike) / (kUnlikeClosed - kUnlike), 0.0, 1.0);
  return (network + gap + picture) / 3;
}

class Looks {
 public:
  explicit Looks(const std::vector<Moment>& moments) : moments_(moments) {
    cv::Mat sum = cv::Mat::zeros(kEyeSide, 2 * kEyeSide, CV_32F);
    for (const Moment& moment : moments) {
      sums_.push_back(sum.clone());
      cv::accumulate(moment.face->eyes, sum);
    }
    sums_.push_back(sum);
  }

  // Of the moments from `from` to before `to`; not none.
  Look of(std::size_t from, std::size_t to) const {
    std::vector<double> open, gap;
    for (std::size_t i = from; i < to; ++i) {
      open.push_back(moments_[i].face->open);
      gap.push_back(moments_[i].face->gap);
    }
    Look look{median(std::move(open)), median(std::move(gap)), {}};
    cv::Mat(sums_[to] - sums_[from]).convertTo(look.eyes, CV_8U, 1.0 / static_cast<double>(to - from));
    return look;
  }

 private:
  const std::vector<Moment>& moments_;
  std::vector<cv::Mat> sums_;  // of the pictures before each moment
};

// How far the eyes are closed at each moment, compared with before and after it, whichever says less: who opens them at
// last has not blinked.
std::vector<double> closings(const std::vector<Moment>& moments) {
  const Looks looks(moments);
  const double seconds = std::max(moments.back().time - moments.front().time, 1e-3);
  const auto reach =
      std::max(kFewest, static_cast<std::size_t>(kUsual * static_cast<double>(moments.size()) / seconds));
  std::vector<double> all;
  for (std::size_t i = 0; i < moments.size(); ++i) {
    double least = 1;
    if (i > 0) least = std::min(least, closed_beside(*moments[i].face, looks.of(i > reach ? i - reach : 0, i)));
    if (i + 1 < moments.size())
      least =
          std::min(least, closed_beside(*moments[i].face, looks.of(i + 1, std::min(i + 1 + reach, moments.size()))));
    all.push_back(least);
  }
  return all;
}

double deviation(const std::vector<double>& values) {
  constexpr double kOfMedian = 1.4826;  // of a normal distribution
  const double middle = median(values);
  std::vector<double> sizes;
  for (const double value : values) sizes.push_back(std::abs(value - middle));
  return kOfMedian * median(std::move(sizes));
}

}  // namespace

Blinks find_blinks(const std::vector<Moment>& moments, double max_seconds) {
  Blinks blinks;
  if (moments.size() < 2 * kFewest) return blinks;
  const std::vector<double> closed = closings(moments);
  const double open = median_of(moments, [](const auto& face) { return face.open; });
  const auto shut = std::count_if(closed.begin(), closed.end(), [](double c) { return c >= kClosed; });
  blinks.eyes_seen = open > kNeverOpen && kOutstanding * deviation(closed) < 1 &&
                     static_cast<double>(shut) < kOftenClosed * static_cast<double>(closed.size());
  if (!blinks.eyes_seen) return blinks;
  const auto at = [&](const Moment& m) { return closed[static_cast<std::size_t>(&m - moments.data())]; };
  for (const Stretch& s : stretches(moments, kTold * kClosed, 0, at)) {
    if (s.end - s.start > max_seconds) continue;
    const double peak = std::min(s.largest, 1.0);
    const double score = peak < kClosed ? 0.5 * peak / kClosed : 0.5 + 0.5 * (peak - kClosed) / (1 - kClosed);
    blinks.list.push_back({Kind::blink, s.start, s.end, peak, score, s.peak->face->box});
  }
  return blinks;
}

}  // namespace face_actions
