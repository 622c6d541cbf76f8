#include "levels.hpp"

#include <atomic>
#include <barrier>
#include <boost/json/serialize.hpp>
#include <set>
#include <thread>

#include "describe.hpp"
#include "fingerprint.hpp"
#include "golden.hpp"
#include "process_state.hpp"
#include "responses.hpp"
#include "services/services.hpp"
#include "told.hpp"

namespace cotejo::plugin_check {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

#if defined(__SANITIZE_ADDRESS__)
constexpr bool kMemoryIsMeasurable = false;  // freed memory stays in quarantine
#else
constexpr bool kMemoryIsMeasurable = true;
#endif

// Polling is judged by CPU time. Sleeping costs none, so wall time counts too, with a margin for busy machines.
constexpr int kWallMargin = 20;

std::string shown(std::chrono::nanoseconds time) {
  return std::to_string(std::chrono::duration_cast<milliseconds>(time).count()) + " ms";
}

// Errors that say the plugin is at fault; all others are an answer.
bool is_fault(const domain::Error& error) {
  return error.code.ends_with(".contract") || error.code.ends_with(".failed");
}

std::string advice_for(const domain::Error& error) {
  return error.code.ends_with(".contract")
             ? "The host discards the whole call; keep to the declaration and to abi.h"
             : "Nothing may leave run() as an exception or COTEJO_INTERNAL because of its inputs; return reject() "
               "with a declared code when the evidence is at fault";
}

// One run with all of its steps: what a connector asks is answered, and it is entered again. `each` sees the result of
// each step, also of the last one.
template <class Each>
void run_to_its_end(plugins::Component& component, const Inputs& inputs, Random& random, Each each) {
  constexpr std::uint32_t kMostSteps = 8;  // as the host
  auto context = context_of(inputs, component.declaration());
  domain::Response response;
  for (auto step = inputs.response ? inputs.response->step : 0;;) {
    auto result = component.run(context);
    if (result.request) {
      auto answer = made_up_response(*result.request, random);
      if (!answer)
        result.error = answer.error();
      else if (step == kMostSteps)
        result.error = services::broken_contract("it asked more than " + std::to_string(kMostSteps) + " times");
      else
        response = std::move(*answer);
    }
    each(result);
    if (!result.request || result.error) return;
    response.step = ++step;
    response.state = result.request->state;
    context.response = &response;
  }
}

class Level {
 public:
  Level(const Options& options, const Subject& subject, const plugins::Offer& offer, Reporter& reporter)
      : options_(options), subject_(subject), offer_(offer), reporter_(reporter), random_(options.seed) {}

  void lifecycle();
  void golden();
  void cancel();
  void concurrency();
  void fuzz();
  bool read_cases();

 private:
  using Made = std::unique_ptr<plugins::Component>;

  Made make(const boost::json::object& params, std::size_t instances);
  std::vector<Inputs> sound_inputs(bool large);
  void judge(const plugins::CallResult& result);
  void judge(const Told& told, int enough);
  void judge_with_cases(Told told);
  void run_until_cancelled(plugins::Component& component, const Inputs& inputs, bool by_deadline);
  bool compare(const std::string& expected, const std::string& found, std::string_view what, std::string_view advice);
  Clock::time_point enough() const { return Clock::now() + options_.effort.time; }

  const Options& options_;
  const Subject& subject_;
  const plugins::Offer& offer_;
  Reporter& reporter_;
  Random random_;
  std::vector<Golden> cases_;
  std::set<std::string> said_;  // each fault is reported once
};

bool Level::read_cases() {
  configuration::Diagnostics diagnostics;
  const auto directory = options_.golden / offer_.declaration.id;
  if (!std::filesystem::is_directory(directory)) return true;
  cases_ = read_golden(
      directory,
      [this](const boost::json::object& params) {
        return plugins::describe_at(*offer_.factory, offer_.index, offer_.declaration.kind,
                                    boost::json::serialize(params));
      },
      diagnostics);
  for (const auto& diagnostic : diagnostics.sorted())
    reporter_.finding("a golden case cannot be read: " + configuration::to_string(diagnostic), "Correct the file");
  return diagnostics.empty();
}

Level::Made Level::make(const boost::json::object& params, std::size_t instances) {
  reporter_.at("create with the params " + boost::json::serialize(params));
  auto made = subject_.make(offer_, params, instances);
  if (made) return std::move(*made);
  reporter_.finding(made.error().message,
                    "Create must work with the default params and with those of the golden cases");
  return nullptr;
}

// What the golden cases give, or made-up values when there are none.
std::vector<Inputs> Level::sound_inputs(bool large) {
  std::vector<Inputs> all;
  for (const auto& golden : cases_) all.push_back(golden.inputs);
  if (all.empty() || large) {
    const auto params = all.empty() ? boost::json::object{} : all.front().params;
    all.push_back(made_up(offer_.declaration, random_, large));
    all.back().params = params;
  }
  return all;
}

void Level::judge(const plugins::CallResult& result) {
  if (result.error && is_fault(*result.error) && said_.insert(result.error->message).second)
    reporter_.finding("run() failed with " + result.error->code + ": " + result.error->message,
                      advice_for(*result.error));
}

void Level::judge(const Told& told, int enough) {
  for (const auto& [calls, traits] : told.never(enough))
    reporter_.finding("of " + std::to_string(calls) + " calls that ended well none emitted or said to be absent: " +
                          traits + "; the host says analysis.not_told in their place",
                      "Tell each declared trait with call.emit() or call.absent() in every call, or do not declare it");
  for (const auto& [calls, traits] : told.sometimes())
    reporter_.note("left untold in some of " + std::to_string(calls) + " calls: " + traits);
}

bool Level::compare(const std::string& expected, const std::string& found, std::string_view what,
                    std::string_view advice) {
  if (expected == found) return true;
  std::size_t at = 0;
  while (at < expected.size() && at < found.size() && expected[at] == found[at]) ++at;
  const auto begin = at == 0 ? 0 : expected.rfind('\n', at - 1) + 1;
  const auto line = [&](const std::string& text) { return text.substr(std::min(begin, text.size()), 100); };
  reporter_.finding(std::string(what) + ": '" + line(expected) + "' and '" + line(found) + "'", advice);
  return false;
}

void Level::lifecycle() {
  const auto params = cases_.empty() ? boost::json::object{} : cases_.front().inputs.params;
  const auto limit = enough();
  constexpr int kWarmUp = 4;                       // caches that are filled once
  constexpr std::uint64_t kMostGrowth = 16 << 20;  // of the process, over all further creations
  std::uint64_t before = 0;
  int made = 0;
  for (; made < options_.effort.creations + kWarmUp && (made <= kWarmUp || Clock::now() < limit); ++made) {
    if (made == kWarmUp) before = resident_bytes("self");
    if (!make(params, 1)) return;
    reporter_.at("after destroy");
  }
  const auto now = resident_bytes("self");
  reporter_.note(std::to_string(made) + " times created and destroyed");
  if (kMemoryIsMeasurable && now > before + kMostGrowth)
    reporter_.finding("the process grew by " + std::to_string((now - before) >> 20) +
                          " MiB while it was created and destroyed " + std::to_string(made - kWarmUp) + " times",
                      "Release in the destructor what prepare() took");
}

void Level::golden() {
  if (cases_.empty())
    return reporter_.skipped("there are no cases in " + (options_.golden / offer_.declaration.id).string());
  Told told;
  for (const auto& golden : cases_) {
    const auto component = make(golden.inputs.params, 1);
    if (!component) return;
    reporter_.at("run, " + golden.inputs.label);
    const auto context = context_of(golden.inputs, component->declaration());
    const auto first = component->run(context);
    told.count(component->declaration(), first);
    for (const auto& what : differences(golden, component->declaration(), first))
      reporter_.finding(what, "Correct the component, or the case if it expects too much");
    const auto again = component->run(context);
    compare(fingerprint(first, component->declaration()), fingerprint(again, component->declaration()),
            "the same inputs gave two results",
            "A component is a pure function: no clock, randomness or state between calls");
  }
  reporter_.note(std::to_string(cases_.size()) + (cases_.size() == 1 ? " case" : " cases"));
  reporter_.at("all cases");
  judge(told, 1);
}

// With `cancelled` raised before the call, or a deadline that has passed: it must come back at once, and say so.
void Level::run_until_cancelled(plugins::Component& component, const Inputs& inputs, bool by_deadline) {
  const std::string how = by_deadline ? "a deadline that has passed" : "cancellation";
  reporter_.at("run with " + how + ", " + inputs.label);
  auto context = context_of(inputs, component.declaration());
  const std::atomic<bool> raised{true};
  if (by_deadline)
    context.deadline = Clock::now() - milliseconds{1};
  else
    context.cancelled = &raised;
  const auto result = component.run(context);
  const auto& polling = last_polling();
  // Twice the budget to notice and to leave; beyond it the worker is held although nobody waits for the result.
  if (polling.longest_cpu > 2 * options_.polling || polling.longest_wall > kWallMargin * options_.polling)
    reporter_.finding(
        "it worked on for " + shown(std::max(polling.longest_cpu, polling.longest_wall)) + " after " + how,
        "Ask call.cancelled() before and inside each long step, and return Status::cancelled");
  if (result.error && is_fault(*result.error)) judge(result);
}

void Level::cancel() {
  auto all = sound_inputs(true);
  std::chrono::nanoseconds longest_cpu{0}, longest_wall{0};
  std::int64_t polls = 0;
  std::string worst;
  for (const auto& inputs : all) {
    const auto component = make(inputs.params, 1);
    if (!component) return;
    reporter_.at("run, " + inputs.label);
    run_to_its_end(*component, inputs, random_, [&](const plugins::CallResult& result) {
      judge(result);
      const auto polling = last_polling();
      polls += polling.polls;
      if (polling.longest_cpu >= longest_cpu) worst = inputs.label;
      longest_cpu = std::max(longest_cpu, polling.longest_cpu);
      longest_wall = std::max(longest_wall, polling.longest_wall);
    });
    run_until_cancelled(*component, inputs, false);
    run_until_cancelled(*component, inputs, true);
  }
  reporter_.at("run, " + worst);
  reporter_.note("longest stretch without a look at is_cancelled(): " + shown(longest_cpu) + " of CPU, " +
                 shown(longest_wall) + " of wall time; " + std::to_string(polls) + " looks in " +
                 std::to_string(all.size()) + " calls");
  if (longest_cpu > options_.polling || longest_wall > kWallMargin * options_.polling)
    reporter_.finding("run() went " + shown(longest_cpu > options_.polling ? longest_cpu : longest_wall) +
                          " without asking is_cancelled(); " + shown(options_.polling) + " are allowed",
                      "Ask call.cancelled() inside the longest loop, and split single steps that take longer");
}

void Level::concurrency() {
  const auto all = sound_inputs(false);
  const auto threads = static_cast<std::size_t>(options_.effort.threads);
  for (const auto& inputs : all) {
    const auto component = make(inputs.params, threads);
    if (!component) return;
    if (auto ready = component->warm(threads); !ready)
      return reporter_.finding(ready.error().message, "A serial component is created several times side by side");
    reporter_.at("run alone, " + inputs.label);
    const auto run = [&, seed = random_()] {
      Random random(seed);
      std::string steps;
      run_to_its_end(*component, inputs, random, [&](const plugins::CallResult& result) {
        steps += fingerprint(result, component->declaration());
      });
      return steps;
    };
    const auto expected = run();
    reporter_.at("run by " + std::to_string(threads) + " threads at once, " + inputs.label);
    const auto limit = enough();
    std::atomic<int> left{options_.effort.calls};
    std::vector<std::string> other(threads);
    std::barrier start(static_cast<std::ptrdiff_t>(threads));
    {
      std::vector<std::jthread> workers;
      for (std::size_t i = 0; i < threads; ++i)
        workers.emplace_back([&, i] {
          start.arrive_and_wait();
          do {
            const auto found = run();
            if (found != expected) other[i] = found;
          } while (other[i].empty() && --left > 0 && Clock::now() < limit);
        });
    }
    for (const auto& found : other)
      if (!found.empty() &&
          !compare(expected, found, "calls side by side gave another result than one alone",
                   offer_.declaration.parallel
                       ? "It declares itself parallel: keep no mutable state outside of run(), or say parallel = false"
                       : "Several instances run at once: they may share no mutable state"))
        return;
  }
}

void Level::fuzz() {
  const auto limit = enough();
  int calls = 0;
  const auto base = sound_inputs(false);
  std::map<std::string, Made> components;
  Told told;
  while (calls < options_.effort.calls && (calls < 10 || Clock::now() < limit)) {
    const auto& from = base[random_() % base.size()];
    auto inputs = random_() % 3 == 0 ? made_up(offer_.declaration, random_, false) : from;
    inputs.params = from.params;
    auto& component = components[boost::json::serialize(inputs.params)];
    if (!component && !(component = make(inputs.params, 1))) return;
    inputs = mutated(std::move(inputs), component->declaration(), random_);
    reporter_.at("run, " + inputs.label + " (call " + std::to_string(++calls) + " of seed " +
                 std::to_string(options_.seed) + ")");
    run_to_its_end(*component, inputs, random_, [&](const plugins::CallResult& result) {
      judge(result);
      told.count(component->declaration(), result);
    });
  }
  reporter_.note(std::to_string(calls) + " calls");
  judge_with_cases(std::move(told));
}

// What no mutated input made it tell, a golden one may.
void Level::judge_with_cases(Told told) {
  constexpr int kEnough = 10;  // of fewer calls that ended well, each may have had its reason
  if (told.never(kEnough).empty()) return judge(told, kEnough);
  for (const auto& golden : cases_) {
    const auto component = make(golden.inputs.params, 1);
    if (!component) return;
    reporter_.at("run, " + golden.inputs.label);
    told.count(component->declaration(), component->run(context_of(golden.inputs, component->declaration())));
  }
  reporter_.at("all calls");
  judge(told, kEnough);
}

void report_changes(const ProcessState& before, std::string_view when, Reporter& reporter) {
  reporter.at(when);
  auto after = process_state();
  // A thread that was joined is listed by the kernel for a moment longer.
  for (int i = 0; i < 20 && after.at("threads") != before.at("threads"); ++i) {
    std::this_thread::sleep_for(milliseconds{10});
    after = process_state();
  }
  for (const auto& change : changes(before, after))
    reporter.finding("it changed the process: " + change.aspect + " was " + change.before + " and is " + change.after,
                     change.advice);
}

void run_component(const std::string& level, const Subject& subject, const std::string& id, const Options& options,
                   Reporter& reporter) {
  const auto& offer = subject.offer(id);
  Level run(options, subject, offer, reporter);
  if (!run.read_cases()) return;
  if (level == "lifecycle") run.lifecycle();
  if (level == "golden") run.golden();
  if (level == "cancel") run.cancel();
  if (level == "concurrency") run.concurrency();
  if (level == "fuzz") run.fuzz();
}

}  // namespace

void run_level(const std::string& level, const std::string& component, const Options& options, Reporter& reporter) {
  try {
    auto models = options.manifest.empty() ? std::make_shared<plugins::Models>()
                                           : std::make_shared<plugins::Models>(options.manifest, options.models);
    const auto before = process_state();
    reporter.at("load");
    std::unique_ptr<Subject> subject;
    try {
      subject = std::make_unique<Subject>(options.file, std::move(models));
    } catch (const std::exception& refused) {
      reporter.finding(refused.what(), "No host takes it like that");
      return reporter.done();
    }
    if (level == "describe") {
      describe(*subject, reporter);
      report_changes(before, "load and describe", reporter);
    } else {
      const auto loaded = process_state();
      run_component(level, *subject, component, options, reporter);
      report_changes(loaded, "before and after this level", reporter);
    }
  } catch (const std::exception& e) {
    reporter.finding(std::string("an exception came out of the plugin: ") + e.what(),
                     "No function of the ABI may throw");
  }
  reporter.done();
}

}  // namespace cotejo::plugin_check
