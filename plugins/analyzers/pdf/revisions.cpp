#include "revisions.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdio>

namespace pdf_analyzer {
namespace {

constexpr std::size_t kTail = 2048;  // bytes at the end in which readers look for the last startxref
constexpr std::size_t kHead = 1024;  // bytes at the start in which a linearised file says so

bool is_blank(char c) {
  return c == ' ' || c == '\r' || c == '\n' || c == '\t' || c == '\f' || c == '\0';
}

std::string_view skip_blanks(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  return text;
}

// The offset after `startxref`, when `%%EOF` follows it.
bool closes(std::string_view after, std::uint64_t& offset) {
  after = skip_blanks(after.substr(0, std::min<std::size_t>(after.size(), 64)));
  const auto [end, error] = std::from_chars(after.data(), after.data() + after.size(), offset);
  if (error != std::errc{}) return false;
  after = skip_blanks(after.substr(static_cast<std::size_t>(end - after.data())));
  return after.starts_with("%%EOF");
}

int number(std::string_view digits) {
  int value = -1;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

}  // namespace

std::vector<std::size_t> revision_ends(std::string_view file) {
  constexpr std::string_view kWord = "startxref", kEnd = "%%EOF";
  std::vector<std::size_t> ends;
  bool first_is_zero = false;
  for (auto at = file.find(kWord); at != std::string_view::npos; at = file.find(kWord, at + kWord.size())) {
    std::uint64_t offset = 0;
    if (!closes(file.substr(at + kWord.size()), offset)) continue;
    if (ends.empty() && offset == 0) first_is_zero = true;
    ends.push_back(file.find(kEnd, at) + kEnd.size());
  }
  const bool linearised = file.substr(0, kHead).find("/Linearized") != std::string_view::npos;
  if (ends.size() > 1 && (linearised || first_is_zero)) ends.erase(ends.begin());
  return ends;
}

bool is_closed(std::string_view file) {
  const auto tail = file.substr(file.size() - std::min(file.size(), kTail));
  return tail.find("startxref") != std::string_view::npos;
}

std::string iso_date(std::string_view text) {
  if (text.starts_with("D:")) text.remove_prefix(2);
  if (text.size() < 8 || !std::all_of(text.begin(), text.begin() + 8, [](char c) { return c >= '0' && c <= '9'; }))
    return {};
  const std::chrono::year_month_day date{std::chrono::year{number(text.substr(0, 4))},
                                         std::chrono::month{static_cast<unsigned>(number(text.substr(4, 2)))},
                                         std::chrono::day{static_cast<unsigned>(number(text.substr(6, 2)))}};
  if (!date.ok()) return {};
  char iso[16];
  std::snprintf(iso, sizeof iso, "%.4s-%.2s-%.2s", text.data(), text.data() + 4, text.data() + 6);
  return iso;
}

}  // namespace pdf_analyzer
