// Measures how similar two signatures are. Pure.
#pragma once
#include <array>
#include <string_view>

#include "normal_form.hpp"

namespace cotejo::signature {

// What is compared; each is 0 for two that are the same.
enum Feature : std::size_t {
  kDistance,   // between the lines of both, where they run in the same direction, after small warps
  kWorst,      // the same for the worst quarter: a stroke that the other lacks
  kCells,      // one minus the cosine of directions in a grid of cells
  kProfiles,   // of upper and lower edge and of ink from left to right, warped in time
  kAspect,     // logarithm of the ratio
  kLength,     // logarithm of the ratio
  kWarp,       // how much must be warped
  kRoughness,  // how much more the second one trembles
  kEvenness,   // how much more evenly the second pen pressed
  kTopology,   // ends and crossings
  kFeatures
};
using Features = std::array<double, kFeatures>;

Features compare(const NormalForm& reference, const NormalForm& questioned);

// A score, 0..1: about the share of genuine pairs among generated pairs with these features, of which half were
// genuine, a quarter traced and a quarter by another hand. README.md says on which writers it was fitted.
double similarity(const Features& features);

}  // namespace cotejo::signature
