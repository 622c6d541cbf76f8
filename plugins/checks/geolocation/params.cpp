#include "params.hpp"

#include <boost/json/parse.hpp>
#include <mx/state.hpp>
#include <stdexcept>

namespace geolocation_check {

boost::json::object Params::areas_schema() {
  return boost::json::parse(R"({
    "type": "object",
    "default": {},
    "additionalProperties": {
      "type": "object", "additionalProperties": false, "required": ["latitude", "longitude", "km"],
      "properties": {
        "latitude": {"type": "number", "minimum": -90, "maximum": 90},
        "longitude": {"type": "number", "minimum": -180, "maximum": 180},
        "km": {"type": "number", "minimum": 0, "maximum": 5000, "description": "Radius"}
      }
    }
  })")
      .as_object();
}

AllowedArea::AllowedArea(const Params& params) {
  for (const std::string& named : params.allowed_states) {
    const auto* state = cotejo::mx::state_of_name(named);
    if (!state) throw std::invalid_argument("allowed_states: '" + named + "' is no state of Mexico");
    states.push_back(state->curp_code);
    states_text += (states_text.empty() ? "" : ", ") + std::string(state->name);
  }
  for (const auto& [name, value] : params.allowed_areas) {
    const auto& body = value.as_object();
    circles.push_back({name,
                       {{body.at("latitude").to_number<double>(), body.at("longitude").to_number<double>()},
                        body.at("km").to_number<double>()}});
  }
}

}  // namespace geolocation_check
