#include "beside.hpp"

#include <algorithm>

namespace cotejo::contract_document {
namespace {

constexpr double kForAPerson = 0.75;   // as the surest difference that a picture shows
constexpr double kUnit = 0.1;          // of a point
constexpr std::size_t kMostTold = 20;  // of all pages

std::optional<Difference> difference_of(const boost::json::value& value, std::size_t page) {
  const auto* entry = value.if_array();
  if (!entry || entry->size() != 5 || !(*entry)[0].is_string()) return std::nullopt;
  double side[4];
  for (std::size_t i = 0; i < 4; ++i) {
    if (!(*entry)[i + 1].is_number()) return std::nullopt;
    side[i] = (*entry)[i + 1].to_number<double>() * kUnit;
  }
  Difference told;
  told.kind = DifferenceKind::beside;
  told.found = std::string((*entry)[0].as_string());
  told.words = 1 + static_cast<std::size_t>(std::count(told.found.begin(), told.found.end(), ' '));
  told.place = Place{page, {side[0], side[1], side[2], side[3]}};
  told.probability = kForAPerson;
  return told;
}

}  // namespace

std::vector<Difference> written_beside(const boost::json::value& pdf_text) {
  std::vector<Difference> all;
  const auto* object = pdf_text.if_object();
  const auto* pages = object ? object->if_contains("pages") : nullptr;
  if (!pages || !pages->is_array()) return all;
  std::size_t index = 0;
  for (const auto& value : pages->as_array()) {
    const auto* page = value.if_object();
    const auto* beside = page ? page->if_contains("beside") : nullptr;
    if (beside && beside->is_array())
      for (const auto& entry : beside->as_array())
        if (auto told = difference_of(entry, index); told && all.size() < kMostTold) all.push_back(std::move(*told));
    ++index;
  }
  return all;
}

}  // namespace cotejo::contract_document
