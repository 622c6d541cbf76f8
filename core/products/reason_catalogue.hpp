// The reason catalogue: every code that an appraisal item may have, with class, audiences, fix action and texts. From
// YAML.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "domain/verification.hpp"

namespace cotejo::products {

struct Reason {
  std::string code;
  std::string reason_class;  // quality | inconsistency | fraud | policy | system
  bool retriable = false;
  std::string action;  // resubmit | correct_data | contact_support | none
  std::vector<domain::Audience> audiences;
  // texts[audience][locale]; `{name}` stands for a member of the item's params
  std::map<domain::Audience, std::map<std::string, std::string, std::less<>>> texts;
};

class ReasonCatalogue {
 public:
  const Reason* find(std::string_view code) const;
  const std::map<std::string, Reason, std::less<>>& reasons() const { return reasons_; }
  void add(Reason reason) { reasons_.insert_or_assign(reason.code, std::move(reason)); }

 private:
  std::map<std::string, Reason, std::less<>> reasons_;
};

}  // namespace cotejo::products
