#include "domain/error.hpp"

#include <stdexcept>
#include <utility>

namespace cotejo::domain {
namespace {

constexpr std::pair<Scope, std::string_view> kScopes[] = {{Scope::request, "request"},   {Scope::product, "product"},
                                                          {Scope::evidence, "evidence"}, {Scope::analysis, "analysis"},
                                                          {Scope::check, "check"},       {Scope::service, "service"},
                                                          {Scope::platform, "platform"}};

}  // namespace

std::string_view to_string(Scope scope) {
  for (const auto& [known, name] : kScopes)
    if (known == scope) return name;
  return "unknown";
}

std::optional<Scope> scope(std::string_view name) {
  for (const auto& [value, known] : kScopes)
    if (known == name) return value;
  return std::nullopt;
}

void throw_exception_from_error(const Error& error, const boost::source_location&) {
  throw std::logic_error("unchecked error " + error.code + ": " + error.message);
}

Error make_error(Scope scope, std::string code, std::string message, std::string at) {
  return {scope, false, std::move(code), std::move(message), std::move(at), {}};
}

Error make_retriable_error(Scope scope, std::string code, std::string message, std::string at) {
  return {scope, true, std::move(code), std::move(message), std::move(at), {}};
}

int http_status(const Error& error) {
  struct Row {
    std::string_view ending;
    int status;
  };
  static constexpr Row table[] = {
      {".not_found", 404},
      {".method_not_allowed", 405},
      {"request.timeout", 408},
      {".conflict", 409},
      {".in_progress", 409},
      {".attempts_exhausted", 409},
      {".erased", 410},
      {".too_large", 413},
      {"request.unsupported_media_type", 415},
      {"request.unsupported_encoding", 415},
      {".overloaded", 429},
      {"request.header_too_large", 431},
      {"request.connections", 503},
      {"request.expectation_failed", 417},
      {"product.unavailable", 503},
  };
  for (const Row& row : table) {
    if (std::string_view(error.code).ends_with(row.ending)) return row.status;
  }
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
