// Whether what a product found of a planted fault is what the row says, and all that it must not be.
#pragma once
#include <boost/json/object.hpp>
#include <map>

#include "domain/verification.hpp"
#include "products/product.hpp"
#include "rule.hpp"

namespace cotejo::planted {

struct Row {
  std::string code, how;
  std::vector<std::string> wrong;  // empty: as it should be
  double confidence = 0, seconds = 0;
  std::string evidence, told;  // what the finding rests on; who is told
};

using Verdicts = std::map<domain::Name, domain::Verdict>;

// `genuine`: what the checks say of the genuine application. `truth`: what the specimens' truth.json says of the fault.
Row judge(const Rule& rule, const domain::Verification& found, const products::Product& product,
          const Verdicts& genuine, const boost::json::object& truth);

}  // namespace cotejo::planted
