// Every sign of tampering in one photo or scan, with the places.
#pragma once
#include <opencv2/core.hpp>
#include <optional>
#include <string_view>

#include "copy_move.hpp"
#include "jpeg_luma.hpp"

namespace cotejo::tamper {

// All boxes are relative to the picture as people see it.
struct PictureInput {
  cv::Mat grey;                        // upright, 8 bits
  std::span<const std::uint8_t> file;  // as it was sent
  int orientation = 1;                 // EXIF: how the file's pixels are turned to stand upright
  cv::Rect2d document{0, 0, 1, 1};     // where the document is
  int turns = 0;                       // right angles, clockwise, that make it stand upright
};

// Where a document with these corners is (relative; top left, top right, bottom right, bottom left of the document).
void place(PictureInput& input, const std::array<cv::Point2d, 4>& corners);

// What the score is made of: numbers that grow with suspicion, 0 for nothing.
enum class Sign { not_saved_before, saved_otherwise, moved_grid, copied, copied_alike };
inline constexpr std::size_t kSigns = 5;
std::string_view name_of(Sign sign);

struct PictureSigns {
  std::array<double, kSigns> value{};
  std::array<std::optional<cv::Rect2d>, kSigns> where{};
  bool history = false;  // whether the savings of the file could be examined: of a JPEG whose document is not tiny
  cv::Mat heat;          // CV_32F 0..1: how much each place differs from the rest
  double& operator[](Sign sign) { return value[static_cast<std::size_t>(sign)]; }
};

// Nothing when `stop` said so.
std::optional<PictureSigns> find_signs(const PictureInput& input, const Stop& stop);

}  // namespace cotejo::tamper
