#include <algorithm>
#include <array>
#include <cmath>
#include <face_likeness/face_likeness.hpp>

#include "rules.hpp"

namespace synthetic_identity {
namespace {

using cotejo::Severity;

constexpr std::string_view kNotCompared = "synthetic_identity.not_compared";
constexpr std::string_view kOfAnother = "synthetic_identity.application_of_another";
constexpr std::string_view kFaceAndMore = "synthetic_identity.face_and_more";

// How sure a face found among all earlier ones is the same one: a score. One in thousands is like a stranger's by
// chance, so the curve of a single comparison (0.5 at 0.39) stands higher here, in the middle of what leaves the check
// undecided.
double found_in_search(double cosine, const Params& params) {
  constexpr double kSlope = 20;  // as in a single comparison
  const double middle = (params.face_doubt + params.face_fail) / 2;
  return 1 / (1 + std::exp(-kSlope * (cosine - middle)));
}

// `2`, or `more than 20` where not all were told.
boost::json::object params_of(const Links& links, std::size_t people) {
  return {{"people", std::to_string(people) + (links.more ? "+" : "")},
          {"verification", links.others.front().verification}};
}

void all_kinds_were_looked_up(const Context& c, Judgement& j) {
  struct Kind {
    std::string_view name;
    const Fact<Links>& links;
  };
  for (const auto& [name, links] :
       {Kind{"curp", c.facts.curp}, Kind{"clabe", c.facts.clabe}, Kind{"phone", c.facts.phone},
        Kind{"device", c.facts.device}, Kind{"card", c.facts.card}, Kind{"address", c.facts.address},
        Kind{"face", c.facts.face}}) {
    const auto& required = c.params.required;
    const bool needed = std::find(required.begin(), required.end(), name) != required.end();
    if (!links && needed) j.miss(links, kNotCompared);
  }
}

// The same application under another CURP: a mistake that was corrected, a second identity that was tried, or a caller
// that gives all its applications one reference. A person looks once; nobody is accused.
void application_is_of_one_person(const Context& c, Judgement& j) {
  if (!c.facts.of_this_application) return;
  j.doubt(kOfAnother, c.facts.shared_in_this_application,
          {{"verification", c.facts.of_this_application->verification}});
}

// Others with the same value: told from one on, undecided and failed from as many as the product says.
void judge_shared(const Fact<Links>& links, const Limits& limits, std::string_view code, Judgement& j) {
  if (!links) return;
  const std::size_t people = links->others.size();
  if (people == 0) return j.hold({links});
  const auto count = static_cast<std::int64_t>(people);
  auto params = params_of(*links, people);
  if (count >= limits.fail) return j.find(code, Severity::major, {links}, std::move(params));
  if (count >= limits.doubt) return j.doubt(code, {links}, std::move(params));
  j.find(code, Severity::info, {links}, std::move(params));
  j.hold({links});
}

void curp_is_nobody_elses(const Context& c, Judgement& j) {
  judge_shared(c.facts.curp, {1, 1}, "synthetic_identity.curp_shared", j);
}

void account_is_nobody_elses(const Context& c, Judgement& j) {
  judge_shared(c.facts.clabe, c.params.clabe(), "synthetic_identity.clabe_shared", j);
}

void phone_is_nobody_elses(const Context& c, Judgement& j) {
  judge_shared(c.facts.phone, c.params.phone(), "synthetic_identity.phone_shared", j);
}

void device_is_nobody_elses(const Context& c, Judgement& j) {
  judge_shared(c.facts.device, c.params.device(), "synthetic_identity.device_shared", j);
}

// One card has one holder. Somebody whose CURP was corrected has another one, and a person sees it.
void card_is_nobody_elses(const Context& c, Judgement& j) {
  judge_shared(c.facts.card, {1, 1}, "synthetic_identity.card_shared", j);
}

// Families share a home: only many people in one are a finding.
void home_is_not_everybodys(const Context& c, Judgement& j) {
  judge_shared(c.facts.address, c.params.address(), "synthetic_identity.address_shared", j);
}

// What somebody shares with this applicant beside a face. A home is a family's, and families are alike: it counts
// beside a face that is the same by itself.
std::vector<const Fact<Links>*> shared_with(const Context& c, std::string_view label, bool home_counts) {
  std::vector<const Fact<Links>*> shared;
  for (const auto* links : {&c.facts.curp, &c.facts.clabe, &c.facts.phone, &c.facts.device, &c.facts.card})
    if (*links && (*links)->find(label)) shared.push_back(links);
  if (home_counts && c.facts.address && c.facts.address->find(label)) shared.push_back(&c.facts.address);
  return shared;
}

std::string_view spoken(std::string_view port) {
  constexpr std::array<std::array<std::string_view, 2>, 6> kSpoken{{{"curp", "CURP"},
                                                                    {"clabe", "CLABE"},
                                                                    {"phone", "teléfono"},
                                                                    {"device", "dispositivo"},
                                                                    {"card", "credencial"},
                                                                    {"address", "domicilio"}}};
  for (const auto& [name, word] : kSpoken)
    if (name == port) return word;
  return port;
}

// The same face and the same account, phone or device under another CURP: a comparison of two, no search.
bool somebody_shares_face_and_more(const Context& c, Judgement& j) {
  bool found = false;
  for (const Other& other : c.facts.face->others) {
    if (other.cosine < c.params.face_corroborated) break;
    const bool same_by_itself = other.cosine >= c.params.face_fail;
    const auto shared = shared_with(c, other.label, same_by_itself);
    if (shared.empty()) continue;
    Grounds grounds{c.facts.face};
    std::string what;
    for (const auto* links : shared) {
      grounds.emplace_back(*links);
      what.append(what.empty() ? "" : ", ").append(spoken(links->field));
    }
    const double sure = cotejo::face_likeness::same_person(other.cosine) *
                        cotejo::judgement::any_right({grounds.begin() + 1, grounds.end()});
    j.find(kFaceAndMore, same_by_itself ? Severity::critical : Severity::major, sure, grounds,
           {{"what", what}, {"similarity", other.cosine}, {"verification", other.verification}});
    found = true;
  }
  return found;
}

void face_is_nobody_elses(const Context& c, Judgement& j) {
  if (!c.facts.face) return;
  if (somebody_shares_face_and_more(c, j)) return;
  const auto& others = c.facts.face->others;
  if (others.empty() || others.front().cosine < c.params.face_doubt) return j.hold({c.facts.face});
  const double cosine = others.front().cosine;
  const auto alike = static_cast<std::size_t>(
      std::count_if(others.begin(), others.end(), [&](const Other& o) { return o.cosine >= c.params.face_doubt; }));
  auto params = params_of(*c.facts.face, alike);
  params["similarity"] = cosine;
  const double sure = found_in_search(cosine, c.params);
  if (cosine >= c.params.face_fail)
    j.find("synthetic_identity.face_shared", Severity::major, sure, {c.facts.face}, std::move(params));
  else
    j.doubt("synthetic_identity.face_alike", sure, {c.facts.face}, std::move(params));
}

// Somebody who was photographed before comes back with another face.
void face_is_that_of_before(const Context& c, Judgement& j) {
  const auto& previous = c.facts.previous;
  const auto& face = c.facts.face;
  if (!previous || !face || previous->photographed == 0) return;
  if (previous->cosine >= c.params.own_face) return j.hold({previous});
  if (face->more) return;  // nearer faces of others may have crowded theirs out
  j.doubt("synthetic_identity.face_changed", {face, previous}, {{"applications", previous->photographed}});
}

// A renewed card has another number of its own, but the same citizen's.
void card_is_that_of_before(const Context& c, Judgement& j) {
  const auto& previous = c.facts.previous;
  if (!previous || previous->numbered == 0) return;
  if (previous->same_number > 0) return j.hold({previous});
  j.doubt("synthetic_identity.card_changed", {previous}, {{"applications", previous->numbered}});
}

}  // namespace

std::span<const Rule> link_rules() {
  static const std::vector<Rule> rules{
      {"all_kinds_were_looked_up", all_kinds_were_looked_up, {kNotCompared}},
      {"application_is_of_one_person", application_is_of_one_person, {kOfAnother}},
      {"curp_is_nobody_elses", curp_is_nobody_elses, {"synthetic_identity.curp_shared"}},
      {"account_is_nobody_elses", account_is_nobody_elses, {"synthetic_identity.clabe_shared"}},
      {"phone_is_nobody_elses", phone_is_nobody_elses, {"synthetic_identity.phone_shared"}},
      {"device_is_nobody_elses", device_is_nobody_elses, {"synthetic_identity.device_shared"}},
      {"card_is_nobody_elses", card_is_nobody_elses, {"synthetic_identity.card_shared"}},
      {"home_is_not_everybodys", home_is_not_everybodys, {"synthetic_identity.address_shared"}},
      {"face_is_nobody_elses",
       face_is_nobody_elses,
       {"synthetic_identity.face_shared", "synthetic_identity.face_alike", kFaceAndMore}},
      {"face_is_that_of_before", face_is_that_of_before, {"synthetic_identity.face_changed"}},
      {"card_is_that_of_before", card_is_that_of_before, {"synthetic_identity.card_changed"}}};
  return rules;
}

}  // namespace synthetic_identity
