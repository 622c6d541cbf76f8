#include "by_ear.hpp"

#include <algorithm>

#include "address_words.hpp"

namespace cotejo::mx {
namespace {

struct Sound {
  std::string_view written, heard;
};
// In the order in which they are looked for at each place.
constexpr Sound kSounds[] = {{"Ñ", "N"},   {"QU", "K"},  {"CH", "X"},  {"LL", "Y"}, {"CE", "SE"},
                             {"CI", "SI"}, {"GE", "JE"}, {"GI", "JI"}, {"PH", "F"}, {"H", ""},
                             {"Z", "S"},   {"V", "B"},   {"C", "K"}};

}  // namespace

std::string by_ear(std::string_view word) {
  std::string out;
  for (std::size_t i = 0; i < word.size();) {
    const auto rest = word.substr(i);
    const auto* sound = std::find_if(std::begin(kSounds), std::end(kSounds),
                                     [&](const Sound& s) { return rest.starts_with(s.written); });
    const bool found = sound != std::end(kSounds);
    const std::string_view heard = found ? sound->heard : rest.substr(0, 1);
    for (const char c : heard)
      if (out.empty() || out.back() != c || has_digit({&c, 1})) out += c;
    i += found ? sound->written.size() : 1;
  }
  return out;
}

}  // namespace cotejo::mx
