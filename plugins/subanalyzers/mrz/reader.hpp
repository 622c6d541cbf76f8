// Reads a machine-readable zone from pixels: finds it, reads its characters, decodes them.
#pragma once
#include <functional>
#include <opencv2/core.hpp>
#include <optional>

#include "decoder.hpp"
#include "zone_finder.hpp"

namespace cotejo::mrz {

struct ZoneReading {
  Zone zone;
  Decoded decoded;
  // Whether this is a machine-readable zone at all, and not some other fixed-pitch text.
  bool credible() const;
  cv::Rect2f box(const Span& span) const;  // in pixels of the image
  cv::Rect2f box() const;
};

// The embedded weights.
const text::StripNetwork& network();

// `image`: BGR or grey.
// `stop` is asked between the steps; true ends the search with what was found so far.
std::optional<ZoneReading> read_zone(const cv::Mat& image, const std::function<bool()>& stop = {});

}  // namespace cotejo::mrz
