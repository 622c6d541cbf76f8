// Compares an answer with what is known. The answer is a value, or a sentence that contains it. Pure functions.
#pragma once
#include <boost/json/value.hpp>

#include "expectations.hpp"

namespace interview_check {

enum class Comparison {
  same,
  perhaps,  // similar, or other values were said as well
  different,
  no_answer  // no value of this kind was said
};

struct NameLimits {
  double same = 0.92, other = 0.75;  // similarities
};

Comparison compare(Kind kind, const boost::json::value& answer, const Held& held, const NameLimits& limits);

// Whether an answer has one of `any` and none of `none`, as whole words.
struct Phrases {
  std::vector<std::string_view> any, none;
};
bool says_as_asked(const boost::json::value& answer, const Phrases& phrases);

// Both as people read them.
std::string shown(const boost::json::value& answer);
std::string shown(Kind kind, const Held& held);

}  // namespace interview_check
