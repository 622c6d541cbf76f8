// Reads the `decision` section of a product, and checks it against the codes that the product's components can report.
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

// Reads `review` or `reject`; `why_not_approve` is the message when `approve` is written.
domain::Outcome read_review_or_reject(configuration::Section& section, std::string_view key,
                                      std::string_view why_not_approve);

// Reports mistakes that show only beside the codes of the product's components: entries that match no code, rules that
// can never decide because an earlier one does, and quality control of decisions that cannot occur. `checks_reject`:
// some check's on_error says reject.
void check_policy(const PolicyDefinition& policy, const std::vector<std::string>& codes, const ReasonCatalogue& reasons,
                  bool checks_reject, configuration::Diagnostics& diagnostics);

DecisionPolicy policy_of(const PolicyDefinition& definition);

}  // namespace cotejo::products
