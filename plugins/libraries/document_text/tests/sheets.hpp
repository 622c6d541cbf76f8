// Pages for tests, typed as they look: one line of text a row, columns where the characters stand. A cell is what has
// two blanks or more around it; amounts therefore keep their alignment.
#pragma once
#include <document_text/document.hpp>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cotejo::document_text::testing {

inline constexpr double kCharacter = 6, kLine = 14, kHeight = 9;  // points

inline Page sheet(const std::vector<std::string>& lines) {
  Page page;
  page.width = 612, page.height = 792;
  double y = 40;
  for (const auto& line : lines) {
    std::size_t column = 0;
    for (std::size_t i = 0; i < line.size();) {
      if (line[i] == ' ') {
        ++i, ++column;
        continue;
      }
      std::string text;
      const std::size_t start = column;
      while (i < line.size() && line[i] != ' ') {
        if ((static_cast<unsigned char>(line[i]) & 0xC0U) != 0x80U) ++column;
        text += line[i++];
      }
      page.words.push_back(
          {{static_cast<double>(start) * kCharacter, y, static_cast<double>(column - start) * kCharacter, kHeight},
           text});
    }
    y += kLine;
  }
  return page;
}

// The same as if it had been read from a picture, whose letters are never certain.
inline Page scanned(Page page) {
  for (auto& word : page.words) word.probability = 0.6;
  return page;
}

// A picture that may show these texts, with what speaks for each, and no others.
class Shows final : public Glimpse {
 public:
  explicit Shows(std::map<std::string, double, std::less<>> shares) : shares_(std::move(shares)) {}
  double share(std::string_view text, int, int) const override {
    const auto found = shares_.find(text);
    return found == shares_.end() ? 0 : found->second;
  }

 private:
  std::map<std::string, double, std::less<>> shares_;
};

inline Row row(const std::string& line) {
  return rows_of({sheet({line})}).at(0);
}

}  // namespace cotejo::document_text::testing
