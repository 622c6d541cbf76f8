#include "answers.hpp"
#include "rules.hpp"

namespace interview_check {
namespace {

using cotejo::Severity;

void compare_with(const Context& c, const Expected& expected, const boost::json::value& answer, const Held& held,
                  Judgement& j) {
  const NameLimits limits{c.params.min_name_similarity, c.params.other_name_similarity};
  const Ground said{c.facts.answers};
  Grounds grounds{said};
  grounds.insert(grounds.end(), held.grounds.begin(), held.grounds.end());
  const boost::json::object params{{"question", expected.question},
                                   {"found", shown(answer)},
                                   {"expected", shown(expected.kind, held)},
                                   {"source", held.source}};
  switch (compare(expected.kind, answer, held, limits)) {
    case Comparison::same:
      return j.agree({said}, held.grounds);
    case Comparison::perhaps:
      return j.doubt("interview.answer_uncertain", grounds, params);
    case Comparison::different:
      return j.find("interview.answer_mismatch", Severity::major, grounds, params);
    case Comparison::no_answer:
      return j.doubt("interview.answer_unchecked", {said}, {{"question", expected.question}});
  }
}

// A question that was not asked, or not answered, is for the list of mandatory ones.
void answers_are_what_is_known(const Context& c, Judgement& j) {
  if (!c.facts.answers) return;
  for (const Expected& expected : c.facts.expected) {
    const auto* answer = c.facts.answers->if_contains(expected.question);
    if (!answer) continue;
    if (expected.held.empty())
      j.doubt("interview.answer_unchecked", {c.facts.answers}, {{"question", expected.question}});
    for (const Held& held : expected.held) compare_with(c, expected, *answer, held, j);
  }
}

}  // namespace

std::span<const Rule> answer_rules() {
  static const std::vector<Rule> rules{
      {"answers_are_what_is_known",
       answers_are_what_is_known,
       {"interview.answer_mismatch", "interview.answer_uncertain", "interview.answer_unchecked"}}};
  return rules;
}

}  // namespace interview_check
