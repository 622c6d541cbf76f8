#include "geolocation_check.hpp"

COTEJO_PLUGIN("geolocation", "1.0.0", geolocation_check::GeolocationCheck)
