#include "misprints.hpp"

#include <algorithm>

namespace cotejo::specimens {
namespace {

char other_digit(char digit) {
  return static_cast<char>('0' + (digit - '0' + 3) % 10);
}

// The zone as the unchanged back has it, so that only what is printed above it differs.
void keep_zone(Person& back) {
  back.zone = mrz_lines(back);
}

void curp_digit(Person& front, Person&) {
  front.curp.back() = other_digit(front.curp.back());
}
void birth_day(Person& front, Person&) {
  using namespace std::chrono;
  front.birth = mx::Date{sys_days(front.birth) + days{front.birth.day() > day{15} ? -9 : 9}};
}
void sex(Person& front, Person&) {
  front.sex = front.sex == 'H' ? 'M' : 'H';
}
// Consonants, six digits of the date, two of the state, the sex, three more: GMZLRS800101 09 H 100.
void clave_date(Person& front, Person&) {
  front.clave_elector[7] = other_digit(front.clave_elector[7]);  // of the year
}
void clave_form(Person& front, Person&) {
  front.clave_elector.replace(8, 2, "99");  // there is no such month
}
void clave_state(Person& front, Person&) {
  const bool capital = front.clave_elector.substr(12, 2) == "09";
  front.clave_elector.replace(12, 2, capital ? "14" : "09");
}
void registered_as_a_child(Person& front, Person&) {
  front.registration_year = static_cast<int>(front.birth.year()) + 5;
}
void issued_before_registered(Person& front, Person&) {
  front.registration_year = front.emission_year + 2;
}
void in_force_for_twelve_years(Person& front, Person& back) {
  front.emission_year -= 2;
  back.emission_year = front.emission_year;
}
void front_expires_later(Person& front, Person& back) {
  keep_zone(back);
  front.valid_until += 1;
  front.emission_year += 1;
}
void zone_digit(Person&, Person& back) {
  keep_zone(back);
  char& check = back.zone[1][6];  // of the birth date
  check = other_digit(check);
}
void cic(Person&, Person& back) {
  keep_zone(back);
  std::swap(back.cic[3], back.cic[5]);
  if (back.cic[3] == back.cic[5]) back.cic[3] = other_digit(back.cic[3]);
}
void section(Person& front, Person&) {
  front.section[1] = other_digit(front.section[1]);
}

}  // namespace

const std::vector<Misprint>& misprints() {
  static const std::vector<Misprint> list{
      {"misprinted_curp", "identity.curp_invalid", "ine_front", curp_digit},
      {"misprinted_birth_date", "identity.birth_date_mismatch", "ine_front", birth_day},
      {"misprinted_sex", "identity.sex_mismatch", "ine_front", sex},
      {"misprinted_clave", "identity.clave_elector_invalid", "ine_front", clave_form},
      {"misprinted_clave_date", "identity.clave_elector_mismatch", "ine_front", clave_date},
      {"misprinted_clave_state", "identity.birth_state_mismatch", "ine_front", clave_state},
      {"misprinted_registration", "identity.registration_year_implausible", "ine_front", registered_as_a_child},
      {"misprinted_issue", "synthetic_identity.issue_year", "ine_front", issued_before_registered},
      {"misprinted_validity", "identity.validity_implausible", "ine_front", in_force_for_twelve_years},
      {"misprinted_expiry", "identity.expiry_mismatch", "ine_front", front_expires_later},
      {"misprinted_zone", "identity.mrz_invalid", "ine_back", zone_digit},
      {"misprinted_cic", "identity.cic_mismatch", "ine_back", cic},
      {"misprinted_section", "identity.ocr_section_mismatch", "ine_front", section}};
  return list;
}

const Misprint* find_misprint(const std::string& name) {
  const auto found = std::ranges::find_if(misprints(), [&](const Misprint& each) { return name == each.name; });
  return found == misprints().end() ? nullptr : &*found;
}

}  // namespace cotejo::specimens
