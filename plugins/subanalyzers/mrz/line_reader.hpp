// Reads one line of fixed-pitch text: warps it into a strip, asks the network what stands where, and finds the
// positions of the N characters by dynamic programming. Says nothing about grammar: the result is, per character, how
// likely each class is.
#pragma once
#include <array>
#include <opencv2/core.hpp>
#include <optional>
#include <vector>

#include "strip_network.hpp"
#include "text_lines.hpp"

namespace cotejo::mrz {

// Halved copies of one grey image, so that a strip is sampled from about twice its own resolution.
class Pyramid {
 public:
  explicit Pyramid(cv::Mat grey) { levels_.push_back(std::move(grey)); }
  const cv::Mat& full() const { return levels_.front(); }
  // The level whose pixels are 2^-level of the original, made when first asked for.
  const cv::Mat& level(int level);

 private:
  std::vector<cv::Mat> levels_;
};

// Where a line of text runs in the image, in reading direction: the curve through the middle of its capitals.
struct Line {
  cv::Point2f origin;     // the middle of the first character, or near it
  cv::Point2f direction;  // unit length
  float pitch = 0;        // pixels
  float height = 0;       // of capitals, pixels
  float bend = 0;         // quadratic: pixels off the straight line per squared pixel along it
  float stretch = 0;      // change of the pitch per character, as a part of the pitch (perspective)

  // The image point of a place along the line (in characters, the first character's middle being 0) and across it
  // (pixels, downwards).
  cv::Point2f at(float place, float across = 0) const;
};

using Cell = std::array<float, text::kCharacters>;  // probabilities; sum 1

struct LineReading {
  Line line;  // refined: character i stands at line.at(i)
  std::vector<Cell> cells;
  double score = 0;    // mean log-probability per character that a character of the alphabet stands there, and how
                       // clearly; near 0 is good
  double clarity = 0;  // mean log-probability of the likeliest character, per character
  double ends = 0;     // mean log-probability that nothing stands before the first and after the last character
};

double clarity_of(const std::vector<Cell>& cells);

// A strip of `cells` characters, starting `before` characters before the line's origin.
cv::Mat strip_of(Pyramid& image, const Line& line, float before, int cells);

// `count` characters, the first of them between these places of the line.
struct Window {
  int count = 0;
  float from = 0, to = 0;
};

// Reads the same strip through several windows at once; results in their order. Where the strip leaves the image, a
// reading has no cells.
std::vector<LineReading> read_line(const text::StripNetwork& network, Pyramid& image, const Line& line,
                                   const std::vector<Window>& windows);

// Reads exactly `count` characters that begin within `slack` characters of the line's origin.
std::optional<LineReading> read_line(const text::StripNetwork& network, Pyramid& image, const Line& line, int count,
                                     int slack);

// How much the middle of a line looks like fixed-pitch text when read in the line's direction (mean log-probability,
// near 0 is good).
double probe_line(const text::StripNetwork& network, Pyramid& image, const Line& line, float middle, int cells);

// How far the text around `middle` goes on in both directions, in characters of the line: places of the first and the
// last character.
std::pair<float, float> extent_of(const text::StripNetwork& network, Pyramid& image, const Line& line, float middle,
                                  int reach);

}  // namespace cotejo::mrz
