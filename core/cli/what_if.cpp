// `cotejo what-if`: what another policy would have decided about stored verifications.
#include "decisions/what_if.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <unistd.h>

#include <iostream>
#include <map>
#include <set>

#include "cli/commands.hpp"
#include "cli/find_product.hpp"
#include "domain/parts_json.hpp"
#include "products/plan_difference.hpp"
#include "storage/history.hpp"

namespace cotejo::cli {
namespace {

using decisions::Change;
using decisions::SetAside;
using decisions::WhatIf;
using domain::Outcome;
using ProductPtr = std::shared_ptr<const products::Product>;

constexpr std::size_t kIdsShown = 20;          // of each kind of change; --json has all
constexpr std::uint64_t kProgressEvery = 250;  // decisions
constexpr std::array kOutcomes{Outcome::approve, Outcome::review, Outcome::reject};

std::string_view sentence(SetAside why) {
  switch (why) {
    case SetAside::other_plan:
      return "found by another plan (other components, params, models or evidence); --any-plan takes them as they are";
    case SetAside::other_checks:
      return "found by other checks than the product has now";
    case SetAside::never_ran:
      return "never ran: a person decided";
  }
  return "";
}
std::string_view name_of(SetAside why) {
  return why == SetAside::other_plan ? "other_plan" : why == SetAside::other_checks ? "other_checks" : "never_ran";
}

std::optional<domain::TimePoint> instant(const std::string& text, std::string_view option) {
  if (text.empty()) return {};
  // A day begins in UTC, as the instants of results are written.
  const auto time = domain::from_iso8601(text.size() == 10 ? text + "T00:00:00.000Z" : text);
  if (!time) throw Stop(fmt::format("{}: expected a day or an instant, such as 2026-11-01, found '{}'", option, text));
  return time;
}

// The product as it would be.
ProductPtr changed_product(const HostConfig& config, plugins::Registry& registry, const WhatIfOptions& options) {
  HostConfig changed = config;
  if (!options.configs.empty()) changed.configs = options.configs;
  std::optional<products::OtherPolicy> policy;
  if (!options.policy.empty()) policy = products::OtherPolicy{options.product, options.policy};
  return find_product(changed, registry, options.product, products::Readiness::declare, policy);
}

// Nothing is stored from which other findings could be computed.
void refuse_another_plan(const products::Product& present, const products::Product& changed) {
  const auto differences = products::plan_differences(present, changed);
  if (differences.empty()) return;
  for (const auto& difference : differences) std::cerr << "  " << difference << '\n';
  throw Stop(
      "the changed product differs in more than its decision: what its components would find is not stored. "
      "--any-plan judges the stored findings all the same");
}

struct Run {
  WhatIf what_if;
  std::uint64_t unreadable = 0;
  bool cap_is_cold = false;  // what was rejected before the first is not known
  double seconds = 0;
};

void judge(Run& run, const products::Product& product, const HostConfig& config, const WhatIfOptions& options) {
  storage::History::Selection selection;
  selection.product = product.id;
  if (!options.tenant.empty()) selection.tenant = options.tenant;
  selection.since = instant(options.since, "--since");
  selection.until = instant(options.until, "--until");
  selection.newest = options.limit;
  storage::History history(config.storage.data);
  const auto since = selection.since;
  const auto& cap = product.decision.quality_control.max_rejections;
  run.cap_is_cold = cap && options.limit > 0;
  if (cap && since && options.limit == 0) selection.since = *since - cap->within;
  const bool show = !options.json && ::isatty(STDERR_FILENO) == 1;
  const std::uint64_t all = show ? history.count(selection) : 0;
  std::uint64_t seen = 0;
  const auto begun = std::chrono::steady_clock::now();
  history.each(selection, [&](storage::History::Entry entry) {
    if (show && ++seen % kProgressEvery == 0) fmt::print(stderr, "\r  {} of {}", seen, all);
    if (!entry.verification)
      ++run.unreadable;
    else if (since && entry.verification->completed_at < *since)
      run.what_if.add_earlier(std::move(*entry.verification));
    else
      run.what_if.add(std::move(*entry.verification));
  });
  if (show) fmt::print(stderr, "\r{:40}\r", "");
  run.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
}

// The reasons that differ: those that only the new decision has, or else those that only the old one had.
const std::vector<std::string>& grounds(const Change& change) {
  return change.to.reasons.empty() ? change.from.reasons : change.to.reasons;
}

using Transition = std::pair<Outcome, Outcome>;
std::map<Transition, std::vector<const Change*>> by_transition(const std::vector<Change>& changes) {
  std::map<Transition, std::vector<const Change*>> found;
  for (const Change& change : changes) found[{change.from.outcome, change.to.outcome}].push_back(&change);
  return found;
}
std::map<std::string, std::uint64_t> by_reason(const std::vector<const Change*>& changes) {
  std::map<std::string, std::uint64_t> found;
  for (const Change* change : changes)
    for (const std::string& code : std::set<std::string>(grounds(*change).begin(), grounds(*change).end()))
      ++found[code];
  return found;
}

double percent(std::uint64_t part, std::uint64_t whole) {
  return whole == 0 ? 0 : 100.0 * static_cast<double>(part) / static_cast<double>(whole);
}

void print_changes(const std::vector<Change>& changes) {
  for (const auto& [transition, of_it] : by_transition(changes)) {
    fmt::print("\n{} -> {}: {}\n", to_string(transition.first), to_string(transition.second), of_it.size());
    for (const auto& [code, count] : by_reason(of_it))
      fmt::print("  {:>6}  {}{}\n", count, transition.second == Outcome::approve ? "no longer " : "", code);
    std::size_t shown = 0;
    for (const Change* change : of_it) {
      if (shown++ == kIdsShown) {
        fmt::print("    and {} more: --json lists all\n", of_it.size() - kIdsShown);
        break;
      }
      const std::string attempt = change->attempt > 1 ? fmt::format(" (attempt {})", change->attempt) : "";
      fmt::print("    {}{}  confidence {:.2f}  {}\n", change->id, attempt, change->to.confidence,
                 fmt::join(grounds(*change), ", "));
    }
  }
}

void print(const products::Product& present, const products::Product& changed, const Run& run) {
  const WhatIf& result = run.what_if;
  fmt::print("{} version {}", present.id, present.version);
  if (changed.digest == present.digest)
    fmt::print(", as it is: what changes was decided by other versions\n");
  else
    fmt::print(", changed{}\n",
               changed.version == present.version ? "" : fmt::format(" to version {}", changed.version));
  fmt::print("{} decisions", result.decided());
  if (result.decided() > 0)
    fmt::print(" from {} to {}", domain::to_iso8601(result.first()), domain::to_iso8601(result.last()));
  fmt::print(", judged anew in {:.2f} s; nothing was run or written\n", run.seconds);
  fmt::print("{} change ({:.1f} %)", result.changes().size(), percent(result.changes().size(), result.decided()));
  if (result.other_reasons() > 0) fmt::print("; {} stay on other grounds", result.other_reasons());
  fmt::print("\n\n  outcome   before    after\n");
  for (const Outcome outcome : kOutcomes)
    fmt::print("  {:<7} {:>8} {:>8}\n", to_string(outcome), result.before()[outcome], result.after()[outcome]);
  print_changes(result.changes());
  if (run.cap_is_cold) fmt::print("\nThe cap on rejections is counted from the first of these on.\n");
  bool first = true;
  const auto aside = [&](std::uint64_t count, std::string_view why) {
    if (count > 0) fmt::print("{}  {:>6}  {}\n", first ? "\nNot judged\n" : "", count, why);
    first &= count == 0;
  };
  for (const SetAside why : decisions::kSetAside) aside(result.set_aside(why), sentence(why));
  aside(run.unreadable, "cannot be read");
}

void write_version(domain::JsonWriter& out, std::string_view name, const products::Product& product) {
  out.key(name);
  out.object("version", product.version, "digest", product.digest);
}

void write_tally(domain::JsonWriter& out, std::string_view name, const decisions::Tally& tally) {
  out.key(name);
  out.begin_object();
  for (const Outcome outcome : kOutcomes) out.member(to_string(outcome), tally[outcome]);
  out.end_object();
}

std::string to_json(const products::Product& present, const products::Product& changed, const Run& run) {
  const WhatIf& result = run.what_if;
  domain::JsonWriter out;
  out.begin_object();
  out.member("product", present.id);
  write_version(out, "present", present);
  write_version(out, "changed", changed);
  out.member("decisions", result.decided());
  write_tally(out, "before", result.before());
  write_tally(out, "after", result.after());
  out.member("other_reasons", result.other_reasons());
  out.array("transitions", by_transition(result.changes()), [&](const auto& entry) {
    out.begin_object();
    out.members("from", to_string(entry.first.first), "to", to_string(entry.first.second), "decisions",
                entry.second.size());
    out.array("reasons", by_reason(entry.second),
              [&](const auto& reason) { out.object("code", reason.first, "decisions", reason.second); });
    out.end_object();
  });
  out.array("changes", result.changes(), [&](const Change& change) {
    out.begin_object();
    out.members("id", change.id, "tenant", change.tenant, "attempt", change.attempt);
    out.key("from");
    write(out, change.from);
    out.key("to");
    write(out, change.to);
    out.end_object();
  });
  out.key("not_judged");
  out.begin_object();
  for (const SetAside why : decisions::kSetAside) out.member(name_of(why), result.set_aside(why));
  out.member("unreadable", run.unreadable);
  out.end_object();
  out.member("seconds", run.seconds);
  out.end_object();
  return out.take();
}

}  // namespace

int what_if(const Places& places, const WhatIfOptions& options) {
  if (options.policy.empty() == options.configs.empty())
    throw Stop("say what is changed: either --policy FILE (a file with a `decision` section) or --configs DIR");
  const auto config = configuration_of(places);
  const auto registry = load_registry(config);
  const auto present = find_product(config, *registry, options.product, products::Readiness::declare);
  const auto changed = changed_product(config, *registry, options);
  if (!options.any_plan) refuse_another_plan(*present, *changed);
  Run run{WhatIf(*changed, options.any_plan)};
  try {
    judge(run, *changed, config, options);
  } catch (const Stop&) {
    throw;
  } catch (const std::exception& failure) {
    throw Stop(failure.what());
  }
  if (options.json)
    std::cout << to_json(*present, *changed, run) << '\n';
  else
    print(*present, *changed, run);
  const bool too_many = options.most_changes && run.what_if.changes().size() > *options.most_changes;
  return too_many ? kTooManyChanges : 0;
}

}  // namespace cotejo::cli
