#include "domain/error.hpp"

#include <stdexcept>

namespace cotejo::domain {

std::string_view to_string(Scope scope) {
  switch (scope) {
    case Scope::request:
      return "request";
    case Scope::product:
      return "product";
    case Scope::evidence:
      return "evidence";
    case Scope::analysis:
      return "analysis";
    case Scope::check:
      return "check";
    case Scope::service:
      return "service";
    case Scope::platform:
      return "platform";
  }
  return "platform";
}

void throw_exception_from_error(const Error& error, const boost::source_location&) {
  throw std::logic_error("unchecked error " + error.code + ": " + error.message);
}

int http_status(const Error& error) {
  if (error.code.ends_with(".not_found")) return 404;
  if (error.code.ends_with(".too_large")) return 413;
  if (error.code.ends_with(".conflict")) return 409;
  if (error.code.ends_with(".overloaded")) return 429;
  switch (error.scope) {
    case Scope::request:
      return 400;
    case Scope::product:
    case Scope::evidence:
      return 422;
    case Scope::analysis:
    case Scope::check:
    case Scope::service:
    case Scope::platform:
      return error.retriable ? 503 : 500;
  }
  return 500;
}

}  // namespace cotejo::domain
