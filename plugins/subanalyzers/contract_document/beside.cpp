#include "beside.hpp"

#include <algorithm>
#include <document_text/pdf_text.hpp>

namespace cotejo::contract_document {
namespace {

constexpr std::size_t kMostTold = 20;  // of all pages

std::optional<Difference> difference_of(const boost::json::value& value, std::size_t page) {
  const auto* entry = value.if_array();
  if (!entry || entry->size() != 5 || !(*entry)[0].is_string()) return std::nullopt;
  double side[4];
  for (std::size_t i = 0; i < 4; ++i) {
    if (!(*entry)[i + 1].is_number()) return std::nullopt;
    side[i] = (*entry)[i + 1].to_number<double>() * kTextUnit;
  }
  Difference told;
  told.kind = DifferenceKind::beside;
  told.found = quoted(std::string((*entry)[0].as_string()));
  told.words = 1 + static_cast<std::size_t>(std::count(told.found.begin(), told.found.end(), ' '));
  told.place = Place{page, {side[0], side[1], side[2], side[3]}};
  told.probability = kForAPerson;
  return told;
}

std::optional<Difference> small_word_of(const boost::json::value& value,
                                        const std::vector<document_text::Page>& pages) {
  const auto* word = value.if_object();
  if (!word) return std::nullopt;
  const auto* inked = word->if_contains("inked");
  const auto *text = word->if_contains("text"), *page = word->if_contains("page"), *box = word->if_contains("box");
  if (!inked || *inked != true || !text || !text->is_string() || !page || !page->is_int64()) return std::nullopt;
  const auto index = static_cast<std::size_t>(page->as_int64());
  if (index >= pages.size() || !box || !box->is_array() || box->as_array().size() != 4) return std::nullopt;
  double side[4];
  for (std::size_t i = 0; i < 4; ++i) {
    const auto& share = box->as_array()[i];
    if (!share.is_number()) return std::nullopt;
    side[i] = share.to_number<double>() * (i % 2 == 0 ? pages[index].width : pages[index].height);
  }
  Difference told;
  told.kind = DifferenceKind::beside;
  told.found = quoted(std::string(text->as_string()));
  told.words = 1;
  told.place = Place{index, {side[0], side[1], side[2], side[3]}};
  told.probability = kForAPerson;
  return told;
}

}  // namespace

std::vector<Difference> written_beside(const boost::json::value& pdf_text) {
  std::vector<Difference> all;
  const auto* pages = document_text::written_pages(pdf_text);
  if (!pages) return all;
  std::size_t index = 0;
  for (const auto& value : *pages) {
    const auto* page = value.if_object();
    const auto* beside = page ? page->if_contains("beside") : nullptr;
    if (beside && beside->is_array())
      for (const auto& entry : beside->as_array())
        if (auto told = difference_of(entry, index); told && all.size() < kMostTold) all.push_back(std::move(*told));
    ++index;
  }
  return all;
}

std::vector<Difference> too_small(const boost::json::value& unseen, const std::vector<document_text::Page>& pages) {
  std::vector<Difference> all;
  const auto* object = unseen.if_object();
  const auto* words = object ? object->if_contains("words") : nullptr;
  if (!words || !words->is_array()) return all;
  for (const auto& value : words->as_array()) {
    auto word = small_word_of(value, pages);
    if (!word) continue;
    if (all.empty() || all.back().place->page != word->place->page) {
      all.push_back(std::move(*word));
      continue;
    }
    Difference& line = all.back();
    line.found = quoted(line.found + ' ' + word->found);
    line.place->box = document_text::around(line.place->box, word->place->box);
    ++line.words;
  }
  return all;
}

}  // namespace cotejo::contract_document
