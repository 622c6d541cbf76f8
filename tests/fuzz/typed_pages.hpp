// Pages of text for fuzzers: each line of the input is a row, with columns where the characters stand; a form feed
// begins a page.
#pragma once
#include <algorithm>
#include <document_text/document.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace fuzz {

namespace text = cotejo::document_text;

inline constexpr double kCharacter = 6, kLine = 12;

inline std::vector<text::Page> pages_from(std::string_view input) {
  std::vector<text::Page> pages(1);
  double x = 0, y = 20;
  std::string word;
  const auto end_word = [&] {
    if (word.empty()) return;
    const double width = static_cast<double>(word.size()) * kCharacter;
    pages.back().words.push_back({{x - width, y, width, 9}, word});
    word.clear();
  };
  for (char c : input) {
    if (c == ' ' || c == '\n' || c == '\f') {
      end_word();
      x = c == '\n' ? 0 : x + kCharacter;
      if (c == '\n') y += kLine;
      if (c == '\f') pages.emplace_back(), x = 0, y = 20;
    } else {
      word += c;
      x += kCharacter;
    }
  }
  end_word();
  for (auto& page : pages) page.width = 612, page.height = std::max(792.0, y);
  return pages;
}

}  // namespace fuzz
