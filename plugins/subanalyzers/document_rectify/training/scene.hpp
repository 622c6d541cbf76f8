// Training scenes: a card on a desk, or none, as a phone's camera shows it. Nothing here is shared with
// tests/specimens, so that what is measured there was not learned by heart.
#pragma once
#include <array>
#include <optional>

#include "dice.hpp"

namespace cotejo::rectify::training {

struct Scene {
  cv::Mat photo;  // BGR, `size` of scene()
  // Corners of the card as it stands upright, first side a long one; they may lie outside of the photo.
  std::optional<std::array<cv::Point2f, 4>> card;
};

Scene scene(Dice& dice, cv::Size size);

}  // namespace cotejo::rectify::training
