// Builds the Verification of a run that has ended. Its parts are in the order of the plan, whatever the order in which
// nodes ended.
#pragma once
#include <map>
#include <set>
#include <string>
#include <vector>

#include "domain/verification.hpp"
#include "engine/run.hpp"

namespace cotejo::engine {

class Assembly {
 public:
  explicit Assembly(const Run& run);
  domain::Verification verification();

 private:
  void add_errors();
  void add_traits(std::size_t node);
  void add_artifacts(std::size_t node);
  void add_items(std::size_t node);
  void add_check(std::size_t node);
  // Records that an analysis may have had a finding which an error prevented, where no check is undecided for that
  // error.
  void name_lost_findings(std::size_t node);
  // Adds an item that tells the applicant and the agent what was wrong with the evidence, once for each code and
  // evidence. It names the values that could not be told.
  void add_item_for(const Cause& cause);
  static void name_absent(const products::Node& node, std::size_t output, domain::Item& item);
  void block(domain::CheckResult& check, const std::vector<Cause>& causes);
  std::string_view name_of(const products::Source& source) const;
  std::string node_name(const Cause& cause) const;

  const Run& run_;
  const products::Product& product_;
  domain::Verification out_;
  std::map<std::pair<Cause::At, std::size_t>, std::size_t> error_index_;
  std::vector<bool> error_blocks_check_;                                 // by error
  std::vector<std::vector<std::size_t>> items_of_;                       // by node
  std::set<std::pair<std::string, std::string>> told_;                   // code, evidence: by a component
  std::map<std::pair<std::string, std::string>, std::size_t> item_for_;  // the same: by the host, the item
};

}  // namespace cotejo::engine
