// Bills of utilities for fictional people: what they say, and how each kind prints it. The electricity bill has the
// labels of CFE's; water and telephone companies are invented.
#pragma once

#include <boost/json/object.hpp>

#include "statement.hpp"

namespace cotejo::specimens {

struct Bill {
  std::string style;   // as `bill_styles()` names it
  std::string holder;  // as printed
  Home home;           // as printed
  std::string service_number, stub_service_number;
  mx::Date from, to, issued, due;
  std::int64_t reading_previous = 0, reading_current = 0, consumption = 0;  // 0: none printed
  std::vector<std::pair<std::string, std::int64_t>> charges;                // cents; of services or of blocks of energy
  std::int64_t subtotal = 0, tax = 0, period_total = 0, previous = 0, payments = 0, total = 0, stub_total = 0;
  std::string barcode;   // digits; empty: none
  bool cut_off = false;  // only the upper part was submitted
};

const std::vector<std::string>& bill_styles();    // cfe, agua, drenaje, telefono, internet
const std::vector<std::string>& bill_variants();  // genuine, and one for each rule of check.address

// Judged on `today`.
Bill make_bill(const std::string& style, const std::string& variant, const Person& person, const mx::Date& today,
               Random random);
StatementPrint print(const Bill& bill, Random random);

// `address.proof.*` traits.
boost::json::object bill_truth(const Bill& bill);
// What the applicant declares of the address, as people write it.
boost::json::object declared_address(const Home& home);

}  // namespace cotejo::specimens
