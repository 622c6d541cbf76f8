#include "rarity.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace watchlist_match {
namespace {

struct Share {
  std::string_view word;
  double share;
};
constexpr Share kShares[] = {
#include "data/common_names.inc"
};

}  // namespace

double share_of(std::string_view word) {
  const auto at = std::lower_bound(std::begin(kShares), std::end(kShares), word,
                                   [](const Share& each, std::string_view key) { return each.word < key; });
  return at != std::end(kShares) && at->word == word ? at->share : kUncommon;
}

bool is_common(std::string_view word) {
  return share_of(word) > kUncommon;
}

double weight_of(std::string_view word) {
  return -std::log(share_of(word));
}

}  // namespace watchlist_match
