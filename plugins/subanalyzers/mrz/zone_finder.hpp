// Finds a machine-readable zone: two or three parallel lines of 30, 36 or 44 fixed-pitch characters, at any angle and
// also upside down. Rows of evenly sized marks are candidates, which the strip network scores.
#pragma once
#include <functional>
#include <opencv2/core.hpp>
#include <optional>
#include <vector>

#include "line_reader.hpp"

namespace cotejo::mrz {

struct Zone {
  std::vector<LineReading> lines;  // top to bottom in reading direction, all with the same number of characters
  double score = 0;                // means over the lines
  double ends = 0;
  int count() const { return lines.empty() ? 0 : static_cast<int>(lines.front().cells.size()); }
};

struct ZoneSearch {
  double least_probe = -1.3;  // a row that reads worse in its middle is not machine-readable
  double least_score = -1.6;  // a zone that reads worse was not found
};

// Takes a zone that may be one; true ends the search.
using ZoneVisitor = std::function<bool(const Zone&)>;

// Calls `visit` with the possible zones of the image, the most promising first. There are several searches, each with
// another way of looking at the image. `pause` is asked after each search and `stop` between its steps: true ends
// everything.
void find_zones(const text::StripNetwork& network, Pyramid& image, const ZoneVisitor& visit,
                const std::function<bool()>& pause, const std::function<bool()>& stop, const ZoneSearch& search = {});

}  // namespace cotejo::mrz
