// Where each field of a card stands: first by its label, then, for fields whose labels cannot be read, by what the
// value says and its place among the others.
#pragma once
#include <map>

#include "card_page.hpp"
#include "fields.hpp"
#include "spot_search.hpp"

namespace cotejo::ine_front {

struct Choice {
  Spot spot;
  text_reading::PanelPattern pattern;
  bool placed = true;  // by its label
};

inline constexpr std::size_t kNameLines = 3, kAddressLines = 3;
inline constexpr int kRegistryOpened = 1990;  // no voter is registered before

struct Places {
  std::map<Key, Choice> patterns;
  std::vector<Spot> names, address;  // their lines
  bool names_placed = true, address_placed = true;
};

Places place_by_labels(const CardPage& page, const FrontModels& models, int year);

// Labels are small and pale, and blur takes them first. May add lines to the page.
void place_by_content(CardPage& page, const FrontModels& models, int year, Places& places);

std::string iso_of(const std::string& ddmmyyyy);

}  // namespace cotejo::ine_front
