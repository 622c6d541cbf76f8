// The rules of check.voice_match: one small function each, in one table.
#pragma once
#include <judgement/judged_check.hpp>

#include "facts.hpp"

namespace voice_match {

struct Context {
  const Facts& facts;
  const Params& params;
};

using Judgement = cotejo::judgement::Judgement;
using Rule = cotejo::judgement::Rule<Context>;

std::span<const Rule> rules();

// A score: the probability that two recordings with this cosine are of one speaker, among synthetic voices of one sex
// and when both answers are equally likely beforehand. For real people it is too optimistic.
double same_speaker(double cosine);

}  // namespace voice_match
