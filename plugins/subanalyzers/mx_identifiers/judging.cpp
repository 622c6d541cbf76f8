#include "judging.hpp"

#include <algorithm>

#include "mx/clabe.hpp"
#include "mx/clave_elector.hpp"
#include "mx/curp.hpp"
#include "mx/numbers.hpp"
#include "mx/rfc.hpp"

namespace mx_identifiers {
namespace {

namespace mx = cotejo::mx;

Verdict judge_curp(const std::string& text) {
  const auto curp = mx::parse_curp(text);
  Verdict verdict{curp.problem, {}};
  if (!curp.value) return verdict;
  if (curp.value->birth_date.ok()) verdict.details.push_back({"curp_birth_date", mx::to_iso(curp.value->birth_date)});
  verdict.details.push_back({"curp_sex", std::string(1, static_cast<char>(curp.value->sex))});
  verdict.details.push_back({"curp_state", curp.value->state});
  return verdict;
}

Verdict judge_rfc(const std::string& text) {
  constexpr std::string_view kKinds[] = {"person", "company", "generic_public", "generic_foreign"};
  const auto rfc = mx::parse_rfc(text);
  Verdict verdict{rfc.problem, {}};
  if (rfc.value)
    verdict.details.push_back({"rfc_kind", std::string(kKinds[static_cast<std::size_t>(rfc.value->kind)])});
  return verdict;
}

Verdict judge_clabe(const std::string& text) {
  const auto clabe = mx::parse_clabe(text);
  Verdict verdict{clabe.problem, {}};
  if (!clabe.value) return verdict;
  if (clabe.value->bank) verdict.details.push_back({"clabe_bank", std::string(clabe.value->bank->name)});
  if (clabe.value->plaza) verdict.details.push_back({"clabe_plaza", std::string(clabe.value->plaza->town)});
  return verdict;
}

Verdict judge_nss(const std::string& text) {
  return {mx::parse_nss(text).problem, {}};
}

Verdict judge_clave_elector(const std::string& text) {
  const auto clave = mx::parse_clave_elector(text);
  Verdict verdict{clave.problem, {}};
  if (!clave.valid()) return verdict;
  const mx::State* state = mx::state_of_inegi(clave.value->state);
  verdict.details.push_back({"clave_elector_state", std::string(state ? state->curp_code : mx::kBornAbroad)});
  return verdict;
}

Verdict judge_phone(const std::string& text) {
  const auto phone = mx::parse_phone(text);
  Verdict verdict{phone.problem, {}};
  if (phone.valid()) verdict.details.push_back({"phone_e164", phone.value->e164});
  return verdict;
}

Verdict judge_postal_code(const std::string& text) {
  const auto code = mx::parse_postal_code(text);
  Verdict verdict{code.problem, {}};
  if (code.valid()) verdict.details.push_back({"postal_code_state", std::string(code.value->state->curp_code)});
  return verdict;
}

Verdict judge_card_number(const std::string& text) {
  return {mx::luhn_valid(text) ? mx::Problem::none : mx::Problem::check_digit, {}};
}

const std::string& text(const Given& given, std::string_view name) {
  return given.find(name)->second.value;
}

std::string optional_text(const Given& given, std::string_view name) {
  const auto found = given.find(name);
  return found == given.end() ? "" : found->second.value;
}

mx::Person named_person(const Given& given) {
  mx::Person person;
  person.surname = optional_text(given, "surname");
  person.second_surname = optional_text(given, "second_surname");
  person.given_names = optional_text(given, "given_names");
  return person;
}

std::optional<mx::Curp> valid_curp(const Given& given) {
  const auto curp = mx::parse_curp(text(given, "curp"));
  return curp.valid() ? curp.value : std::nullopt;
}

std::optional<mx::ClaveElector> valid_clave(const Given& given) {
  const auto clave = mx::parse_clave_elector(text(given, "clave_elector"));
  return clave.valid() ? clave.value : std::nullopt;
}

std::optional<bool> curp_fits_names(const Given& given) {
  const auto curp = valid_curp(given);
  if (!curp) return std::nullopt;
  return mx::curp_letters_apart(*curp, named_person(given)) == 0;
}

std::optional<bool> curp_fits_birth_date(const Given& given) {
  const auto curp = valid_curp(given);
  const auto date = mx::parse_iso_date(text(given, "birth_date"));
  if (!curp || !date) return std::nullopt;
  return curp->birth_date == *date;
}

std::optional<bool> curp_fits_sex(const Given& given) {
  const auto curp = valid_curp(given);
  const std::string& sex = text(given, "sex");
  const auto letter = sex.size() == 1 ? mx::parse_sex(sex[0]) : std::nullopt;
  if (!curp || !letter) return std::nullopt;
  return curp->sex == *letter;
}

std::optional<bool> rfc_fits_curp(const Given& given) {
  const auto rfc = mx::parse_rfc(text(given, "rfc"));
  const auto curp = valid_curp(given);
  if (!rfc.valid() || !curp || rfc.value->kind != mx::RfcKind::person) return std::nullopt;
  return mx::rfc_agrees_with_curp(rfc.value->text, curp->text);
}

std::optional<bool> rfc_fits_person(const Given& given) {
  const auto rfc = mx::parse_rfc(text(given, "rfc"));
  const auto date = mx::parse_iso_date(text(given, "birth_date"));
  if (!rfc.valid() || !date || rfc.value->kind != mx::RfcKind::person) return std::nullopt;
  mx::Person person = named_person(given);
  person.birth_date = *date;
  return rfc.value->text.starts_with(mx::derive_rfc_root(person));
}

std::optional<bool> clave_fits_curp(const Given& given) {
  const auto clave = valid_clave(given);
  const auto curp = valid_curp(given);
  if (!clave || !curp) return std::nullopt;
  return mx::clave_contradictions(*clave, *curp).empty();
}

std::optional<bool> clave_fits_names(const Given& given) {
  const auto clave = valid_clave(given);
  if (!clave) return std::nullopt;
  return mx::clave_contradictions(*clave, named_person(given), false).empty();
}

std::optional<bool> nss_fits_birth_date(const Given& given) {
  const auto nss = mx::parse_nss(text(given, "nss"));
  const auto date = mx::parse_iso_date(text(given, "birth_date"));
  if (!nss.valid() || !date) return std::nullopt;
  return nss.value->birth_year == static_cast<int>(date->year()) % 100;
}

}  // namespace

const std::vector<Identifier>& identifiers() {
  static const std::vector<Identifier> all{{"curp", judge_curp, {"curp_birth_date", "curp_sex", "curp_state"}},
                                           {"rfc", judge_rfc, {"rfc_kind"}},
                                           {"clabe", judge_clabe, {"clabe_bank", "clabe_plaza"}},
                                           {"nss", judge_nss, {}},
                                           {"clave_elector", judge_clave_elector, {"clave_elector_state"}},
                                           {"phone", judge_phone, {"phone_e164"}},
                                           {"postal_code", judge_postal_code, {"postal_code_state"}},
                                           {"card_number", judge_card_number, {}}};
  return all;
}

const std::vector<CrossCheck>& cross_checks() {
  static const std::vector<CrossCheck> all{
      {"curp_matches_names",
       "The CURP's letters are those of the names",
       {"curp", "surname", "given_names"},
       curp_fits_names},
      {"curp_matches_birth_date", "The CURP's date is the birth date", {"curp", "birth_date"}, curp_fits_birth_date},
      {"curp_matches_sex", "The CURP's letter is the sex", {"curp", "sex"}, curp_fits_sex},
      {"rfc_matches_curp", "RFC and CURP can be one person's", {"rfc", "curp"}, rfc_fits_curp},
      {"rfc_matches_person",
       "The RFC's first ten characters follow from names and birth date",
       {"rfc", "surname", "given_names", "birth_date"},
       rfc_fits_person},
      {"clave_elector_matches_curp",
       "Clave de elector and CURP can be one person's",
       {"clave_elector", "curp"},
       clave_fits_curp},
      {"clave_elector_matches_names",
       "The clave de elector's letters are those of the names",
       {"clave_elector", "surname", "given_names"},
       clave_fits_names},
      {"nss_matches_birth_date", "The NSS has the year of birth", {"nss", "birth_date"}, nss_fits_birth_date}};
  return all;
}

double probability_of(const Given& given, const std::vector<std::string_view>& names) {
  double product = 1;
  for (std::string_view name : names) product *= given.find(name)->second.probability;
  return product;
}

}  // namespace mx_identifiers
