// What callers may be refused with. Problem documents point into it, and /docs shows it.
#pragma once
#include <span>
#include <string>
#include <string_view>

namespace cotejo::http {

struct Problem {
  std::string_view code;
  std::string_view about;  // what it means, and what to do
};

std::span<const Problem> problems();

// Where /docs explains the code; about:blank (RFC 9457, section 4.2.1) when it does not.
std::string problem_type(std::string_view code);

}  // namespace cotejo::http
