// Whether the card may be taken at all: expiry, model, specimens, age.
#include <array>
#include <utility>

#include "comparing.hpp"
#include "mx/name.hpp"
#include "rules.hpp"

namespace identity {
namespace {

namespace mx = cotejo::mx;
using cotejo::Severity;
using cotejo::judgement::any_right;

constexpr std::string_view kCardExpired = "identity.card_expired";
constexpr std::string_view kValidityImplausible = "identity.validity_implausible";
constexpr std::string_view kGenerationNotValid = "identity.generation_not_valid";
constexpr std::string_view kSpecimenCard = "identity.specimen_card";
constexpr std::string_view kUnderage = "identity.underage";

constexpr int kYearsOfValidity = 10;  // from issue to the last year, on every model since 2008

// A person whom INE prints on the cards that it shows to the public.
struct Specimen {
  std::string_view name;  // surnames, given names
  std::string_view birth_date, clave_elector, cic, ocr;
};
constexpr std::array kSpecimens{
    Specimen{"GOMEZ VELAZQUEZ MARGARITA", "1980-07-05", "GMVLMR80070501M100", "183657717", "0747116375842"}};

mx::Date last_day_of(std::int64_t year) {
  using namespace std::chrono_literals;
  return mx::Date{std::chrono::year{static_cast<int>(year)}, std::chrono::December, 31d};
}

mx::Date plus_days(const mx::Date& date, std::int64_t days) {
  return mx::Date{std::chrono::sys_days{date} + std::chrono::days{days}};
}

void judge_expiry(const mx::Date& last_day, const Grounds& grounds, const Context& context, Judgement& judgement) {
  if (context.today <= plus_days(last_day, context.params.expiry_grace_days)) {
    judgement.repeat(grounds);
  } else {
    judgement.find(kCardExpired, Severity::critical, any_right(grounds), grounds,
                   {{"found", mx::to_iso(last_day)}, {"expected", mx::to_iso(context.today)}});
  }
}

// Where front and zone disagree, each is judged: expiry_agrees reports the difference.
void card_is_in_force(const Context& context, Judgement& judgement) {
  constexpr std::int64_t kFirstYear = 1990, kLastYear = 2100;  // of any voter card; also keeps the calendar in range
  const Year& until = context.facts.valid_until;
  const Day zone = context.facts.zone_trusted() ? context.facts.mrz_expiry_date : Day{};
  const bool front_read = until && *until >= kFirstYear && *until <= kLastYear;
  if (front_read && zone && *zone == last_day_of(*until)) {
    judge_expiry(*zone, {until, zone}, context, judgement);
    return;
  }
  if (front_read) judge_expiry(last_day_of(*until), {until}, context, judgement);
  if (zone) judge_expiry(*zone, {zone}, context, judgement);
  if (front_read || zone) return;
  if (context.needs(source::front)) {
    miss(until, judgement);
  } else if (context.needs(source::mrz)) {
    miss(context.facts.mrz_expiry_date, judgement);
  }
}

void validity_is_plausible(const Context& context, Judgement& judgement) {
  const Year &from = context.facts.valid_from, &until = context.facts.valid_until;
  if (!from || !until) return;
  if (*until - *from == kYearsOfValidity) {
    judgement.agree({from}, {until});
  } else {
    judgement.find(kValidityImplausible, Severity::major, {from, until},
                   {{"expected", kYearsOfValidity}, {"found", *until - *from}});
  }
}

void generation_is_accepted(const Context& context, Judgement& judgement) {
  const Text& generation = context.facts.generation;
  const auto& accepted = context.params.accepted_generations;
  if (!generation || accepted.empty()) return;
  if (std::find(accepted.begin(), accepted.end(), *generation) != accepted.end()) {
    judgement.hold({generation});
  } else {
    judgement.find(kGenerationNotValid, Severity::critical, {generation}, {{"found", *generation}});
  }
}

// What of the card is the specimen's. A name alone could be a namesake's.
struct Resemblance {
  Grounds numbers, person;
};

Resemblance resemblance(const Facts& facts, const Specimen& specimen, const Params& params) {
  Resemblance found;
  auto number = [&](const Text& fact, std::string_view value) {
    if (fact && fact->starts_with(value)) found.numbers.emplace_back(fact);
  };
  number(facts.cic, specimen.cic);
  number(facts.mrz_document_number, specimen.cic);
  number(facts.ocr, specimen.ocr);
  number(facts.clave_elector, specimen.clave_elector);
  const std::string printed = full_name(facts.surname, facts.second_surname, facts.given_names);
  const std::string zone = full_name(facts.mrz_surnames, {}, facts.mrz_given_names);
  if (mx::similarity(printed, specimen.name) >= params.min_name_similarity) {
    found.person.insert(found.person.end(), {facts.surname, facts.given_names});
  } else if (mx::similarity(zone, specimen.name) >= params.min_name_similarity) {
    found.person.insert(found.person.end(), {facts.mrz_surnames, facts.mrz_given_names});
  }
  return found;
}

void card_is_nobodys_specimen(const Context& context, Judgement& judgement) {
  const Facts& facts = context.facts;
  for (const Specimen& specimen : kSpecimens) {
    const Resemblance found = resemblance(facts, specimen, context.params);
    for (const Ground& ground : found.numbers) judgement.find(kSpecimenCard, Severity::critical, {ground}, {});
    if (!found.numbers.empty() || found.person.empty()) continue;
    Grounds grounds = found.person;
    bool same_day = false;
    for (const Day* day : {&facts.birth_date, &facts.mrz_birth_date}) {
      if (*day && mx::to_iso(**day) == specimen.birth_date && !same_day) {
        grounds.emplace_back(*day);
        same_day = true;
      }
    }
    judgement.find(kSpecimenCard, same_day ? Severity::critical : Severity::major, grounds, {});
  }
}

// Of the dates that the card gives, the first that was read, with all that agree with it; without a card, the declared
// one.
void applicant_is_of_age(const Context& context, Judgement& judgement) {
  const Facts& facts = context.facts;
  std::vector<std::pair<mx::Date, Ground>> dates;
  if (facts.birth_date) dates.emplace_back(*facts.birth_date, facts.birth_date);
  if (const auto curp = sound_curp(facts.curp)) dates.emplace_back(curp->birth_date, facts.curp);
  if (facts.mrz_birth_date && facts.zone_trusted()) dates.emplace_back(*facts.mrz_birth_date, facts.mrz_birth_date);
  if (dates.empty() && facts.applicant_birth_date) {
    dates.emplace_back(*facts.applicant_birth_date, facts.applicant_birth_date);
  }
  if (dates.empty()) return;
  const mx::Date birth = dates.front().first;
  Grounds grounds;
  for (const auto& [date, ground] : dates) {
    if (date == birth) grounds.push_back(ground);
  }
  const int age = mx::age_on(birth, context.today);
  if (age >= context.params.min_age) {
    judgement.repeat(grounds);
  } else {
    judgement.find(kUnderage, Severity::critical, any_right(grounds), grounds,
                   {{"found", age}, {"expected", context.params.min_age}});
  }
}

}  // namespace

std::span<const Rule> validity_rules() {
  static const std::vector<Rule> rules{{"card_is_in_force", card_is_in_force, {kCardExpired}},
                                       {"validity_is_plausible", validity_is_plausible, {kValidityImplausible}},
                                       {"generation_is_accepted", generation_is_accepted, {kGenerationNotValid}},
                                       {"card_is_nobodys_specimen", card_is_nobodys_specimen, {kSpecimenCard}},
                                       {"applicant_is_of_age", applicant_is_of_age, {kUnderage}}};
  return rules;
}

}  // namespace identity
