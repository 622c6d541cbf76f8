// Draws strips of fixed-pitch text as a bad camera sees bad prints of it, with the true character centres: the training
// material of the strip network. Deterministic by seed. Not part of any plugin.
#pragma once
#include <array>
#include <opencv2/core.hpp>
#include <string>
#include <vector>

#include "training/wear.hpp"

namespace cotejo::training {

// Glyphs of one font, drawn large once: grey coverage, black paper.
struct Font {
  struct Glyph {
    cv::Mat coverage;
    int left = 0;  // from the cell's left edge
    int top = 0;   // from the base line up
  };
  std::array<Glyph, 37> glyphs;
  int pitch = 0;    // the font's own advance
  int capital = 0;  // height of H
};

// Empty glyphs (pitch 0) when the file can't be used.
Font load_font(const std::string& path);

struct Strip {
  cv::Mat grey;             // kStripHeight x width, 8 bit
  std::vector<int> labels;  // one per output of the network: class, kBetween, or -1 where either would do
};

class StripRenderer : Wear {
 public:
  StripRenderer(std::vector<Font> ocr_b, std::vector<Font> others, std::vector<Font> typewriter, unsigned seed);
  Strip next(int width);

 private:
  std::string text(int length);
  struct Setting {
    double height;  // of a glyph, per pixel of the font's
    double width;   // of a glyph, against what the pitch would give it
    double jitter;  // characters off their place, in characters
  };
  void print(cv::Mat& ink, const Font& font, const std::string& line, const Setting& setting, double x0,
             double base_line);

  std::vector<Font> ocr_b_, others_, typewriter_;
};

}  // namespace cotejo::training
