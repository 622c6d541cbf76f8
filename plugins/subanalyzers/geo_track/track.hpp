// Reads the positions of a device, in the format of README.md and geo-track.schema.json. Pure functions. The document
// is untrusted; the `json` analyzer has limited its size.
#pragma once
#include <boost/json/value.hpp>
#include <json_records/record_schema.hpp>
#include <optional>
#include <places/position.hpp>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace cotejo::geo_track {

struct Fix {
  places::Position position;
  std::optional<double> accuracy;  // metres; none when the device does not state it, or states 0
  instants::Instant at;
  std::string provider;      // empty: not stated
  std::optional<bool> mock;  // whether the system calls it made up; none: not stated
};

// A fix that cannot be one.
struct InvalidFix {
  std::size_t index = 0;  // as listed, from 0
  std::string_view kind;  // missing, swapped, out_of_range, null_island, future
};

struct Device {
  std::string id, model, os, time_zone, locale;  // empty: not stated
  std::optional<bool> rooted, emulator;
};

struct Track {
  std::vector<Fix> fixes;  // the valid ones, oldest first
  std::vector<InvalidFix> invalid;
  bool made_up = false;  // any fix, valid or not, is called so
  Device device;
  std::string ip_country;  // capitals; empty: not stated
};

using json_records::Fault;

// Keeps the parsed schema. Thread-safe.
class TrackReader {
 public:
  TrackReader();
  // Fixes later than `latest` are invalid.
  std::variant<Track, Fault> read(const boost::json::value& document, instants::Milliseconds latest) const;

 private:
  json_records::RecordSchema schema_;
};

// geo-track.schema.json.
std::string_view shipped_schema();

}  // namespace cotejo::geo_track
