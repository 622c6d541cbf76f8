// Finds the place of each page in the expected text.
#pragma once
#include <vector>

#include "filling.hpp"
#include "page_text.hpp"

namespace cotejo::contract_document {

struct PageOrder {
  std::vector<std::size_t> order;    // pages as the text runs; those of nowhere are left out
  std::vector<std::size_t> foreign;  // pages that have words, and none of the text's
  bool in_order = true;
};

PageOrder order_of(const Filled& filled, const std::vector<PageText>& pages);

}  // namespace cotejo::contract_document
