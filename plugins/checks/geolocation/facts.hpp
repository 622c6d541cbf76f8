// What is known of the device and of where it is, as the rules see it.
#pragma once
#include <instants/instant.hpp>
#include <judgement/gathering.hpp>
#include <places/position.hpp>

#include "params.hpp"

namespace geolocation_check {

using cotejo::judgement::Fact;
using cotejo::judgement::Flag;
using cotejo::judgement::Text;
using Number = Fact<double>;

struct NearState {
  std::string curp_code, name;
};

struct Fastest {
  double km = 0, seconds = 0;
};

struct Facts {
  Number latitude, longitude, accuracy, max_speed, km_outside, declared_km;
  Fact<cotejo::instants::Milliseconds> fixed_at;
  Flag mock, in_country, clock_fits, rooted, emulator;
  Text declared_area, time_zone, ip_country;
  Fact<std::vector<NearState>> states;
  Fact<std::vector<std::string>> invalid_kinds;
  Fact<Fastest> fastest;
  bool near_border = false;  // whether it is in the country cannot be told
  bool no_valid_fix = false;
  bool unknown_area = false;  // an address was declared, and lies nowhere

  std::optional<cotejo::places::Position> position() const {
    if (!latitude || !longitude) return std::nullopt;
    return cotejo::places::Position{*latitude, *longitude};
  }
};

struct Ports {
  template <class T>
  using In = cotejo::judgement::Input<T>;
  cotejo::Component* owner;

  In<double> latitude{owner, "latitude", "geo.track.latitude"};
  In<double> longitude{owner, "longitude", "geo.track.longitude"};
  In<double> accuracy{owner, "accuracy", "geo.track.accuracy", "Metres"};
  In<std::string> fixed_at{owner, "fixed_at", "geo.track.fixed_at", "RFC 3339"};
  In<double> max_speed{owner, "max_speed", "geo.track.max_speed", "Metres a second"};
  In<cotejo::Json> fastest{owner, "fastest", "geo.track.fastest"};
  In<cotejo::Json> invalid_fixes{owner, "invalid_fixes", "geo.track.invalid_fixes"};
  In<bool> mock{owner, "mock", "geo.track.mock"};
  In<bool> in_country{owner, "in_country", "geo.track.in_country"};
  In<double> km_outside{owner, "km_outside", "geo.track.km_outside"};
  In<cotejo::Json> states{owner, "states", "geo.track.states"};
  In<std::string> declared_area{owner, "declared_area", "geo.track.declared_area"};
  In<double> declared_km{owner, "declared_km", "geo.track.declared_km"};
  In<std::string> time_zone{owner, "time_zone", "geo.track.time_zone"};
  In<bool> clock_fits{owner, "clock_fits", "geo.track.clock_fits"};
  In<std::string> ip_country{owner, "ip_country", "geo.track.ip_country"};
  In<bool> rooted{owner, "rooted", "geo.track.rooted"};
  In<bool> emulator{owner, "emulator", "geo.track.emulator"};
};

Facts gather(const cotejo::Call& call, const Ports& ports);

}  // namespace geolocation_check
