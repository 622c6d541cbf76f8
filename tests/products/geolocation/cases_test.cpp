#include "geolocation_check.hpp"

using Check = geolocation_check::GeolocationCheck;
constexpr const char* kEvidence = "tu ubicación";

#include "../check_cases.hpp"
