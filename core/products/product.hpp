// A compiled product: validated, all names resolved, components created. Immutable; a running verification holds a
// shared_ptr<const Product> while newer versions are loaded.
#pragma once
#include <boost/json/object.hpp>
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/verification.hpp"
#include "plugins/declaration.hpp"
#include "plugins/registry.hpp"

namespace cotejo::products {

// A class of media types that an evidence may have (domain/media_type.hpp), with its limits.
struct AcceptedKind {
  std::string kind;
  std::uint64_t max_bytes = 0;  // 0: the host's limit
};

struct EvidenceSpec {
  domain::Name name;
  std::vector<AcceptedKind> kinds;  // at least one; a bill may come as a PDF or as a photo
  bool required = true;
  std::optional<double> max_seconds;
  std::map<std::string, std::string, std::less<>> labels;  // by locale: the name for people, `the front of your card`

  const AcceptedKind* accepts(std::string_view kind) const;  // null when it does not
  std::string listing() const;                               // `pdf or image`
};

// The error when content cannot be this evidence: evidence.too_large or evidence.media_type_mismatch. Permanent, since
// the same content would be refused again.
std::optional<domain::Error> misfit(const EvidenceSpec& spec, std::uint64_t size, std::string_view media_type);

// Where a port takes one of its values from.
struct Source {
  enum class From { evidence, node } from = From::node;
  std::size_t index = 0;   // into Product::evidence or Plan::nodes
  std::size_t output = 0;  // into that node's declaration.produces
};

// The outcome when a check is undecided because its inputs or the check itself failed. Never an approval.
struct ErrorPolicy {
  domain::Outcome retriable = domain::Outcome::review;
  domain::Outcome permanent = domain::Outcome::review;
};

struct Node {
  domain::Name name;                    // `card_front:card.text`; a check's name alone
  std::string instance;                 // `card.text`, or what `as:` says; a check's name
  std::optional<std::size_t> evidence;  // the evidence under which it stands; none for checks
  std::vector<std::string>
      kinds;  // of an analyzer: runs only when the evidence is of one of these kinds; empty: always
  plugins::Declaration declaration;  // for these params
  boost::json::object params;
  std::shared_ptr<plugins::Component> component;  // null in a dry compile (check-config without plugins' models)
  std::vector<std::vector<Source>>
      inputs;                           // one entry for each port, in the order of declaration.consumes; empty: unbound
  std::vector<std::size_t> dependents;  // nodes that take an input from this one
  std::optional<std::chrono::milliseconds> timeout;
  ErrorPolicy on_error;                    // checks
  std::string digest;                      // of (component, version, params, models): the fixed half of the memo key
  std::vector<domain::Name> output_names;  // full names, `card_front:card.text.number`, by declaration.produces
  std::vector<domain::Name> models;        // name=sha256:…, in the order of declaration.models
};

struct Plan {
  std::vector<Node> nodes;  // in topological order; checks last, in the order of the YAML
  std::size_t first_check = 0;
};

// Which nodes can run when the evidence has these kinds, given in the order of Product::evidence; an empty kind is
// unknown and rules nothing out. An analyzer for other kinds cannot run. Neither can a node that has a required port
// all of whose sources cannot run, or whose ports all have only such sources.
std::vector<bool> applicable(const Plan& plan, const std::vector<std::string_view>& kinds);

// Rejects when an item matches both its code and its class. An empty list matches everything; at most one is empty.
struct RejectRule {
  std::vector<std::string> codes;  // globs: `identity.*`
  domain::Severity min_severity = domain::Severity::critical;
  double min_confidence = 1;
  std::vector<std::string> classes{};  // of the reason catalogue: `fraud`
};

// Whether `code` matches `glob`, in which each `*` stands for any sequence of characters.
bool matches(std::string_view glob, std::string_view code);
// Whether the rule's codes and classes cover this code, which has the class `reason_class`.
bool covers(const RejectRule& rule, std::string_view code, std::string_view reason_class);

// The share of automatic decisions that go to a person nevertheless, 0 to 1.
struct Sample {
  double approve = 0, reject = 0;
  double share(domain::Outcome outcome) const;  // 0 for reviews
};

// The longest time over which rejections may be capped.
inline constexpr std::chrono::milliseconds longest_rejection_window = std::chrono::days(31);

// The most automatic rejections of one tenant's applicants within a time; further ones go to a person.
struct RejectionCap {
  std::uint64_t count = 0;
  std::chrono::milliseconds within{};  // before each decision
};

struct QualityControl {
  Sample sample;
  std::optional<RejectionCap> max_rejections;
  bool none() const { return sample.approve <= 0 && sample.reject <= 0 && !max_rejections; }
};

struct DecisionPolicy {
  std::vector<RejectRule> reject;
  double approve_min_confidence = 0;  // an approval also requires that all checks pass
  domain::Outcome otherwise = domain::Outcome::review;
  QualityControl quality_control;
};

struct FeedbackPolicy {
  std::vector<std::string> locales;  // first is the default
  int attempts = 3;
};

class ReasonCatalogue;

struct Product {
  std::string id;
  int version = 0;
  std::string digest;  // sha256:… of the definition with its extends resolved, and of all components and models
  // sha256:… of everything that findings depend on: evidence, plan, time zone, deadline. When two products have the
  // same, one can decide about the findings of the other.
  std::string plan_digest;
  std::string summary;
  std::string time_zone = "America/Mexico_City";
  std::chrono::milliseconds deadline{10'000};
  std::optional<std::chrono::milliseconds>
      index_retention;  // how long its connectors' index entries are kept; none: as the host says
  std::vector<EvidenceSpec> evidence;
  Plan plan;
  DecisionPolicy decision;
  FeedbackPolicy feedback;
  std::shared_ptr<const ReasonCatalogue> reasons;

  const EvidenceSpec* find_evidence(std::string_view name) const;  // null when it has none of this name
};

// The error for a name that the product does not have: evidence.unknown.
domain::Error unknown_evidence(std::string name);

}  // namespace cotejo::products
