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

Phrases phrases_of(const boost::json::object& wanted) {
  Phrases phrases;
  const auto take = [&](std::string_view name, std::vector<std::string_view>& into) {
    const auto* list = wanted.if_contains(name);
    if (!list) return;
    for (const auto& phrase : list->as_array()) into.emplace_back(phrase.as_string());
  };
  take("any", phrases.any);
  take("none", phrases.none);
  return phrases;
}

// Who asks for another person says so when asked, or says something that only a person understands.
void answers_say_what_they_must(const Context& c, Judgement& j) {
  if (!c.facts.answers) return;
  for (const auto& [question, wanted] : c.params.phrases) {
    const auto* answer = c.facts.answers->if_contains(question);
    if (!answer) continue;  // told as unanswered, where it is mandatory
    if (says_as_asked(*answer, phrases_of(wanted.as_object()))) {
      j.hold({c.facts.answers});
    } else {
      j.doubt("interview.answer_unexpected", {c.facts.answers}, {{"question", question}, {"found", shown(*answer)}});
    }
  }
}

}  // namespace

std::span<const Rule> answer_rules() {
  static const std::vector<Rule> rules{
      {"answers_are_what_is_known",
       answers_are_what_is_known,
       {"interview.answer_mismatch", "interview.answer_uncertain", "interview.answer_unchecked"}},
      {"answers_say_what_they_must", answers_say_what_they_must, {"interview.answer_unexpected"}}};
  return rules;
}

}  // namespace interview_check
