#include "decisions/decide.hpp"

#include <algorithm>

#include "products/platform_codes.hpp"

namespace cotejo::decisions {
namespace {

using domain::CheckResult;
using domain::Decision;
using domain::Item;
using domain::Outcome;
using domain::Verdict;
using domain::Verification;
using products::ErrorPolicy;
using products::Node;
using products::Product;
using products::RejectRule;

void add_reason(Decision& decision, std::string_view code) {
  if (!code.empty() && std::find(decision.reasons.begin(), decision.reasons.end(), code) == decision.reasons.end())
    decision.reasons.emplace_back(code);
}

void add_item(Decision& decision, const Verification& verification, std::size_t item) {
  if (item >= verification.items.size()) return;
  if (std::find(decision.items.begin(), decision.items.end(), item) == decision.items.end())
    decision.items.push_back(item);
  add_reason(decision, verification.items[item].code);
}

std::string_view class_of(const Product& product, const Item& item) {
  const products::Reason* reason = product.reasons ? product.reasons->find(item.code) : nullptr;
  return reason ? reason->reason_class : item.reason_class;
}

bool fits(const RejectRule& rule, const Item& item, std::string_view reason_class) {
  return item.severity >= rule.min_severity && item.confidence >= rule.min_confidence &&
         products::covers(rule, item.code, reason_class);
}

// The surest of the findings that justify it: each of them would have sufficed, and they are not independent.
double confidence_of(const Decision& decision, const Verification& verification) {
  double surest = 0;
  for (const std::size_t item : decision.items) surest = std::max(surest, verification.items[item].confidence);
  return surest;
}

bool reject_by_rule(const Product& product, const Verification& verification, Decision& decision) {
  for (std::size_t i = 0; i < verification.items.size(); ++i) {
    const Item& item = verification.items[i];
    const auto& rules = product.decision.reject;
    const auto reason_class = class_of(product, item);
    if (std::none_of(rules.begin(), rules.end(),
                     [&](const RejectRule& rule) { return fits(rule, item, reason_class); }))
      continue;
    add_item(decision, verification, i);
  }
  decision.confidence = confidence_of(decision, verification);
  return !decision.items.empty();
}

// A check of the product, with its result if there is one.
struct Judged {
  const Node* node;
  const CheckResult* result;
  bool undecided() const { return !result || result->verdict == Verdict::undecided; }
};

std::vector<Judged> judged(const Product& product, const Verification& verification) {
  std::vector<Judged> all;
  all.reserve(product.plan.nodes.size() - product.plan.first_check);
  for (std::size_t i = product.plan.first_check; i < product.plan.nodes.size(); ++i) {
    const Node& node = product.plan.nodes[i];
    const auto found = std::find_if(verification.checks.begin(), verification.checks.end(),
                                    [&](const CheckResult& check) { return check.name == node.instance; });
    all.push_back({&node, found == verification.checks.end() ? nullptr : &*found});
  }
  return all;
}

Outcome on_error(const ErrorPolicy& policy, const CheckResult* check, const Verification& verification) {
  if (!check) return Outcome::review;  // the host's own fault, never held against an applicant
  const bool permanent =
      std::any_of(check->blocked_by.begin(), check->blocked_by.end(), [&](const domain::Block& block) {
        return block.error &&
               (*block.error >= verification.errors.size() || !verification.errors[*block.error].retriable);
      });
  return permanent ? policy.permanent : policy.retriable;
}

void explain_undecided(const Judged& check, const Verification& verification, Decision& decision) {
  decision.blocked_by.push_back(check.node->instance);
  if (!check.result) return;
  for (const domain::Block& block : check.result->blocked_by) {
    if (block.error && *block.error < verification.errors.size())
      add_reason(decision, verification.errors[*block.error].code);
    else
      add_reason(decision, block.reason);
  }
  for (const std::size_t item : check.result->items) add_item(decision, verification, item);
}

bool name_lost_findings(const Verification& verification, bool rejected, Decision& decision) {
  const auto lost = domain::lost_findings(verification);
  for (const auto& [analysis, error] : lost) {
    auto& names = decision.blocked_by;
    if (std::find(names.begin(), names.end(), analysis) == names.end()) names.emplace_back(analysis);
    if (!rejected) add_reason(decision, error->code);
  }
  return !lost.empty();
}

// What speaks against an approval, whoever else could not decide: the items of failed checks, and critical ones; those
// of class fraud first, then the gravest, then the surest.
void name_findings(const Product& product, const std::vector<Judged>& checks, const Verification& verification,
                   Decision& decision) {
  std::vector<std::size_t> found;
  const auto add = [&](std::size_t item) {
    if (item < verification.items.size() && std::ranges::find(found, item) == found.end()) found.push_back(item);
  };
  for (std::size_t i = 0; i < verification.items.size(); ++i)
    if (verification.items[i].severity == domain::Severity::critical) add(i);
  for (const Judged& check : checks)
    if (check.result && check.result->verdict == Verdict::fail) std::ranges::for_each(check.result->items, add);
  std::ranges::stable_sort(found, [&](std::size_t a, std::size_t b) {
    const Item& one = verification.items[a];
    const Item& other = verification.items[b];
    const bool fraud = class_of(product, one) == "fraud", other_fraud = class_of(product, other) == "fraud";
    if (fraud != other_fraud) return fraud;
    if (one.severity != other.severity) return one.severity > other.severity;
    return one.confidence > other.confidence;
  });
  for (const std::size_t item : found) add_item(decision, verification, item);
}

void conclude(Decision& decision, Outcome outcome) {
  decision.outcome = outcome;
  decision.automated = outcome != Outcome::review;
}

}  // namespace

Decision decide(const Product& product, const Verification& verification) {
  Decision decision;
  const std::vector<Judged> checks = judged(product, verification);
  const bool rejected = reject_by_rule(product, verification, decision);
  bool undecided = checks.empty(), reject_on_error = false;  // without checks nothing speaks for an approval
  for (const Judged& check : checks) {
    if (!check.undecided()) continue;
    undecided = true;
    reject_on_error |= on_error(check.node->on_error, check.result, verification) == Outcome::reject;
  }
  if (!rejected && !reject_on_error) name_findings(product, checks, verification, decision);
  for (const Judged& check : checks) {
    if (!check.undecided()) continue;
    if (rejected)
      decision.blocked_by.push_back(check.node->instance);
    else
      explain_undecided(check, verification, decision);
  }
  const bool lost = name_lost_findings(verification, rejected, decision);
  if (rejected || undecided) {
    conclude(decision, rejected || reject_on_error ? Outcome::reject : Outcome::review);
    if (decision.outcome == Outcome::reject) decision.confidence = confidence_of(decision, verification);
    return decision;
  }
  const double required = product.decision.approve_min_confidence;
  double least = 1;
  bool approved =
      std::ranges::find(verification.items, domain::Severity::critical, &Item::severity) == verification.items.end();
  for (const Judged& check : checks) {
    approved &= check.result->verdict == Verdict::pass && check.result->confidence >= required;
    least = std::min(least, check.result->confidence);
  }
  decision.confidence = least;
  for (const Judged& check : checks)
    if (check.result->verdict == Verdict::pass && check.result->confidence < required)
      add_reason(decision, products::code_low_confidence);
  const Outcome otherwise = product.decision.otherwise == Outcome::reject ? Outcome::reject : Outcome::review;
  const Outcome passed = lost ? Outcome::review : Outcome::approve;  // a fault of ours rejects nobody who passed
  conclude(decision, approved ? passed : otherwise);
  if (approved && lost) decision.confidence = 0;
  if (decision.outcome == Outcome::reject) decision.confidence = confidence_of(decision, verification);
  return decision;
}

}  // namespace cotejo::decisions
