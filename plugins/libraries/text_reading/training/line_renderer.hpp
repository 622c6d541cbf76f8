// Draws strips of print as a bad camera sees it, with the true places of the letters: the training material of the
// network for capitals. Deterministic by seed. Not part of any plugin.
#pragma once
#include <map>
#include <opencv2/core.hpp>
#include <string>
#include <vector>

#include "training/wear.hpp"

namespace cotejo::training {

// Glyphs of one typeface, drawn large once: grey coverage, black paper.
struct Typeface {
  struct Glyph {
    cv::Mat coverage;  // empty: a space
    int left = 0;      // from the pen's place
    int top = 0;       // from the base line up
    double advance = 0;
    int letter = -1;  // class
  };
  std::map<char32_t, Glyph> glyphs;
  int capital = 0;  // height of H
  int small = 0;    // height of x
};

// Without glyphs when the file has not all letters.
Typeface load_typeface(const std::string& path);

struct LineStrip {
  cv::Mat grey;  // 8 bit
  struct Label {
    int letter = 0;         // class
    bool doubtful = false;  // or between two
  };
  std::vector<Label> labels;  // one per output of the network
};

class LineRenderer : Wear {
 public:
  LineRenderer(std::vector<Typeface> faces, unsigned seed) : Wear(seed), faces_(std::move(faces)) {}
  LineStrip next(int width);

 private:
  using Text = std::u32string;
  struct Placed {
    double left, right;  // of the pen
    double middle;       // of the ink
    int letter;
  };
  struct Setting {
    double scale, width, tracking;  // height and width of a glyph's pixel; pixels between letters
  };
  Text word(int least, int most);
  Text digits(int count);
  Text text();
  char32_t any_of(std::u32string_view letters);
  std::vector<Placed> print(cv::Mat& ink, const Typeface& face, const Text& line, const Setting& setting, double x0,
                            double base_line);
  void blur(cv::Mat& page, double capital);

  std::vector<Typeface> faces_;
};

}  // namespace cotejo::training
