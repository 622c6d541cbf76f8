// geo.track: where a device was, what kind of device it is, and how far it was from the declared address.
#pragma once
#include <cmath>
#include <cotejo/plugin.hpp>
#include <mx/person.hpp>
#include <mx/state.hpp>
#include <places/clock.hpp>
#include <places/postal_area.hpp>
#include <places/whereabouts.hpp>

#include "motion.hpp"
#include "track.hpp"

namespace cotejo::geo_track {

class GeoTrack final : public SubAnalyzer {
 public:
  static constexpr About about{
      "geo.track", "1.0.0", "Position, movement and device, the state they lie in and how far the declared address is"};
  static constexpr bool parallel = true;

  struct Params {
    double position_window_seconds = 120;
    double unstated_accuracy_m = 100;
    static void describe(ParamSet<Params>& set) {
      set.add("position_window_seconds", &Params::position_window_seconds,
              "The position is the most accurate fix of so many seconds before the newest")
          .range(0, 86400);
      set.add("unstated_accuracy_m", &Params::unstated_accuracy_m,
              "What a fix may be off that does not say so, in metres")
          .range(0, 100000);
    }
  };

  explicit GeoTrack(Params params) : params_(params) {}

  Port<Json> document{this, "document", "json.document", "The record, as geo-track.schema.json describes it"};
  OptionalPort<std::string> postal_code{this, "postal_code", "application.postal_code", "Of the declared address"};
  OptionalPort<std::string> declared_state{this, "declared_state", "application.state",
                                           "Of the declared address, where it has no postal code"};

  Trait<double> latitude{this, "latitude", "Degrees, north positive"};
  Trait<double> longitude{this, "longitude", "Degrees, east positive"};
  Trait<double> accuracy{this, "accuracy", "Metres that the position may be off, as the device says"};
  Trait<std::string> fixed_at{this, "fixed_at", "Instant of the position in UTC"};
  Trait<std::string> provider{this, "provider", "gps, network, fused"};
  Trait<std::int64_t> fixes{this, "fixes", "Valid ones"};
  Trait<Json> invalid_fixes{this, "invalid_fixes", "Index and kind of those that cannot be; README.md lists the kinds"};
  Trait<bool> mock{this, "mock", "Whether the system called any fix made up; false where it says so of the position"};
  Trait<double> span{this, "span", "Seconds from the oldest to the newest fix"};
  Trait<double> max_speed{this, "max_speed", "Metres a second from fix to fix, at the least"};
  Trait<Json> fastest{this, "fastest", "That leg: km, seconds"};
  Trait<bool> in_country{this, "in_country", "Whether the position is in Mexico"};
  Trait<double> km_outside{this, "km_outside", "From the country's outline; 0 inside"};
  Trait<Json> states{this, "states", "Those that the position may lie in: curp_code, name, km to the border"};
  Trait<std::string> state{this, "state", "The one that it lies in"};
  Trait<std::string> declared_area{this, "declared_area", "City, borough or state of the declared address"};
  Trait<double> declared_km{this, "declared_km", "From the position to that area's edge, at the least; 0 inside"};
  Trait<std::string> device_id{this, "device_id", "Of the installation"};
  Trait<std::string> device_model{this, "device_model", "As stated"};
  Trait<std::string> os{this, "os", "As stated"};
  Trait<std::string> time_zone{this, "time_zone", "IANA"};
  Trait<bool> clock_fits{this, "clock_fits", "Whether clocks show that time zone where the position is"};
  Trait<std::string> locale{this, "locale", "BCP 47"};
  Trait<bool> rooted{this, "rooted", "As the app says"};
  Trait<bool> emulator{this, "emulator", "As the app says"};
  Trait<std::string> ip_country{this, "ip_country", "ISO 3166-1 alpha-2"};

  Code invalid{this, "geo.track.invalid"};
  Code no_fix{this, "geo.track.no_fix"};
  Code no_valid_fix{this, "geo.track.no_valid_fix"};
  Code not_stated{this, "geo.track.not_stated"};
  Code near_border{this, "geo.track.near_border"};
  Code abroad{this, "geo.track.abroad"};
  Code one_fix{this, "geo.track.one_fix"};
  Code unknown_area{this, "geo.track.unknown_area"};

  Status run(Call& call) override {
    const auto today = mx::parse_iso_date(call.today());
    if (!today) return call.internal("the host's date is not a calendar date");
    const auto read = reader_.read(call.get(document)->parse(), std::chrono::sys_days(*today) + kEndOfToday);
    if (const auto* fault = std::get_if<Fault>(&read))
      return call.reject(invalid, "not what geo-track.schema.json asks for: " + fault->where);
    const Track& track = std::get<Track>(read);
    tell_device(call, track);
    tell_fixes(call, track);
    const Fix* fix = position_of(track, params_.position_window_seconds);
    const auto stated = track.made_up ? std::optional(true) : fix ? fix->mock : std::nullopt;
    tell(call, mock, stated, not_stated);
    if (fix) {
      tell_position(call, *fix);
      tell_place(call, *fix, track.device.time_zone);
    } else {
      tell_no_position(call, why_none(track));
    }
    return Status::ok;
  }

 private:
  // The host memoises results by date, so that they must hold for the whole day; only a check may judge the age of a
  // position to the minute. Two days after a day began in UTC it has ended everywhere.
  static constexpr std::chrono::hours kEndOfToday{48};

  // A device without permission to locate itself sends a record without fixes.
  const Code& why_none(const Track& track) const { return track.invalid.empty() ? no_fix : no_valid_fix; }

  static double thousandths(double value) { return std::round(value * 1000) / 1000; }

  template <class T, class V>
  static void tell(Call& call, const Trait<T>& trait, const std::optional<V>& value, const Code& why) {
    if (!value) return call.absent(trait, why);
    call.emit(trait, *value, 1);
  }
  void tell(Call& call, const Trait<std::string>& trait, std::string_view value) const {
    tell(call, trait, value.empty() ? std::nullopt : std::optional(value), not_stated);
  }

  void tell_device(Call& call, const Track& track) const {
    const Device& device = track.device;
    tell(call, device_id, device.id);
    tell(call, device_model, device.model);
    tell(call, os, device.os);
    tell(call, time_zone, device.time_zone);
    tell(call, locale, device.locale);
    tell(call, rooted, device.rooted, not_stated);
    tell(call, emulator, device.emulator, not_stated);
    tell(call, ip_country, track.ip_country);
  }

  void tell_fixes(Call& call, const Track& track) const {
    boost::json::array rows;
    for (const InvalidFix& bad : track.invalid) rows.push_back({{"index", bad.index}, {"kind", bad.kind}});
    call.emit(invalid_fixes, rows, 1);
    call.emit(fixes, static_cast<std::int64_t>(track.fixes.size()), 1);
    call.emit(span, span_of(track), 1);
    const auto leg = fastest_leg(track, params_.unstated_accuracy_m);
    if (!leg) {
      call.absent_all(one_fix, max_speed, fastest);
      return;
    }
    call.emit(max_speed, thousandths(leg->speed()), 1);
    call.emit(fastest, boost::json::object{{"km", thousandths(leg->km)}, {"seconds", thousandths(leg->seconds)}}, 1);
  }

  void tell_position(Call& call, const Fix& fix) const {
    call.emit(latitude, fix.position.latitude, 1);
    call.emit(longitude, fix.position.longitude, 1);
    tell(call, accuracy, fix.accuracy, not_stated);
    call.emit(fixed_at, std::string_view(instants::to_utc_text(fix.at.utc)), 1);
    tell(call, provider, fix.provider);
  }

  void tell_place(Call& call, const Fix& fix, std::string_view zone) const {
    const double km_off = fix.accuracy.value_or(params_.unstated_accuracy_m) / 1000;
    const places::Whereabouts where = places::locate(fix.position, km_off);
    if (where.country == places::InCountry::undecided) {
      call.absent(in_country, near_border);
    } else {
      call.emit(in_country, where.country == places::InCountry::yes, 1);
    }
    call.emit(km_outside, thousandths(where.km_outside), 1);
    boost::json::array rows;
    for (const auto& near : where.states)
      rows.push_back({{"curp_code", near.curp_code},
                      {"name", mx::state_of_curp(near.curp_code)->name},
                      {"km", thousandths(near.km)}});
    call.emit(states, rows, 1);
    if (where.country == places::InCountry::yes && where.states.size() == 1) {
      call.emit(state, mx::state_of_curp(where.states.front().curp_code)->name, 1);
    } else {
      call.absent(state, where.states.empty() ? abroad : near_border);
    }
    const auto fit = places::clock_fit(zone, where);
    if (fit == places::ClockFit::unknown) {
      call.absent(clock_fits, where.states.empty() ? abroad : not_stated);
    } else {
      call.emit(clock_fits, fit == places::ClockFit::fits, 1);
    }
    tell_declared(call, fix.position, km_off);
  }

  // The postal code's area where one is known; else the state.
  void tell_declared(Call& call, const places::Position& position, double km_off) const {
    const auto code = call.get(postal_code);
    const auto named = call.get(declared_state);
    std::optional<places::PostalArea> area;
    double probability = 1;
    if (code) {
      area = places::area_of_postal_code(*code);
      probability = code.probability();
    }
    if (!area && named) {
      if (const auto* known = mx::state_of_name(*named)) area = places::PostalArea{known->curp_code, {}, {}};
      probability = named.probability();
    }
    if (!area) {
      call.absent_all(code || named ? unknown_area : not_stated, declared_area, declared_km);
      return;
    }
    call.emit(declared_area, area->name.empty() ? mx::state_of_curp(area->state)->name : area->name, probability);
    call.emit(declared_km, thousandths(std::max(0.0, places::km_to(*area, position) - km_off)), probability);
  }

  void tell_no_position(Call& call, const Code& why) const {
    call.absent_all(why, latitude, longitude, accuracy, km_outside, declared_km, fixed_at, provider, state,
                    declared_area, in_country, clock_fits, states);
  }

  const Params params_;
  const TrackReader reader_;
};

}  // namespace cotejo::geo_track
