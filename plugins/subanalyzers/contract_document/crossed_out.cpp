#include "crossed_out.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <document_text/pdf_text.hpp>
#include <set>
#include <text_reading/folding.hpp>

#include "beside.hpp"

namespace cotejo::contract_document {
namespace {

constexpr std::size_t kInARow = 3;       // words: a pen that slips runs through one or two
constexpr std::size_t kApart = 5;        // words of a page: a cross through its clauses meets one or two of each line
constexpr double kOverlapped = 0.6;      // of a word's width
constexpr std::size_t kMostRows = 1000;  // of dashes on a page

// Where a row of dashes has its ink, from the top, in shares of its height; nothing for other words.
struct Dashes {
  double ink = 0, highest = 0, lowest = 0;  // the latter of a word that it runs through
};
const Dashes* dashes_of(std::string_view text) {
  // A line to write on runs below the words that were put on it.
  static constexpr Dashes kMiddle{0.56, 0.1, 0.95}, kBelow{0.9, 0.25, 0.78};
  const auto letters = text_reading::letters_of(text);
  const auto all = [&](std::initializer_list<std::string_view> marks) {
    return letters.size() >= kInARow && std::all_of(letters.begin(), letters.end(), [&](std::string_view letter) {
             return std::find(marks.begin(), marks.end(), letter) != marks.end();
           });
  };
  if (all({"-", "–", "—", "―", "−", "─", "=", "~", "*", "/"})) return &kMiddle;
  return all({"_"}) ? &kBelow : nullptr;
}

struct Printed {
  document_text::Box box;
  std::string text;
  const Dashes* dashes = nullptr;
  bool crossed = false;
};

std::vector<Printed> words_of(const boost::json::object& page) {
  std::vector<Printed> words;
  const auto* all = page.if_contains("words");
  if (!all || !all->is_array()) return words;
  for (const auto& value : all->as_array()) {
    const auto* word = value.if_array();
    if (!word || word->size() < 5 || !(*word)[4].is_string()) return {};
    double side[4];
    for (std::size_t i = 0; i < 4; ++i) {
      if (!(*word)[i].is_number()) return {};
      side[i] = (*word)[i].to_number<double>() * kTextUnit;
    }
    std::string text((*word)[4].as_string());
    const Dashes* row = dashes_of(text);
    words.push_back({{side[0], side[1], side[2], side[3]}, std::move(text), row});
  }
  return words;
}

void mark_drawn(const boost::json::object& page, std::vector<Printed>& words) {
  const auto* crossed = page.if_contains("crossed");
  if (!crossed || !crossed->is_array()) return;
  for (const auto& index : crossed->as_array())
    if (index.is_int64() && index.as_int64() >= 0 && static_cast<std::size_t>(index.as_int64()) < words.size())
      words[static_cast<std::size_t>(index.as_int64())].crossed = true;
}

void mark_dashed(std::vector<Printed>& words) {
  std::size_t rows = 0;
  for (const Printed& row : words) {
    const Dashes* through = row.dashes;
    if (!through || ++rows > kMostRows) continue;
    const double y = row.box.y + through->ink * row.box.height;
    for (Printed& word : words) {
      if (word.dashes) continue;
      const double height = (y - word.box.y) / std::max(word.box.height, 1e-9);
      const double wide = std::min(word.box.right(), row.box.right()) - std::max(word.box.x, row.box.x);
      if (height > through->highest && height < through->lowest && wide > kOverlapped * word.box.width)
        word.crossed = true;
    }
  }
}

bool is_where_one_signs(const document_text::Box& box, std::size_t page, const std::vector<SignaturePlace>& places) {
  const double x = box.x + box.width / 2, y = box.middle();
  return std::any_of(places.begin(), places.end(), [&](const SignaturePlace& each) {
    if (!each.place || each.place->page != page) return false;
    const auto& place = each.place->box;  // pens run beyond it, up and down
    return x >= place.x && x <= place.right() && y >= place.y - place.height / 2 && y <= place.bottom() + place.height;
  });
}

bool side_by_side(const Printed& a, const Printed& b) {
  return std::abs(a.box.middle() - b.box.middle()) < std::min(a.box.height, b.box.height) / 2;
}

std::optional<Difference> told(const std::vector<Printed>& words, std::size_t page) {
  std::size_t all = 0, row = 0, longest = 0;
  const Printed* before = nullptr;
  Difference difference;
  for (const Printed& word : words) {
    if (word.dashes) continue;
    if (!word.crossed) {
      before = nullptr;
      continue;
    }
    row = before && side_by_side(*before, word) ? row + 1 : 1;
    longest = std::max(longest, row);
    before = &word;
    if (difference.found.size() <= kLongestQuote) difference.found += (all == 0 ? "" : " ") + word.text;
    difference.place = Place{page, all == 0 ? word.box : document_text::around(difference.place->box, word.box)};
    ++all;
  }
  if (longest < kInARow && all < kApart) return std::nullopt;
  difference.found = quoted(std::move(difference.found));
  difference.kind = DifferenceKind::crossed;
  difference.words = all;
  difference.probability = kForAPerson;
  return difference;
}

}  // namespace

std::vector<Difference> crossed_out(const boost::json::value& pdf_text, const std::vector<SignaturePlace>& places) {
  std::vector<Difference> differences;
  const auto* pages = document_text::written_pages(pdf_text);
  if (!pages) return differences;
  std::size_t index = 0;
  for (const auto& value : *pages) {
    if (const auto* page = value.if_object()) {
      auto words = words_of(*page);
      mark_drawn(*page, words);
      mark_dashed(words);
      for (auto& word : words) word.crossed = word.crossed && !is_where_one_signs(word.box, index, places);
      if (auto difference = told(words, index)) differences.push_back(std::move(*difference));
    }
    ++index;
  }
  return differences;
}

}  // namespace cotejo::contract_document
