#include "agreement.hpp"

#include <mx/clave_elector.hpp>
#include <mx/curp.hpp>
#include <mx/name.hpp>
#include <mx/state.hpp>

namespace cotejo::ine_front {
namespace {

constexpr int kYoungestVoter = 17, kOldestVoter = 120;  // a card may be asked for in the year in which one comes of age

void judge(Field& field, bool agrees) {
  ++(agrees ? field.features.confirmed : field.features.contradicted);
}
void judge_itself(Field& field, bool valid) {
  if (valid)
    ++field.features.confirmed;
  else
    field.features.broken = true;
}
// A text that was changed to what another print says confirms nothing.
void judge(Field& a, Field& b, bool agrees) {
  if (agrees && (a.features.changed || b.features.changed)) return;
  judge(a, agrees);
  judge(b, agrees);
}

mx::Person person_of(const FrontReading& card) {
  mx::Person person;
  if (card[Key::surname].found()) person.surname = card[Key::surname].value;
  if (card[Key::second_surname].found()) person.second_surname = card[Key::second_surname].value;
  if (card[Key::given_names].found()) person.given_names = card[Key::given_names].value;
  return person;
}

// The letters that names give to an identifier. `contradictions` names the parts that do not.
void judge_names(FrontReading& card, Field& identifier, const std::vector<mx::CurpPart>& contradictions) {
  const std::pair<Key, mx::CurpPart> parts[] = {{Key::surname, mx::CurpPart::surname},
                                                {Key::second_surname, mx::CurpPart::second_surname},
                                                {Key::given_names, mx::CurpPart::given_names}};
  for (const auto& [key, part] : parts) {
    if (!card[key].found()) continue;
    bool agrees = true;
    for (auto contradiction : contradictions) agrees = agrees && contradiction != part;
    judge(card[key], identifier, agrees);
  }
}

constexpr int kAnotherName = 2;       // letters apart: one may be misread
constexpr std::size_t kInitials = 6;  // of a clave: two of each name

// A letter more or less at the beginning moves all the others by one: no other person's clave looks like that.
bool moved_by_one(const std::string& read, const std::string& derived) {
  constexpr std::size_t kShared = kInitials - 1;
  return read.compare(0, kShared, derived, 1, kShared) == 0 || read.compare(1, kShared, derived, 0, kShared) == 0;
}

bool has_whole_name(const FrontReading& card) {
  return card[Key::surname].found() && card[Key::given_names].found() &&
         (card[Key::second_surname].found() || card[Key::second_surname].absence == Absence::not_shown);
}

// A CURP that is sound by itself, beside names that the clave bears out, was read as it is printed: the card
// contradicts itself. That is for a check to find, and no doubt about the reading.
bool prints_another_persons_curp(const FrontReading& card, const mx::Person& person) {
  const Field &curp = card[Key::curp], &clave = card[Key::clave_elector];
  if (!curp.found() || !clave.found() || person.surname.empty() || person.given_names.empty()) return false;
  const auto sound = mx::parse_curp(curp.value);
  const auto witness = mx::parse_clave_elector(clave.value);
  return sound.valid() && witness.valid() && mx::clave_contradictions(*witness.value, person, false).empty() &&
         mx::curp_letters_apart(*sound.value, person) >= kAnotherName;
}

}  // namespace

bool possible_birth(std::string_view iso, int year) {
  const auto date = mx::parse_iso_date(iso);
  if (!date) return false;
  const int born = static_cast<int>(date->year());
  return born <= year - kYoungestVoter && born >= year - kOldestVoter;
}

void compare_fields(FrontReading& card, int year) {
  Field &curp = card[Key::curp], &clave = card[Key::clave_elector], &birth = card[Key::birth_date],
        &sex = card[Key::sex];
  const mx::Person person = person_of(card);
  const bool another = prints_another_persons_curp(card, person);
  if (curp.found()) {
    const auto parsed = mx::parse_curp(curp.value);
    judge_itself(curp, parsed.valid());
    if (parsed.value && has_whole_name(card)) curp.features.slip = mx::curp_letters_apart(*parsed.value, person) == 1;
    if (parsed.value && !another) judge_names(card, curp, mx::curp_contradictions(*parsed.value, person, false));
    if (birth.found())
      judge(curp, birth,
            curp.value.substr(4, 6) == birth.value.substr(2, 2) + birth.value.substr(5, 2) + birth.value.substr(8, 2));
    if (sex.found()) judge(curp, sex, curp.value[10] == sex.value[0]);
  }
  if (clave.found()) {
    const auto parsed = mx::parse_clave_elector(clave.value);
    judge_itself(clave, parsed.valid());
    if (parsed.value) {
      const auto contradictions = mx::clave_contradictions(*parsed.value, person, false);
      judge_names(card, clave, contradictions);
      const std::string derived = mx::derive_clave_elector(person).substr(0, kInitials);
      clave.features.slip =
          !contradictions.empty() && has_whole_name(card) &&
          (mx::letters_apart(clave.value.substr(0, kInitials), derived) == 1 || moved_by_one(clave.value, derived));
    }
    if (birth.found())
      judge(clave, birth,
            clave.value.substr(6, 6) == birth.value.substr(2, 2) + birth.value.substr(5, 2) + birth.value.substr(8, 2));
    if (sex.found()) judge(clave, sex, clave.value[14] == sex.value[0]);
  }
  if (curp.found() && clave.found() && !another) {
    const auto left = mx::parse_curp(curp.value);
    const auto right = mx::parse_clave_elector(clave.value);
    if (left.value && right.value) judge(curp, clave, mx::clave_contradictions(*right.value, *left.value).empty());
  }
  Field &from = card[Key::valid_from], &until = card[Key::valid_until], &emission = card[Key::emission],
        &registration = card[Key::registration_year];
  const auto number = [](const Field& field) { return std::stoi(field.value); };
  if (from.found() && until.found()) judge(from, until, number(until) - number(from) == 10);
  if (emission.found() && until.found() && emission.value != from.value)
    judge(emission, until, number(until) - number(emission) == 10);
  if (emission.found() && from.found() && emission.value == from.value) emission.features = from.features;
  if (registration.found() && birth.found())
    judge(registration, number(registration) - std::stoi(birth.value.substr(0, 4)) >= kYoungestVoter);
  if (registration.found() && from.found()) judge(registration, number(registration) <= number(from));
  (void)year;
}

}  // namespace cotejo::ine_front
