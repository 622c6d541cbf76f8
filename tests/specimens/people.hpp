// Fictional people: names, birth, address and the identifiers that follow from them.
//
// Names are kept as a person writes them ("José Ángel", "de la Cruz"); `printed` gives them as a card prints them.
// Every identifier of a person made by `make_person` is valid and fits the names.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "random.hpp"

namespace cotejo::specimens {

struct Date {
  int year = 0, month = 0, day = 0;
  [[nodiscard]] std::string iso() const;      // 1990-05-17
  [[nodiscard]] std::string printed() const;  // 17/05/1990
  [[nodiscard]] std::string compact() const;  // 900517
};

struct State {
  const char* curp;          // two letters as in the CURP
  int number;                // INEGI
  const char* abbreviation;  // as an address ends
  int postal_low, postal_high;
  std::vector<const char*> municipalities;
};
const std::vector<State>& states();

struct Person {
  std::string given_names, surname, second_surname;  // second_surname may be empty
  char sex = 'H';                                    // H or M
  Date birth;
  const State* birth_state = nullptr;
  std::vector<std::string> address;  // as printed, two or three lines; empty: hidden
  std::string postal_code, phone;
  std::string curp, clave_elector;
  std::string cic, citizen_id, section;  // 9, 9 and 4 digits
  int registration_year = 0, emission_number = 0, emission_year = 0, valid_until = 0;
  int state_number = 0, municipality_number = 0, locality_number = 0;
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

// The three lines of the card's machine-readable zone.
std::array<std::string, 3> mrz_lines(const Person& person);

}  // namespace cotejo::specimens
