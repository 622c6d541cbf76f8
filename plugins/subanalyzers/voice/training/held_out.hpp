// Speakers that the network never hears while it learns: the figures of README.md are theirs.
#pragma once
#include <algorithm>
#include <array>
#include <string_view>

namespace voice::training {

// Recorded people, and variants of espeak-ng of which no near relative (another number of the same name) is learnt.
inline constexpr std::array<std::string_view, 24> kHeldOut{
    "slt",  "rms",    "ked",   "lp",    "machac",  "lj",     "nsh",   "m3",     "m6",      "m8",    "f2",   "f4",
    "adam", "Alicia", "linda", "Marco", "grandma", "michel", "pedro", "victor", "belinda", "caleb", "Hugo", "zac"};

constexpr bool is_held_out(std::string_view speaker) {
  return std::find(kHeldOut.begin(), kHeldOut.end(), speaker) != kHeldOut.end();
}

}  // namespace voice::training
