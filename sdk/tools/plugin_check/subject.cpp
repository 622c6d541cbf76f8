#include "subject.hpp"

#include <boost/json/serialize.hpp>
#include <ctime>
#include <stdexcept>

namespace cotejo::plugin_check {
namespace {

thread_local Polling polling;

std::chrono::nanoseconds clock_of(clockid_t clock) {
  timespec now{};
  ::clock_gettime(clock, &now);
  return std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec);
}

// A call that passes everything on to the host's and keeps the time between two looks at is_cancelled().
struct Spy : cotejo_call {
  explicit Spy(const cotejo_call* host_call) : cotejo_call(*host_call), real(host_call) {
    struct_size = sizeof(cotejo_call);
    input_count = [](const cotejo_call* c, std::uint32_t port) { return of(c)->input_count(of(c), port); };
    input = [](const cotejo_call* c, std::uint32_t port, std::uint64_t i) { return of(c)->input(of(c), port, i); };
    allocate = [](const cotejo_call* c, std::uint64_t size) { return of(c)->allocate(of(c), size); };
    emit = [](const cotejo_call* c, const cotejo_output* output) { return of(c)->emit(of(c), output); };
    item = [](const cotejo_call* c, const cotejo_item* found) { return of(c)->item(of(c), found); };
    conclude = [](const cotejo_call* c, std::int32_t verdict, double confidence) {
      return of(c)->conclude(of(c), verdict, confidence);
    };
    request = [](const cotejo_call* c, const cotejo_request* wanted) { return of(c)->request(of(c), wanted); };
    fail = [](const cotejo_call* c, const cotejo_failure* failure) { of(c)->fail(of(c), failure); };
    remaining_ns = [](const cotejo_call* c) { return of(c)->remaining_ns(of(c)); };
    is_cancelled = [](const cotejo_call* c) {
      look();
      return of(c)->is_cancelled(of(c));
    };
  }
  static const cotejo_call* of(const cotejo_call* c) { return static_cast<const Spy*>(c)->real; }
  static void start() {
    polling = {};
    cpu = clock_of(CLOCK_THREAD_CPUTIME_ID), wall = clock_of(CLOCK_MONOTONIC);
  }
  static void look() {
    ++polling.polls;
    measure();
  }
  static void measure() {
    const auto cpu_now = clock_of(CLOCK_THREAD_CPUTIME_ID), wall_now = clock_of(CLOCK_MONOTONIC);
    polling.longest_cpu = std::max(polling.longest_cpu, cpu_now - cpu);
    polling.longest_wall = std::max(polling.longest_wall, wall_now - wall);
    cpu = cpu_now, wall = wall_now;
  }
  const cotejo_call* real;
  static thread_local std::chrono::nanoseconds cpu, wall;
};
thread_local std::chrono::nanoseconds Spy::cpu{}, Spy::wall{};

cotejo_status run_spied(void* self, const cotejo_call* call) {
  const auto& inner = *static_cast<const cotejo_component*>(self);
  const Spy spy{call};
  Spy::start();
  const auto status = inner.run(inner.self, &spy);
  Spy::measure();
  polling.status = status;
  return status;
}

void destroy_spied(void* self) {
  const std::unique_ptr<cotejo_component> inner{static_cast<cotejo_component*>(self)};
  if (inner->destroy) inner->destroy(inner->self);
}

domain::Error failure(const std::string& id, const std::string& why) {
  return domain::make_error(domain::Scope::platform, "component.create",
                            id + " could not be created: " + (why.empty() ? "it gave no reason" : why));
}

}  // namespace

const Polling& last_polling() {
  return polling;
}

Subject::Subject(const std::filesystem::path& file, std::shared_ptr<plugins::Models> models)
    : models_(std::move(models)), host_(std::make_unique<plugins::Host>(models_, plugins::Host::Log{})) {
  const auto entry = plugins::open_plugin(file);
  if (!entry) throw std::runtime_error(entry.error().message);
  entry_ = *entry;
  auto offers = plugins::offers_of(*entry_);
  if (!offers) throw std::runtime_error(offers.error().message);
  offers_ = std::move(*offers);
}

const plugins::Offer& Subject::offer(std::string_view id) const {
  for (const auto& offer : offers_)
    if (offer.declaration.id == id) return offer;
  throw std::runtime_error("there is no component '" + std::string(id) + "'");
}

std::vector<std::string> Subject::missing_models(const plugins::Declaration& declaration) const {
  std::vector<std::string> missing;
  for (const auto& name : declaration.models)
    if (!models_->open(name)) missing.push_back(name);
  return missing;
}

domain::Result<std::unique_ptr<plugins::Component>> Subject::make(const plugins::Offer& offer,
                                                                  const boost::json::object& params,
                                                                  std::size_t instances) const {
  const std::string json = boost::json::serialize(params);
  auto declaration = plugins::describe_at(*offer.factory, offer.index, offer.declaration.kind, json);
  if (!declaration) return declaration.error();
  using Instance = std::unique_ptr<cotejo_component, void (*)(cotejo_component*)>;
  auto make = [this, offer, json]() -> domain::Result<Instance> {
    auto inner = std::make_unique<cotejo_component>();
    plugins::Sink error;
    const auto status =
        offer.factory->create(offer.index, host_.get(), {json.data(), json.size()}, inner.get(), &error);
    if (status != COTEJO_OK || !inner->run) return failure(offer.declaration.id, error.text);
    return Instance(new cotejo_component{sizeof(cotejo_component), inner.release(), &run_spied, &destroy_spied},
                    [](cotejo_component* c) {
                      c->destroy(c->self);
                      delete c;
                    });
  };
  auto component = std::make_unique<plugins::Component>(std::move(*declaration), std::move(make), instances);
  if (auto ready = component->warm(1); !ready) return ready.error();
  return component;
}

}  // namespace cotejo::plugin_check
