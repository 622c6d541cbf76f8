// A fictional person whose identifiers tests derive.
#pragma once
#include "mx/person.hpp"

namespace cotejo::mx {

inline Person rosa() {
  using namespace std::chrono_literals;
  return {.surname = "Zamudio",
          .second_surname = "Quiñones",
          .given_names = "María Rosa",
          .birth_date = 1990y / 3 / 5,
          .sex = Sex::female,
          .birth_state = "JC"};
}

}  // namespace cotejo::mx
