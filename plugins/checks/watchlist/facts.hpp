// From the traits of watchlist.match.
#pragma once
#include <cotejo/types.hpp>
#include <optional>
#include <vector>

#include "rules.hpp"

namespace watchlist {

// Nothing for what is no list of hits, or of lists with their dates.
std::optional<std::vector<Hit>> hits_of(cotejo::Json json);
std::optional<std::vector<Searched>> lists_of(cotejo::Json json);

}  // namespace watchlist
