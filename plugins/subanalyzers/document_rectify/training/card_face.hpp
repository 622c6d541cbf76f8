// Faces of cards as training scenes show them: of no real issuer, only of the build of identity cards.
#pragma once
#include "dice.hpp"

namespace cotejo::rectify::training {

inline constexpr int kFaceWidth = 428, kFaceHeight = 270;  // pixels, 5 a millimetre

// BGR; `ground`: a colour near which the card's own is to be, if any.
cv::Mat card_face(Dice& dice, const cv::Scalar* ground);

}  // namespace cotejo::rectify::training
