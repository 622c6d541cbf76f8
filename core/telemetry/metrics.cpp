#include "telemetry/metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <array>
#include <map>
#include <mutex>
#include <tuple>
#include <unordered_map>
#include <vector>

namespace cotejo::telemetry {
namespace {

using prometheus::Histogram;
using prometheus::Labels;

// Seconds. Requests and verifications take from below a millisecond (trivial checks) to the longest deadline.
const Histogram::BucketBoundaries kSeconds{0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1,
                                           0.25,   0.5,   1,      2.5,   5,    10,    30};

// Looking a metric up by its labels costs more than counting: each combination is found once. `Key` is a tuple, and is
// found by a tuple of views, without copies of the texts.
template <class Metric, class Key>
class Cached {
 public:
  explicit Cached(prometheus::Family<Metric>& family) : family_(family) {}
  template <class Views, class MakeLabels, class... Args>
  Metric& get(const Views& views, MakeLabels labels, const Args&... args) {
    const std::lock_guard lock(mutex_);
    const auto it = known_.find(views);
    if (it != known_.end()) return *it->second;
    return *known_.emplace(Key(views), &family_.Add(labels(), args...)).first->second;
  }

 private:
  prometheus::Family<Metric>& family_;
  std::mutex mutex_;
  std::map<Key, Metric*, std::less<>> known_;
};

}  // namespace

// name                                  labels                       what
// cotejo_http_requests_total            route, status                answered requests
// cotejo_http_request_seconds           route                        from the header's end to the answer's end
// cotejo_errors_total                   code, scope                  errors, of requests and in results
// cotejo_verifications_total            product, outcome             decided verifications
// cotejo_automatic_decisions_total      product, outcome             decisions that nobody looked at
// cotejo_quality_control_total          product, would_be, cause     automatic decisions that went to a person instead
// cotejo_verification_seconds           product                      from acceptance to decision
// cotejo_checks_total                   product, check, verdict      verdicts
// cotejo_nodes_total                    component, status            what nodes came to
// cotejo_node_seconds                   component                    run time of nodes that ran
// cotejo_node_queue_seconds             component                    time that ready nodes waited
// cotejo_worker_ends_total              component, cause             processes of isolated components that failed
// cotejo_build_info                     version                      1
// cotejo_product_info                   product, version, digest     1 for each product in use
class Metrics::Impl {
 public:
  prometheus::Registry registry;
  Cached<prometheus::Counter, std::tuple<std::string, int>> requests{
      prometheus::BuildCounter().Name("cotejo_http_requests_total").Help("Answered requests").Register(registry)};
  Cached<Histogram, std::tuple<std::string>> request_seconds{
      prometheus::BuildHistogram().Name("cotejo_http_request_seconds").Help("Duration of requests").Register(registry)};
  Cached<prometheus::Counter, std::tuple<std::string, domain::Scope>> errors{
      prometheus::BuildCounter().Name("cotejo_errors_total").Help("Errors by code").Register(registry)};
  prometheus::Family<prometheus::Counter>& verifications{prometheus::BuildCounter()
                                                             .Name("cotejo_verifications_total")
                                                             .Help("Verifications by outcome")
                                                             .Register(registry)};
  prometheus::Family<prometheus::Counter>& automatic_decisions{prometheus::BuildCounter()
                                                                   .Name("cotejo_automatic_decisions_total")
                                                                   .Help("Decisions that nobody looked at, by outcome")
                                                                   .Register(registry)};
  prometheus::Family<prometheus::Counter>& quality_control{
      prometheus::BuildCounter()
          .Name("cotejo_quality_control_total")
          .Help("Automatic decisions that quality control sent to a person, by cause")
          .Register(registry)};
  prometheus::Family<Histogram>& verification_seconds{prometheus::BuildHistogram()
                                                          .Name("cotejo_verification_seconds")
                                                          .Help("From acceptance to decision")
                                                          .Register(registry)};
  prometheus::Family<prometheus::Counter>& checks{
      prometheus::BuildCounter().Name("cotejo_checks_total").Help("Verdicts of checks").Register(registry)};
  prometheus::Family<prometheus::Counter>& nodes{prometheus::BuildCounter()
                                                     .Name("cotejo_nodes_total")
                                                     .Help("Calls of components by what they came to")
                                                     .Register(registry)};
  prometheus::Family<Histogram>& node_seconds{
      prometheus::BuildHistogram().Name("cotejo_node_seconds").Help("Run time of components").Register(registry)};
  prometheus::Family<Histogram>& node_queue_seconds{prometheus::BuildHistogram()
                                                        .Name("cotejo_node_queue_seconds")
                                                        .Help("Time that ready components waited")
                                                        .Register(registry)};
  Cached<prometheus::Counter, std::pair<std::string, std::string>> worker_ends{
      prometheus::BuildCounter()
          .Name("cotejo_worker_ends_total")
          .Help("Processes of isolated components that could not go on, by cause")
          .Register(registry)};

  prometheus::Family<prometheus::Gauge>& build_info{
      prometheus::BuildGauge().Name("cotejo_build_info").Help("The version that runs").Register(registry)};
  prometheus::Family<prometheus::Gauge>& product_info{
      prometheus::BuildGauge().Name("cotejo_product_info").Help("The products in use").Register(registry)};
  std::mutex products_mutex;
  std::vector<prometheus::Gauge*> products;

  // The counters of a verification are found by interned names, under one lock for all of them.
  struct Product {
    Histogram* seconds = nullptr;
    std::map<std::string_view, prometheus::Counter*> outcomes, automatic;          // by to_string(), which stays
    std::unordered_map<domain::Name, std::array<prometheus::Counter*, 3>> checks;  // by verdict
  };
  struct Component {
    Histogram *seconds = nullptr, *queue_seconds = nullptr;
    std::unordered_map<domain::Name, prometheus::Counter*> statuses;
  };
  std::mutex mutex;
  std::map<std::string, Product, std::less<>> by_product;
  std::unordered_map<domain::Name, Component> by_component;

  void count(Product& product, const domain::Verification& v);
  void count(Product& product, const std::string& id, const domain::CheckResult& check);
  void count(Product& product, const std::string& id, const domain::Decision& decision);
  void count(const domain::NodeTrace& node);

  std::mutex gauges_mutex;
  std::vector<std::pair<prometheus::Gauge*, std::function<double()>>> gauges;
};

Metrics::Metrics() : impl_(std::make_unique<Impl>()) {}
Metrics::~Metrics() = default;

void Metrics::request(std::string_view route, int status, double seconds) {
  impl_->requests
      .get(std::tuple(route, status),
           [&] {
             return Labels{{"route", std::string(route)}, {"status", std::to_string(status)}};
           })
      .Increment();
  impl_->request_seconds
      .get(
          std::tuple(route),
          [&] {
            return Labels{{"route", std::string(route)}};
          },
          kSeconds)
      .Observe(seconds);
}

void Metrics::error(const domain::Error& error) {
  impl_->errors
      .get(std::tuple(std::string_view(error.code), error.scope),
           [&] {
             return Labels{{"code", error.code}, {"scope", std::string(to_string(error.scope))}};
           })
      .Increment();
}

void Metrics::Impl::count(Product& product, const domain::Verification& v) {
  const std::string_view outcome = v.decision ? to_string(v.decision->outcome) : "none";
  auto& counter = product.outcomes[outcome];
  if (!counter) counter = &verifications.Add({{"product", v.product.id}, {"outcome", std::string(outcome)}});
  counter->Increment();
  if (!product.seconds) product.seconds = &verification_seconds.Add({{"product", v.product.id}}, kSeconds);
  product.seconds->Observe(std::chrono::duration<double>(v.completed_at - v.created_at).count());
}

void Metrics::Impl::count(Product& product, const std::string& id, const domain::CheckResult& check) {
  auto& counter = product.checks[check.name][static_cast<std::size_t>(check.verdict)];
  if (!counter)
    counter = &checks.Add({{"product", id}, {"check", check.name}, {"verdict", std::string(to_string(check.verdict))}});
  counter->Increment();
}

void Metrics::Impl::count(Product& product, const std::string& id, const domain::Decision& decision) {
  if (decision.automated) {
    const std::string_view outcome = to_string(decision.outcome);
    auto& counter = product.automatic[outcome];
    if (!counter) counter = &automatic_decisions.Add({{"product", id}, {"outcome", std::string(outcome)}});
    counter->Increment();
  }
  if (!decision.would_be || decision.reasons.empty()) return;
  const std::string& code = decision.reasons.front();  // quality_control.sampled, quality_control.cap_reached
  quality_control
      .Add({{"product", id},
            {"would_be", std::string(to_string(*decision.would_be))},
            {"cause", code.substr(code.find('.') + 1)}})
      .Increment();
}

void Metrics::Impl::count(const domain::NodeTrace& node) {
  const auto labels = [&] {
    return Labels{{"component", node.component.str().substr(0, node.component.view().find('@'))}};
  };
  auto& component = by_component[node.component];
  auto& counter = component.statuses[node.status];
  if (!counter) {
    auto with_status = labels();
    with_status.emplace("status", node.status);
    counter = &nodes.Add(with_status);
  }
  counter->Increment();
  if (node.status == "blocked" || node.status == "memoised" || node.status == "left_out") return;
  if (!component.seconds) {
    component.seconds = &node_seconds.Add(labels(), kSeconds);
    component.queue_seconds = &node_queue_seconds.Add(labels(), kSeconds);
  }
  component.seconds->Observe(node.run_ms / 1000);
  component.queue_seconds->Observe(node.queued_ms / 1000);
}

void Metrics::verification(const domain::Verification& v) {
  {
    const std::lock_guard lock(impl_->mutex);
    auto product = impl_->by_product.find(v.product.id);
    if (product == impl_->by_product.end()) product = impl_->by_product.emplace(v.product.id, Impl::Product{}).first;
    impl_->count(product->second, v);
    if (v.decision) impl_->count(product->second, v.product.id, *v.decision);
    for (const auto& check : v.checks) impl_->count(product->second, v.product.id, check);
    for (const auto& node : v.trace) impl_->count(node);
  }
  for (const auto& e : v.errors) error(e);
}

void Metrics::worker_ended(std::string_view component, std::string_view cause) {
  const std::pair key{std::string(component), std::string(cause)};
  impl_->worker_ends.get(key, [&] { return Labels{{"component", key.first}, {"cause", key.second}}; }).Increment();
}

void Metrics::gauge(std::string name, std::string help, std::function<double()> read) {
  auto& metric = prometheus::BuildGauge().Name("cotejo_" + name).Help(help).Register(impl_->registry).Add({});
  const std::lock_guard lock(impl_->gauges_mutex);
  impl_->gauges.emplace_back(&metric, std::move(read));
}

void Metrics::build(std::string_view version) {
  impl_->build_info.Add({{"version", std::string(version)}}).Set(1);
}

void Metrics::products(const std::vector<Product>& loaded) {
  const std::lock_guard lock(impl_->products_mutex);
  for (auto* gone : impl_->products) impl_->product_info.Remove(gone);
  impl_->products.clear();
  for (const auto& one : loaded) {
    auto& gauge = impl_->product_info.Add({{"product", one.id}, {"version", one.version}, {"digest", one.digest}});
    gauge.Set(1);
    impl_->products.push_back(&gauge);
  }
}

std::string Metrics::render() const {
  {
    const std::lock_guard lock(impl_->gauges_mutex);
    for (const auto& [metric, read] : impl_->gauges) metric->Set(read());
  }
  return prometheus::TextSerializer{}.Serialize(impl_->registry.Collect());
}

}  // namespace cotejo::telemetry
