// Finds each field of a card: first by its label, then, for fields whose labels cannot be read, by the content of the
// value and its place among the others.
#pragma once
#include <map>

#include "card_page.hpp"
#include "fields.hpp"
#include "spot_search.hpp"

namespace cotejo::ine_front {

struct Choice {
  Spot spot;
  text_reading::PanelPattern pattern;
  bool placed = true;          // by its label
  double fit = 0;              // of the pattern, by the first network
  text_reading::Span taken{};  // what of the spot the value needs; empty: all of it
};

inline constexpr std::size_t kNameLines = 3, kAddressLines = 3;
inline constexpr int kRegistryOpened = 1990;  // no voter is registered before
inline constexpr int kYearsOfValidity = 10;
inline constexpr int kFirstEmission = 2008;  // of a card that can still be shown

struct Places {
  std::map<Key, Choice> patterns;
  std::vector<Spot> names, address;  // their lines
  bool names_placed = true, address_placed = true;
};

Places place_by_labels(const CardPage& page, const FrontModels& models, int year);

// Finds fields without labels: labels are small and pale, and are the first to become unreadable. May add lines to the
// page.
void place_by_content(CardPage& page, const FrontModels& models, int year, Places& places);

// A part of a placed identifier as the first network reads it; empty when there is none.
std::string first_text(const CardPage& page, const Places& places, Key key, std::size_t from, std::size_t length);

// Letter height of the values that were placed, 0 when none was. Values of one card are of one size.
double value_height(const CardPage& page, const Places& places);

// Finds names and address by their shape and by the identifiers, where they were not found by their labels.
void place_names(const CardPage& page, Places& places);

std::string iso_of(const std::string& ddmmyyyy);

}  // namespace cotejo::ine_front
