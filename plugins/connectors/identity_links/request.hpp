// Writes the request to the index, in the format of the host's core/services/README.md.
#pragma once
#include <instants/instant.hpp>

#include "application.hpp"

namespace identity_links {

// The questions by key stand in the order of application.keys, then the two about this person; the nearest in the order
// of application.photos. `now` is when the verification was accepted.
std::string request_body(const Application& application, const Params& params, cotejo::instants::Milliseconds now);

// After the keys: who has the owner's photo, and who applied with this CURP of late.
inline constexpr std::size_t kOwnQuestions = 2;

// Owners of whom there is a photo: that no face of an owner is similar means something only when there is one.
inline constexpr std::string_view kPhotographed = "curp.photographed";

}  // namespace identity_links
