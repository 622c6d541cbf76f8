// Compares a contract's pages with the text that they must have: which pages there are, in which order, and where the
// words differ. Plain values; pure.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "filling.hpp"
#include "page_text.hpp"

namespace cotejo::contract_document {

struct Place {
  std::size_t page = 0;
  document_text::Box box;
};

// For a person to look at: `beside`, outside the text; `crossed`, words of the text with a stroke through them.
enum class DifferenceKind { changed, missing, added, beside, crossed };

struct Difference {
  DifferenceKind kind = DifferenceKind::changed;
  std::string expected, found;  // cut off at kLongestQuote
  std::string clause;           // first words of the paragraph
  std::string field;            // of the offer's value that the difference is in; empty: the template's own words
  std::optional<Place> place;   // of what was found, or of the word before what is missing
  double probability = 1;       // score: that the paper says so, and was not misread
  std::size_t words = 0;        // how many
};

// A value of the offer, wherever the template has it.
struct Term {
  std::string field, expected;
  std::string found;           // of the first place that differs
  std::size_t places = 0;      // where it stands, of those whose page is there
  bool agrees = true;          // in all of them
  std::optional<Place> place;  // that differs, or the first
  double probability = 1;
  std::size_t repeated =
      0;  // places that give one and the same other value, where no place written so gives the offer's
};

struct MissingPart {
  std::string clause;  // where it begins
  std::size_t words = 0;
  std::size_t after = 0;  // page that it should follow, from 0, in the order of the text; kNone: before the first
};

struct SignaturePlace {
  std::string signer, label;
  std::optional<Place> place;             // where to sign: above the label. Nothing when the label was not found
  std::vector<document_text::Box> words;  // of type that stands there and is not the template's
};

struct Comparison {
  double share = 0;                  // of the expected words that are there, with seams and misread letters forgiven
  std::vector<std::size_t> order;    // pages in the order of the text; those of nowhere are left out
  std::vector<std::size_t> foreign;  // pages that have no part of the text
  bool in_order = true;
  std::vector<MissingPart> missing;  // runs of words as long as a good part of a page
  std::vector<Difference> differences;
  std::vector<Term> terms;
  std::vector<SignaturePlace> signatures;
};

inline constexpr std::size_t kLongestQuote = 160;  // bytes of a text that is told
inline constexpr double kForAPerson = 0.75;        // probability of what a person has to look at
std::string quoted(std::string text);              // cut off there
inline constexpr std::size_t kMostWords = 60'000;  // of a contract; about 120 dense pages

Comparison compare(const Filled& filled, const std::vector<PageText>& pages,
                   const std::vector<document_text::Page>& sheets);

}  // namespace cotejo::contract_document
