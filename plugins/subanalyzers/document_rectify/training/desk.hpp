// What cards lie on in training scenes.
#pragma once
#include "dice.hpp"

namespace cotejo::rectify::training {

cv::Mat desk(Dice& dice, cv::Size size);

}  // namespace cotejo::rectify::training
