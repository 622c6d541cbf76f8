// Identifiers that no other check compares. check.identity holds the card's clave de elector and zone against the
// card's CURP, dates and years; here they are held against the declared CURP, and only where the card's was not read.
#include <array>
#include <mx/clave_elector.hpp>
#include <mx/numbers.hpp>
#include <mx/rfc.hpp>
#include <mx/state.hpp>

#include "rules.hpp"

namespace synthetic_identity {
namespace {

using cotejo::Severity;

constexpr std::string_view kInvalid = "synthetic_identity.identifier_invalid";
constexpr std::string_view kBirthDate = "synthetic_identity.birth_date_disagrees";
constexpr std::string_view kSex = "synthetic_identity.sex_disagrees";
constexpr std::string_view kState = "synthetic_identity.birth_state_disagrees";
constexpr std::string_view kName = "synthetic_identity.name_disagrees";
constexpr std::string_view kCentury = "synthetic_identity.curp_century";
constexpr std::string_view kAffiliation = "synthetic_identity.affiliation_year";
constexpr std::string_view kIssue = "synthetic_identity.issue_year";

int year_of(const mx::Date& date) {
  return static_cast<int>(date.year());
}

boost::json::object params_of(std::string_view identifier, std::string_view found, std::string_view expected) {
  return {{"identifier", identifier}, {"found", found}, {"expected", expected}};
}

// 0000000000 links nobody, and reaches nobody either.
void declared_phone_is_somebodys(const Context& c, Judgement& j) {
  if (c.facts.unusable_phone)
    j.doubt(kInvalid, 1, {{c.facts.phone.port, 1}}, {{"identifier", "teléfono"}, {"problem", "nobodys"}});
}

// The declared identifiers can be mistyped: then they contradict everything, and prove nothing.
void declared_identifiers_are_valid(const Context& c, Judgement& j) {
  const auto doubt = [&](const Text& fact, std::string_view name, mx::Problem problem) {
    if (problem == mx::Problem::none) return;
    j.doubt(kInvalid, {fact}, {{"identifier", name}, {"problem", mx::code(problem)}});
  };
  if (const auto& fact = c.facts.rfc) {
    const auto rfc = mx::parse_rfc(*fact);
    if (rfc.valid() && rfc.value->kind != mx::RfcKind::person)
      j.doubt(kInvalid, {fact}, {{"identifier", "RFC"}, {"problem", "not_a_persons"}});
    doubt(fact, "RFC", rfc.problem);
  }
  if (c.facts.nss) doubt(c.facts.nss, "NSS", mx::parse_nss(*c.facts.nss).problem);
}

void rfc_is_of_the_same_person(const Context& c, Judgement& j) {
  const auto curp = c.facts.parsed_reference();
  const Text& fact = c.facts.rfc;
  if (!curp || !fact) return;
  const auto rfc = mx::parse_rfc(*fact);
  if (!rfc.valid() || rfc.value->kind != mx::RfcKind::person) return;
  const Text& reference = c.facts.reference();
  const std::string expected = mx::to_yymmdd(curp->birth_date);
  if (rfc.value->date != expected)
    return j.find(kBirthDate, Severity::major, {fact, reference}, params_of("RFC", rfc.value->date, expected));
  if (!mx::rfc_agrees_with_curp(rfc.value->text, curp->text))
    return j.find(kName, Severity::major, {fact, reference},
                  params_of("RFC", rfc.value->text.substr(0, 4), curp->text.substr(0, 4)));
  j.agree({fact}, {reference});
}

// IMSS is known to have given numbers with a wrong year: a person looks at it.
void nss_has_the_year_of_birth(const Context& c, Judgement& j) {
  const auto curp = c.facts.parsed_reference();
  const Text& fact = c.facts.nss;
  if (!curp || !fact) return;
  const auto nss = mx::parse_nss(*fact);
  if (!nss.valid()) return;
  const int expected = year_of(curp->birth_date) % 100;
  if (nss.value->birth_year != expected)
    return j.doubt(kBirthDate, {fact, c.facts.reference()},
                   params_of("NSS", std::to_string(nss.value->birth_year), std::to_string(expected)));
  j.agree({fact}, {c.facts.reference()});
}

void nss_is_of_a_possible_year(const Context& c, Judgement& j) {
  constexpr int kFirst = 1943;  // IMSS was founded
  const auto curp = c.facts.parsed_reference();
  const auto nss = c.facts.nss ? mx::parse_nss(*c.facts.nss) : mx::Parsed<mx::Nss>{};
  if (!curp || !nss.valid()) return;
  const int earliest = std::max(kFirst, year_of(curp->birth_date) + static_cast<int>(c.params.min_age_of_affiliation));
  if (earliest > year_of(c.today)) return;  // a child, or a CURP of the wrong century: others say so
  for (const int century : {1900, 2000}) {
    const int year = century + nss.value->affiliation_year;
    if (year >= earliest && year <= year_of(c.today)) return;
  }
  j.doubt(kAffiliation, {c.facts.nss, c.facts.reference()},
          {{"found", nss.value->affiliation_year}, {"earliest", earliest}, {"latest", year_of(c.today)}});
}

void declared_state_is_the_curps(const Context& c, Judgement& j) {
  const auto curp = c.facts.parsed_reference();
  const Text& fact = c.facts.declared_birth_state;
  if (!curp || !fact) return;
  const mx::State* declared = mx::state_of_name(*fact);
  if (!declared) return;  // abroad, or in words that are not known
  const mx::State* expected = mx::state_of_curp(curp->state);
  if (declared == expected) return j.agree({fact}, {c.facts.reference()});
  j.doubt(kState, {fact, c.facts.reference()},
          params_of("estado declarado", declared->name, expected ? expected->name : "el extranjero"));
}

// What check.identity would say of the card's CURP, had it been read.
void card_is_of_the_declared_curp(const Context& c, Judgement& j) {
  const auto curp = c.facts.parsed_reference();
  if (!curp || c.facts.card_curp_is_known()) return;
  const Text& reference = c.facts.reference();
  const std::string sex(1, static_cast<char>(curp->sex));
  if (const auto& fact = c.facts.clave_elector) {
    const auto clave = mx::parse_clave_elector(*fact);
    if (clave.valid()) {
      const auto parts = mx::clave_contradictions(*clave.value, *curp);
      for (const mx::CurpPart part : parts) {
        if (part == mx::CurpPart::birth_date)
          j.find(kBirthDate, Severity::major, {fact, reference},
                 params_of("clave de elector", clave.value->date, mx::to_yymmdd(curp->birth_date)));
        if (part == mx::CurpPart::sex)
          j.find(kSex, Severity::major, {fact, reference},
                 params_of("clave de elector", std::string(1, static_cast<char>(clave.value->sex)), sex));
        if (part == mx::CurpPart::state) {
          const mx::State* state = mx::state_of_inegi(clave.value->state);
          j.find(kState, Severity::major, {fact, reference},
                 params_of("clave de elector", state ? state->curp_code : mx::kBornAbroad, curp->state));
        }
      }
      if (parts.empty()) j.agree({fact}, {reference});
    }
  }
  if (c.facts.mrz_valid && !*c.facts.mrz_valid) return;
  if (const auto& fact = c.facts.mrz_birth_date; fact && *fact != curp->birth_date)
    j.find(kBirthDate, Severity::major, {fact, reference},
           params_of("zona de lectura mecánica", mx::to_iso(*fact), mx::to_iso(curp->birth_date)));
  if (const auto& fact = c.facts.mrz_sex; fact && *fact != sex)
    j.find(kSex, Severity::major, {fact, reference}, params_of("zona de lectura mecánica", *fact, sex));
}

// Position 17 of a CURP is a digit for those born up to 1999 and a letter for those born later: an invented CURP with
// the wrong one is of another century.
void curp_is_of_the_right_century(const Context& c, Judgement& j) {
  for (const Text* fact : {&c.facts.card_curp, &c.facts.declared_curp}) {
    const auto curp = *fact ? mx::parse_curp(**fact) : mx::Parsed<mx::Curp>{};
    if (!curp.valid()) continue;
    const mx::Date& birth = curp.value->birth_date;
    const int age = mx::age_on(birth, c.today);
    Grounds grounds{*fact};
    bool contradicted = age < 0 || age > c.params.max_age;
    for (const Day* day : {&c.facts.birth_date, &c.facts.declared_birth_date}) {
      if (!*day || **day == birth || mx::to_yymmdd(**day) != mx::to_yymmdd(birth)) continue;
      grounds.emplace_back(*day);
      contradicted = true;
    }
    if (contradicted)
      return j.find(kCentury, Severity::major, grounds,
                    {{"found", std::string(1, curp.value->homonymy)}, {"year", year_of(birth)}});
  }
}

// A card is issued when its holder registers or later, and nobody registers as a child. check.identity holds the years
// against the printed date of birth; here the CURP's stands in for it.
void issue_years_are_possible(const Context& c, Judgement& j) {
  const auto &registered = c.facts.registration_year, &issued = c.facts.valid_from;
  if (registered && issued && *issued < *registered)
    return j.find(kIssue, Severity::major, {issued, registered},
                  {{"found", *issued}, {"earliest", *registered}, {"latest", year_of(c.today)}});
  const auto curp = c.facts.parsed_reference();
  if (!curp || c.facts.birth_date) return;
  const auto earliest = year_of(curp->birth_date) + c.params.min_age_of_issue;
  for (const Integer* year : {&registered, &issued})
    if (*year && **year < earliest)
      return j.find(kIssue, Severity::major, {*year, c.facts.reference()},
                    {{"found", **year}, {"earliest", earliest}, {"latest", year_of(c.today)}});
}

}  // namespace

std::span<const Rule> identifier_rules() {
  static const std::vector<Rule> rules{{"declared_identifiers_are_valid", declared_identifiers_are_valid, {kInvalid}},
                                       {"declared_phone_is_somebodys", declared_phone_is_somebodys, {}},
                                       {"rfc_is_of_the_same_person", rfc_is_of_the_same_person, {kBirthDate, kName}},
                                       {"nss_has_the_year_of_birth", nss_has_the_year_of_birth, {}},
                                       {"nss_is_of_a_possible_year", nss_is_of_a_possible_year, {kAffiliation}},
                                       {"declared_state_is_the_curps", declared_state_is_the_curps, {kState}},
                                       {"card_is_of_the_declared_curp", card_is_of_the_declared_curp, {kSex}},
                                       {"curp_is_of_the_right_century", curp_is_of_the_right_century, {kCentury}},
                                       {"issue_years_are_possible", issue_years_are_possible, {kIssue}}};
  return rules;
}

}  // namespace synthetic_identity
