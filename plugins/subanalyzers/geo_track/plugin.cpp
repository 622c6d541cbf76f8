#include "geo_track.hpp"

COTEJO_PLUGIN("geo_track", "1.0.0", cotejo::geo_track::GeoTrack)
