// Products wired by hand from SDK components that live in the test program: the engine without YAML and without shared
// libraries.
#pragma once
#include <cotejo/plugin.hpp>
#include <future>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string>

#include "domain/digest.hpp"
#include "engine/engine.hpp"
#include "plugins/component.hpp"
#include "products/reason_catalogue.hpp"

namespace cotejo::test {

struct TextSink : cotejo_sink {
  TextSink()
      : cotejo_sink{sizeof(cotejo_sink), [](const cotejo_sink* s, cotejo_bytes b) {
                      static_cast<TextSink*>(const_cast<cotejo_sink*>(s))->text.append(view(b));
                    }} {}
  std::string text;
};

template <class T>
plugins::Kind kind_of() {
  if (std::string_view{T::kind} == COTEJO_ANALYZER) return plugins::Kind::analyzer;
  if (std::string_view{T::kind} == COTEJO_SUB_ANALYZER) return plugins::Kind::sub_analyzer;
  if (std::string_view{T::kind} == COTEJO_CONNECTOR) return plugins::Kind::connector;
  return plugins::Kind::check;
}

template <class T>
std::shared_ptr<plugins::Component> component() {
  TextSink out, error;
  if (detail::describe<T>({nullptr, 0}, &out, &error) != COTEJO_OK) throw std::runtime_error(error.text);
  auto declaration = plugins::parse_declaration(kind_of<T>(), out.text);
  if (!declaration) throw std::runtime_error(declaration.error().message);
  using Instance = std::unique_ptr<cotejo_component, void (*)(cotejo_component*)>;
  return std::make_shared<plugins::Component>(
      *declaration,
      []() -> domain::Result<Instance> {
        static const cotejo_host host{sizeof(cotejo_host), 0, "test",
                                      [](const cotejo_host*, const char*) -> const void* { return nullptr; }};
        Instance made(new cotejo_component{}, [](cotejo_component* c) {
          c->destroy(c->self);
          delete c;
        });
        TextSink why;
        if (detail::create<T>(&host, {nullptr, 0}, made.get(), &why) != COTEJO_OK) throw std::runtime_error(why.text);
        return made;
      },
      16);
}

class PlanBuilder {
 public:
  explicit PlanBuilder(std::string id = "test") {
    product_->id = std::move(id);
    product_->version = 1;
    product_->time_zone = "America/Mexico_City";
    product_->feedback.locales = {"en"};
    auto reasons = std::make_shared<products::ReasonCatalogue>();
    for (const char* code :
         {"evidence.missing", "evidence.unreadable", "test.cannot_tell", "test.cannot_use", "test.bad"}) {
      products::Reason reason;
      reason.code = code;
      reason.reason_class = "quality";
      reason.retriable = true;
      reason.leaves_open = reason.code == "test.cannot_use";
      reason.action = "resubmit";
      reason.audiences = {domain::Audience::applicant};
      reason.texts[domain::Audience::applicant]["en"] = std::string("about ") + code;
      reasons->add(std::move(reason));
    }
    product_->reasons = reasons;
  }
  products::Product& product() { return *product_; }

  PlanBuilder& evidence(std::string name, bool required = true) {
    products::EvidenceSpec spec;
    spec.name = std::move(name);
    spec.kinds = {{"image", 1 << 20}};
    spec.required = required;
    product_->evidence.push_back(std::move(spec));
    return *this;
  }

  // `evidence` may also come as this, and `analyzer` takes it then, and not else.
  PlanBuilder& also_as(const std::string& evidence, std::string kind) {
    product_->evidence[evidence_index(evidence)].kinds.push_back({std::move(kind), 1 << 20});
    return *this;
  }
  PlanBuilder& only_for(const std::string& analyzer, std::vector<std::string> kinds) {
    for (auto& node : product_->plan.nodes)
      if (node.name == analyzer) node.kinds = kinds;
    return *this;
  }

  // `sources`: one a port: an evidence's name, `node.output`, several of them with blanks between, or empty for an
  // unbound port. Checks come last.
  template <class T>
  PlanBuilder& node(std::string name, std::optional<std::string> evidence, std::vector<std::string> sources,
                    std::optional<std::chrono::milliseconds> timeout = {}) {
    products::Node node;
    node.name = node.instance = std::move(name);
    node.component = component<T>();
    node.declaration = node.component->declaration();
    node.digest = domain::digest_of(node.declaration.id);
    node.timeout = timeout;
    if (evidence) node.evidence = evidence_index(*evidence);
    for (const auto& produce : node.declaration.produces)
      node.output_names.push_back(node.name.str() + '.' + produce.name);
    const std::size_t self = product_->plan.nodes.size();
    for (const auto& all : sources) {
      node.inputs.emplace_back();
      std::istringstream words(all);
      for (std::string source; words >> source;) bind(source, self, node.inputs.back());
    }
    if (node.declaration.kind != plugins::Kind::check) product_->plan.first_check = self + 1;
    product_->plan.nodes.push_back(std::move(node));
    return *this;
  }

  std::shared_ptr<const products::Product> build() { return product_; }

 private:
  void bind(const std::string& source, std::size_t self, std::vector<products::Source>& into) {
    const auto dot = source.rfind('.');
    if (dot == std::string::npos) {
      into.push_back({products::Source::From::evidence, evidence_index(source), 0});
      return;
    }
    const std::size_t before = into.size();
    for (std::size_t i = 0; i < product_->plan.nodes.size(); ++i) {
      auto& producer = product_->plan.nodes[i];
      for (std::size_t o = 0; o < producer.output_names.size(); ++o)
        if (producer.output_names[o] == source) {
          into.push_back({products::Source::From::node, i, o});
          if (producer.dependents.empty() || producer.dependents.back() != self) producer.dependents.push_back(self);
        }
    }
    if (into.size() == before) throw std::invalid_argument("no source " + source);
  }

  std::size_t evidence_index(const std::string& name) const {
    for (std::size_t i = 0; i < product_->evidence.size(); ++i)
      if (product_->evidence[i].name == name) return i;
    throw std::invalid_argument("no evidence " + name);
  }
  std::shared_ptr<products::Product> product_ = std::make_shared<products::Product>();
};

inline std::shared_ptr<const domain::Bytes> bytes_of(std::string text) {
  auto owner = std::make_shared<std::string>(std::move(text));
  auto bytes = std::make_shared<domain::Bytes>();
  bytes->data = reinterpret_cast<const std::uint8_t*>(owner->data());
  bytes->size = owner->size();
  bytes->media_type = "image/png";
  bytes->digest = domain::digest_of(*owner);
  bytes->owner = owner;
  return bytes;
}

inline engine::Submission submission(std::shared_ptr<const products::Product> product,
                                     std::map<std::string, std::string> evidence) {
  engine::Submission s;
  s.id = "ver_test";
  s.product = std::move(product);
  for (auto& [name, text] : evidence) s.evidence.emplace(name, bytes_of(text));
  s.now = *domain::from_iso8601("2026-01-01T03:00:00Z");  // still 2025 in Mexico City
  return s;
}

// Runs to the end, on this thread's time.
inline domain::Verification run(engine::Engine& engine, engine::Submission s, engine::Engine::Progress progress = {}) {
  std::promise<domain::Verification> done;
  const auto taken =
      engine.run(std::move(s), std::move(progress), [&](domain::Verification v) { done.set_value(std::move(v)); });
  if (!taken) throw std::runtime_error(taken.error().code);
  return done.get_future().get();
}

inline const domain::CheckResult& check(const domain::Verification& v, std::string_view name) {
  for (const auto& c : v.checks)
    if (c.name == name) return c;
  throw std::invalid_argument("no check " + std::string(name));
}

}  // namespace cotejo::test
