// One number for all signs of a picture.
#pragma once
#include "picture_signs.hpp"

namespace cotejo::tamper {

// 0..1: how likely the picture was altered if as many altered as genuine ones came. Fitted by
// training/train_tamper.cpp.
double score_of(const PictureSigns& signs);
// How much a sign adds to it, in log odds; little for what genuine pictures reach as well.
double contribution(const PictureSigns& signs, Sign sign);

// A sign's value as the regression sees it. `ordinary`: what nearly all genuine pictures stay below.
double scaled(double value, double ordinary);

}  // namespace cotejo::tamper
