// The words of addresses: kinds, abbreviations, labels. The tables are data/address_words.inc.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "mx/address.hpp"

namespace cotejo::mx {

// A written word in its comparable form; one that is written together with its label is two (`C.P.06000`, `#12`).
struct AddressToken {
  std::string text;
  std::size_t word = 0;  // index of what it was written in
  std::size_t line = 0;
  bool ends = false;   // a comma follows
  bool label = false;  // a colon follows
};
std::vector<AddressToken> address_tokens(std::span<const AddressWord> words);

enum class Label {
  none,
  exterior,
  interior,
  building,
  block,
  lot,
  km,
  no_number,
  postal,
  municipality,
  city,
  state,
  reference
};

using Tokens = std::span<const AddressToken>;

// What stands at the beginning of `tokens`, and how many of them it takes; 0: nothing of the kind.
struct KnownWords {
  std::size_t count = 0;
  std::string_view canonical;  // `AVENIDA`; empty for `COLONIA`
  Label label = Label::none;
};
KnownWords street_kind(Tokens tokens);
KnownWords colonia_kind(Tokens tokens);
KnownWords label_at(Tokens tokens);

// `GRAL` -> `GENERAL`; other words as they are.
std::string_view full_word(std::string_view word);
// `2A`, `SEGUNDA` -> `2`; other words as they are.
std::string_view ordinal(std::string_view word);

// The words in full, blanks between them.
std::string joined(Tokens tokens);
// Kinds in full, then the name: `PROL AV JUAREZ` has two.
std::string named(Tokens tokens, KnownWords (*kind_at)(Tokens));

bool has_digit(std::string_view text);
bool is_number(std::string_view text);  // digits alone

}  // namespace cotejo::mx
