#include "domain/verification.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <utility>

namespace cotejo::domain {
namespace {

template <class E>
using Names = std::pair<E, std::string_view>;

constexpr Names<Severity> kSeverities[] = {
    {Severity::info, "info"}, {Severity::minor, "minor"}, {Severity::major, "major"}, {Severity::critical, "critical"}};
constexpr Names<Verdict> kVerdicts[] = {
    {Verdict::pass, "pass"}, {Verdict::fail, "fail"}, {Verdict::undecided, "undecided"}};
constexpr Names<Outcome> kOutcomes[] = {
    {Outcome::approve, "approve"}, {Outcome::reject, "reject"}, {Outcome::review, "review"}};
constexpr Names<Audience> kAudiences[] = {
    {Audience::applicant, "applicant"}, {Audience::agent, "agent"}, {Audience::internal, "internal"}};
constexpr Names<Status> kStatuses[] = {
    {Status::accepted, "accepted"}, {Status::running, "running"}, {Status::completed, "completed"}};

template <class E, std::size_t N>
std::string_view name_of(const Names<E> (&names)[N], E value) {
  for (const auto& [known, name] : names)
    if (known == value) return name;
  return "unknown";
}

template <class E, std::size_t N>
std::optional<E> value_of(const Names<E> (&names)[N], std::string_view name) {
  for (const auto& [value, known] : names)
    if (known == name) return value;
  return std::nullopt;
}

}  // namespace

std::string_view to_string(Severity value) {
  return name_of(kSeverities, value);
}
std::string_view to_string(Verdict value) {
  return name_of(kVerdicts, value);
}
std::string_view to_string(Outcome value) {
  return name_of(kOutcomes, value);
}
std::string_view to_string(Audience value) {
  return name_of(kAudiences, value);
}
std::string_view to_string(Status value) {
  return name_of(kStatuses, value);
}
std::optional<Severity> severity(std::string_view name) {
  return value_of(kSeverities, name);
}
std::optional<Verdict> verdict(std::string_view name) {
  return value_of(kVerdicts, name);
}
std::optional<Outcome> outcome(std::string_view name) {
  return value_of(kOutcomes, name);
}
std::optional<Audience> audience(std::string_view name) {
  return value_of(kAudiences, name);
}
std::optional<Status> status(std::string_view name) {
  return value_of(kStatuses, name);
}

std::vector<LostFindings> lost_findings(const Verification& verification) {
  std::vector<LostFindings> lost;
  for (const Error& error : verification.errors)
    for (const std::string& name : error.blocked)
      if (std::ranges::none_of(verification.checks, [&](const CheckResult& check) { return check.name == name; }))
        lost.push_back({name, &error});
  return lost;
}

std::string to_iso8601(TimePoint time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss clock{time - day};
  std::string text = "0000-00-00T00:00:00.000Z";
  const auto put = [&](std::size_t at, std::size_t digits, std::int64_t number) {
    for (std::size_t i = digits; i-- > 0; number /= 10) text[at + i] = static_cast<char>('0' + number % 10);
  };
  put(0, 4, static_cast<int>(date.year()));
  put(5, 2, static_cast<unsigned>(date.month()));
  put(8, 2, static_cast<unsigned>(date.day()));
  put(11, 2, clock.hours().count());
  put(14, 2, clock.minutes().count());
  put(17, 2, clock.seconds().count());
  put(20, 3, clock.subseconds().count());
  return text;
}

std::optional<TimePoint> from_iso8601(std::string_view text) {
  // 0123456789012345678901 2 3
  // YYYY-MM-DDTHH:MM:SS.mmmZ ; the fraction may be left out
  constexpr std::string_view kShape = "dddd-dd-ddTdd:dd:dd";
  if (text.size() < kShape.size() + 1 || text.back() != 'Z') return std::nullopt;
  for (std::size_t i = 0; i < kShape.size(); ++i) {
    const bool digit = text[i] >= '0' && text[i] <= '9';
    if (kShape[i] == 'd' ? !digit : text[i] != kShape[i]) return std::nullopt;
  }
  const auto number = [&](std::size_t at, std::size_t size) {
    int n = 0;
    std::from_chars(text.data() + at, text.data() + at + size, n);
    return n;
  };
  const std::chrono::year_month_day date{std::chrono::year{number(0, 4)},
                                         std::chrono::month{static_cast<unsigned>(number(5, 2))},
                                         std::chrono::day{static_cast<unsigned>(number(8, 2))}};
  if (!date.ok() || number(11, 2) > 23 || number(14, 2) > 59 || number(17, 2) > 60) return std::nullopt;
  int ms = 0;
  if (text.size() == kShape.size() + 5 && text[kShape.size()] == '.') {
    ms = number(kShape.size() + 1, 3);
  } else if (text.size() != kShape.size() + 1) {
    return std::nullopt;
  }
  return TimePoint{std::chrono::sys_days{date}} + std::chrono::hours{number(11, 2)} +
         std::chrono::minutes{number(14, 2)} + std::chrono::seconds{number(17, 2)} + std::chrono::milliseconds{ms};
}

}  // namespace cotejo::domain
