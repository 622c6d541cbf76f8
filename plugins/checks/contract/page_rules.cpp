#include <algorithm>

#include "rules.hpp"

namespace contract {
namespace {

using cotejo::Severity;

// Printed numbers that leave one out, where all pages have one. 0: none.
std::int64_t number_left_out(const Pages& pages) {
  auto numbers = pages.numbers;
  if (numbers.empty() || std::find(numbers.begin(), numbers.end(), 0) != numbers.end()) return 0;
  std::sort(numbers.begin(), numbers.end());
  std::int64_t next = 1;
  for (const auto number : numbers) {
    if (number > next) return next;
    next = number + 1;
  }
  return pages.total >= next ? next : 0;
}

void every_page_is_there(const Context& c, Judgement& j) {
  if (!c.facts.pages) return j.miss(c.facts.pages, kUnreadable);
  const Pages& pages = *c.facts.pages;
  const auto number = number_left_out(pages);
  if (pages.missing.empty() && number == 0) return j.hold({c.facts.pages});
  std::int64_t page = number;
  if (page == 0) page = pages.missing.front().after + 2;
  const std::string clause = pages.missing.empty() ? "?" : pages.missing.front().clause;
  j.find("contract.pages_missing", Severity::major, {c.facts.pages}, {{"page", page}, {"clause", clause}});
}

void pages_are_in_order(const Context& c, Judgement& j) {
  if (!c.facts.pages || c.facts.pages->in_order) return;
  j.find("contract.pages_out_of_order", Severity::major, {c.facts.pages});
}

void no_page_is_foreign(const Context& c, Judgement& j) {
  if (!c.facts.pages) return;
  for (const auto page : c.facts.pages->foreign)
    j.find("contract.page_foreign", Severity::major, {c.facts.pages}, {{"page", page + 1}},
           cotejo::Region{0, 0, 1, 1, static_cast<std::uint32_t>(page)});
}

}  // namespace

std::span<const Rule> page_rules() {
  static const std::vector<Rule> rules{{"every_page_is_there", every_page_is_there, {"contract.pages_missing"}},
                                       {"pages_are_in_order", pages_are_in_order, {"contract.pages_out_of_order"}},
                                       {"no_page_is_foreign", no_page_is_foreign, {"contract.page_foreign"}}};
  return rules;
}

}  // namespace contract
