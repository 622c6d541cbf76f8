// Pictures that somebody changed after they were taken, with the truth of what was done where.
//
// Everything begins with a genuine JPEG file as a phone or scanner saves it; it is decoded, changed and saved again, as
// an editor would do it. What varies by chance: the editor's JPEG quality, how soft and noisy the change is made,
// whether the picture was cut (which moves its block grid).
#pragma once

#include <opencv2/core.hpp>
#include <optional>
#include <string>
#include <vector>

#include "random.hpp"

namespace cotejo::specimens {

// A genuine picture and what is known of it; boxes in relative coordinates of the picture as people see it.
struct Original {
  std::vector<unsigned char> file;  // JPEG
  std::vector<cv::Rect2d> values;   // printed values that somebody may want to change
  std::optional<cv::Rect2d> portrait;
  std::array<cv::Point2f, 4> portrait_corners{};  // relative; when there is a portrait
};

struct Altered {
  std::vector<unsigned char> file;
  std::string kind;
  std::optional<cv::Rect2d> region;  // what was changed; relative
};

// genuine, resaved (nothing changed: passed on by a messenger or saved again), pasted_text, pasted_from_same,
// pasted_from_other, portrait_swap, copy_move, double_jpeg, double_jpeg_shifted
const std::vector<std::string>& alterations();

// `other`: another genuine picture, for what is taken from elsewhere; `face`: another person's. Throws
// std::invalid_argument for an unknown kind, or one that the picture offers nothing for.
Altered alter(const Original& original, const std::string& kind, const Original& other, const cv::Mat& face,
              Random random);

}  // namespace cotejo::specimens
