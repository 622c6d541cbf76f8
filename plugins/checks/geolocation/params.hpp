// What a product may set of check.geolocation. Where the defaults come from: README.md.
#pragma once
#include <cotejo/plugin.hpp>
#include <places/postal_area.hpp>

namespace geolocation_check {

struct Params {
  bool country = true;
  std::string near_border = "review";
  std::vector<std::string> allowed_states;
  boost::json::object allowed_areas;
  double max_km_from_address = 60;
  double far_km_from_address = 300;
  std::string address = "if_declared";
  double max_age_minutes = 30;
  double max_clock_skew_seconds = 300;
  double max_accuracy_m = 500;
  double max_speed_kmh = 1000;
  std::string time_zone = "if_stated";
  std::string ip_country = "if_stated";
  std::string rooted = "review";
  std::string mock = "if_stated";

  static void describe(cotejo::ParamSet<Params>& set) {
    set.add("country", &Params::country, "Whether the position must be in Mexico");
    set.add("near_border", &Params::near_border,
            "Too near to the border of the country to tell on which side: a person looks, or the connection's country "
            "decides")
        .one_of({"review", "trust_connection"});
    set.add("allowed_states", &Params::allowed_states,
            "States that the position must be in, by name, abbreviation or CURP code; empty: all");
    set.add("allowed_areas", &Params::allowed_areas, "Circles of which the position must be in one, by name")
        .schema(areas_schema());
    set.add("max_km_from_address", &Params::max_km_from_address,
            "Kilometres from the edge of the declared address's area within which the position is near it")
        .range(0, 5000);
    set.add("far_km_from_address", &Params::far_km_from_address,
            "Beyond so many the check fails; what lies between leaves it undecided")
        .range(0, 20000);
    set.add("address", &Params::address, "Whether the distance to the declared address is judged")
        .one_of({"required", "if_declared", "ignored"});
    set.add("max_age_minutes", &Params::max_age_minutes, "Minutes from the position to the submission")
        .range(0, 525600);
    set.add("max_clock_skew_seconds", &Params::max_clock_skew_seconds,
            "By which the device's clock may be ahead of the host's")
        .range(0, 86400);
    set.add("max_accuracy_m", &Params::max_accuracy_m, "Metres that a position may be off to be judged")
        .range(1, 100000);
    set.add("max_speed_kmh", &Params::max_speed_kmh, "Kilometres an hour that nobody travels faster than")
        .range(1, 100000);
    set.add("time_zone", &Params::time_zone, "Whether the device's time zone is held against the position")
        .one_of({"required", "if_stated", "ignored"});
    set.add("ip_country", &Params::ip_country, "Whether the country of the connection is held against the position")
        .one_of({"required", "if_stated", "ignored"});
    set.add("rooted", &Params::rooted, "A device whose system was opened: a person looks, or nobody cares")
        .one_of({"review", "ignored"});
    set.add("mock", &Params::mock, "Whether the device must say that no app made the position up")
        .one_of({"required", "if_stated"});
  }

 private:
  static boost::json::object areas_schema();
};

// A product's own area.
struct NamedCircle {
  std::string name;
  cotejo::places::Circle circle;
};

// The area that the product's params describe. Throws std::invalid_argument with a sentence for the product's author.
struct AllowedArea {
  std::vector<std::string_view> states;  // CURP codes; empty: all
  std::vector<NamedCircle> circles;      // empty: anywhere
  std::string states_text;               // for people
  explicit AllowedArea(const Params& params);
};

}  // namespace geolocation_check
