// Which words found are which words expected. Bounded: what lies between words that are beyond doubt is compared word
// by word only while it is short.
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

// The steps, with each stretch of unequal ones replaced: `replace(all, stretch, out)` is given the stretch as one equal
// step and as it is, and adds what stands for it.
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

// Pairs of equal words that are beyond doubt, in the order of `expected`: runs of kShingle words that both texts have
// once. Their found indices need not ascend.
inline constexpr std::size_t kShingle = 3;
struct Anchor {
  std::size_t expected = 0, found = 0;
};
std::vector<Anchor> anchors(std::span<const ExpectedWord> expected, std::span<const FoundWord> found);

}  // namespace cotejo::contract_document
