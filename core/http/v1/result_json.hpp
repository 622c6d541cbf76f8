// The v1 form of a verification. Another version of the API gets a file like this one beside it; the domain stays the
// same.
#pragma once
#include <string>
#include <string_view>

#include "domain/verification.hpp"

namespace cotejo::http::v1 {

// The result, of as many attempts. Vectors are biometric templates and never leave the host: only their size is shown.
std::string result(const domain::Verification& verification, int attempts);
// What each node did.
std::string trace(const domain::Verification& verification);
// Why it was decided so: the decision with its checks and items, and those with their traits and places. Findings have
// their words for an agent in this locale, or those for the lender's own people.
std::string explanation(const domain::Verification& verification, std::string_view locale);
// One event of the progress stream.
std::string progress(const domain::NodeTrace& node);

}  // namespace cotejo::http::v1
