// The `decision` section of a product: read, and held against what the product's components can report.
#pragma once
#include <string>
#include <vector>

#include "configuration/section.hpp"
#include "products/product.hpp"
#include "products/reason_catalogue.hpp"

namespace cotejo::products {

struct RejectDefinition {
  RejectRule rule;
  configuration::Position position;
  std::vector<configuration::Position> codes, classes;  // of each entry
};

struct PolicyDefinition {
  std::vector<RejectDefinition> reject;
  double approve_min_confidence = 0;
  domain::Outcome otherwise = domain::Outcome::review;
  QualityControl quality_control;
  configuration::Position sample_position, cap_position;
};

PolicyDefinition read_policy(const configuration::Node& map, configuration::Diagnostics& diagnostics);

// `review` or `reject`; `why_not_approve` is said to who writes `approve`.
domain::Outcome read_review_or_reject(configuration::Section& section, std::string_view key,
                                      std::string_view why_not_approve);

// What can be known of a policy only beside the codes that the product's components report: entries that nothing fits,
// rules that another one decides before them, and control of decisions that never come. `checks_reject`: an on_error
// does.
void check_policy(const PolicyDefinition& policy, const std::vector<std::string>& codes, const ReasonCatalogue& reasons,
                  bool checks_reject, configuration::Diagnostics& diagnostics);

DecisionPolicy policy_of(const PolicyDefinition& definition);

}  // namespace cotejo::products
