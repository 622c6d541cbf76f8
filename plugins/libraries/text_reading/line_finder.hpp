// Finds lines of dark text on an upright document without knowing its layout: strokes are separated from background
// print, and adjacent letters of one height form a line. A label and a value of another size, and columns that are far
// apart, are separate lines. Free functions; safe from any thread.
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
  // By which factor a stroke must be stronger than the mean of the strokes in noise and background. A larger factor
  // finds print in grainy pictures, but misses pale print.
  double noise_multiple = 2.2;
};

// `grey` is 8 bit. Lines come from top to bottom, then left to right; single letters are included.
std::vector<TextLine> find_lines(const cv::Mat& grey, const LineLimits& limits = {});

// The part of a line from the piece on that begins at column `x`, within a third of a letter. Needed because the edge
// of a portrait or a smear beside a column of text looks like letters at the beginning of its lines. None when the line
// itself begins there, or no piece does.
std::optional<TextLine> from_column(const TextLine& line, double x);

// The part of a line between two columns, with its own letter height: a label and its value may be on one line in
// letters of two sizes. None when no piece lies there.
std::optional<TextLine> part_between(const TextLine& line, double from, double to);

// How a line is cut out for the network. Lengths are in letter heights, so that they do not depend on the picture's
// size.
struct Cut {
  double margin = 0.35;     // of room above and below
  double side = 0.18;       // of room before and after; what stands there is read too
  double radius = 0.09;     // of the blur that sharpening undoes
  double sharpening = 2.0;  // its strength; 0: none
};
// Cuts out a line, level and sharpened: photos of cards are blurred, while the networks were trained on scans.
cv::Mat cut_line(const cv::Mat& grey, const TextLine& line, const Cut& cut = {});

}  // namespace cotejo::text_reading
