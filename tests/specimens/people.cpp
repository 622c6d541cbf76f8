#include "people.hpp"

#include <fmt/format.h>

#include <map>

#include "mrz/writing.hpp"
#include "mx/address.hpp"
#include "mx/clave_elector.hpp"
#include "mx/curp.hpp"
#include "mx/name.hpp"
#include "mx/rfc.hpp"
#include "mx/state.hpp"
#include "names.hpp"

namespace cotejo::specimens {
namespace {

constexpr int kValidYears = 10;         // from emission to the end of the validity
constexpr int kFirstGeneration = 2014;  // cards before that are not valid any more

mx::Date date_in(Random& random, int year) {
  const std::chrono::year_month month{std::chrono::year(year),
                                      std::chrono::month(static_cast<unsigned>(random.integer(1, 12)))};
  const mx::Date last = month / std::chrono::last;
  return month / std::chrono::day(static_cast<unsigned>(random.integer(1, static_cast<int>(unsigned(last.day())))));
}

std::string digits(Random& random, int count) {
  std::string out;
  for (int i = 0; i < count; ++i) out += static_cast<char>('0' + random.integer(0, 9));
  return out;
}

std::string surname(Random& random) {
  std::string name = random.pick(surnames());
  if (random.chance(0.05)) name = std::string(random.pick(particles())) + name;
  return name;
}

std::string given_names(Random& random, char sex) {
  const auto& names = sex == 'H' ? male_names() : female_names();
  std::string first = random.pick(names);
  if (random.chance(0.16)) first = sex == 'H' ? "José" : "María";
  if (random.chance(0.55) || first == "José" || first == "María") {
    const std::string second = sex == 'M' && random.chance(0.12) ? random.pick(devotions()) : random.pick(names);
    if (second != first) first += " " + second;
  }
  return first;
}

// The kinds of names.cpp in full.
std::string in_full(const std::string& kind) {
  static const std::map<std::string, std::string> all{{"C", "CALLE"},
                                                      {"AV", "AVENIDA"},
                                                      {"AND", "ANDADOR"},
                                                      {"PRIV", "PRIVADA"},
                                                      {"CDA", "CERRADA"},
                                                      {"BLVD", "BOULEVARD"},
                                                      {"CALZ", "CALZADA"},
                                                      {"PROL", "PROLONGACION"},
                                                      {"CJON", "CALLEJON"},
                                                      {"COL", ""},
                                                      {"FRACC", "FRACCIONAMIENTO"},
                                                      {"BARR", "BARRIO"},
                                                      {"U HAB", "UNIDAD HABITACIONAL"},
                                                      {"EJ", "EJIDO"},
                                                      {"PBLO", "PUEBLO"}};
  const auto found = all.find(kind);
  return found == all.end() ? kind : found->second;
}

std::string street_line(Random& random, Home& home) {
  home.exterior = random.chance(0.06) ? "S/N" : std::to_string(random.integer(1, random.chance(0.5) ? 99 : 4500));
  const std::string kind = random.pick(street_kinds());
  home.street_kind = in_full(kind);
  home.street = random.pick(street_names());
  std::string line = fmt::format("{} {} {}", kind, home.street, home.exterior);
  if (random.chance(0.15)) {
    home.interior = std::to_string(random.integer(1, 40));
    line += " INT " + home.interior;
  }
  if (random.chance(0.08)) {
    home.block = std::to_string(random.integer(1, 140));
    home.lot = std::to_string(random.integer(1, 60));
    line += fmt::format(" MZA {} LT {}", home.block, home.lot);
  }
  return line;
}

// In Mexico City each borough has its own postal codes.
void fit_to_borough(std::string& postal_code, const std::string& municipality) {
  for (int prefix = 1; prefix <= 16; ++prefix) {
    const std::string digits = fmt::format("{:02}", prefix);
    const auto borough = mx::municipality_of_postal_code(digits + "000");
    if (mx::compare(mx::AddressPart::municipality, borough, municipality) == mx::Likeness::same)
      postal_code.replace(0, 2, digits);
  }
}

void settle(Person& person, Random random) {
  const Place& state = random.pick(places());
  person.postal_code =
      fmt::format("{:05}", random.integer(state.postal_low * 1000 + 10, state.postal_high * 1000 + 990) / 10 * 10);
  const std::string municipality = random.pick(state.municipalities);
  if (std::string(state.curp) == "DF") fit_to_borough(person.postal_code, municipality);
  Home& home = person.home;
  home.postal_code = person.postal_code, home.municipality = municipality, home.state = state.curp;
  person.state_number = state.number;
  person.municipality_number = random.integer(1, 120);
  person.locality_number = random.integer(1, 90);
  person.section = fmt::format("{:04}", random.integer(1, 6800));
  person.phone = fmt::format("{}{}", random.pick(area_codes()), digits(random, 10));
  person.phone.resize(10);
  const bool hidden = random.chance(0.07);  // the holder may hide the address
  const std::string kind = random.chance(0.7) ? "COL" : random.pick(colony_kinds());
  home.colonia_kind = in_full(kind);
  home.colonia = random.pick(colony_names());
  const std::string place = fmt::format("{}, {}", municipality, state.abbreviation);
  if (random.chance(0.12)) {
    home.colonia_kind = "LOCALIDAD";
    home.colonia = random.pick(colony_names());
    person.address = {fmt::format("LOC {} {}", home.colonia, person.postal_code), place};
  } else {
    person.address = {street_line(random, home), fmt::format("{} {} {}", kind, home.colonia, person.postal_code),
                      place};
  }
  if (hidden) person.address.clear();
}

void date_card(Person& person, Random random, const Wanted& wanted) {
  const int of_age = int(person.birth.year()) + 18;
  const int last = wanted.expired ? wanted.today_year - kValidYears - 1 : wanted.today_year;
  const int first = wanted.expired ? std::min(last, kFirstGeneration) : wanted.today_year - kValidYears + 1;
  person.emission_year = random.integer(std::min(last, std::max(first, of_age)), last);
  person.registration_year = std::max(1991, of_age + random.integer(0, 2));
  if (person.registration_year > person.emission_year) person.registration_year = person.emission_year;
  const int gap = (person.emission_year - person.registration_year) / 9;
  person.emission_number = std::min(9, gap + (random.chance(0.15) ? 1 : 0));
  person.valid_until = person.emission_year + kValidYears;
}

}  // namespace

std::string printed(const mx::Date& date) {
  return fmt::format("{:02}/{:02}/{:04}", unsigned(date.day()), unsigned(date.month()), int(date.year()));
}

mx::Person registered(const Person& person) {
  const mx::Sex sex = person.sex == 'H' ? mx::Sex::male : mx::Sex::female;
  return {person.surname, person.second_surname, person.given_names, person.birth, sex, person.birth_state};
}

void derive_identifiers(Person& person, Random random) {
  const mx::Person holder = registered(person);
  const char first = int(person.birth.year()) < 2000 ? '0' : 'A';
  const int homonym = random.chance(0.85) ? 0 : random.integer(1, 9);
  person.curp = mx::derive_curp(holder, static_cast<char>(first + homonym));
  person.clave_elector =
      mx::derive_clave_elector(holder, static_cast<char>('0' + random.integer(0, 9)), random.chance(0.9) ? "00" : "01");
  person.rfc = mx::derive_rfc(holder);
}

Person make_person(Random random, const Wanted& wanted) {
  Person person;
  Random names = random.fork("names"), birth = random.fork("birth"), numbers = random.fork("numbers");
  person.sex = wanted.sex != 0 ? wanted.sex : (names.chance(0.5) ? 'M' : 'H');
  person.given_names = given_names(names, person.sex);
  person.surname = surname(names);
  if (!names.chance(0.05)) person.second_surname = surname(names);
  const int age = birth.integer(wanted.min_age, wanted.max_age) + (wanted.expired ? 12 : 0);
  person.birth = date_in(birth, wanted.today_year - age - 1);  // already had this year's birthday
  person.birth_state = birth.chance(0.02) ? mx::kBornAbroad : birth.pick(places()).curp;
  settle(person, random.fork("address"));
  date_card(person, random.fork("card"), wanted);
  person.cic = std::to_string(numbers.integer(1, 2)) + digits(numbers, 8);
  person.citizen_id = fmt::format("{:09}", numbers.integer(1'000'000, 139'999'999));
  derive_identifiers(person, random.fork("identifiers"));
  return person;
}

Person specimen_person() {
  Person person;
  person.given_names = "Margarita";
  person.surname = "Gómez";
  person.second_surname = "Velázquez";
  person.sex = 'M';
  person.birth = mx::Date(std::chrono::year(1980), std::chrono::July, std::chrono::day(5));
  person.birth_state = "AS";
  person.address = {"C PITÁGORAS 1253 INT 4", "COL MORELOS 04800", "CUAUHTEMOC, CDMX"};
  person.postal_code = "04800";
  person.home = {"CALLE", "PITAGORAS", "1253", "4", "", "", "", "MORELOS", "04800", "CUAUHTEMOC", "DF"};
  person.phone = "5500000000";
  person.curp = mx::derive_curp(registered(person));
  person.clave_elector = "GMVLMR80070501M100";
  person.rfc = mx::derive_rfc(registered(person));
  person.cic = "183657717";
  person.citizen_id = "116375842";
  person.section = "0747";
  person.registration_year = 2008;
  person.emission_number = 2;
  person.emission_year = 2021;
  person.valid_until = 2031;
  person.state_number = 9;
  person.municipality_number = 15;
  person.locality_number = 1;
  person.zone = {"IDMEX1836577170<<0747116375842", "8007057M1812315MEX<02<<12345<7", "GOMEZ<VELAZQUEZ<<MARGARITA<<<<"};
  return person;
}

std::string printed(const std::string& text) {
  return mx::normalize(text);
}

std::vector<std::string> mrz_lines(const Person& person) {
  if (!person.zone.empty()) return person.zone;
  const mx::Person holder = registered(person);
  mrz::IneCard card;
  card.cic = person.cic;
  card.section = person.section;
  card.citizen_id = person.citizen_id;
  card.emission = fmt::format("{:02}", person.emission_number);
  card.number = fmt::format(
      "{:05}", (person.registration_year * 31 + person.emission_number) % 100000);  // its meaning is not published
  card.birth_date = holder.birth_date;
  card.sex = holder.sex;
  card.expiry_year = person.valid_until;
  card.surname = person.surname;
  card.second_surname = person.second_surname;
  card.given_names = person.given_names;
  return mrz::build_ine(card);
}

Hand hand_of(const Person& person) {
  return Hand(Random(0x5167).fork(person.given_names + '|' + person.surname + '|' + mx::to_iso(person.birth)));
}

}  // namespace cotejo::specimens
