// A whole service in this process: server, store, products; the engine is a function of the test's.
#pragma once
#include <condition_variable>
#include <deque>
#include <map>

#include "client.hpp"
#include "folder.hpp"
#include "http/server.hpp"
#include "log_lines.hpp"
#include "products/reason_catalogue.hpp"

namespace cotejo::integration {

class NoPlugins final : public plugins::Registry {
 public:
  std::vector<const plugins::ComponentInfo*> components() const override { return {&info_}; }
  const plugins::ComponentInfo* find(std::string_view) const override { return nullptr; }
  const std::vector<plugins::Refusal>& refusals() const override { return refusals_; }
  domain::Result<plugins::Declaration> describe(std::string_view, const boost::json::object&) const override {
    return domain::make_error(domain::Scope::product, "component.not_found", "none");
  }
  domain::Result<plugins::ModelDigests> models_of(const plugins::Declaration&) const override {
    return plugins::ModelDigests{};
  }
  domain::Result<std::shared_ptr<plugins::Component>> create(std::string_view, const boost::json::object&) override {
    return domain::make_error(domain::Scope::product, "component.not_found", "none");
  }

 private:
  static plugins::ComponentInfo fiction() {
    plugins::ComponentInfo info;
    info.declaration.id = "check.fiction";
    info.declaration.version = "1.0.0";
    info.declaration.kind = plugins::Kind::check;
    info.plugin = "fiction.so";
    return info;
  }
  plugins::ComponentInfo info_ = fiction();
  std::vector<plugins::Refusal> refusals_{{"old.so", "old.so: built for plugin ABI 2, this host speaks 1"}};
};

inline std::shared_ptr<const products::Products> fiction_products() {
  auto catalogue = std::make_shared<products::ReasonCatalogue>();
  products::Reason reason;
  reason.code = "fiction.blurred";
  reason.reason_class = "quality";
  reason.retriable = true;
  reason.action = "resubmit";
  reason.audiences = {domain::Audience::applicant};
  reason.texts[domain::Audience::applicant]["en"] = "The photo is blurred.";
  catalogue->add(reason);
  auto product = std::make_shared<products::Product>();
  product->id = "fiction";
  product->version = 3;
  product->digest = "sha256:00";
  product->summary = "A product for tests";
  auto evidence = [&](std::string name, std::string kind, std::uint64_t max_bytes) {
    products::EvidenceSpec spec;
    spec.name = std::move(name);
    spec.kinds = {{std::move(kind), max_bytes}};
    product->evidence.push_back(spec);
  };
  evidence("photo", "image", 1u << 20);
  evidence("form", "json", 64u << 10);
  product->feedback.locales = {"en"};
  product->feedback.attempts = 2;
  product->reasons = catalogue;
  auto products = std::make_shared<products::Products>();
  products->by_id["fiction"] = product;
  auto second = std::make_shared<products::Product>(*product);
  second->id = "second";
  second->evidence[0].name = "front";
  products->by_id["second"] = second;
  products->refused["broken"] = {{"broken.yaml", 7, 3, "component 'x' is needed: model 'm' is missing"}};
  products->reasons = catalogue;
  return products;
}

inline std::string text(const boost::json::value& value, std::string_view pointer) {
  return std::string(value.at_pointer(pointer).as_string());
}

// What the engine would return: an approval that names what it was given.
inline domain::Verification result_for(const engine::Submission& submission) {
  domain::Verification v;
  v.id = submission.id;
  v.tenant = submission.tenant;
  v.product = {submission.product->id, submission.product->version, submission.product->digest};
  v.status = domain::Status::completed;
  v.attempt = submission.attempt;
  v.trace_id = submission.trace_id;
  v.completed_at = submission.now;
  for (const auto& [name, bytes] : submission.evidence)
    v.evidence.push_back({name, bytes->media_type, bytes->digest, bytes->size});
  for (const auto& [name, error] : submission.unusable) v.errors.push_back(error);
  domain::Item item;
  item.code = "fiction.blurred";
  item.severity = domain::Severity::minor;
  item.confidence = 0.75;
  item.node = "sharp";
  item.from_check = true;
  item.evidence = {"photo"};
  item.traits = {"photo:image.sharpness"};
  item.places = {{"photo", {0.1, 0.2, 0.3, 0.4, 0, 0}}};
  item.params = {{"limit", 0.5}};
  item.reason_class = "quality";
  item.retriable = true;
  v.items = {item};
  v.checks = {{"sharp", "check.fiction@1.0.0", domain::Verdict::fail, 0.75, {0}, {}, 0.5},
              {"other",
               "check.fiction@1.0.0",
               domain::Verdict::undecided,
               0,
               {},
               {{"photo", std::nullopt, "not_readable"}},
               0}};
  v.feedback = {{domain::Audience::applicant, "en", 0, "The photo is blurred.", "resubmit", "photo", 1}};
  v.traits = {{"photo:image.sharpness", domain::Value{domain::ValueType::number, 0.25}, 0.99, "", "image@1.0.0",
               "photo", domain::Region{0, 0, 1, 1, 0, 0}},
              {"photo:image.text", std::nullopt, 0, "not_readable", "image@1.0.0", "photo", std::nullopt}};
  v.trace = {{"photo:image", "image@1.0.0", "completed", 0, 0.1, 0.2, "", {"m=sha256:00"}}};
  v.decision = domain::Decision{domain::Outcome::review, false, 0.75, {"fiction.blurred"}, {0}, {"other"}};
  return v;
}

// Takes submissions and holds them until the test lets them go.
class HeldRuns {
 public:
  struct Held {
    engine::Submission submission;
    engine::Engine::Progress progress;
    engine::Engine::Done done;
    void finish() { done(result_for(submission)); }
  };
  engine::Submit run() {
    return [this](engine::Submission submission, engine::Engine::Progress progress,
                  engine::Engine::Done done) -> domain::Result<void> {
      const std::lock_guard lock(mutex_);
      held_.push_back({std::move(submission), std::move(progress), std::move(done)});
      changed_.notify_all();
      return {};
    };
  }
  Held next() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !held_.empty(); });
    auto held = std::move(held_.front());
    held_.pop_front();
    return held;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Held> held_;
};

// At once, in the caller's thread.
inline engine::Submit run_at_once() {
  return [](engine::Submission submission, engine::Engine::Progress progress,
            engine::Engine::Done done) -> domain::Result<void> {
    auto result = result_for(submission);
    for (const auto& node : result.trace) progress(node);
    done(std::move(result));
    return {};
  };
}

struct Setup {
  engine::Submit run = run_at_once();
  http::Limits limits{};
  bool durable = false;
  std::chrono::milliseconds unready_for{0}, grace{5000};
  engine::Verifications::Clock clock = [] {
    return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
  };
  std::shared_ptr<spdlog::sinks::sink> log{};  // none: nothing is logged
};

class Service {
 public:
  explicit Service(Setup setup = {}) : Service(std::move(setup), nullptr) {}
  // Over an existing folder: a restart.
  Service(Setup setup, Folder* folder)
      : log(setup.log ? telemetry::Level::info : telemetry::Level::off,
            setup.log ? setup.log : std::make_shared<LogLines>()),
        folder_(folder ? *folder : own_folder_) {
    products.store(fiction_products());
    store = setup.durable ? storage::open_sqlite({.directory = folder_.path()})
                          : storage::open_memory({.incoming = folder_.path()});
    index = std::make_unique<services::Index>(
        *store, setup.durable ? services::Secret::open(folder_.path() / "index.secret") : services::Secret::random());
    verifications = std::make_unique<engine::Verifications>(*store, std::move(setup.run), products, metrics, log,
                                                            std::move(setup.clock), index.get());
    http::Options options;
    options.port = options.admin_port = 0;
    options.threads = 1;
    options.limits = setup.limits;
    options.unready_for = setup.unready_for;
    options.grace = setup.grace;
    server =
        std::make_unique<http::Server>(options, http::Backend{*verifications, *store, products, registry, metrics, log,
                                                              [] { return engine::Engine::Load{}; }, "0.0.0"});
    server->start();
    server->ready();
  }
  ~Service() {
    server->stop();
    store->stop();
  }

  Client client() const { return Client(server->port(), true); }
  Client admin() const { return Client(server->admin_port(), false); }

  engine::ProductsSnapshot products;
  telemetry::Metrics metrics;
  telemetry::Log log;
  NoPlugins registry;
  std::unique_ptr<storage::Store> store;
  std::unique_ptr<services::Index> index;
  std::unique_ptr<engine::Verifications> verifications;
  std::unique_ptr<http::Server> server;

 private:
  Folder own_folder_;
  const Folder& folder_;
};

inline std::map<std::string, std::string> with(std::map<std::string, std::string> fields, std::string name,
                                               std::string value) {
  fields[std::move(name)] = std::move(value);
  return fields;
}
// A JPEG as far as its first bytes go, in base64.
inline const std::string small_request =
    R"({"product":"fiction","evidence":{"photo":{"media_type":"image/jpeg","content":"/9j/4AAQ"}},"applicant":{"age":34}})";

// A service whose runs the test ends, and the first verification that it accepted.
struct AcceptedRun {
  HeldRuns runs;
  Service service{{.run = runs.run()}};
  Client client = service.client();
  Answer accepted =
      client.ask("POST", "/v1/verifications", small_request, with(json_fields, "Prefer", "respond-async"));
  std::string where = accepted.field("Location");

  // Another attempt; answered before it has run.
  Answer put_photo(std::string_view photo, const std::string& media_type = "image/png") {
    return client.ask("PUT", where + "/evidence/photo", std::string(photo),
                      {{"Content-Type", media_type}, {"Prefer", "respond-async"}});
  }
};

}  // namespace cotejo::integration
