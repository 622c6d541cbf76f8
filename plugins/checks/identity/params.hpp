// What a product may set of check.identity.
#pragma once
#include <cotejo/plugin.hpp>

namespace identity {

struct Params {
  std::vector<std::string> sources{"front", "mrz", "application"};
  double min_probability = 0.80;
  double min_corroborated_probability = 0.30;
  double min_name_similarity = 0.92;
  double other_name_similarity = 0.75;
  std::int64_t min_age = 18;
  std::int64_t expiry_grace_days = 0;
  std::vector<std::string> accepted_generations{"DEF", "GH"};

  static void describe(cotejo::ParamSet<Params>& set) {
    set.add("sources", &Params::sources,
            "What must be there and agree for the check to pass; what else is there is compared as well")
        .one_of({"front", "back", "mrz", "application"});
    set.add("min_probability", &Params::min_probability, "Values that are less certain are not compared").range(0, 1);
    set.add("min_corroborated_probability", &Params::min_corroborated_probability,
            "Less certain values are compared down to here if another place of the card says the same; as "
            "min_probability: never")
        .range(0, 1);
    set.add("min_name_similarity", &Params::min_name_similarity, "Names at least this alike are one name").range(0, 1);
    set.add("other_name_similarity", &Params::other_name_similarity,
            "Names less alike are two names; what lies between leaves the check undecided")
        .range(0, 1);
    set.add("min_age", &Params::min_age, "Years of age that the applicant must have").range(0, 130);
    set.add("expiry_grace_days", &Params::expiry_grace_days, "Days for which an expired card is still taken")
        .range(0, 3650);
    set.add("accepted_generations", &Params::accepted_generations,
            "Models of the voter card that are taken, as ine.front tells them; empty: any")
        .one_of({"DEF", "GH"});
  }
};

}  // namespace identity
