#include "track.hpp"

#include <algorithm>
#include <cmath>

namespace cotejo::geo_track {
namespace {

namespace json = boost::json;
using json_records::instant_of;
using json_records::Refusal;
using json_records::text_of;

constexpr std::string_view kSchema =
#include "schema.inc"
    ;

// Where latitude and longitude that were not set lie, off Africa: nobody is within a kilometre of it.
constexpr double kUnset = 0.01;  // degrees

// A box around Mexico: what lies in it only when it is turned round has been turned round.
bool is_about_mexico(double latitude, double longitude) {
  return latitude > 14 && latitude < 33 && longitude > -119 && longitude < -86;
}

std::optional<double> number_of(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  if (!value || !value->is_number()) return std::nullopt;
  const double number = value->to_number<double>();
  return std::isfinite(number) ? std::optional(number) : std::nullopt;
}

std::optional<bool> flag_of(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value ? std::optional(value->as_bool()) : std::nullopt;
}

std::string_view fault_of(std::optional<double> latitude, std::optional<double> longitude) {
  if (!latitude || !longitude) return "missing";
  if (is_about_mexico(*longitude, *latitude)) return "swapped";
  if (std::abs(*latitude) > 90 || std::abs(*longitude) > 180) return "out_of_range";
  if (std::abs(*latitude) < kUnset && std::abs(*longitude) < kUnset) return "null_island";
  return {};
}

void take_fix(const json::object& object, std::size_t index, instants::Milliseconds latest, Track& track,
              Refusal& refused) {
  const auto latitude = number_of(object, "lat"), longitude = number_of(object, "lon");
  const auto at = instant_of(object, "at", "fixes[" + std::to_string(index) + "].", refused);
  const auto mock = flag_of(object, "mock");
  track.made_up = track.made_up || mock.value_or(false);
  std::string_view fault = fault_of(latitude, longitude);
  if (fault.empty() && at.utc > latest) fault = "future";
  if (!fault.empty()) {
    track.invalid.push_back({index, fault});
    return;
  }
  Fix fix{{*latitude, *longitude}, number_of(object, "accuracy_m"), at, text_of(object, "provider"), mock};
  if (fix.accuracy && *fix.accuracy <= 0) fix.accuracy.reset();
  track.fixes.push_back(std::move(fix));
}

Device device_of(const json::object& object) {
  return {text_of(object, "id"),        text_of(object, "model"),  text_of(object, "os"),
          text_of(object, "time_zone"), text_of(object, "locale"), flag_of(object, "rooted"),
          flag_of(object, "emulator")};
}

}  // namespace

TrackReader::TrackReader() : schema_(kSchema) {}

std::variant<Track, Fault> TrackReader::read(const json::value& document, instants::Milliseconds latest) const {
  if (auto fault = schema_.fault_in(document)) return *std::move(fault);
  const auto& record = document.as_object();
  Track track;
  Refusal refused;
  const auto& fixes = record.at("fixes").as_array();
  for (std::size_t i = 0; i < fixes.size(); ++i) take_fix(fixes[i].as_object(), i, latest, track, refused);
  if (const auto* device = record.if_contains("device")) track.device = device_of(device->as_object());
  if (const auto* ip = record.if_contains("ip")) track.ip_country = text_of(ip->as_object(), "country");
  for (char& c : track.ip_country) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    if (c < 'A' || c > 'Z') refused.at("ip.country");
  }
  if (refused.where()) return Fault{*refused.where()};
  std::stable_sort(track.fixes.begin(), track.fixes.end(),
                   [](const Fix& a, const Fix& b) { return a.at.utc < b.at.utc; });
  return track;
}

std::string_view shipped_schema() {
  return kSchema;
}

}  // namespace cotejo::geo_track
