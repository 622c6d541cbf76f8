// Fictional people: names, birth, address and the identifiers that follow from them (by the rules of
// plugins/libraries).
//
// Names are kept as a person writes them ("José Ángel", "de la Cruz"); `printed` gives them as a card prints them.
// Every identifier of a person made by `make_person` is valid and fits the names.
#pragma once

#include <string>
#include <vector>

#include "handwriting.hpp"
#include "mx/person.hpp"
#include "random.hpp"

namespace cotejo::specimens {

std::string printed(const mx::Date& date);  // 17/05/1990

// Where somebody lives or was born.
struct Place {
  const char* curp;          // two letters as in the CURP
  int number;                // INEGI
  const char* abbreviation;  // as an address ends
  int postal_low, postal_high;
  std::vector<const char*> municipalities;
};
const std::vector<Place>& places();

// Where somebody lives, in full words and capitals: what all documents of a person print, each in its own spelling.
struct Home {
  std::string street_kind, street;    // CALLE, BENITO JUAREZ; both empty in a village without streets
  std::string exterior, interior;     // 120, S/N; 4
  std::string block, lot;             // MZ, LT
  std::string colonia_kind, colonia;  // FRACCIONAMIENTO (empty: a colonia), LAS FLORES
  std::string postal_code, municipality;
  std::string state;  // as in the CURP
};

struct Person {
  std::string given_names, surname, second_surname;  // second_surname may be empty
  char sex = 'H';                                    // H or M
  mx::Date birth{};
  std::string birth_state;           // as in the CURP
  std::vector<std::string> address;  // as printed, two or three lines; empty: hidden
  Home home;
  std::string postal_code, phone;
  std::string curp, clave_elector, rfc;
  std::string cic, citizen_id, section;  // 9, 9 and 4 digits
  int registration_year = 0, emission_number = 0, emission_year = 0, valid_until = 0;
  int state_number = 0, municipality_number = 0, locality_number = 0;
  std::vector<std::string> zone;  // the machine-readable zone, where it does not follow from the rest
  [[nodiscard]] std::string ocr() const { return section + citizen_id; }
};

struct Wanted {
  char sex = 0;           // 0: either
  int today_year = 2026;  // the card is valid in this year, and the person at least min_age old
  int min_age = 18, max_age = 74;
  bool expired = false;
};

Person make_person(Random random, const Wanted& wanted);

// The published specimen that nobody owns; its CIC and dates break their check digits (domain: 183657717,
// 0747116375842).
Person specimen_person();

// CURP and clave de elector from the names, the birth and the sex; keeps nothing of the old ones.
void derive_identifiers(Person& person, Random random);

// Upper case without accents, Ñ kept: as on a card.
std::string printed(const std::string& text);

// The person as the identifier rules see it.
mx::Person registered(const Person& person);

// The same person, the same hand.
Hand hand_of(const Person& person);

// The three lines of the card's machine-readable zone.
std::vector<std::string> mrz_lines(const Person& person);

}  // namespace cotejo::specimens
