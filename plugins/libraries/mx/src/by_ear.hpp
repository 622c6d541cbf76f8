// How a word sounds in Mexico.
#pragma once

#include <string>
#include <string_view>

namespace cotejo::mx {

// A word in capitals as a Mexican hears it: what is misspelt most often is what sounds alike.
std::string by_ear(std::string_view word);

}  // namespace cotejo::mx
