// The identifiers on a card, derived from names, birth and sex.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "people.hpp"

namespace cotejo::specimens {

struct Names {  // as `printed` gives them
  std::string given_names, surname, second_surname;
};

std::string make_curp(const Names& names, const Date& birth, char sex, std::string_view state, Random random);
std::string make_clave_elector(const Names& names, const Date& birth, char sex, int state, Random random);

// `number`: the five digits of line 2 whose meaning is not published.
std::array<std::string, 3> make_mrz(const Names& names, const Person& person, int number);

// The check digit of machine-readable documents (weights 7, 3, 1).
char check_digit(std::string_view text);

}  // namespace cotejo::specimens
