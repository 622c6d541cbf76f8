// What the rules find, gathered into one verdict. Probabilities of values count as independent: a contradiction is real
// when every value in it was read right. A fail is as sure as its surest finding, a pass as its least sure agreement.
#pragma once
#include <algorithm>
#include <cotejo/plugin.hpp>
#include <string>
#include <vector>

#include "facts.hpp"

namespace bank_account {

struct Ground {
  cotejo::PortRef port{0};
  double probability = 0;
  template <class T>
  Ground(const Fact<T>& fact) : port(fact.port), probability(fact.probability) {}
};

struct Finding {
  std::string_view code;
  cotejo::Severity severity = cotejo::Severity::major;
  double confidence = 0;
  std::vector<cotejo::PortRef> ports;
  boost::json::object params;
  std::optional<cotejo::Region> region{};
};

class Judgement {
 public:
  void agree(const std::vector<Ground>& grounds) { pass_ = std::min(pass_, product(grounds)), agreed_ = true; }
  // From major on, the check fails.
  void find(std::string_view code, cotejo::Severity severity, const std::vector<Ground>& grounds,
            boost::json::object params = {}, std::optional<cotejo::Region> region = {}) {
    add(code, severity, grounds, std::move(params), region);
    if (severity < cotejo::Severity::major) return;
    failed_ = true;
    fail_ = std::max(fail_, findings_.back().confidence);
  }
  // Told, and undecided.
  void doubt(std::string_view code, const std::vector<Ground>& grounds, boost::json::object params = {},
             std::optional<cotejo::Region> region = {}) {
    add(code, cotejo::Severity::minor, grounds, std::move(params), region);
    undecided_ = true;
  }
  // A value without which the check cannot pass is not there.
  template <class T>
  void miss(const Fact<T>& fact, std::string_view code) {
    undecided_ = true;
    if (std::find(missing_.begin(), missing_.end(), fact.field) != missing_.end()) return;
    missing_.push_back(fact.field);
    findings_.push_back({code, cotejo::Severity::minor, 1, {fact.port}, {{"field", fact.field}}});
  }
  cotejo::Verdict verdict() const {
    if (failed_) return cotejo::Verdict::fail;
    return undecided_ || !agreed_ ? cotejo::Verdict::undecided : cotejo::Verdict::pass;
  }
  double confidence() const { return failed_ ? fail_ : verdict() == cotejo::Verdict::pass ? pass_ : 0; }
  const std::vector<Finding>& findings() const { return findings_; }

 private:
  static double product(const std::vector<Ground>& grounds) {
    double all = 1;
    for (const Ground& ground : grounds) all *= ground.probability;
    return all;
  }
  void add(std::string_view code, cotejo::Severity severity, const std::vector<Ground>& grounds,
           boost::json::object params, std::optional<cotejo::Region> region) {
    Finding finding{code, severity, product(grounds), {}, std::move(params), region};
    for (const Ground& ground : grounds) finding.ports.push_back(ground.port);
    findings_.push_back(std::move(finding));
  }
  std::vector<Finding> findings_;
  std::vector<std::string_view> missing_;
  double pass_ = 1, fail_ = 0;
  bool failed_ = false, undecided_ = false, agreed_ = false;
};

}  // namespace bank_account
