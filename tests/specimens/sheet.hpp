// A card's face while it is printed: millimetre-like units (1011 x 638, 300 dpi), drawn at twice that resolution.
#pragma once

#include <map>
#include <opencv2/core.hpp>
#include <string>

#include "typeset.hpp"

namespace cotejo::specimens {

inline constexpr int kCardWidth = 1011, kCardHeight = 638;  // ID-1 at 300 dpi
inline constexpr int kPrintScale = 2;                       // a sheet has 600 dpi

enum class Generation { kDef, kGh };

struct CardImage {
  cv::Mat pixels;                             // BGR, kPrintScale times the card
  std::map<std::string, cv::Rect2d> regions;  // trait -> box of its ink, in fractions of the card
};

class Sheet {
 public:
  explicit Sheet(const cv::Mat& background) : canvas_(background) {}

  // Draws text with its baseline's left end at (x, y); all in card units. Returns the box of the ink.
  cv::Rect2d text(const Typeface& face, const std::string& words, double x, double y, double em, const Ink& ink,
                  double stretch = 1);
  // The same, narrowed as far as needed to end before `right`.
  cv::Rect2d text_within(const Typeface& face, const std::string& words, double x, double y, double em, const Ink& ink,
                         double stretch, double right);
  // Pastes `picture` into the box (card units), through `mask` when there is one.
  void paste(const cv::Mat& picture, cv::Rect2d box, double opacity = 1, const cv::Mat& mask = {});
  void record(const std::string& trait, cv::Rect2d box);

  [[nodiscard]] cv::Mat& canvas() { return canvas_; }
  [[nodiscard]] CardImage finish() && { return {canvas_, regions_}; }

 private:
  cv::Mat canvas_;
  std::map<std::string, cv::Rect2d> regions_;
};

}  // namespace cotejo::specimens
