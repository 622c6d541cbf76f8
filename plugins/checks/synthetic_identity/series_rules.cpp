#include <algorithm>
#include <array>

#include "rules.hpp"

namespace synthetic_identity {
namespace {

using cotejo::Severity;

constexpr std::string_view kBurst = "synthetic_identity.burst";
constexpr std::string_view kSeries = "synthetic_identity.curp_series";
constexpr std::string_view kApplications = "synthetic_identity.many_applications";

bool is_new(const Other& other, const Context& c) {
  return other.first && c.now - *other.first <= std::chrono::days(c.params.burst_days);
}

std::int64_t new_people(const Links& links, const Context& c) {
  return std::count_if(links.others.begin(), links.others.end(), [&](const Other& o) { return is_new(o, c); });
}

// People who appear with one phone, device or home within days of one another. That a building is many people's says
// nothing; that many of them are new at once does.
void people_do_not_come_in_bursts(const Context& c, Judgement& j) {
  struct Kind {
    const Fact<Links>& links;
    std::int64_t limit;
    std::string_view spoken;
  };
  const auto people = c.params.burst_people;
  for (const auto& [links, limit, spoken] :
       {Kind{c.facts.phone, people, "teléfono"}, Kind{c.facts.device, people, "dispositivo"},
        Kind{c.facts.address, people, "domicilio"}, Kind{c.facts.building, c.params.burst_building, "edificio"}}) {
    if (!links) continue;
    const std::int64_t found = new_people(*links, c);
    // A home is its building where it has no flats: one burst is told once.
    const bool told = &links == &c.facts.building && c.facts.address && new_people(*c.facts.address, c) >= people;
    if (found >= limit && !told)
      j.find(kBurst, Severity::major, {links},
             {{"what", spoken},
              {"people", found},
              {"days", c.params.burst_days},
              {"verification", links->others.front().verification}});
  }
}

bool has(const Other& other, std::string_view through) {
  return std::find(other.through.begin(), other.through.end(), through) != other.through.end();
}

// CURPs of one name whose day of birth alone differs are namesakes', unless they share something else. A home is none
// of it: brothers have like names. Nor is a face that is only a little alike: among thousands a namesake may have it.
const Fact<Links>* shares_something(const Context& c, const Other& other) {
  for (const auto* links : {&c.facts.clabe, &c.facts.phone, &c.facts.device, &c.facts.card})
    if (*links && (*links)->find(other.label)) return links;
  const Other* face = c.facts.face ? c.facts.face->find(other.label) : nullptr;
  return face && face->cosine >= c.params.face_doubt ? &c.facts.face : nullptr;
}

void curp_is_not_of_a_series(const Context& c, Judgement& j) {
  const auto& series = c.facts.series;
  if (!series) return;
  for (const Other& other : series->others) {
    const boost::json::object params{{"verification", other.verification}};
    if (has(other, "homonym")) return j.find(kSeries, Severity::major, {series}, params);
    if (const auto* shared = shares_something(c, other); shared && has(other, "letters"))
      return j.find(kSeries, Severity::major, {series, *shared}, params);
  }
  j.hold({series});
}

void applications_have_an_end(const Context& c, Judgement& j) {
  const auto& previous = c.facts.previous;
  if (!previous || previous->recent < c.params.recent_applications) return;
  j.doubt(kApplications, {previous}, {{"applications", previous->recent}});
}

}  // namespace

std::span<const Rule> series_rules() {
  static const std::vector<Rule> rules{{"people_do_not_come_in_bursts", people_do_not_come_in_bursts, {kBurst}},
                                       {"curp_is_not_of_a_series", curp_is_not_of_a_series, {kSeries}},
                                       {"applications_have_an_end", applications_have_an_end, {kApplications}}};
  return rules;
}

}  // namespace synthetic_identity
