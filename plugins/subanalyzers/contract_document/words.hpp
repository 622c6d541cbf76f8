// The words of a contract, expected and found, in the form in which they are compared.
#pragma once
#include <document_text/document.hpp>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace cotejo::contract_document {

// Letters as capitals without accents; numbers without currency signs, groups and needless zeros (`$120,000.00` ->
// `120000`, `38.50%` -> `38.5%`). Empty for a word of marks alone.
std::string comparable(std::string_view word);

inline bool has_digit(std::string_view word) {
  return word.find_first_of("0123456789") != std::string_view::npos;
}

inline constexpr std::size_t kNone = static_cast<std::size_t>(-1);

struct ExpectedWord {
  std::string text, folded;
  std::size_t slot = kNone;   // index of the filled slot
  std::size_t paragraph = 0;  // of the template's body
};

struct FoundWord {
  std::string text, folded;
  std::size_t page = 0;
  document_text::Box box;
  double probability = 1;
  bool scanned = false;         // read from a picture: letters may be wrong
  bool ends_in_hyphen = false;  // at the end of its row
  std::shared_ptr<const document_text::Glimpse> glimpse{};
  int first_step = 0, last_step = 0;  // of the glimpse's line
};

}  // namespace cotejo::contract_document
