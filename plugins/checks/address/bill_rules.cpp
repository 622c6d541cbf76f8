#include <algorithm>
#include <mx/name.hpp>
#include <mx/printed_name.hpp>

#include "rules.hpp"

namespace address_check {
namespace {

using cotejo::Severity;

long days_between(const mx::Date& from, const mx::Date& to) {
  return (std::chrono::sys_days(to) - std::chrono::sys_days(from)).count();
}

void kind_is_accepted(const Context& c, Judgement& j) {
  if (!c.facts.kind) return j.miss(c.facts.kind, kUnreadable);
  const auto& accepted = c.params.accepted_kinds;
  if (std::find(accepted.begin(), accepted.end(), *c.facts.kind) != accepted.end()) return j.hold({c.facts.kind});
  j.find("address.kind_not_accepted", Severity::major, {c.facts.kind}, {{"found", *c.facts.kind}});
}

enum class Same { yes, perhaps, no };

Same like(const mx::PrintedLikeness& found, const Params& params) {
  if (found.is_same(params.min_name_similarity)) return Same::yes;
  return found.score >= params.other_name_similarity ? Same::perhaps : Same::no;
}

Same is_applicant(const Context& c) {
  const auto found =
      mx::likeness_as_printed(*c.facts.holder, {.surname = *c.facts.surname,
                                                .second_surname = c.facts.second_surname.value.value_or(""),
                                                .given_names = *c.facts.given_names});
  return like(found, c.params);
}

// Of one blood, who has a surname of the applicant's; anybody else whose name stands on the bill can be declared as
// well by whoever has read it.
bool is_family(const Context& c, const Relative& relative) {
  constexpr std::string_view kBlood[] = {
      "PADRE",  "MADRE",  "PAPA",  "MAMA",     "HIJO",    "HIJA",    "HERMANO",     "HERMANA",    "ABUELO",
      "ABUELA", "NIETO",  "NIETA", "TIO",      "TIA",     "SOBRINO", "SOBRINA",     "PRIMO",      "PRIMA",
      "FATHER", "MOTHER", "SON",   "DAUGHTER", "BROTHER", "SISTER",  "GRANDFATHER", "GRANDMOTHER"};
  const std::string kinship = mx::comparable(relative.relationship);
  if (std::find(std::begin(kBlood), std::end(kBlood), kinship) == std::end(kBlood)) return false;
  const auto names = mx::words(mx::comparable(relative.name));
  const auto shares = [&](const std::string& surname) {
    const auto words = mx::words(mx::comparable(surname));
    return !words.empty() && std::find(names.begin(), names.end(), words.back()) != names.end();
  };
  return shares(*c.facts.surname) || shares(c.facts.second_surname.value.value_or(""));
}

// In either order of names and surnames, as whole names are declared.
Same is_relative(const Context& c) {
  Same best = Same::no;
  if (c.params.holder != "applicant_or_relative" || !c.facts.relatives) return best;
  const auto sorted = [](const std::string& name) {
    auto words = mx::words(mx::comparable(name));
    std::sort(words.begin(), words.end());
    std::string out;
    for (const auto& word : words) out += word + " ";
    return out;
  };
  for (const Relative& relative : *c.facts.relatives) {
    const double score = std::max(mx::similarity(*c.facts.holder, relative.name),
                                  mx::similarity(sorted(*c.facts.holder), sorted(relative.name)));
    const mx::PrintedLikeness found{score, mx::letters_apart(*c.facts.holder, relative.name) <= 1,
                                    score < 1 && mx::have_another_name(*c.facts.holder, relative.name)};
    const Same same = like(found, c.params);
    best = std::min(best, same == Same::yes && !is_family(c, relative) ? Same::perhaps : same);
  }
  return best;
}

void holder_is_the_applicant_or_a_relative(const Context& c, Judgement& j) {
  if (c.params.holder == "ignored") return;
  if (!c.facts.holder) j.miss(c.facts.holder, kUnreadable);
  for (const auto* name : {&c.facts.given_names, &c.facts.surname})
    if (!*name) j.miss(*name, kApplicantFieldMissing);
  if (!c.facts.holder || !c.facts.given_names || !c.facts.surname) return;
  const Grounds grounds{c.facts.holder, c.facts.given_names, c.facts.surname};
  const boost::json::object params{{"found", *c.facts.holder},
                                   {"expected", *c.facts.given_names + " " + *c.facts.surname}};
  const Same applicant = is_applicant(c);
  if (applicant == Same::yes) return j.agree({c.facts.holder}, {c.facts.given_names, c.facts.surname});
  const Same relative = is_relative(c);
  if (relative == Same::yes) {
    j.find("address.holder_is_a_relative", Severity::info, {c.facts.holder, c.facts.relatives},
           {{"found", *c.facts.holder}});
    return j.agree({c.facts.holder}, {c.facts.relatives});
  }
  if (applicant == Same::perhaps || relative == Same::perhaps)
    return j.doubt("address.holder_uncertain", grounds, params);
  j.find("address.holder_mismatch", Severity::major, grounds, params);
}

constexpr long kInAdvance = 31;    // days: a telephone is billed before its month, not before the month before it
constexpr long kUntilIssued = 62;  // days after a period's last: two months are the longest that bills are late

// The day of issue; where none is printed, the last day of the period. What is billed in advance has a period that ends
// in the future: then the latest known day that has come.
const Fact<mx::Date>& day_of_bill(const Context& c) {
  if (c.facts.issued) return c.facts.issued;
  if (!c.facts.to || !c.facts.from || days_between(*c.facts.to, c.today) >= 0) return c.facts.to;
  return c.facts.due && days_between(*c.facts.due, c.today) >= 0 ? c.facts.due : c.facts.from;
}

void bill_is_recent(const Context& c, Judgement& j) {
  const auto& dated = day_of_bill(c);
  if (!dated) return j.miss(c.facts.to, kUnreadable);
  const long age = days_between(*dated, c.today);
  const boost::json::object params{{"found", mx::to_iso(*dated)}, {"limit", c.params.max_age_days}};
  const bool begins = &dated == &c.facts.from;
  if (age < (begins ? -kInAdvance : 0)) return j.find("address.bill_in_future", Severity::critical, {dated}, params);
  if (age > c.params.max_age_days) return j.find("address.bill_too_old", Severity::major, {dated}, params);
  j.hold({dated});
}

// From the first day to the last, then issued, then to be paid; what is paid in advance is issued and paid before its
// period. A bill is issued within weeks of its period: another date of issue makes an old bill a recent one.
void dates_are_in_order(const Context& c, Judgement& j) {
  struct Pair {
    const Fact<mx::Date>&earlier, &later;
    long slack = 0;  // days
  };
  for (const auto& [earlier, later, slack] :
       {Pair{c.facts.from, c.facts.to}, Pair{c.facts.from, c.facts.issued, kInAdvance},
        Pair{c.facts.issued, c.facts.due}, Pair{c.facts.from, c.facts.due, kInAdvance}}) {
    if (!earlier || !later || days_between(*earlier, *later) >= -slack) continue;
    return j.find("address.dates_out_of_order", Severity::major, {earlier, later},
                  {{"found", mx::to_iso(*later)}, {"expected", mx::to_iso(*earlier)}});
  }
  if (c.facts.to && c.facts.issued && days_between(*c.facts.to, *c.facts.issued) > kUntilIssued)
    j.doubt("address.issued_too_late", {c.facts.to, c.facts.issued},
            {{"found", mx::to_iso(*c.facts.issued)}, {"expected", mx::to_iso(*c.facts.to)}});
}

}  // namespace

std::span<const Rule> bill_rules() {
  static const std::vector<Rule> rules{
      {"kind_is_accepted", kind_is_accepted, {"address.kind_not_accepted"}},
      {"holder_is_the_applicant_or_a_relative",
       holder_is_the_applicant_or_a_relative,
       {"address.holder_mismatch", "address.holder_uncertain", "address.holder_is_a_relative"}},
      {"bill_is_recent", bill_is_recent, {"address.bill_too_old", "address.bill_in_future"}},
      {"dates_are_in_order", dates_are_in_order, {"address.dates_out_of_order", "address.issued_too_late"}}};
  return rules;
}

}  // namespace address_check
