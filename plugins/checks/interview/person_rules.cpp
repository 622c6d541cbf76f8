#include <face_likeness/face_likeness.hpp>

#include "rules.hpp"

namespace interview_check {
namespace {

using cotejo::Severity;
using cotejo::face_likeness::same_person;

void somebody_is_seen(const Context& c, Judgement& j) {
  const auto& empty = c.facts.no_face_share;
  if (!empty) return j.leave_open();
  if (*empty <= c.params.max_no_face_share) return j.hold({empty});
  j.find("interview.no_face", Severity::major, {empty},
         {{"percent", percent(*empty)}, {"limit", percent(c.params.max_no_face_share)}});
}

// A blurred selfie, or an interview in the dark, is like nobody.
bool can_differ(const Context& c) {
  const auto& quality = c.facts.compared_quality;
  return !quality || *quality >= c.params.min_quality_to_differ;
}

// The person who is seen is the one of the selfie or of the card: share of the time, and how alike.
void applicant_is_seen(const Context& c, Judgement& j) {
  const auto &share = c.facts.applicant_share, &alike = c.facts.applicant_similarity;
  if (!share) {
    if (c.facts.no_applicant != "face.none") j.leave_open();  // nobody at all is told by another rule
    return;
  }
  if (!alike) return j.leave_open();
  const double same = same_person(*alike);
  const boost::json::object likeness{{"similarity", rounded(*alike)}, {"limit", c.params.other_similarity}};
  if (*share <= 0 && *alike < c.params.other_similarity && can_differ(c))
    return j.find("interview.other_person", Severity::critical, 1 - same, {share, alike}, likeness);
  if (*share <= 0) return j.doubt("interview.face_uncertain", 1 - same, {share, alike}, likeness);
  if (*share >= c.params.min_applicant_share) return j.hold(same);
  j.find("interview.applicant_absent", Severity::major, share.probability, {share},
         {{"percent", percent(*share)}, {"limit", percent(c.params.min_applicant_share)}});
}

// Where the applicant is not there at all, the rule above tells it.
void nobody_else_is_seen(const Context& c, Judgement& j) {
  const auto &other = c.facts.other_share, &applicant = c.facts.applicant_share;
  if (!other || (applicant && *applicant <= 0)) return;
  if (*other <= c.params.max_other_share) return j.hold({other});
  j.find("interview.second_person", Severity::major, {other},
         {{"percent", percent(*other)}, {"limit", percent(c.params.max_other_share)}});
}

void faces_can_be_told(const Context& c, Judgement& j) {
  const auto& untold = c.facts.untold_share;
  if (!untold || *untold <= c.params.max_untold_share) return;
  j.doubt("interview.face_uncertain", {untold}, {{"similarity", 0}, {"limit", c.params.other_similarity}});
}

// A picture that stands still or is moved about, and nothing in it moves by itself: in a minute of talking everybody's
// lips and lids do. A person looks at the video then, since a coarse codec makes a picture of people, too.
void it_is_no_picture(const Context& c, Judgement& j) {
  const auto& motion = c.facts.motion;
  const auto& stirs = c.facts.stirs;
  if (!motion) return j.leave_open();
  const bool as_one = *motion == "rigid" || *motion == "flat";
  if (*motion != "frozen" && (!as_one || (stirs && *stirs))) return;
  constexpr double kMayBeAPicture = 0.6;  // a score: most who keep so still are alive
  j.doubt("interview.not_live", kMayBeAPicture, {motion});
}

}  // namespace

std::span<const Rule> person_rules() {
  static const std::vector<Rule> rules{
      {"somebody_is_seen", somebody_is_seen, {"interview.no_face"}},
      {"applicant_is_seen",
       applicant_is_seen,
       {"interview.other_person", "interview.face_uncertain", "interview.applicant_absent"}},
      {"nobody_else_is_seen", nobody_else_is_seen, {"interview.second_person"}},
      {"faces_can_be_told", faces_can_be_told, {}},
      {"it_is_no_picture", it_is_no_picture, {"interview.not_live"}}};
  return rules;
}

}  // namespace interview_check
