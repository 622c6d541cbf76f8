// A sound record, and ways to spoil it: somebody invented, at home in Mexico City.
#pragma once
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value_from.hpp>
#include <string>

namespace tracks {

namespace json = boost::json;

// The testing host's clock says 2026-01-01T00:00:00Z.
inline json::value sound() {
  return json::parse(R"({
    "format": "cotejo.location/1",
    "fixes": [
      {"lat": 19.4326, "lon": -99.1332, "accuracy_m": 30, "at": "2025-12-31T17:58:00-06:00", "provider": "network"},
      {"lat": 19.4328, "lon": -99.1331, "accuracy_m": 8, "at": "2025-12-31T17:58:50-06:00", "provider": "gps", "mock": false},
      {"lat": 19.4327, "lon": -99.1330, "accuracy_m": 12, "at": "2025-12-31T17:59:30-06:00", "provider": "gps", "speed": 0.4}
    ],
    "device": {"id": "d-4711", "model": "Pixel 8", "os": "Android 15", "time_zone": "America/Mexico_City",
               "locale": "es-MX", "rooted": false, "emulator": false},
    "ip": {"country": "MX"}})");
}

// The record with `value` at a path such as `/fixes/0/lat`; a last member that is not there is made.
template <class T>
json::value with(std::string_view path, const T& value, json::value record = sound()) {
  const auto last = path.rfind('/');
  json::value& parent = last == 0 ? record : record.at_pointer(path.substr(0, last));
  parent.as_object()[path.substr(last + 1)] = json::value_from(value);
  return record;
}

}  // namespace tracks
