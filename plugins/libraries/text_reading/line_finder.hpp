// Finds lines of dark text on an upright document without knowing its layout: strokes are separated from background
// print, and letters of one height that stand beside each other become a line. A label and a value of another size, or
// columns far apart, stay separate lines. Free functions; safe from any thread.
#pragma once
#include <opencv2/core.hpp>
#include <optional>
#include <vector>

namespace cotejo::text_reading {

struct TextLine {
  cv::Rect box;                  // of its letters, in pixels of the image
  int letter_height = 0;         // median, pixels
  double slope = 0;              // of the base line: pixels down per pixel to the right
  std::vector<cv::Rect> pieces;  // connected strokes, from left to right; about one a letter
  std::vector<cv::Rect> marks;   // full stops, commas and hyphens among them, from left to right
  bool operator==(const TextLine&) const = default;
};

struct LineLimits {
  int min_letter = 7, max_letter = 64;  // heights in pixels
  double max_gap = 1.3;                 // between the letters of a line, in letter heights
  double min_height_ratio = 0.72;       // of neighbouring letters
  std::size_t max_lines = 120;          // the widest ones are kept
  // A stroke stands out from the mean of the strokes found in noise and ground by this factor. More finds print on
  // grainy pictures that less loses in their noise, and loses pale print.
  double noise_multiple = 2.2;
};

// `grey` is 8 bit. Lines come from top to bottom, then left to right; single letters are included.
std::vector<TextLine> find_lines(const cv::Mat& grey, const LineLimits& limits = {});

// The part of a line from the piece on that begins at the column `x`, give or take a third of a letter: a portrait's
// edge or a smear beside a column of text is taken for letters of its lines. Nothing when the line begins there or no
// piece does.
std::optional<TextLine> from_column(const TextLine& line, double x);

// The part of a line between two columns, measured by itself: a label and its value may stand on one line in letters of
// two sizes. Nothing when no piece lies there.
std::optional<TextLine> part_between(const TextLine& line, double from, double to);

// How a line is cut out for the network; in letter heights, so that sizes do not matter.
struct Cut {
  double margin = 0.35;     // of room above and below
  double side = 0.18;       // of room before and after; what stands there is read too
  double radius = 0.09;     // of the blur that sharpening undoes
  double sharpening = 2.0;  // its strength; 0: none
};
// Level, and sharpened: photos of cards are blurred, the networks were trained on scans.
cv::Mat cut_line(const cv::Mat& grey, const TextLine& line, const Cut& cut = {});

}  // namespace cotejo::text_reading
