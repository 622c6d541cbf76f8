// Aligns the words found in a contract with the expected words. The effort is bounded: what lies between certain
// matches is compared word by word only when it is short.
#pragma once
#include <span>
#include <vector>

#include "words.hpp"

namespace cotejo::contract_document {

// Expected words [first, last) stand where found words [found_first, found_last) are; one side may be empty.
struct Step {
  bool equal = false;
  std::size_t first = 0, last = 0, found_first = 0, found_last = 0;
};

// Replaces each sequence of unequal steps: `replace(all, stretch, out)` gets the sequence merged into one step and as
// it is, and appends the replacement to `out`.
template <class Replace>
std::vector<Step> with_differences(const std::vector<Step>& steps, Replace replace) {
  std::vector<Step> out;
  for (std::size_t i = 0; i < steps.size();) {
    std::size_t end = i;
    while (end < steps.size() && !steps[end].equal) ++end;
    if (end == i) {
      out.push_back(steps[i++]);
      continue;
    }
    const Step all{true, steps[i].first, steps[end - 1].last, steps[i].found_first, steps[end - 1].found_last};
    replace(all, std::span(steps).subspan(i, end - i), out);
    i = end;
  }
  return out;
}

// Whether a word may be the expected one: exactly; cut in two or run together; or, read from a picture, with a letter
// in four or more misread. Numbers and words of an offer's value are never forgiven.
bool same_word(const ExpectedWord& expected, const FoundWord& found);

// Steps in order, without gaps, over all words of both.
std::vector<Step> align(std::span<const ExpectedWord> expected, std::span<const FoundWord> found);

// Certain matches, in the order of `expected`: sequences of kShingle words that occur exactly once in both texts. Their
// indices in `found` need not ascend.
inline constexpr std::size_t kShingle = 3;
struct Anchor {
  std::size_t expected = 0, found = 0;
};
std::vector<Anchor> anchors(std::span<const ExpectedWord> expected, std::span<const FoundWord> found);

}  // namespace cotejo::contract_document
