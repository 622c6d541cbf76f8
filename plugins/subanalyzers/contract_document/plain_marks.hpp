// Which words in a page's margin say nothing about what was agreed: dates, times, numbers, and what signing services
// and scanning programs print of their own. Pure.
#pragma once
#include <span>
#include <string>

namespace cotejo::contract_document {

// `words` are comparable. False for plain marks alone.
bool says_something(std::span<const std::string> words);

}  // namespace cotejo::contract_document
