// The symbols that a field may contain, and which of the network's letters stand for each of them.
#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cotejo::text_reading {

// Which of the network's letters may stand for a symbol, and how much of their probability counts for it.
struct Symbol {
  std::string text;
  std::vector<std::pair<int, float>> letters;
};

// The symbols of a field. `network`: the letters that it tells apart, as LineNetwork::letters(). Letters that belong to
// no symbol count as noise.
class Alphabet {
 public:
  // `symbols`: UTF-8 letters. `look_alikes`: groups as "0OQ" whose first letter is read from the others as well, where
  // the field's alphabet has no other use for them. `silent`: letters that may stand between symbols without being part
  // of the value, such as the strokes of a date.
  Alphabet(const std::vector<std::string>& network, std::string_view symbols,
           const std::vector<std::string>& look_alikes = {}, std::string_view silent = {});
  template <class Reader>
  requires requires(const Reader& reader) { reader.letters(); }
  Alphabet(const Reader& reader, std::string_view symbols, const std::vector<std::string>& look_alikes = {},
           std::string_view silent = {})
      : Alphabet(reader.letters(), symbols, look_alikes, silent) {}
  const std::vector<Symbol>& symbols() const { return symbols_; }
  const std::vector<int>& silent() const { return silent_; }

 private:
  std::vector<Symbol> symbols_;
  std::vector<int> silent_;
};

// A value of fixed length: one alphabet for each position.
using Pattern = std::vector<const Alphabet*>;

}  // namespace cotejo::text_reading
