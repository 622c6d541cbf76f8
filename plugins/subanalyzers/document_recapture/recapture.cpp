#include "recapture.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <every_cpu.hpp>
#include <opencv2/imgproc.hpp>
#include <shrinking/shrink.hpp>
#include <vector>

namespace cotejo::recapture {
namespace {

constexpr int kColourWidth = 253, kColourHeight = 160;  // pixels: a quarter of the card; letters need no colour
constexpr double kColourBlur = 0.9;                     // pixels: chroma noise of cameras and JPEG
constexpr double kColourPercentile = 0.97;              // a heading and a portrait cover more than the rest

constexpr double kPaperShare = 0.3;  // of the card's pixels: its paper is lighter than print and portrait

constexpr int kPatch = 256;                        // pixels: eight periods of the coarsest grid fit many times
constexpr int kCoarseShare = 4;                    // of the patch's pixels to one of the copy that coarse() blurs
constexpr double kCoarseBlur = 2;                  // pixels of that copy
constexpr float kBlack = 10;                       // grey levels that are added to the light: black is noise
constexpr double kLowest = 0.15, kHighest = 0.48;  // cycles a pixel: printed lines are coarser, finer ones do not exist
constexpr double kJpegGrid = 8, kJpegTolerance = 0.1;  // blocks of eight pixels make peaks at multiples of 1/8
constexpr int kRings = 64;                             // of the spectrum, a cycle a pixel
constexpr int kAroundFrom = 6, kAroundTo = 12;  // bins: perspective and the window spread a peak over less than six
constexpr std::size_t kFewestPatches = 2;
constexpr double kTilted = 0.1;    // by which the pitch may differ from place to place: a tilt of 20 degrees
constexpr float kAcross = 0.866F;  // cosine: more than 30 degrees apart

struct Chroma {
  cv::Mat a, b;  // CIELAB's, float
};

constexpr std::size_t kLanes = 16;  // pixels that are done at once
using Lanes = float __attribute__((vector_size(kLanes * sizeof(float)), aligned(4), may_alias));
using Whole = std::int32_t __attribute__((vector_size(kLanes * sizeof(float)), aligned(4), may_alias));

// CIE 15: the cube root, and for dark colours the straight line that goes on from it. The root by two steps of Halley's
// method from the guess that dividing the exponent makes, to 2e-7 of it.
[[gnu::always_inline]] inline void lightness(Lanes& t) {
  constexpr float kDark = 0.008856F, kSlope = 7.787F;
  constexpr std::int32_t kGuess = 0x2A5137A0;
  const Lanes lit = t > kDark ? t : Lanes{} + kDark, below = lit - t;
  Whole bits;
  std::memcpy(&bits, &lit, sizeof bits);
  bits = __builtin_convertvector(__builtin_convertvector(bits, Lanes) * (1.F / 3), Whole) + kGuess;
  Lanes root;
  std::memcpy(&root, &bits, sizeof root);
  for (int step = 0; step < 2; ++step) {
    const Lanes cube = root * root * root;
    root *= (cube + 2 * lit) / (2 * cube + lit);
  }
  t = root - kSlope * below;
}

COTEJO_EVERY_CPU
void to_chroma(const float* b, const float* g, const float* r, std::size_t count, float* to_a, float* to_b) {
  for (std::size_t i = 0; i < count; i += kLanes) {
    const Lanes blue = *reinterpret_cast<const Lanes*>(b + i), green = *reinterpret_cast<const Lanes*>(g + i),
                red = *reinterpret_cast<const Lanes*>(r + i);
    Lanes x = (0.412453F * red + 0.357580F * green + 0.180423F * blue) / 0.950456F,
          y = 0.212671F * red + 0.715160F * green + 0.072169F * blue,
          z = (0.019334F * red + 0.119193F * green + 0.950227F * blue) / 1.088754F;
    lightness(x), lightness(y), lightness(z);
    *reinterpret_cast<Lanes*>(to_a + i) = 500 * (x - y);
    *reinterpret_cast<Lanes*>(to_b + i) = 200 * (y - z);
  }
}

// Of 8-bit sRGB under D65 (IEC 61966-2-1, CIE 15). Not OpenCV's: its first conversion fills tables for 0.1 s, in which
// a call cannot be cancelled.
Chroma chroma_of(const cv::Mat& bgr) {
  static const std::array<float, 256> linear = [] {
    std::array<float, 256> table{};
    for (std::size_t i = 0; i < table.size(); ++i) {
      const double c = static_cast<double>(i) / 255;
      table[i] = static_cast<float>(c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4));
    }
    return table;
  }();
  Chroma out{cv::Mat(bgr.size(), CV_32F), cv::Mat(bgr.size(), CV_32F)};
  const std::size_t width = static_cast<std::size_t>(bgr.cols), padded = (width + kLanes - 1) / kLanes * kLanes;
  std::vector<float> row(5 * padded);
  float *b = row.data(), *g = b + padded, *r = g + padded, *to_a = r + padded, *to_b = to_a + padded;
  for (int y = 0; y < bgr.rows; ++y) {
    const auto* pixel = bgr.ptr<cv::Vec3b>(y);
    for (std::size_t x = 0; x < width; ++x)
      b[x] = linear[pixel[x][0]], g[x] = linear[pixel[x][1]], r[x] = linear[pixel[x][2]];
    to_chroma(b, g, r, padded, to_a, to_b);
    std::copy_n(to_a, width, out.a.ptr<float>(y));
    std::copy_n(to_b, width, out.b.ptr<float>(y));
  }
  return out;
}

// What is left of one colour channel after the best plane through it (by least squares): even light of one colour.
cv::Mat without_plane(const cv::Mat& channel) {
  const double middle_x = (channel.cols - 1) / 2.0, middle_y = (channel.rows - 1) / 2.0;
  // Around the middle of a full grid the two slopes and the mean do not depend on each other.
  double sum = 0, sum_x = 0, sum_y = 0;
  for (int y = 0; y < channel.rows; ++y) {
    const float* row = channel.ptr<float>(y);
    double line = 0;
    for (int x = 0; x < channel.cols; ++x) {
      line += row[x];
      sum_x += (x - middle_x) * static_cast<double>(row[x]);
    }
    sum += line;
    sum_y += (y - middle_y) * line;
  }
  const auto squares = [](double count) { return count * (count * count - 1) / 12; };  // of 0, 1, … around their middle
  const double mean = sum / static_cast<double>(channel.total());
  const double slope_x = sum_x / std::max(1.0, squares(channel.cols) * channel.rows);
  const double slope_y = sum_y / std::max(1.0, squares(channel.rows) * channel.cols);
  cv::Mat rest(channel.size(), CV_32F);
  for (int y = 0; y < channel.rows; ++y)
    for (int x = 0; x < channel.cols; ++x)
      rest.at<float>(y, x) = static_cast<float>(static_cast<double>(channel.at<float>(y, x)) - mean -
                                                slope_x * (x - middle_x) - slope_y * (y - middle_y));
  return rest;
}

// What is coarser than the fine structure. Drawn from a copy of a quarter of the size: a wide filter costs the most of
// all there is to do here, and nothing as fine as what is looked for is left in the copy.
cv::Mat coarse(const cv::Mat& grey) {
  cv::Mat small, out;
  cv::resize(grey, small, grey.size() / kCoarseShare, 0, 0, cv::INTER_AREA);
  cv::GaussianBlur(small, small, {}, kCoarseBlur);
  cv::resize(small, out, grey.size(), 0, 0, cv::INTER_LINEAR);
  return out;
}

// The power of each frequency of a patch's fine structure. Half of the bins, since those of a real signal mirror one
// another.
class Spectrum {
 public:
  explicit Spectrum(const cv::Mat& grey) : power_(kPatch, kBins, CV_32F) {
    static const cv::Mat window = [] {
      cv::Mat made;
      cv::createHanningWindow(made, {kPatch, kPatch}, CV_32F);
      return made;
    }();
    cv::Mat light = coarse(grey), packed;
    for (int y = 0; y < kPatch; ++y) {
      const float *g = grey.ptr<float>(y), *w = window.ptr<float>(y);
      float* l = light.ptr<float>(y);
      for (int x = 0; x < kPatch; ++x)
        l[x] = (g[x] - l[x]) / (l[x] + kBlack) * w[x];  // dark and light parts count alike
    }
    cv::dft(light, packed);
    // Of OpenCV's packing, the first column (frequency 0 along x) is packed itself, downwards.
    for (int y = 0; y < kPatch; ++y) {
      const float* from = packed.ptr<float>(y);
      float* to = power_.ptr<float>(y);
      const int mirrored = std::min(y, kPatch - y);
      const float real = packed.at<float>(std::max(0, 2 * mirrored - 1), 0),
                  imaginary = mirrored == 0 || mirrored == kPatch / 2 ? 0 : packed.at<float>(2 * mirrored, 0);
      to[0] = real * real + imaginary * imaginary;
      for (int x = 1; x < kBins; ++x) to[x] = from[2 * x - 1] * from[2 * x - 1] + from[2 * x] * from[2 * x];
    }
  }

  // Of half a spectrum.
  static constexpr int kBins = kPatch / 2;
  const float* row(int y) const { return power_.ptr<float>(y); }
  // Of any bin; what lies in the other half mirrors this one.
  float at(int x, int y) const {
    x = (x + kPatch) % kPatch, y = (y + kPatch) % kPatch;
    if (x >= kBins) x = std::min(kPatch - x, kBins - 1), y = (kPatch - y) % kPatch;
    return power_.at<float>(y, x);
  }

 private:
  cv::Mat power_;
};

bool on_jpeg_grid(double fx, double fy) {
  const auto near = [](double f) { return std::abs(f * kJpegGrid - std::round(f * kJpegGrid)) < kJpegTolerance; };
  return near(fx) && near(fy);
}

double frequency_of(int bin) {
  return static_cast<double>(bin <= kPatch / 2 ? bin : bin - kPatch) / kPatch;
}

// The value that one in twenty of the bins around exceeds. A grid is a peak on its own; strokes and edges of letters
// make streaks, which are as strong a few bins further on.
float around(const Spectrum& spectrum, cv::Point at) {
  std::vector<float> values;
  values.reserve((2 * kAroundTo + 1) * (2 * kAroundTo + 1));
  for (int dy = -kAroundTo; dy <= kAroundTo; ++dy)
    for (int dx = -kAroundTo; dx <= kAroundTo; ++dx) {
      const int square = dx * dx + dy * dy;
      if (square < kAroundFrom * kAroundFrom || square > kAroundTo * kAroundTo) continue;
      values.push_back(spectrum.at(at.x + dx, at.y + dy));
    }
  const auto upper = values.begin() + static_cast<std::ptrdiff_t>(0.95 * static_cast<double>(values.size()));
  std::nth_element(values.begin(), upper, values.end());
  return *upper;
}

constexpr int kNoRing = -1;

// For each bin of half a spectrum (the other half mirrors it), by row: its ring, or none when no grid is told by it.
std::vector<int> find_rings() {
  std::vector<int> rings;
  for (int y = 0; y < kPatch; ++y)
    for (int x = 0; x < Spectrum::kBins; ++x) {
      const double fx = frequency_of(x), fy = frequency_of(y), radius = std::hypot(fx, fy);
      const bool counts = radius >= kLowest && radius <= kHighest && !on_jpeg_grid(fx, fy);
      rings.push_back(counts ? static_cast<int>(radius * kRings) : kNoRing);
    }
  return rings;
}

// The direction of each bin of half a spectrum, by row.
std::vector<float> find_directions() {
  std::vector<float> directions;
  for (int y = 0; y < kPatch; ++y)
    for (int x = 0; x < Spectrum::kBins; ++x)
      directions.push_back(static_cast<float>(std::atan2(frequency_of(y), frequency_of(x))));
  return directions;
}

float direction_of(cv::Point bin) {
  return static_cast<float>(std::atan2(frequency_of(bin.y), frequency_of(bin.x)));
}

// Lines have no heads: directions half a turn apart are one.
bool across(float one, float other) {
  return std::abs(std::cos(one - other)) < kAcross;
}

// Whether two bins are of one pattern, as a tilted display shows it at two places.
bool one_pitch(cv::Point a, cv::Point b) {
  const auto frequency = [](cv::Point bin) { return cv::Point2d(frequency_of(bin.x), frequency_of(bin.y)); };
  const cv::Point2d p = frequency(a), q = frequency(b);
  const double apart = std::min(std::hypot((p - q).x, (p - q).y), std::hypot((p + q).x, (p + q).y));
  return apart <= kTilted * std::hypot(p.x, p.y);
}

struct Peak {
  double strength = 0;  // of magnitudes, against those around it
  cv::Point at;
};

// Of all that run across the lines of `other`, when there is one.
Peak strongest_peak(const Spectrum& spectrum, const Peak* other = nullptr) {
  struct Candidate {
    float power = 0;
    cv::Point at;
  };
  std::array<Candidate, kRings> peaks;  // the strongest of each frequency: the spectrum falls off quickly
  static const std::vector<int> rings = find_rings();
  static const std::vector<float> directions = find_directions();
  const float lines = other ? direction_of(other->at) : 0;
  std::size_t bin = 0;
  for (int y = 0; y < kPatch; ++y) {
    const float* power = spectrum.row(y);
    for (int x = 0; x < Spectrum::kBins; ++x, ++bin) {
      if (rings[bin] == kNoRing) continue;
      auto& peak = peaks[static_cast<std::size_t>(rings[bin])];
      if (power[x] > peak.power && (!other || across(directions[bin], lines))) peak = {power[x], {x, y}};
    }
  }
  Peak best;
  for (const auto& peak : peaks)
    if (peak.power > 0)
      if (const float level = around(spectrum, peak.at); level > 0)
        if (const double strength = static_cast<double>(peak.power / level); strength > best.strength)
          best = {strength, peak.at};
  best.strength = std::sqrt(best.strength);
  return best;
}

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

}  // namespace

double colour_spread(const cv::Mat& card_bgr) {
  cv::Mat small;
  const cv::Size size(kColourWidth, kColourHeight);
  if (card_bgr.cols >= size.width && card_bgr.rows >= size.height) {
    shrinking::shrink(card_bgr, small, size);
  } else {
    cv::resize(card_bgr, small, size);
  }
  Chroma chroma = chroma_of(small);
  for (auto* channel : {&chroma.a, &chroma.b}) cv::GaussianBlur(*channel, *channel, {}, kColourBlur);
  cv::Mat distance;
  cv::magnitude(without_plane(chroma.a), without_plane(chroma.b), distance);
  auto* first = distance.ptr<float>();
  auto* at = first + static_cast<std::ptrdiff_t>(kColourPercentile * static_cast<double>(distance.total()));
  std::nth_element(first, at, first + distance.total());
  return *at;
}

double paper_light(const cv::Mat& card) {
  cv::Mat grey = card;
  if (card.channels() == 3) cv::cvtColor(card, grey, cv::COLOR_BGR2GRAY);
  std::array<std::size_t, 256> counts{};
  for (int y = 0; y < grey.rows; ++y)
    for (int x = 0; x < grey.cols; ++x) ++counts[grey.at<uchar>(y, x)];
  std::size_t left = static_cast<std::size_t>(kPaperShare * static_cast<double>(grey.total()));
  int light = 255;
  for (; light > 0 && counts[static_cast<std::size_t>(light)] <= left; --light)
    left -= counts[static_cast<std::size_t>(light)];
  return light / 255.0;
}

std::optional<Grid> measure_grid(const cv::Mat& photo_bgr, const Quad& card, double limit, const Stop& stop) {
  // A patch that is higher than the card sees the desk as well, and print as fine as pixels.
  for (std::size_t i = 0; i < card.size(); ++i)
    if (const auto side = card[(i + 1) % card.size()] - card[i]; std::hypot(side.x, side.y) < kPatch)
      return std::nullopt;
  std::vector<Spectrum> spectra;
  std::vector<Peak> peaks;
  for (const double u : {0.25, 0.5, 0.75})
    for (const double v : {0.3, 0.7}) {
      if (stop && stop()) return std::nullopt;
      const auto centre =
          card[0] * ((1 - u) * (1 - v)) + card[1] * (u * (1 - v)) + card[2] * (u * v) + card[3] * ((1 - u) * v);
      const cv::Rect patch(static_cast<int>(centre.x) - kPatch / 2, static_cast<int>(centre.y) - kPatch / 2, kPatch,
                           kPatch);
      if ((patch & cv::Rect(0, 0, photo_bgr.cols, photo_bgr.rows)) != patch) continue;
      cv::Mat grey;
      if (photo_bgr.channels() == 3) {
        cv::cvtColor(photo_bgr(patch), grey, cv::COLOR_BGR2GRAY);
      } else {
        grey = photo_bgr(patch);
      }
      grey.convertTo(grey, CV_32F);
      spectra.emplace_back(grey);
      peaks.push_back(strongest_peak(spectra.back()));
    }
  if (peaks.size() < kFewestPatches) return std::nullopt;
  std::vector<double> strengths, crossing;
  for (const Peak& peak : peaks) strengths.push_back(peak.strength);
  Grid grid{median(std::move(strengths))};
  if (grid.strength <= limit) return grid;
  std::vector<std::array<cv::Point, 2>> patterns;  // of each place
  for (std::size_t i = 0; i < peaks.size(); ++i) {
    const Peak other = strongest_peak(spectra[i], &peaks[i]);
    crossing.push_back(other.strength);
    patterns.push_back({peaks[i].at, other.at});
  }
  grid.across = median(std::move(crossing));
  for (const Peak& peak : peaks) {
    const auto same = std::count_if(patterns.begin(), patterns.end(), [&](const auto& pattern) {
      return one_pitch(pattern[0], peak.at) || one_pitch(pattern[1], peak.at);
    });
    grid.everywhere = grid.everywhere || static_cast<std::size_t>(same) + 1 >= std::max<std::size_t>(3, peaks.size());
  }
  return grid;
}

}  // namespace cotejo::recapture
