// The one error taxonomy of the host: the same scope, code and retriable flag in C++, in results and in HTTP problem
// documents. A check's negative finding is an appraisal item, not an error.
#pragma once
#include <boost/system/result.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cotejo::domain {

enum class Scope { request, product, evidence, analysis, check, service, platform };
std::string_view to_string(Scope scope);
std::optional<Scope> scope(std::string_view name);

struct Error {
  Scope scope = Scope::platform;
  bool retriable = false;
  std::string code;     // stable, dotted: `evidence.unreadable`, `analysis.deadline`
  std::string message;  // a sentence for operators; never evidence or personal data
  std::string at;       // where: a node (`selfie:person`), an evidence name, a request field
  // The checks that this error left undecided. When there is none: the analyses whose findings are missing because of
  // it.
  std::vector<std::string> blocked;
};

Error make_error(Scope scope, std::string code, std::string message, std::string at = {});  // permanent
Error make_retriable_error(Scope scope, std::string code, std::string message, std::string at = {});

// A value or an Error: how functions on the request path report failure. Exceptions are for start-up and configuration.
template <class T>
using Result = boost::system::result<T, Error>;

// boost::system::result calls this when value() is used although there is an error, which is a bug in the caller.
[[noreturn]] void throw_exception_from_error(const Error& error, const boost::source_location& location);

// The HTTP status of an error: from the ending of its code (`.not_found` 404, `.too_large` 413, `.conflict` 409,
// `.overloaded` 429; the table is in error.cpp), otherwise from its scope.
int http_status(const Error& error);

}  // namespace cotejo::domain
