#include <algorithm>
#include <array>
#include <judgement/amounts.hpp>
#include <mx/printed_name.hpp>

#include "rules.hpp"

namespace contract {
namespace {

using cotejo::Severity;

constexpr std::size_t kMostTold = 5;  // changes of the text that are findings of their own

constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kTerms{
    {{"amount", "contract.amount_mismatch"},
     {"term_months", "contract.term_mismatch"},
     {"annual_rate", "contract.rate_mismatch"},
     {"cat", "contract.cat_mismatch"},
     {"payment", "contract.payment_mismatch"},
     {"name", "contract.name_mismatch"}}};
// Places of a picture that must be read as one and the same other value before it is named: a digit that is misread in
// one place is read rightly, or as something else, in the next.
constexpr std::int64_t kRepeated = 2;
constexpr std::string_view kOtherValue = "contract.value_mismatch";

std::string_view code_of(const Term& term) {
  for (const auto& [field, code] : kTerms)
    if (term.field == field) return code;
  return kOtherValue;
}

bool pages_are_missing(const Facts& facts) {
  return facts.pages && !facts.pages->missing.empty();
}

void values_are_the_offers(const Context& c, Judgement& j) {
  if (!c.facts.terms) return j.miss(c.facts.terms, kUnreadable);
  double least = c.facts.terms.probability;
  for (const Term& term : *c.facts.terms) {
    const double confidence = c.facts.terms.probability * term.probability;
    if (term.places == 0) {
      // Reported as a missing page; without one, nobody knows where it went.
      if (!pages_are_missing(c.facts)) j.leave_open();
    } else if (term.agrees) {
      least = std::min(least, confidence);
    } else {
      const bool misread = confidence < c.params.min_probability && term.repeated < kRepeated;
      boost::json::object params{{"expected", term.expected}, {"found", term.found}};
      if (misread) {
        j.doubt("contract.text_uncertain", confidence, {c.facts.terms}, std::move(params), term.region);
        continue;
      }
      if (term.found.empty()) params["found"] = "?";
      if (code_of(term) == kOtherValue) params["field"] = term.field;
      if (confidence < c.params.min_probability) {
        j.doubt(code_of(term), confidence, {c.facts.terms}, std::move(params), term.region);
        continue;
      }
      j.find(code_of(term), Severity::critical, confidence, {c.facts.terms}, std::move(params), term.region);
    }
  }
  j.hold(least);
}

// A change of a value is told once, as that.
bool is_told_as_value(const Facts& facts, const Difference& difference) {
  if (difference.field.empty() || !facts.terms) return false;
  return std::any_of(facts.terms->begin(), facts.terms->end(),
                     [&](const Term& term) { return term.field == difference.field && !term.agrees; });
}

bool is_for_a_person(const Difference& difference) {
  return difference.kind == "beside" || difference.kind == "crossed";
}

void text_is_the_templates(const Context& c, Judgement& j) {
  if (!c.facts.differences) return j.miss(c.facts.differences, kUnreadable);
  std::size_t told = 0;
  const Difference* uncertain = nullptr;  // the surest of them
  for (const Difference& difference : *c.facts.differences) {
    if (is_for_a_person(difference) || is_told_as_value(c.facts, difference)) continue;
    const double confidence = c.facts.differences.probability * difference.probability;
    if (confidence < c.params.min_probability) {
      if (!uncertain || difference.probability > uncertain->probability) uncertain = &difference;
      continue;
    }
    if (++told > kMostTold) break;
    const auto code = difference.kind == "missing" ? "contract.text_missing"
                      : difference.kind == "added" ? "contract.text_added"
                                                   : "contract.text_changed";
    boost::json::object params{{"clause", difference.clause}};
    if (difference.kind != "missing") params["found"] = difference.found;
    if (difference.kind != "added") params["expected"] = difference.expected;
    j.find(code, Severity::critical, confidence, {c.facts.differences}, std::move(params), difference.region);
  }
  if (uncertain && told == 0)
    j.doubt("contract.text_uncertain", c.facts.differences.probability * uncertain->probability, {c.facts.differences},
            {{"expected", uncertain->expected}, {"found", uncertain->found}}, uncertain->region);
  if (told == 0 && !uncertain) j.hold({c.facts.differences});
}

// A running head may be the lender's, of a service, or a promise that takes another one back; a stroke through words
// may be a pen that slipped, or a clause that was not agreed to.
void nothing_is_left_for_a_person(const Context& c, Judgement& j) {
  if (!c.facts.differences) return;
  std::size_t told = 0;
  for (const Difference& difference : *c.facts.differences) {
    if (!is_for_a_person(difference) || ++told > kMostTold) continue;
    const auto page = std::int64_t{difference.region.value_or(cotejo::Region{}).page} + 1;
    const auto* code = difference.kind == "beside" ? "contract.text_beside" : "contract.text_crossed_out";
    j.doubt(code, c.facts.differences.probability * difference.probability, {c.facts.differences},
            {{"found", difference.found}, {"page", page}}, difference.region);
  }
}

}  // namespace

namespace {

// A contract may say what was offered, and the offer be somebody else's. Products without an application have nothing
// to compare.
void offer_is_for_the_applicant(const Context& c, Judgement& j) {
  if (!c.facts.terms || !c.facts.given_names || !c.facts.surname) return;
  const auto name =
      std::find_if(c.facts.terms->begin(), c.facts.terms->end(), [](const Term& term) { return term.field == "name"; });
  if (name == c.facts.terms->end()) return;
  const cotejo::mx::PrintedLikeness like =
      cotejo::mx::likeness_as_printed(name->expected, {.surname = *c.facts.surname,
                                                       .second_surname = c.facts.second_surname.value.value_or(""),
                                                       .given_names = *c.facts.given_names});
  if (like.is_same(c.params.min_name_similarity)) return;
  const Grounds grounds{c.facts.terms, c.facts.given_names, c.facts.surname};
  const boost::json::object params{{"offered", name->expected},
                                   {"applicant", *c.facts.given_names + " " + *c.facts.surname}};
  if (like.score >= c.params.other_name_similarity) return j.doubt("contract.offer_name_uncertain", grounds, params);
  j.find("contract.offer_of_other_person", Severity::major, grounds, params);
}

// A lender may offer less than was asked for. More, or for longer, is a loan that nobody asked for: two offers of one
// client that were mixed up.
void offer_is_what_was_asked_for(const Context& c, Judgement& j) {
  if (!c.facts.offered || !c.facts.asked) return;
  const Grounds grounds{c.facts.offered, c.facts.asked};
  const Loan &offered = *c.facts.offered, &asked = *c.facts.asked;
  if (offered.cents && asked.cents && *offered.cents > *asked.cents)
    j.doubt("contract.offer_above_application", grounds,
            {{"field", "amount"},
             {"offered", cotejo::judgement::pesos(*offered.cents)},
             {"applicant", cotejo::judgement::pesos(*asked.cents)}});
  else if (offered.months && asked.months && *offered.months > *asked.months)
    j.doubt("contract.offer_above_application", grounds,
            {{"field", "term_months"}, {"offered", *offered.months}, {"applicant", *asked.months}});
}

// The lender's and the applicant's clocks may stand in two time zones.
constexpr long kAhead = 1;  // days

void offer_is_recent(const Context& c, Judgement& j) {
  if (c.params.max_offer_age_days == 0 || !c.facts.offered || !c.facts.offered->date) return;
  const long age = (std::chrono::sys_days(c.today) - std::chrono::sys_days(*c.facts.offered->date)).count();
  const boost::json::object params{{"found", cotejo::mx::to_iso(*c.facts.offered->date)},
                                   {"limit", c.params.max_offer_age_days}};
  if (age < -kAhead) return j.doubt("contract.offer_in_future", {c.facts.offered}, params);
  if (age > c.params.max_offer_age_days) return j.doubt("contract.offer_too_old", {c.facts.offered}, params);
}

}  // namespace

std::span<const Rule> text_rules() {
  static const std::vector<Rule> rules = [] {
    std::vector<std::string_view> codes{kOtherValue, "contract.text_uncertain"};
    for (const auto& [field, code] : kTerms) codes.push_back(code);
    return std::vector<Rule>{
        {"values_are_the_offers", values_are_the_offers, codes},
        {"offer_is_for_the_applicant",
         offer_is_for_the_applicant,
         {"contract.offer_of_other_person", "contract.offer_name_uncertain"}},
        {"offer_is_what_was_asked_for", offer_is_what_was_asked_for, {"contract.offer_above_application"}},
        {"offer_is_recent", offer_is_recent, {"contract.offer_too_old", "contract.offer_in_future"}},
        {"text_is_the_templates",
         text_is_the_templates,
         {"contract.text_changed", "contract.text_missing", "contract.text_added"}},
        {"nothing_is_left_for_a_person",
         nothing_is_left_for_a_person,
         {"contract.text_beside", "contract.text_crossed_out"}}};
  }();
  return rules;
}

}  // namespace contract
