#include "rules.hpp"

#include <algorithm>
#include <cmath>
#include <judgement/share.hpp>

namespace signature_check {
namespace {

using cotejo::Severity;

bool all_are_ink(const Facts& facts) {
  return facts.marks && !facts.marks->empty() &&
         std::all_of(facts.marks->begin(), facts.marks->end(), [](const Mark& mark) { return mark.kind == "ink"; });
}

void it_is_written_by_hand(const Context& c, Judgement& j) {
  if (!c.facts.marks) return j.miss(c.facts.marks, kNotReadable);
  for (const Mark& mark : *c.facts.marks) {
    if (mark.kind == "blank")
      j.find("signature.blank", Severity::major, {c.facts.marks}, {{"place", mark.label}}, mark.region);
    else if (mark.kind == "typed")
      j.find("signature.typed", Severity::major, {c.facts.marks}, {{"place", mark.label}}, mark.region);
    else if (mark.kind != "ink")
      j.leave_open();
  }
}

void it_is_no_copy(const Context& c, Judgement& j) {
  if (!c.facts.marks) return;
  for (const Mark& mark : *c.facts.marks)
    if (!mark.copy_of.empty())
      j.find("signature.copied", Severity::critical,
             c.facts.marks.probability * cotejo::judgement::at_share(mark.copied, c.params.copied_share),
             {c.facts.marks}, {{"place", mark.label}, {"other", mark.copy_of}}, mark.region);
}

// As people read a score: of 100.
std::int64_t of_hundred(double score) {
  return std::llround(score * 100);
}

// The mean passes with one place that another hand has signed. One place alone may be a bad picture: a person looks.
void each_is_like_the_cards(const Context& c, Judgement& j) {
  for (const Mark& mark : *c.facts.marks) {
    if (!mark.similarity) {
      j.leave_open();
    } else if (*mark.similarity < c.params.other_similarity) {
      j.doubt("signature.uncertain", {c.facts.marks, c.facts.similarity},
              {{"found", of_hundred(*mark.similarity)}, {"required", of_hundred(c.params.min_similarity)}},
              mark.region);
    }
  }
}

void it_is_like_the_cards(const Context& c, Judgement& j) {
  if (!all_are_ink(c.facts)) return;  // told by the others
  if (!c.facts.similarity) {
    if (c.facts.reference == "signature.no_reference")
      return j.doubt("signature.reference_missing", {{c.facts.similarity.port, 1}});
    return j.miss(c.facts.similarity, kNotReadable);
  }
  const double score = *c.facts.similarity;
  const boost::json::object params{{"found", of_hundred(score)}, {"required", of_hundred(c.params.min_similarity)}};
  const auto where = c.facts.marks->front().region;
  if (score >= c.params.min_similarity) {
    each_is_like_the_cards(c, j);
    return j.hold({c.facts.similarity});
  }
  if (score < c.params.mismatch_similarity)
    return j.find("signature.mismatch", Severity::major, {c.facts.similarity}, params, where);
  j.doubt("signature.uncertain", {c.facts.similarity}, params, where);
}

}  // namespace

std::span<const Rule> rules() {
  static const std::vector<Rule> all{
      {"it_is_written_by_hand", it_is_written_by_hand, {"signature.blank", "signature.typed"}},
      {"it_is_no_copy", it_is_no_copy, {"signature.copied"}},
      {"it_is_like_the_cards",
       it_is_like_the_cards,
       {"signature.mismatch", "signature.uncertain", "signature.reference_missing"}}};
  return all;
}

}  // namespace signature_check
