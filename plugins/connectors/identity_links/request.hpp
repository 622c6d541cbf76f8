// Writes the request to the index, in the format of the host's core/services/README.md.
#pragma once
#include <instants/instant.hpp>

#include "application.hpp"

namespace identity_links {

// The questions by key stand in the order of application.keys, then those about this person (Own); the nearest in the
// order of application.photos. `now` is when the verification was accepted.
std::string request_body(const Application& application, const Params& params, cotejo::instants::Milliseconds now);

// After the keys: who has the owner's photo, and who applied with this CURP of late; where a citizen's number was read,
// also who had one, and who this one.
enum class Own : std::size_t { photographed, recent, numbered, same_number };
std::size_t own_questions(const Application& application);

// Owners of whom there is a photo, or a citizen's number: that no face of an owner is similar, or no number the same,
// means something only when there is one.
inline constexpr std::string_view kPhotographed = "curp.photographed";
inline constexpr std::string_view kNumbered = "curp.numbered", kCitizen = "curp.citizen";

}  // namespace identity_links
