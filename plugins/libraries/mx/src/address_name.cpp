#include "address_name.hpp"

#include <algorithm>

#include "mx/name.hpp"

namespace cotejo::mx {
namespace {

// Words that say little in a name. SAN and SANTA do: `SAN JUAN` is not `JUAN`.
constexpr std::string_view kSmall[] = {"DE", "DEL", "LA", "LAS", "LOS", "EL", "Y", "A"};

bool is_small(const std::string& word) {
  return std::find(std::begin(kSmall), std::end(kSmall), word) != std::end(kSmall);
}

std::vector<AddressToken> tokens_of(std::string_view text, std::vector<std::string>& kept) {
  kept = words(comparable(text));
  std::vector<AddressToken> tokens;
  for (std::size_t i = 0; i < std::min(kept.size(), kMaxAddressWords); ++i)
    tokens.push_back({kept[i], i, 0, false, false});
  return tokens;
}

}  // namespace

std::string AddressName::text() const {
  std::string out;
  for (const auto& word : words) out.append(out.empty() ? "" : " ").append(word);
  return out;
}

AddressName address_name(std::string_view text, KnownWords (*kind_at)(Tokens)) {
  std::vector<std::string> kept;
  const auto all = tokens_of(text, kept);
  Tokens tokens = all;
  AddressName name;
  for (KnownWords kind = kind_at(tokens); kind.count && kind.count < tokens.size(); kind = kind_at(tokens)) {
    name.kinds.append(name.kinds.empty() ? "" : " ").append(kind.canonical);
    tokens = tokens.subspan(kind.count);
  }
  for (const AddressToken& token : tokens) {
    // `V CARRANZA` is not the fifth.
    const bool initial = token.text.size() == 1 && !is_number(token.text) && tokens.size() > 1;
    std::string word(initial ? token.text : std::string(ordinal(full_word(token.text))));
    name.every.push_back(word);
    // `CALLE 60 A` is another street than `CALLE 60`.
    const bool lettered = word == "A" && !name.words.empty() && is_number(name.words.back());
    if (!is_small(word) || lettered || tokens.size() == 1) name.words.push_back(std::move(word));
  }
  if (name.words.empty())
    for (const AddressToken& token : tokens) name.words.push_back(token.text);
  return name;
}

}  // namespace cotejo::mx
