#include "mx/printed_name.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "mx/name.hpp"

namespace cotejo::mx {
namespace {

std::vector<std::string> forms_of(const Person& person) {
  const std::string surnames =
      person.second_surname.empty() ? person.surname : person.surname + " " + person.second_surname;
  std::vector<std::string> forms;
  const auto add = [&](const std::string& given, const std::string& family) {
    forms.push_back(given + " " + family);
    forms.push_back(family + " " + given);
  };
  add(person.given_names, surnames);
  if (const auto names = words(comparable(person.given_names)); names.size() > 1) add(names.front(), surnames);
  if (!person.second_surname.empty()) add(person.given_names, person.surname);
  return forms;
}

}  // namespace

PrintedLikeness likeness_as_printed(std::string_view printed, const Person& person) {
  PrintedLikeness best;
  if (person.surname.empty() || person.given_names.empty()) return best;
  for (const std::string& form : forms_of(person)) {
    best.score = std::max(best.score, similarity(printed, form));
    best.one_letter |= letters_apart(printed, form) <= 1;
  }
  return best;
}

}  // namespace cotejo::mx
