// Cards of which one value contradicts the others: what a forger got wrong. One for each rule that compares what a card
// states in several places.
#pragma once

#include <string>
#include <vector>

#include "people.hpp"

namespace cotejo::specimens {

struct Misprint {
  const char* name;
  const char* code;  // the appraisal item that names it
  const char* evidence;
  void (*apply)(Person& front, Person& back);  // what either side of the card is printed from
};
const std::vector<Misprint>& misprints();
const Misprint* find_misprint(const std::string& name);  // null when there is none

}  // namespace cotejo::specimens
