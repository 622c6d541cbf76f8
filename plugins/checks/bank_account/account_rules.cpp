#include <cmath>
#include <judgement/amounts.hpp>
#include <mx/clabe.hpp>
#include <mx/curp.hpp>
#include <mx/printed_name.hpp>
#include <mx/rfc.hpp>

#include "rules.hpp"

namespace bank_account {
namespace {

namespace mx = cotejo::mx;
using cotejo::Severity;
using cotejo::judgement::pesos;

constexpr long kTwoMonths = 62;     // days
constexpr int kCardSlackDays = 31;  // a charge may be older than the card's period

long days_between(const mx::Date& from, const mx::Date& to) {
  return (std::chrono::sys_days(to) - std::chrono::sys_days(from)).count();
}

void holder_is_the_applicant(const Context& c, Judgement& j) {
  if (c.params.holder == "ignored") return;
  if (!c.facts.holder) j.miss(c.facts.holder, kUnreadable);
  for (const auto* name : {&c.facts.given_names, &c.facts.surname})
    if (!*name) j.miss(*name, kApplicantFieldMissing);
  if (!c.facts.holder || !c.facts.given_names || !c.facts.surname) return;
  const Grounds grounds{c.facts.holder, c.facts.given_names, c.facts.surname};
  const boost::json::object params{{"found", *c.facts.holder},
                                   {"expected", *c.facts.given_names + " " + *c.facts.surname}};
  const mx::PrintedLikeness like =
      mx::likeness_as_printed(*c.facts.holder, {.surname = *c.facts.surname,
                                                .second_surname = c.facts.second_surname.value.value_or(""),
                                                .given_names = *c.facts.given_names});
  if (like.is_same(c.params.min_name_similarity))
    return j.agree({c.facts.holder}, {c.facts.given_names, c.facts.surname});
  if (like.score >= c.params.other_name_similarity) return j.doubt("bank_account.holder_uncertain", grounds, params);
  j.find("bank_account.holder_mismatch", Severity::major, grounds, params);
}

// Who puts another name on a statement leaves the RFC that stands beside it. A bank may have it wrong, so that nobody
// is accused.
void rfc_is_the_applicants(const Context& c, Judgement& j) {
  if (c.params.holder == "ignored" || !c.facts.rfc || !c.facts.curp || !mx::parse_curp(*c.facts.curp).valid()) return;
  if (mx::rfc_agrees_with_curp(*c.facts.rfc, *c.facts.curp)) return j.agree({c.facts.rfc}, {c.facts.curp});
  j.doubt("bank_account.rfc_of_another", {c.facts.rfc, c.facts.curp},
          {{"found", *c.facts.rfc}, {"expected", *c.facts.curp}});
}

// Money in pesos does not reach an account in dollars, and its amounts are none in pesos.
void account_is_in_pesos(const Context& c, Judgement& j) {
  if (!c.facts.currency || *c.facts.currency == "MXN") return;
  j.doubt("bank_account.currency_not_accepted", {c.facts.currency}, {{"found", *c.facts.currency}});
}

bool is_accepted(const Context& c, std::string_view kind) {
  return std::find(c.params.accepted_kinds.begin(), c.params.accepted_kinds.end(), kind) !=
         c.params.accepted_kinds.end();
}

void kind_is_accepted(const Context& c, Judgement& j) {
  if (!c.facts.kind) return j.miss(c.facts.kind, kUnreadable);
  if (is_accepted(c, *c.facts.kind)) return j.hold({c.facts.kind});
  j.find("bank_account.kind_not_accepted", Severity::major, {c.facts.kind}, {{"found", *c.facts.kind}});
}

// A card's statement has no CLABE, which is no reason to believe one that was declared: it is missed wherever money may
// go to it. Of a kind that is not accepted nothing more is asked: the check has failed.
bool needs_clabe(const Context& c) {
  if (!c.facts.is_card()) return true;
  return is_accepted(c, *c.facts.kind) && (c.params.declared_clabe == "required" || c.facts.declared_clabe);
}

void clabe_is_valid(const Context& c, Judgement& j) {
  if (!needs_clabe(c)) return;
  if (!c.facts.clabe) return j.miss(c.facts.clabe, kUnreadable);
  const auto parsed = mx::parse_clabe(*c.facts.clabe);
  if (!parsed.valid())
    return j.find("bank_account.clabe_invalid", Severity::major, {c.facts.clabe},
                  {{"found", *c.facts.clabe}, {"problem", mx::code(parsed.problem)}});
  // Institutions that are not banks have one plaza for the whole country, which no list has.
  constexpr std::string_view kFirstOther = "600";
  if (!parsed.value->plaza && parsed.value->text < kFirstOther)
    j.find("bank_account.clabe_plaza_unknown", Severity::minor, {c.facts.clabe}, {{"found", *c.facts.clabe}});
  j.hold({c.facts.clabe});  // its check digit held, but nothing else states it
}

void clabe_is_of_the_bank(const Context& c, Judgement& j) {
  if (!needs_clabe(c) || !c.facts.clabe) return;
  const auto parsed = mx::parse_clabe(*c.facts.clabe);
  if (!parsed.valid()) return;
  if (!c.facts.bank || !c.facts.bank_codes) return j.miss(c.facts.bank, kUnreadable);
  const Grounds grounds{c.facts.clabe, c.facts.bank};
  const auto& codes = *c.facts.bank_codes;
  if (std::find(codes.begin(), codes.end(), c.facts.clabe.value->substr(0, 3)) != codes.end())
    return j.agree({c.facts.clabe}, {c.facts.bank});
  j.find("bank_account.clabe_bank_mismatch", Severity::critical, grounds,
         {{"found", parsed.value->bank->name}, {"expected", *c.facts.bank}});
}

void clabe_was_declared(const Context& c, Judgement& j) {
  if (!needs_clabe(c)) return;
  if (!c.facts.declared_clabe) {
    if (c.params.declared_clabe == "required") j.miss(c.facts.declared_clabe, kApplicantFieldMissing);
    return;
  }
  if (!c.facts.clabe) return;  // reported by clabe_is_valid
  std::string declared;
  std::copy_if(c.facts.declared_clabe.value->begin(), c.facts.declared_clabe.value->end(), std::back_inserter(declared),
               [](char x) { return x != ' ' && x != '-'; });
  const Grounds grounds{c.facts.clabe, c.facts.declared_clabe};
  if (declared == *c.facts.clabe) return j.agree({c.facts.clabe}, {c.facts.declared_clabe});
  j.find("bank_account.clabe_not_declared", Severity::major, grounds,
         {{"found", *c.facts.clabe}, {"expected", *c.facts.declared_clabe}});
}

void period_is_recent(const Context& c, Judgement& j) {
  if (!c.facts.to) return j.miss(c.facts.to, kUnreadable);
  const long age = days_between(*c.facts.to, c.today);
  const boost::json::object params{{"found", mx::to_iso(*c.facts.to)}, {"limit", c.params.max_age_days}};
  if (age < 0) return j.find("bank_account.period_in_future", Severity::critical, {c.facts.to}, params);
  if (age > c.params.max_age_days)
    return j.find("bank_account.statement_too_old", Severity::major, {c.facts.to}, params);
  j.hold({c.facts.to});
}

// A month's statement whose last day was changed to a recent one: nothing moves any more long before it.
bool was_left_long_before_its_end(const Context& c) {
  constexpr long kWithoutMovement = 45;  // days: a month's account, and half of one
  if (!c.facts.movements) return false;
  bool any = false, late = false;
  for (const Movement& movement : *c.facts.movements) {
    if (!movement.day) continue;
    any = true;
    late = late || days_between(*movement.day, *c.facts.to) <= kWithoutMovement;
  }
  return any && !late;
}

void period_is_complete(const Context& c, Judgement& j) {
  if (!c.facts.from) return j.miss(c.facts.from, kUnreadable);
  if (!c.facts.to) return;
  const long days = days_between(*c.facts.from, *c.facts.to) + 1;
  const boost::json::object longest{{"found", days}, {"limit", c.params.max_period_days}};
  if (days > c.params.max_period_days)
    return j.doubt("bank_account.period_too_long", {c.facts.from, c.facts.to}, longest);
  if (days > kTwoMonths && !c.facts.is_card() && was_left_long_before_its_end(c))
    return j.doubt("bank_account.period_too_long", {c.facts.to, c.facts.movements}, longest);
  if (days >= c.params.min_period_days) return j.hold({c.facts.from, c.facts.to});
  j.find("bank_account.period_too_short", Severity::major, {c.facts.from, c.facts.to},
         {{"found", days}, {"limit", c.params.min_period_days}});
}

void movements_lie_in_the_period(const Context& c, Judgement& j) {
  if (!c.facts.movements || !c.facts.from || !c.facts.to) return;
  const long slack = c.facts.is_card() ? kCardSlackDays : c.params.outside_period_days;
  for (const Movement& movement : *c.facts.movements) {
    if (!movement.day) continue;
    if (days_between(*c.facts.from, *movement.day) >= -slack && days_between(*movement.day, *c.facts.to) >= -slack)
      continue;
    return j.find(
        "bank_account.movement_outside_period", Severity::major, {c.facts.movements, c.facts.from, c.facts.to},
        {{"found", mx::to_iso(*movement.day)}, {"from", mx::to_iso(*c.facts.from)}, {"to", mx::to_iso(*c.facts.to)}},
        movement.region);
  }
}

void payroll_is_paid_in(const Context& c, Judgement& j) {
  if (c.params.min_payroll_deposits == 0) return;
  if (!c.facts.payroll_deposits) return j.miss(c.facts.payroll_deposits, kUnreadable);
  if (*c.facts.payroll_deposits >= c.params.min_payroll_deposits) return j.hold({c.facts.payroll_deposits});
  j.find("bank_account.payroll_not_found", Severity::major, {c.facts.payroll_deposits},
         {{"found", *c.facts.payroll_deposits}, {"limit", c.params.min_payroll_deposits}});
}

// A transfer of a few pesos may bear the name of a salary as well.
void payroll_is_enough(const Context& c, Judgement& j) {
  if (c.params.min_payroll_per_month == 0) return;
  if (!c.facts.payroll_per_month) return j.miss(c.facts.payroll_per_month, kUnreadable);
  const auto limit = std::llround(c.params.min_payroll_per_month * 100);
  if (*c.facts.payroll_per_month >= limit) return j.hold({c.facts.payroll_per_month});
  j.find("bank_account.payroll_too_low", Severity::major, {c.facts.payroll_per_month},
         {{"found", pesos(*c.facts.payroll_per_month)}, {"limit", pesos(limit)}});
}

}  // namespace

std::span<const Rule> account_rules() {
  static const std::vector<Rule> rules{
      {"holder_is_the_applicant",
       holder_is_the_applicant,
       {"bank_account.holder_mismatch", "bank_account.holder_uncertain"}},
      {"rfc_is_the_applicants", rfc_is_the_applicants, {"bank_account.rfc_of_another"}},
      {"account_is_in_pesos", account_is_in_pesos, {"bank_account.currency_not_accepted"}},
      {"kind_is_accepted", kind_is_accepted, {"bank_account.kind_not_accepted"}},
      {"clabe_is_valid", clabe_is_valid, {"bank_account.clabe_invalid", "bank_account.clabe_plaza_unknown"}},
      {"clabe_is_of_the_bank", clabe_is_of_the_bank, {"bank_account.clabe_bank_mismatch"}},
      {"clabe_was_declared", clabe_was_declared, {"bank_account.clabe_not_declared"}},
      {"period_is_recent", period_is_recent, {"bank_account.statement_too_old", "bank_account.period_in_future"}},
      {"period_is_complete", period_is_complete, {"bank_account.period_too_short", "bank_account.period_too_long"}},
      {"movements_lie_in_the_period", movements_lie_in_the_period, {"bank_account.movement_outside_period"}},
      {"payroll_is_paid_in", payroll_is_paid_in, {"bank_account.payroll_not_found"}},
      {"payroll_is_enough", payroll_is_enough, {"bank_account.payroll_too_low"}}};
  return rules;
}

}  // namespace bank_account
