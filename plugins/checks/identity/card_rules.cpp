// The front of the card against itself.
#include <array>

#include "comparing.hpp"
#include "mx/state.hpp"
#include "rules.hpp"

namespace identity {
namespace {

namespace mx = cotejo::mx;
using cotejo::Severity;

constexpr std::string_view kCurpInvalid = "identity.curp_invalid";
constexpr std::string_view kCurpNameMismatch = "identity.curp_name_mismatch";
constexpr std::string_view kBirthDateMismatch = "identity.birth_date_mismatch";
constexpr std::string_view kSexMismatch = "identity.sex_mismatch";
constexpr std::string_view kClaveInvalid = "identity.clave_elector_invalid";
constexpr std::string_view kClaveMismatch = "identity.clave_elector_mismatch";
constexpr std::string_view kBirthStateMismatch = "identity.birth_state_mismatch";
constexpr std::string_view kRegistrationYear = "identity.registration_year_implausible";

// An identifier that is made of parts of other values agrees with each of them.
void agree_each(const Text& identifier, const Grounds& others, Judgement& judgement) {
  for (const auto& other : others) judgement.agree({identifier}, {other});
}

void curp_is_valid(const Context& context, Judgement& judgement) {
  const Text& curp = context.facts.curp;
  if (!curp) {
    if (context.needs(source::front)) miss(curp, judgement);
    return;
  }
  const auto parsed = mx::parse_curp(*curp);
  if (parsed.valid()) {
    Grounds statements{curp};
    const Text& declared = context.facts.applicant_curp;
    if (declared && *declared == *curp) statements.emplace_back(declared);
    judgement.repeat(statements);
  } else {
    judgement.find(kCurpInvalid, Severity::major, {curp}, {{"found", *curp}, {"problem", mx::code(parsed.problem)}});
  }
}

void curp_fits_names(const Context& context, Judgement& judgement) {
  const Facts& facts = context.facts;
  if (context.needs(source::front)) {
    if (!facts.surname) miss(facts.surname, judgement);
    if (!facts.given_names) miss(facts.given_names, judgement);
  }
  const auto curp = sound_curp(facts.curp);
  if (!curp) return;
  // Those with one surname have X in its place; for all others the second surname must have been read.
  const bool has_second_surname = curp->text[2] != 'X' || curp->text[14] != 'X';
  if (!facts.second_surname && has_second_surname && context.needs(source::front))
    miss(facts.second_surname, judgement);
  const mx::Person person = person_of(facts.surname, facts.second_surname, facts.given_names);
  const Grounds names = read_of(facts.surname, facts.second_surname, facts.given_names);
  if (names.empty()) return;
  const int apart = mx::curp_letters_apart(*curp, person);
  if (apart == 0) return agree_each(facts.curp, names, judgement);
  Grounds grounds{facts.curp};
  grounds.insert(grounds.end(), names.begin(), names.end());
  if (front_is_cut_from_zone(facts))
    return judgement.doubt(kCurpNameMismatch, grounds,
                           {{"expected", expected_curp(*curp, person)}, {"found", shown(*curp)}});
  // One letter may still be a misreading that its probability does not show.
  judgement.find(kCurpNameMismatch, apart > 1 ? Severity::critical : Severity::major, grounds,
                 {{"expected", expected_curp(*curp, person)}, {"found", shown(*curp)}});
}

void birth_dates_agree(const Context& context, Judgement& judgement) {
  const Facts& facts = context.facts;
  if (!facts.birth_date && context.needs(source::front)) miss(facts.birth_date, judgement);
  const bool zone = facts.mrz_birth_date && facts.zone_trusted();
  if (!facts.mrz_birth_date && context.needs(source::mrz)) miss(facts.mrz_birth_date, judgement);
  std::vector<Statement> statements;
  if (facts.birth_date) statements.push_back({mx::to_iso(*facts.birth_date), facts.birth_date});
  if (const auto curp = sound_curp(facts.curp)) statements.push_back({mx::to_iso(curp->birth_date), facts.curp});
  if (zone) statements.push_back({mx::to_iso(*facts.mrz_birth_date), facts.mrz_birth_date});
  compare_statements(statements, kBirthDateMismatch, Severity::critical, judgement);
}

void sexes_agree(const Context& context, Judgement& judgement) {
  const Facts& facts = context.facts;
  std::vector<Statement> statements;
  if (facts.sex) statements.push_back({*facts.sex, facts.sex});
  if (const auto curp = sound_curp(facts.curp)) {
    statements.push_back({std::string(1, static_cast<char>(curp->sex)), facts.curp});
  }
  if (facts.mrz_sex && facts.zone_trusted()) statements.push_back({*facts.mrz_sex, facts.mrz_sex});
  compare_statements(statements, kSexMismatch, Severity::major, judgement);
}

void report_clave(const std::vector<mx::CurpPart>& parts, const mx::ClaveElector& clave, const mx::Curp* curp,
                  const Text& fact, const Grounds& derived_from, Judgement& judgement) {
  if (parts.empty()) return agree_each(fact, derived_from, judgement);
  Grounds grounds{fact};
  grounds.insert(grounds.end(), derived_from.begin(), derived_from.end());
  std::vector<mx::CurpPart> others = parts;
  std::erase(others, mx::CurpPart::state);
  if (!others.empty()) {
    judgement.find(kClaveMismatch, Severity::major, grounds,
                   {{"parts", join(others)}, {"found", clave.text}, {"expected", curp ? curp->text : ""}});
  }
  if (others.size() == parts.size() || !curp) return;
  const mx::State* state = mx::state_of_inegi(clave.state);
  judgement.find(kBirthStateMismatch, Severity::major, grounds,
                 {{"expected", curp->state}, {"found", state ? state->curp_code : mx::kBornAbroad}});
}

// Against the CURP; where that could not be read, against the names and the date themselves.
void clave_elector_fits(const Context& context, Judgement& judgement) {
  const Facts& facts = context.facts;
  if (!facts.clave_elector) return;
  const auto clave = mx::parse_clave_elector(*facts.clave_elector);
  if (!clave.valid()) {
    judgement.find(kClaveInvalid, Severity::major, {facts.clave_elector},
                   {{"found", *facts.clave_elector}, {"problem", mx::code(clave.problem)}});
    return;
  }
  if (const auto curp = sound_curp(facts.curp)) {
    report_clave(mx::clave_contradictions(*clave.value, *curp), *clave.value, &*curp, facts.clave_elector, {facts.curp},
                 judgement);
    return;
  }
  mx::Person person = person_of(facts.surname, facts.second_surname, facts.given_names);
  if (facts.birth_date) person.birth_date = *facts.birth_date;
  const Grounds rest = read_of(facts.surname, facts.second_surname, facts.given_names, facts.birth_date);
  if (rest.empty()) return;
  report_clave(mx::clave_contradictions(*clave.value, person, false), *clave.value, nullptr, facts.clave_elector, rest,
               judgement);
}

// A driver's licence has names, a CURP, dates and a portrait, too: what only voter cards have must have been read.
void front_is_a_voter_card(const Context& context, Judgement& judgement) {
  const Facts& facts = context.facts;
  if (context.needs(source::front) && !facts.clave_elector && !facts.section) miss(facts.clave_elector, judgement);
}

// Whatever a product requires, what was declared is not held against a card of which nothing was read.
void card_names_somebody(const Context& context, Judgement& judgement) {
  const Facts& facts = context.facts;
  if (!facts.surname && !facts.given_names && !facts.curp && !facts.clave_elector && !facts.mrz_surnames &&
      !facts.mrz_given_names)
    judgement.leave_open();
}

// Citizens register when they turn 18; those who turn 18 before the next election day may do so at 17.
void registration_year_is_plausible(const Context& context, Judgement& judgement) {
  constexpr int kEarliestAge = 17;
  const Facts& facts = context.facts;
  if (!facts.birth_date) return;
  const int first = static_cast<int>(facts.birth_date->year()) + kEarliestAge;
  const int today = static_cast<int>(context.today.year());
  for (const Year* year : std::array{&facts.registration_year, &facts.valid_from}) {
    if (!*year) continue;
    if (**year < first || **year > today) {
      judgement.find(kRegistrationYear, Severity::major, {*year, facts.birth_date},
                     {{"found", **year}, {"earliest", first}, {"latest", today}});
    }
  }
}

// What is wrong with a side that could be examined is document.recapture's to tell, and why another could not be.
void sides_were_examined(const Context& context, Judgement& judgement) {
  if (context.facts.unexamined_side) judgement.leave_open();
}

}  // namespace

std::span<const Rule> card_rules() {
  static const std::vector<Rule> rules{
      {"curp_is_valid", curp_is_valid, {kCurpInvalid}},
      {"curp_fits_names", curp_fits_names, {kCurpNameMismatch}},
      {"birth_dates_agree", birth_dates_agree, {kBirthDateMismatch}},
      {"sexes_agree", sexes_agree, {kSexMismatch}},
      {"clave_elector_fits", clave_elector_fits, {kClaveInvalid, kClaveMismatch, kBirthStateMismatch}},
      {"front_is_a_voter_card", front_is_a_voter_card, {}},
      {"card_names_somebody", card_names_somebody, {}},
      {"registration_year_is_plausible", registration_year_is_plausible, {kRegistrationYear}},
      {"sides_were_examined", sides_were_examined, {}}};
  return rules;
}

}  // namespace identity
