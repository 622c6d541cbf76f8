#include "products/policy.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace cotejo::products {
namespace {

using configuration::Diagnostics;
using Yaml = configuration::Node;
using configuration::Position;
using configuration::Section;
using domain::Outcome;
using enum Section::Need;

constexpr std::int64_t most_rejections = 1'000'000;

// Classes by which an applicant may be rejected. A better photo mends `quality`, and `system` is the host's own fault:
// neither is held against anybody as a class.
constexpr auto reject_classes = std::to_array<std::string_view>({"fraud", "inconsistency", "policy"});

void report_twice(const std::vector<std::string>& entries, const std::vector<Position>& positions,
                  std::string_view what, Diagnostics& diagnostics) {
  for (std::size_t i = 1; i < entries.size(); ++i)
    if (std::find(entries.begin(), entries.begin() + static_cast<std::ptrdiff_t>(i), entries[i]) !=
        entries.begin() + static_cast<std::ptrdiff_t>(i))
      diagnostics.add(positions[i], fmt::format("{} '{}' stands twice in this list", what, entries[i]));
}

std::vector<std::string> entries(Section& section, const Yaml& node, std::string_view key,
                                 std::vector<Position>& positions) {
  const auto list = section.texts(key);
  if (!list) return {};
  for (const Yaml& item : node.find(key)->items) positions.push_back(item.position);
  return *list;
}

void read_classes(Section& section, const Yaml& node, RejectDefinition& reject, Diagnostics& diagnostics) {
  auto& classes = reject.rule.classes;
  classes = entries(section, node, "classes", reject.classes);
  section.refine("classes", {{"items", {{"enum", {"fraud", "inconsistency", "policy"}}}}});
  for (std::size_t i = 0; i < classes.size(); ++i) {
    if (std::ranges::find(reject_classes, classes[i]) != reject_classes.end()) continue;
    const bool mendable = classes[i] == "quality" || classes[i] == "system";
    diagnostics.add(
        reject.classes[i],
        fmt::format("expected one of 'fraud', 'inconsistency' and 'policy', found '{}'{}", classes[i],
                    mendable ? ": what another photo or another run may mend rejects nobody as a class; name its codes"
                             : configuration::suggestion(classes[i], {"fraud", "inconsistency", "policy"})));
  }
  report_twice(classes, reject.classes, "class", diagnostics);
}

RejectDefinition read_reject_rule(const Yaml& node, Diagnostics& diagnostics) {
  Section section(node, "a rule of reject", diagnostics);
  RejectDefinition reject;
  reject.position = node.position;
  reject.rule.codes = entries(section, node, "codes", reject.codes);
  report_twice(reject.rule.codes, reject.codes, "code", diagnostics);
  read_classes(section, node, reject, diagnostics);
  if (section.is_map() && !node.find("codes") && !node.find("classes"))
    diagnostics.add(node.position, "a rule of reject needs codes, classes, or both (then an item must fit both)");
  if (const auto name = section.choice("min_severity", {"info", "minor", "major", "critical"}, required))
    reject.rule.min_severity = *domain::severity(*name);
  reject.rule.min_confidence = section.number("min_confidence", 0, 1, required).value_or(1);
  section.finish();
  return reject;
}

void read_sample(const Yaml& map, Sample& sample, Diagnostics& diagnostics) {
  Section section(map, "sample of quality_control", diagnostics);
  const auto approve = section.number("approve", 0, 1);
  const auto reject = section.number("reject", 0, 1);
  sample = {approve.value_or(0), reject.value_or(0)};
  if (map.is_map() && !map.find("approve") && !map.find("reject"))
    diagnostics.add(map.position, "expected a share of approvals, of rejections, or of both, from 0 to 1");
  section.finish();
}

void read_cap(const Yaml& map, QualityControl& control, Diagnostics& diagnostics) {
  Section section(map, "max_rejections of quality_control", diagnostics);
  const auto count = section.integer("count", 0, most_rejections, required);
  const auto within = section.duration("within", longest_rejection_window, required);
  section.finish();
  if (count && within) control.max_rejections = RejectionCap{static_cast<std::uint64_t>(*count), *within};
}

void read_quality_control(const Yaml& map, PolicyDefinition& policy, Diagnostics& diagnostics) {
  Section section(map, "quality_control", diagnostics);
  if (const Yaml* sample = section.map("sample")) {
    policy.sample_position = sample->position;
    read_sample(*sample, policy.quality_control.sample, diagnostics);
  }
  if (const Yaml* cap = section.map("max_rejections")) {
    policy.cap_position = cap->position;
    read_cap(*cap, policy.quality_control, diagnostics);
  }
  section.finish();
}

// ---- what the codes show

std::string_view class_of(const ReasonCatalogue& reasons, const std::string& code) {
  const Reason* reason = reasons.find(code);
  return reason ? std::string_view(reason->reason_class) : std::string_view();
}

void check_entries(const RejectDefinition& reject, const std::vector<std::string>& codes,
                   const ReasonCatalogue& reasons, Diagnostics& diagnostics) {
  const RejectRule& rule = reject.rule;
  for (std::size_t i = 0; i < rule.codes.size(); ++i) {
    const std::string& glob = rule.codes[i];
    if (std::ranges::none_of(codes, [&](const std::string& code) { return matches(glob, code); }))
      diagnostics.add(reject.codes[i], fmt::format("no component of this product reports a code like '{}'{}", glob,
                                                   configuration::suggestion(glob, codes)));
    else if (std::ranges::none_of(codes, [&](const std::string& code) {
               return matches(glob, code) && covers(rule, code, class_of(reasons, code));
             }))
      diagnostics.add(reject.codes[i], fmt::format("no code like '{}' is of a class that this rule asks for ({})", glob,
                                                   configuration::listing(rule.classes)));
  }
  for (std::size_t i = 0; i < rule.classes.size(); ++i)
    if (std::ranges::find(reject_classes, rule.classes[i]) != reject_classes.end() &&
        std::ranges::none_of(codes,
                             [&](const std::string& code) { return class_of(reasons, code) == rule.classes[i]; }))
      diagnostics.add(reject.classes[i],
                      fmt::format("no component of this product reports a code of class '{}'", rule.classes[i]));
}

// Whether `other` rejects whatever `rule` rejects of this code.
bool decides_before(const RejectRule& other, const RejectRule& rule, const std::string& code,
                    std::string_view reason_class) {
  return covers(other, code, reason_class) && other.min_severity <= rule.min_severity &&
         other.min_confidence <= rule.min_confidence;
}

// A rule is of use when one of its codes is decided by no other rule. Of two equal rules the later one is of none.
void check_overlap(const PolicyDefinition& policy, std::size_t at, const std::vector<std::string>& codes,
                   const ReasonCatalogue& reasons, Diagnostics& diagnostics) {
  const RejectRule& rule = policy.reject[at].rule;
  bool any = false;
  int line = 0;
  for (const std::string& code : codes) {
    const auto reason_class = class_of(reasons, code);
    if (!covers(rule, code, reason_class)) continue;
    any = true;
    const RejectDefinition* before = nullptr;
    for (std::size_t i = 0; i < policy.reject.size() && !before; ++i) {
      const RejectRule& other = policy.reject[i].rule;
      const bool equal = other.min_severity == rule.min_severity && other.min_confidence == rule.min_confidence;
      const bool mutual = equal && i > at && decides_before(rule, other, code, reason_class);
      if (i != at && !mutual && decides_before(other, rule, code, reason_class)) before = &policy.reject[i];
    }
    if (!before) return;
    line = before->position.line;
  }
  if (any)
    diagnostics.add(policy.reject[at].position,
                    fmt::format("this rule never decides anything: the rule in line {} rejects the same codes, with no "
                                "higher thresholds; remove one of them, or change its thresholds",
                                line));
}

}  // namespace

Outcome read_review_or_reject(Section& section, std::string_view key, std::string_view why_not_approve) {
  const Yaml* value = section.node(key);
  if (value && value->is_scalar() && value->text == "approve") {
    section.error(key, fmt::format("expected 'review' or 'reject', found 'approve': {}", why_not_approve));
    return Outcome::review;
  }
  return section.choice(key, {"review", "reject"}, required) == "reject" ? Outcome::reject : Outcome::review;
}

PolicyDefinition read_policy(const Yaml& map, Diagnostics& diagnostics) {
  PolicyDefinition policy;
  Section section(map, "decision", diagnostics);
  if (const Yaml* rules = section.sequence("reject"))
    for (const Yaml& rule : rules->items) policy.reject.push_back(read_reject_rule(rule, diagnostics));
  if (const Yaml* approve = section.map("approve", required)) {
    Section rule(*approve, "approve of decision", diagnostics);
    rule.choice("all_checks", {"pass"}, required);
    policy.approve_min_confidence = rule.number("min_confidence", 0, 1).value_or(0);
    rule.finish();
  }
  policy.otherwise = read_review_or_reject(section, "otherwise", "what no rule covers must not be approved");
  if (const Yaml* control = section.map("quality_control")) read_quality_control(*control, policy, diagnostics);
  section.finish();
  return policy;
}

void check_policy(const PolicyDefinition& policy, const std::vector<std::string>& codes, const ReasonCatalogue& reasons,
                  bool checks_reject, Diagnostics& diagnostics) {
  for (const RejectDefinition& reject : policy.reject) check_entries(reject, codes, reasons, diagnostics);
  for (std::size_t i = 0; i < policy.reject.size(); ++i) check_overlap(policy, i, codes, reasons, diagnostics);
  if (!policy.reject.empty() || policy.otherwise == Outcome::reject || checks_reject) return;
  constexpr std::string_view never = "this product rejects nobody by itself (no rule of reject, otherwise or on_error)";
  if (policy.quality_control.max_rejections)
    diagnostics.add(policy.cap_position, fmt::format("nothing to cap: {}", never));
  if (policy.quality_control.sample.reject > 0)
    diagnostics.add(policy.sample_position, fmt::format("no rejections to sample: {}", never));
}

DecisionPolicy policy_of(const PolicyDefinition& definition) {
  DecisionPolicy policy;
  for (const RejectDefinition& reject : definition.reject) policy.reject.push_back(reject.rule);
  policy.approve_min_confidence = definition.approve_min_confidence;
  policy.otherwise = definition.otherwise;
  policy.quality_control = definition.quality_control;
  return policy;
}

}  // namespace cotejo::products
