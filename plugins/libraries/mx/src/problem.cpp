#include "mx/problem.hpp"

namespace cotejo::mx {

std::string_view code(Problem problem) {
  switch (problem) {
    case Problem::none:
      return "";
    case Problem::length:
      return "length";
    case Problem::characters:
      return "characters";
    case Problem::format:
      return "format";
    case Problem::date:
      return "date";
    case Problem::state:
      return "state";
    case Problem::forbidden_word:
      return "forbidden_word";
    case Problem::check_digit:
      return "check_digit";
    case Problem::bank:
      return "bank";
    case Problem::number_plan:
      return "number_plan";
    case Problem::postal_range:
      return "postal_range";
  }
  return "";
}

}  // namespace cotejo::mx
