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

// A score: how likely two recordings with this cosine are one speaker's among synthesisers' voices of one sex, when both
// answers are as likely beforehand. Of people it promises too much.
double same_speaker(double cosine);

}  // namespace voice_match
