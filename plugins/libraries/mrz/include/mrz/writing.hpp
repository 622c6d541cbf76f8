// Writes the machine-readable zone of a given person's document: for specimens, and to compare it with what was read.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "mrz/layout.hpp"
#include "mx/person.hpp"

namespace cotejo::mrz {

// A name in the alphabet of the zone: upper case, no accents, N for Ñ, < for blanks and hyphens, apostrophes and
// periods dropped.
std::string transliterate(std::string_view name);

// SURNAMES<<GIVEN<NAMES, cut or filled to `length`.
std::string names_field(std::string_view surnames, std::string_view given_names, std::size_t length);

struct Document {
  Format format = Format::td3;
  std::string document_code = "P";      // one or two letters
  std::string issuer{}, nationality{};  // up to three letters
  std::string number{};                 // TD1: up to 22 characters, others up to 9
  std::string surnames{}, given_names{};
  mx::Date birth_date{}, expiry_date{};
  char sex = '<';                             // M, F, X or <
  std::string optional{}, optional_second{};  // as Field; fillers are added
};

// The lines; empty when a part does not fit its field or has characters that are not allowed.
std::vector<std::string> build(const Document& document);

struct IneCard {
  std::string cic{};             // 9 digits
  std::string section{};         // 4 digits
  std::string citizen_id{};      // 9 digits
  std::string emission = "00";   // 2 digits
  std::string number = "00000";  // 5 digits
  mx::Date birth_date{};
  mx::Sex sex = mx::Sex::female;
  int expiry_year = 0;  // cards expire on 31 December
  std::string surname{}, second_surname{}, given_names{};
};

// Three lines of 30 characters; empty when a number does not have the required number of digits.
std::vector<std::string> build_ine(const IneCard& card);

// The similarity of the names in a zone and names printed elsewhere, 0..1. Allows for the zone's alphabet and for a
// name that was cut off at the end of its field.
double names_similarity(std::string_view zone_surnames, std::string_view zone_given_names, std::string_view surnames,
                        std::string_view given_names);

}  // namespace cotejo::mrz
