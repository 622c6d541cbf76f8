// The result of running a product over one applicant's evidence, as plain data. http/ renders it for each API version,
// storage/ stores it.
#pragma once
#include <array>
#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <vector>

#include "domain/error.hpp"
#include "domain/exchange.hpp"
#include "domain/name.hpp"
#include "domain/time_point.hpp"
#include "domain/value.hpp"

namespace cotejo::domain {

enum class Severity { info, minor, major, critical };
enum class Verdict { pass, fail, undecided };
enum class Outcome { approve, reject, review };
enum class Audience { applicant, agent, internal };
enum class Status { accepted, running, completed };
std::string_view to_string(Severity severity);
std::string_view to_string(Verdict verdict);
std::string_view to_string(Outcome outcome);
std::string_view to_string(Audience audience);
std::string_view to_string(Status status);
std::optional<Severity> severity(std::string_view name);
std::optional<Verdict> verdict(std::string_view name);
std::optional<Outcome> outcome(std::string_view name);
std::optional<Audience> audience(std::string_view name);
std::optional<Status> status(std::string_view name);

// A named, typed value with its probability and its origin. `value` is empty when the component ran but could not find
// it.
struct Trait {
  Name name;  // full: `card_front:card.text.number`
  std::optional<Value> value;
  double probability = 0;
  Name absent_reason;  // a code, when there is no value
  Name component;      // `card.text@1.0.0`
  Name evidence;       // empty when read from several
  std::optional<Region> region;
};

// A machine-readable finding. `evidence`, `traits` and `places` are those of the values at the ports that the component
// named.
struct Item {
  std::string code;
  Severity severity = Severity::info;
  double confidence = 0;
  Name node;  // name of the check, or `evidence:instance` of an analysis, or the evidence
  bool from_check = false;
  std::vector<std::string> evidence;
  std::vector<std::string> traits;  // full names
  struct Place {
    std::string evidence;
    Region region;
  };
  std::vector<Place> places;
  boost::json::object params;
  // From the reason catalogue, filled in by decisions/:
  std::string reason_class;
  bool retriable = false;
};

struct Block {
  std::string node;                  // the node or the evidence that is missing: `selfie:person`, `selfie`
  std::optional<std::size_t> error;  // index into Verification::errors
  std::string reason;                // absent reason code, when it is not an error
};

struct CheckResult {
  Name name;
  Name component;  // `check.identity@1.0.0`
  Verdict verdict = Verdict::undecided;
  double confidence = 0;
  std::vector<std::size_t> items;  // indices into Verification::items
  std::vector<Block> blocked_by;
  double duration_ms = 0;
};

struct Decision {
  Outcome outcome = Outcome::review;
  bool automated = false;  // false for review
  double confidence = 0;
  std::vector<std::string> reasons;     // codes
  std::vector<std::size_t> items;       // indices of the items that justify it
  std::vector<std::string> blocked_by;  // names of undecided checks, and of analyses whose findings are missing
  // Only when quality control sent the verification to a person, so that the outcome is review: what the outcome would
  // have been.
  std::optional<Outcome> would_be{};
  // How many automatic rejections the product's cap had counted before this one. Only where the cap was asked; recorded
  // so that deciding again gives the same decision.
  std::optional<std::uint64_t> earlier_rejections{};
};

struct Feedback {
  Audience audience = Audience::applicant;
  std::string locale;
  std::optional<std::size_t> item;
  std::string text;
  std::string action;    // resubmit | correct_data | contact_support | none
  std::string evidence;  // the evidence to send again
  std::optional<int> attempts_left;
};

// What one node of the plan did.
struct NodeTrace {
  Name node;              // `card_front:card.text`, `identity`
  Name component;         // id@version
  Name status;            // completed | memoised | failed | late | blocked | left_out
  double started_ms = 0;  // since the run began
  double queued_ms = 0, run_ms = 0;
  Name error_code;
  std::vector<Name> models;  // name=sha256:…
};

struct ProductRef {
  std::string id;
  int version = 0;
  std::string digest;  // sha256 of the compiled definition
  std::string plan{};  // sha256 of everything that findings depend on: evidence, components, params, models, wiring
};

struct EvidenceRef {
  std::string name, media_type, digest;
  std::uint64_t size = 0;
};

// An image that a component made for people to see. It is stored as long as the verification.
struct KeptArtifact {
  Name name;  // full: `card_front:card.marks.map`
  Name component, evidence;
  std::string media_type, digest;       // image/png, sha256:…
  std::uint64_t size = 0;               // bytes
  std::uint32_t width = 0, height = 0;  // pixels
  // Where its corners lie on the evidence, in relative coordinates: top left, top right, bottom right, bottom left.
  std::array<std::array<double, 2>, 4> outline{};
  std::shared_ptr<const Bytes> content;  // null when the verification was read from the store
};

struct Verification {
  std::string id;  // ver_…
  std::string tenant = "default";
  ProductRef product;
  Status status = Status::accepted;
  std::vector<EvidenceRef> evidence;
  std::optional<Decision> decision;
  std::vector<CheckResult> checks;
  std::vector<Item> items;
  std::vector<Feedback> feedback;
  std::vector<Trait> traits;
  std::vector<KeptArtifact> artifacts;
  std::vector<Error> errors;
  std::vector<NodeTrace> trace;
  std::vector<Exchange> exchanges;         // in the order of the plan, then of the steps
  std::shared_ptr<const IndexPuts> index;  // null when it puts nothing, or when it was read from the store
  std::string trace_id;                    // 32 hex digits
  int attempt = 1;                         // grows with each resubmission
  TimePoint created_at{}, completed_at{};
};

// An analysis beside the checks that an error kept from telling its findings: what they would have been nobody knows.
struct LostFindings {
  std::string_view analysis;
  const Error* error;
};
// As the errors' `blocked` names them, in order; they point into `verification`.
std::vector<LostFindings> lost_findings(const Verification& verification);

}  // namespace cotejo::domain
