#include <algorithm>
#include <boost/json/parse.hpp>
#include <cmath>
#include <iostream>

#include "cli/commands.hpp"
#include "cli/engine_run.hpp"
#include "cli/evidence_files.hpp"
#include "domain/media_type.hpp"
#include "domain/parts_json.hpp"
#include "products/compiler.hpp"

namespace cotejo::cli {
namespace {

// Only the component's own results, without those of the analyzers before it.
struct Said {
  std::vector<const domain::Trait*> traits;
  std::vector<const domain::Item*> items;
  const domain::CheckResult* check = nullptr;
  const domain::Error* error = nullptr;
};

// The nodes from which the component's inputs come, itself included. Sources come before their users.
std::vector<bool> behind(const products::Plan& plan, const std::string& component) {
  std::vector<bool> wanted(plan.nodes.size());
  for (std::size_t i = plan.nodes.size(); i-- > 0;) {
    if (plan.nodes[i].declaration.id == component) wanted[i] = true;
    if (!wanted[i]) continue;
    for (const auto& port : plan.nodes[i].inputs)
      for (const auto& source : port)
        if (source.from == products::Source::From::node) wanted[source.index] = true;
  }
  return wanted;
}

Said said_by(const domain::Verification& v, const products::Product& product, const std::string& component, bool all) {
  Said said;
  for (const auto& trait : v.traits)
    if (all || trait.component.view().starts_with(component + '@')) said.traits.push_back(&trait);
  for (const auto& item : v.items) said.items.push_back(&item);
  if (!v.checks.empty()) said.check = &v.checks.front();
  for (const auto& node : product.plan.nodes) {
    if (node.declaration.id != component) continue;
    for (const auto& error : v.errors)
      if (error.at == node.name) said.error = &error;
  }
  // Otherwise an analyzer failed. An error of `video` for an MP4 that holds only sound does not matter.
  const auto wanted = behind(product.plan, component);
  const auto concerns = [&](const domain::Error& error) {
    for (std::size_t i = 0; i < wanted.size(); ++i)
      if (error.at == product.plan.nodes[i].name) return static_cast<bool>(wanted[i]);
    return true;
  };
  if (!said.error)
    if (const auto failed = std::ranges::find_if(v.errors, concerns); failed != v.errors.end()) said.error = &*failed;
  return said;
}

// The name as a product would use it: without the evidence, which is what the file was called on the command line.
std::string_view short_name(std::string_view full) {
  const auto colon = full.find(':');
  return colon == full.npos ? full : full.substr(colon + 1);
}

std::string to_json(const Said& said) {
  domain::JsonWriter out;
  out.begin_object();
  out.key("traits");
  out.begin_array();
  for (const auto* trait : said.traits) {
    out.begin_object();
    out.member("name", short_name(trait->name));
    if (trait->value) {
      out.key("value");
      domain::write(out, *trait->value);
      out.member("probability", trait->probability);
    } else {
      out.member("absent_reason", trait->absent_reason);
    }
    out.member("component", trait->component);
    if (!trait->evidence.empty()) out.member("evidence", trait->evidence);
    if (trait->region) {
      const auto& r = *trait->region;
      out.values("box", std::initializer_list<double>{r.x, r.y, r.width, r.height});
    }
    out.end_object();
  }
  out.end_array();
  out.key("items");
  out.begin_array();
  for (const auto* item : said.items) {
    out.begin_object();
    out.member("code", item->code);
    out.member("severity", to_string(item->severity));
    out.member("confidence", item->confidence);
    out.member("params", item->params);
    out.end_object();
  }
  out.end_array();
  if (said.check) {
    out.member("verdict", to_string(said.check->verdict));
    out.member("confidence", said.check->confidence);
  }
  out.key("error");
  if (said.error) {
    out.begin_object();
    out.member("code", said.error->code);
    out.member("scope", to_string(said.error->scope));
    out.member("retriable", said.error->retriable);
    out.member("message", said.error->message);
    out.end_object();
  } else {
    out.null();
  }
  out.end_object();
  return out.take();
}

void print(const Said& said) {
  for (const auto* trait : said.traits) {
    std::string value = "(absent: " + trait->absent_reason.str() + ")";
    if (trait->value) {
      domain::JsonWriter out;
      domain::write(out, *trait->value);
      value = out.take();
      if (value.size() > 100) value = value.substr(0, 97) + "...";
    }
    std::printf("%-32s %5.3f  %s\n", std::string(short_name(trait->name)).c_str(), trait->probability, value.c_str());
  }
  for (const auto* item : said.items)
    std::printf("item   %-8s %s  confidence %.2f\n", std::string(to_string(item->severity)).c_str(), item->code.c_str(),
                item->confidence);
  if (said.check)
    std::printf("verdict %s  confidence %.2f\n", std::string(to_string(said.check->verdict)).c_str(),
                said.check->confidence);
  if (said.error) std::printf("error  %s: %s\n", said.error->code.c_str(), said.error->message.c_str());
}

}  // namespace

int run(const Places& places, const RunOptions& options) {
  const auto config = configuration_of(places);
  const auto registry = load_registry(config);
  const auto params = domain::parse_json(options.params);
  if (!params || !params->is_object()) throw Stop("--params is not a JSON object");
  EvidenceByName evidence;
  std::vector<products::EvidenceSpec> specs;
  for (const auto& text : options.in) {
    const auto [name, file] = split_assignment(text);
    auto bytes = read_evidence(file);
    products::EvidenceSpec spec;
    spec.name = name;
    spec.kinds = {{std::string(domain::media_class(bytes->media_type))}};
    if (spec.kinds.front().kind.empty()) throw Stop(file.string() + " is of no media type that an analyzer takes");
    specs.push_back(std::move(spec));
    if (!evidence.emplace(name, std::move(bytes)).second) throw Stop("'" + name + "' is given twice");
  }
  const auto product =
      products::compile_alone(options.component, params->as_object(), specs, *registry, config.components);
  if (!product) throw Stop(product.error().message);
  const std::chrono::milliseconds budget(std::lround(options.timeout * 1000));
  const auto v = run_here(config, *product, std::move(evidence), {.budget = budget, .data = places.data});
  const auto said = said_by(v, **product, options.component, options.all);
  if (options.json) {
    std::cout << to_json(said) << '\n';
  } else {
    print(said);
  }
  return said.error ? kCouldNotRun : 0;
}

}  // namespace cotejo::cli
