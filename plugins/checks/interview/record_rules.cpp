#include <algorithm>

#include "rules.hpp"

namespace interview_check {
namespace {

using cotejo::Severity;

// A record is dated by its own clock, which may stand in a zone where it is tomorrow already.
constexpr long kZoneDays = 1;

void consent_was_given(const Context& c, Judgement& j) {
  const auto& given = c.facts.consent_given;
  if (!given) return j.miss(given, kFieldMissing);
  if (*given) return j.hold({given});
  j.find("interview.consent_missing", Severity::major, {given});
}

// Which statement it was: its version, and where the product knows the text, that text.
void consent_is_to_a_known_statement(const Context& c, Judgement& j) {
  const auto& version = c.facts.consent_version;
  if (!c.facts.consent_given || !*c.facts.consent_given) return;
  if (c.facts.consent_contradictory)
    return j.find("interview.consent_unknown", Severity::major, {c.facts.consent_given},
                  {{"found", version ? *version : "?"}});
  if (!version) return j.miss(version, kFieldMissing);
  const auto& known = c.params.consents;
  if (known.empty()) return j.hold({version});
  const auto* digest = known.if_contains(*version);
  if (!digest) return j.find("interview.consent_unknown", Severity::major, {version}, {{"found", *version}});
  if (digest->as_string().empty()) return j.hold({version});
  const auto& stated = c.facts.consent_sha256;
  if (!stated) return j.miss(stated, kFieldMissing);
  if (digest->as_string() == std::string_view(*stated)) return j.hold({version, stated});
  j.find("interview.consent_unknown", Severity::major, {version, stated}, {{"found", *version}});
}

void consent_came_first(const Context& c, Judgement& j) {
  const auto& given = c.facts.consent_given;
  const auto& at = c.facts.consent_at;
  if (!given || !*given || !c.facts.has_first) return;
  if (!at) return j.miss(at, kFieldMissing);
  if (*at <= c.facts.first_asked) return j.hold({at});
  j.find("interview.consent_late", Severity::major, {at},
         {{"seconds", rounded(*at)}, {"first", rounded(c.facts.first_asked)}});
}

void operator_is_known(const Context& c, Judgement& j) {
  const auto& who = c.facts.operator_id;
  if (!who) return j.miss(who, kFieldMissing);
  const auto& known = c.params.operators;
  if (known.empty() || std::find(known.begin(), known.end(), *who) != known.end()) return j.hold({who});
  j.find("interview.operator_unknown", Severity::major, {who}, {{"found", *who}});
}

void interview_is_recent(const Context& c, Judgement& j) {
  const auto& date = c.facts.date;
  if (!date) return j.miss(date, kFieldMissing);
  const long age = (std::chrono::sys_days(c.today) - std::chrono::sys_days(*date)).count();
  const boost::json::object params{{"found", mx::to_iso(*date)}, {"limit", c.params.max_age_days}};
  if (age < -kZoneDays) return j.find("interview.in_future", Severity::critical, {date}, params);
  if (age > c.params.max_age_days) return j.find("interview.too_old", Severity::major, {date}, params);
  j.hold({date});
}

void mandatory_questions_are_answered(const Context& c, Judgement& j) {
  const auto& missing = c.facts.missing;
  if (!missing) return j.miss(missing, kFieldMissing);
  if (missing->empty()) return j.hold({missing});
  std::string listed;
  for (const auto& question : *missing) listed += (listed.empty() ? "" : ", ") + question;
  j.find("interview.question_unanswered", Severity::major, {missing},
         {{"questions", listed}, {"count", static_cast<std::int64_t>(missing->size())}});
}

}  // namespace

std::span<const Rule> record_rules() {
  static const std::vector<Rule> rules{
      {"consent_was_given", consent_was_given, {"interview.consent_missing", kFieldMissing}},
      {"consent_is_to_a_known_statement", consent_is_to_a_known_statement, {"interview.consent_unknown"}},
      {"consent_came_first", consent_came_first, {"interview.consent_late"}},
      {"operator_is_known", operator_is_known, {"interview.operator_unknown"}},
      {"interview_is_recent", interview_is_recent, {"interview.too_old", "interview.in_future"}},
      {"mandatory_questions_are_answered", mandatory_questions_are_answered, {"interview.question_unanswered"}}};
  return rules;
}

}  // namespace interview_check
