// The name of a street or a settlement, as two spellings of it are compared.
#pragma once

#include "address_words.hpp"

namespace cotejo::mx {

struct AddressName {
  std::string kinds;               // `PROLONGACION AVENIDA`
  std::vector<std::string> words;  // in full, ordinals as digits, without small words
  std::vector<std::string> every;  // small words, too
  std::string text() const;        // the words, blanks between them
};

AddressName address_name(std::string_view text, KnownWords (*kind_at)(Tokens));

}  // namespace cotejo::mx
