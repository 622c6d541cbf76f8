// What a product may set of check.bank_account.
#pragma once
#include <cotejo/plugin.hpp>

namespace bank_account {

struct Params {
  std::string holder = "required";
  std::string declared_clabe = "required";
  std::vector<std::string> accepted_kinds{"deposit"};
  double min_probability = 0.80;
  double min_name_similarity = 0.92;
  double other_name_similarity = 0.75;
  std::int64_t max_age_days = 92;
  std::int64_t min_period_days = 27;
  std::int64_t max_period_days = 100;
  std::int64_t outside_period_days = 3;
  std::int64_t min_payroll_deposits = 0;
  double min_payroll_per_month = 0;

  static void describe(cotejo::ParamSet<Params>& set) {
    set.add("holder", &Params::holder, "Whether the statement must be in the applicant's name")
        .one_of({"required", "ignored"});
    set.add("declared_clabe", &Params::declared_clabe, "Whether the application must name the account of the statement")
        .one_of({"required", "if_declared"});
    set.add("accepted_kinds", &Params::accepted_kinds,
            "Kinds of statements: of an account that money is paid into, or of a credit card, which has no CLABE")
        .one_of({"deposit", "card"});
    set.add("min_probability", &Params::min_probability, "Values that are less certain are not judged").range(0, 1);
    set.add("min_name_similarity", &Params::min_name_similarity, "Names at least this alike are one name").range(0, 1);
    set.add("other_name_similarity", &Params::other_name_similarity,
            "Names less alike are two names; what lies between leaves the check undecided")
        .range(0, 1);
    set.add("max_age_days", &Params::max_age_days, "Days since the statement's last day").range(0, 3650);
    set.add("min_period_days", &Params::min_period_days, "Days that the statement must cover").range(1, 366);
    set.add("max_period_days", &Params::max_period_days,
            "Days of a longer period leave the check undecided: statements are of a month, some of a quarter")
        .range(1, 3660);
    set.add("outside_period_days", &Params::outside_period_days,
            "Days that a movement may lie outside of the period; of cards 31")
        .range(0, 366);
    set.add("min_payroll_deposits", &Params::min_payroll_deposits,
            "Deposits that the bank calls a payroll, of which the statement must show so many; 0: none is asked for")
        .range(0, 100);
    set.add("min_payroll_per_month", &Params::min_payroll_per_month,
            "Pesos a month that these deposits must come to; 0: any sum will do")
        .range(0, 1e9);
  }
};

}  // namespace bank_account
