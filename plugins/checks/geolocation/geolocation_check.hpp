// check.geolocation: is the applicant where the product lends and near the declared address, and is the position
// credible?
#pragma once
#include "rules.hpp"

namespace geolocation_check {

class GeolocationCheck final : public cotejo::judgement::JudgedCheck {
 public:
  static constexpr cotejo::About about{
      "check.geolocation", "1.0.0", "The device is in the allowed area, near the declared address, and really there"};
  using Params = geolocation_check::Params;

  explicit GeolocationCheck(Params params) : params_(std::move(params)), allowed_(params_) {
    if (params_.far_km_from_address < params_.max_km_from_address)
      throw std::invalid_argument("far_km_from_address is below max_km_from_address");
    declare(fix_rules());
    declare(place_rules());
    declare(device_rules());
  }

  cotejo::Status run(cotejo::Call& call) override {
    const Facts facts = gather(call, ports_);
    return conclude(call,
                    judged(Context{facts, params_, allowed_, call.now()}, fix_rules(), place_rules(), device_rules()));
  }

 private:
  Params params_;
  AllowedArea allowed_;
  Ports ports_{this};
};

}  // namespace geolocation_check
