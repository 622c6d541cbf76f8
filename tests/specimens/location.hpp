// Where the applicant's device was: the record that geo.track reads.
#pragma once

#include <filesystem>
#include <instants/instant.hpp>

#include "specimen.hpp"

namespace cotejo::specimens {

// What is wrong with a record of positions, and the appraisal item that names it.
struct LocationVariant {
  const char* name;
  const char* code;  // null: nothing is wrong
};
const std::vector<LocationVariant>& location_variants();

struct LocationOrder {
  std::string variant = "genuine";
  bool alone = false;           // as for a statement
  instants::Milliseconds at{};  // when the record ends: a little before it is submitted
};

// Positions in the area of the applicant's postal code, a minute or two of them, and the device. Throws
// std::invalid_argument for an unknown variant.
boost::json::object make_location(const Specimen& specimen, const LocationOrder& order);

// Writes location.json, and adds `state` to applicant.json and `location` to truth.json.
void write_location(const Specimen& specimen, const LocationOrder& order, const std::filesystem::path& folder);

}  // namespace cotejo::specimens
