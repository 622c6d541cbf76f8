// An answer against what is known: what was said is a value, or a sentence with the value in it. Pure functions.
#pragma once
#include <boost/json/value.hpp>

#include "expectations.hpp"

namespace interview_check {

enum class Comparison {
  same,
  perhaps,  // alike, or other values were said beside it
  different,
  no_answer  // nothing of this kind was said
};

struct NameLimits {
  double same = 0.92, other = 0.75;  // similarities
};

Comparison compare(Kind kind, const boost::json::value& answer, const Held& held, const NameLimits& limits);

// Both as people read them.
std::string shown(const boost::json::value& answer);
std::string shown(Kind kind, const Held& held);

}  // namespace interview_check
