#pragma once
#include <cotejo/plugin.hpp>

// Fails when the applicant is younger than `years`.
class Adult final : public cotejo::Check {
 public:
  static constexpr cotejo::About about{"check.adult", "1.0.0", "The applicant is of age"};

  struct Params {
    std::int64_t years = 18;
    static void describe(cotejo::ParamSet<Params>& set) {
      set.add("years", &Params::years, "Age from which one is an adult").range(0, 130);
    }
  };
  explicit Adult(Params params) : params_(params) {}

  cotejo::Port<std::int64_t> age{this, "age", "application.age", "In whole years, as declared"};
  cotejo::Code underage{this, "adult.underage"};

  cotejo::Status run(cotejo::Call& call) override {
    const auto years = call.get(age);
    const bool adult = *years >= params_.years;
    if (!adult) call.item(underage, cotejo::Severity::critical, years.probability(), {age}, {{"found", *years}});
    call.conclude(adult ? cotejo::Verdict::pass : cotejo::Verdict::fail, years.probability());
    return cotejo::Status::ok;
  }

 private:
  Params params_;
};
