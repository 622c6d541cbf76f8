// What a product may set of check.contract.
#pragma once
#include <cotejo/plugin.hpp>

namespace contract {

struct Params {
  double min_probability = 0.80;
  double min_name_similarity = 0.92;
  double other_name_similarity = 0.75;
  std::vector<std::string> signers{"borrower"};
  std::string conservation = "if_present";
  std::int64_t max_offer_age_days = 0;

  static void describe(cotejo::ParamSet<Params>& set) {
    set.add("min_probability", &Params::min_probability, "Values that are less certain are not judged").range(0, 1);
    set.add("min_name_similarity", &Params::min_name_similarity, "Names at least this alike are one name").range(0, 1);
    set.add("other_name_similarity", &Params::other_name_similarity,
            "Names less alike are two names; what lies between leaves the check undecided")
        .range(0, 1);
    set.add("signers", &Params::signers, "Roles, as the template names them, whose lines must be signed");
    set.add("conservation", &Params::conservation, "Whether the contract needs a constancia de conservacion (NOM-151)")
        .one_of({"required", "if_present", "ignored"});
    set.add("max_offer_age_days", &Params::max_offer_age_days,
            "Days since the offer's date; an older one, or one of the future, leaves the check undecided. 0: its date "
            "is not looked at")
        .range(0, 3650);
  }
};

}  // namespace contract
