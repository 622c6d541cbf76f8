// What a product may set of check.address.
#pragma once
#include <cotejo/plugin.hpp>

namespace address_check {

struct Params {
  std::string holder = "applicant_or_relative";
  std::string card_address = "if_shown";
  std::vector<std::string> accepted_kinds{"electricity", "water", "telephone", "gas", "property_tax", "bank_statement"};
  double min_probability = 0.80;
  double min_name_similarity = 0.92;
  double other_name_similarity = 0.75;
  std::int64_t max_age_days = 92;
  double tolerance_pesos = 0.05;

  static void describe(cotejo::ParamSet<Params>& set) {
    set.add("holder", &Params::holder, "In whose name the bill must be")
        .one_of({"applicant", "applicant_or_relative", "ignored"});
    set.add("card_address", &Params::card_address, "Whether the address on the card is held against that of the bill")
        .one_of({"if_shown", "ignored"});
    set.add("accepted_kinds", &Params::accepted_kinds, "Kinds of bills, as address.proof names them");
    set.add("min_probability", &Params::min_probability, "Values that are less certain are not judged").range(0, 1);
    set.add("min_name_similarity", &Params::min_name_similarity, "Names at least this alike are one name").range(0, 1);
    set.add("other_name_similarity", &Params::other_name_similarity,
            "Names less alike are two names; what lies between leaves the check undecided")
        .range(0, 1);
    set.add("max_age_days", &Params::max_age_days, "Days since the bill was issued, or since the end of its period")
        .range(0, 3650);
    set.add("tolerance_pesos", &Params::tolerance_pesos, "By which sums may miss their total, for rounding")
        .range(0, 10);
  }
};

}  // namespace address_check
