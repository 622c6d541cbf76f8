// What is put into the index and asked of it, as core/services/README.md of the host has it.
#pragma once
#include <instants/instant.hpp>

#include "application.hpp"

namespace identity_links {

// The questions by key stand in the order of application.keys, then the two about this person; the nearest in the order
// of application.photos. `now` is when the verification was accepted.
std::string request_body(const Application& application, const Params& params, cotejo::instants::Milliseconds now);

// After the keys: who has the owner's photo, and who applied with this CURP of late.
inline constexpr std::size_t kOwnQuestions = 2;

// Who was ever photographed: that none of an owner's faces is near tells something only when there are some.
inline constexpr std::string_view kPhotographed = "curp.photographed";

}  // namespace identity_links
