#include "page_order.hpp"

#include <algorithm>

#include "alignment.hpp"

namespace cotejo::contract_document {
namespace {

// A page of a few words (signatures alone) has few anchors; one is an accident, two are not.
constexpr std::size_t kFewestAnchors = 2;
constexpr std::size_t kFewestWords = 8;  // of a page that can be called foreign: below, it is blank or a stamp

struct Position {
  std::size_t page, expected;
};

std::size_t median(std::vector<std::size_t> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

}  // namespace

PageOrder order_of(const Filled& filled, const std::vector<PageText>& pages) {
  std::vector<FoundWord> all;
  for (const auto& page : pages) all.insert(all.end(), page.words.begin(), page.words.end());
  std::vector<std::vector<std::size_t>> met(pages.size());
  for (const Anchor& anchor : anchors(filled.words, all)) met[all[anchor.found].page].push_back(anchor.expected);
  PageOrder out;
  std::vector<Position> positions;
  std::size_t last = 0;
  for (std::size_t page = 0; page < pages.size(); ++page) {
    if (met[page].size() >= kFewestAnchors) {
      last = median(met[page]);
      positions.push_back({page, last});
    } else if (pages[page].words.size() >= kFewestWords) {
      out.foreign.push_back(page);
    } else {
      positions.push_back({page, last});  // stays where it is
    }
  }
  std::stable_sort(positions.begin(), positions.end(),
                   [](const Position& a, const Position& b) { return a.expected < b.expected; });
  for (const Position& position : positions) out.order.push_back(position.page);
  out.in_order = std::is_sorted(out.order.begin(), out.order.end());
  return out;
}

}  // namespace cotejo::contract_document
