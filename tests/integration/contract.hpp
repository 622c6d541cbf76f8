// The OpenAPI document as judge: every JSON answer of the API must be what the document says for its path, method and
// status.
#pragma once
#include <string>
#include <string_view>

namespace cotejo::integration {

// What is wrong, one line each; empty when nothing is. Paths outside the document must be answered with a problem.
std::string violations(std::string_view method, std::string_view target, int status, std::string_view media_type,
                       std::string_view body);

}  // namespace cotejo::integration
