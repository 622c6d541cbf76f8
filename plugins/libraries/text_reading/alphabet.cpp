#include "alphabet.hpp"

#include "folding.hpp"

namespace cotejo::text_reading {
namespace {

int index_of(const std::vector<std::string>& all, std::string_view letter) {
  for (std::size_t i = 1; i < all.size(); ++i)
    if (all[i] == letter) return static_cast<int>(i);
  return -1;
}

}  // namespace

Alphabet::Alphabet(const std::vector<std::string>& network, std::string_view symbols,
                   const std::vector<std::string>& look_alikes, std::string_view silent) {
  for (auto letter : letters_of(symbols)) {
    Symbol symbol{std::string(letter), {}};
    if (const int index = index_of(network, letter); index > 0)
      symbol.letters.emplace_back(index, 1.F);
    else if (const int plain = index_of(network, bare(letter)); plain > 0)
      symbol.letters.emplace_back(plain, 1.F);  // a network without Ñ reads N
    for (const auto& group : look_alikes) {
      const auto members = letters_of(group);
      if (members.empty() || members[0] != letter) continue;
      for (std::size_t i = 1; i < members.size(); ++i)
        if (const int index = index_of(network, members[i]); index > 0) symbol.letters.emplace_back(index, 1.F);
    }
    symbols_.push_back(std::move(symbol));
  }
  for (auto letter : letters_of(silent))
    if (const int index = index_of(network, letter); index > 0) silent_.push_back(index);
}

}  // namespace cotejo::text_reading
