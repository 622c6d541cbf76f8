#include "products/definition.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "configuration/section.hpp"
#include "domain/calendar.hpp"
#include "domain/media_type.hpp"

namespace cotejo::products {
namespace {

using configuration::description;
using configuration::Diagnostics;
using configuration::Member;
using Yaml = configuration::Node;
using configuration::Position;
using configuration::Section;
using namespace std::chrono_literals;
using enum Section::Need;

// Longer than any applicant waits in front of a screen: a longer budget must be a mistake in the unit.
constexpr auto longest_deadline = std::chrono::milliseconds(10min);
constexpr auto longest_retention = std::chrono::milliseconds(24h * 365 * 20);  // beyond, the unit is a mistake
constexpr double longest_recording = 3600;                                     // seconds
constexpr std::int64_t most_attempts = 100;

// Names are parts of longer names (`card_front:card.text.number`), hence what they may hold.
bool is_name(std::string_view text, std::string_view besides) {
  const auto lower = [](char c) { return c >= 'a' && c <= 'z'; };
  if (text.empty() || !lower(text.front())) return false;
  return std::all_of(text.begin(), text.end(), [&](char c) {
    return lower(c) || (c >= '0' && c <= '9') || besides.find(c) != std::string_view::npos;
  });
}
bool is_instance_name(std::string_view text) {
  return is_name(text, "_.") && !text.ends_with('.');
}

bool is_locale(std::string_view text) {
  const auto language = text.substr(0, text.find('-'));
  if (!is_name(language, "") || language.size() < 2 || language.size() > 3) return false;
  if (language.size() == text.size()) return true;
  const auto country = text.substr(language.size() + 1);
  return country.size() == 2 &&
         std::all_of(country.begin(), country.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

class Reader {
 public:
  Reader(Definition& definition, Diagnostics& diagnostics, std::uint64_t evidence_bytes)
      : definition_(definition), diagnostics_(diagnostics), evidence_bytes_(evidence_bytes) {}

  void read() {
    Section section(*definition_.tree, "the product", diagnostics_);
    read_head(section);
    if (const Yaml* evidence = section.map("evidence", required)) read_evidence(*evidence);
    if (const Yaml* analysis = section.map("analysis", required)) read_analysis(*analysis);
    if (const Yaml* checks = section.map("checks", required)) read_checks(section, *checks);
    if (const Yaml* decision = section.map("decision", required))
      definition_.decision = read_policy(*decision, diagnostics_);
    if (const Yaml* feedback = section.map("feedback", required)) read_feedback(*feedback);
    check_labels();
    section.finish();
  }

 private:
  void read_head(Section& section) {
    definition_.id = section.text("product", required).value_or("");
    section.refine("product", {{"pattern", "^[a-z][a-z0-9_-]*$"}});
    definition_.position = section.position_of("product");
    if (!definition_.id.empty() && !is_name(definition_.id, "-_"))
      section.error("product",
                    fmt::format("expected lower-case letters, digits, '-' and '_', found '{}'", definition_.id));
    definition_.version = static_cast<int>(section.integer("version", 1, 1'000'000'000, required).value_or(0));
    definition_.summary = section.text("summary").value_or("");
    definition_.time_zone = section.text("time_zone").value_or(Product{}.time_zone);
    if (!domain::known_time_zone(definition_.time_zone))
      section.error("time_zone",
                    fmt::format("expected a time zone of the IANA database, such as America/Mexico_City, found '{}'",
                                definition_.time_zone));
    definition_.deadline = section.duration("deadline", longest_deadline).value_or(Product{}.deadline);
    if (const Yaml* index = section.map("index")) {
      Section of_index(*index, "index", diagnostics_);
      definition_.index_retention = of_index.duration("retention", longest_retention);
      of_index.finish();
    }
  }

  void read_evidence(const Yaml& map) {
    if (map.members.empty()) diagnostics_.add(map.position, "a product needs at least one evidence");
    for (const Member& member : map.members) {
      EvidenceDefinition evidence;
      evidence.spec.name = member.key;
      evidence.position = member.position;
      if (!is_name(member.key, "_"))
        diagnostics_.add(
            member.position,
            fmt::format("an evidence's name has lower-case letters, digits and '_', found '{}'", member.key));
      Section section(member.value, fmt::format("evidence '{}'", member.key), diagnostics_);
      auto& spec = evidence.spec;
      for (auto& kind : section.choices("kind", domain::media_classes, required))
        spec.kinds.push_back({std::move(kind), 0});
      spec.required = section.boolean("required").value_or(true);
      read_max_bytes(section, spec);
      spec.max_seconds = section.number("max_seconds", 0.1, longest_recording);
      if (spec.max_seconds && !spec.kinds.empty() && !spec.accepts("video") && !spec.accepts("audio")) {
        section.error("max_seconds", fmt::format("only video and audio have a length, this is {}", spec.listing()));
        spec.max_seconds.reset();
      }
      if (const Yaml* label = section.map("label")) read_label(*label, spec);
      section.finish();
      definition_.evidence.push_back(std::move(evidence));
    }
  }

  // `12MiB`, or a size for each kind: { pdf: 4MiB, image: 12MiB }
  void read_max_bytes(Section& section, EvidenceSpec& spec) {
    const Yaml* node = section.node("max_bytes");
    if (!node || !node->is_map()) {
      const std::uint64_t size = read_size(section, "max_bytes");
      for (AcceptedKind& kind : spec.kinds) kind.max_bytes = size;
      return;
    }
    Section sizes(*node, fmt::format("max_bytes of evidence '{}'", spec.name), diagnostics_);
    for (AcceptedKind& kind : spec.kinds) kind.max_bytes = read_size(sizes, kind.kind);
    sizes.finish();
  }

  // 0: the host's own.
  std::uint64_t read_size(Section& section, std::string_view key) const {
    const std::uint64_t size = section.bytes(key).value_or(0);
    if (size > evidence_bytes_)
      section.error(key, fmt::format("this host takes no evidence above {} bytes: ask for less than {}, or raise "
                                     "evidence_bytes of http's limits in host.yaml",
                                     evidence_bytes_, size));
    return size;
  }

  void read_label(const Yaml& map, EvidenceSpec& spec) {
    Section section(map, fmt::format("label of evidence '{}'", spec.name), diagnostics_);
    for (const Member& locale : map.members)
      if (const auto text = section.text(locale.key)) spec.labels[locale.key] = *text;
  }

  void check_labels() {
    for (const std::string& locale : definition_.feedback.locales) {
      if (!is_locale(locale)) continue;  // which is told already
      std::vector<const EvidenceDefinition*> lacking;
      std::size_t labelled = 0;
      for (const EvidenceDefinition& evidence : definition_.evidence) {
        labelled += !evidence.spec.labels.empty();
        if (!evidence.spec.labels.empty() && !evidence.spec.labels.contains(locale)) lacking.push_back(&evidence);
      }
      // What none of several labels has is the locale's mistake, and not one of each label.
      if (lacking.size() > 1 && lacking.size() == labelled)
        diagnostics_.add(definition_.locales, fmt::format("no label of evidence has the locale '{}'", locale));
      else
        for (const EvidenceDefinition* evidence : lacking)
          diagnostics_.add(evidence->position,
                           fmt::format("the label of evidence '{}' lacks the locale '{}', which feedback lists",
                                       evidence->spec.name, locale));
    }
  }

  void read_analysis(const Yaml& map) {
    for (const Member& member : map.members) {
      const auto& all = definition_.evidence;
      const auto found =
          std::find_if(all.begin(), all.end(), [&](const EvidenceDefinition& e) { return e.spec.name == member.key; });
      if (found == all.end()) {
        std::vector<std::string> names;
        for (const EvidenceDefinition& evidence : all) names.push_back(evidence.spec.name);
        diagnostics_.add(member.position, fmt::format("there is no evidence '{}'{}", member.key,
                                                      configuration::suggestion(member.key, names)));
        continue;
      }
      Analysis analysis;
      analysis.evidence = static_cast<std::size_t>(found - all.begin());
      read_one_analysis(member, analysis);
      definition_.analysis.push_back(std::move(analysis));
    }
    for (std::size_t i = 0; i < definition_.evidence.size(); ++i) {
      const bool analysed = std::any_of(definition_.analysis.begin(), definition_.analysis.end(),
                                        [&](const Analysis& analysis) { return analysis.evidence == i; });
      if (!analysed)
        diagnostics_.add(
            definition_.evidence[i].position,
            fmt::format("evidence '{0}' is asked for and never looked at; add '{0}' under analysis, or remove it",
                        definition_.evidence[i].spec.name));
    }
  }

  void read_one_analysis(const Member& member, Analysis& analysis) {
    Section section(member.value, fmt::format("analysis of '{}'", member.key), diagnostics_);
    if (const Yaml* analyzers = section.node("analyzer", required)) read_analyzers(*analyzers, analysis);
    if (const Yaml* list = section.sequence("sub_analyzers"))
      for (const Yaml& item : list->items)
        if (auto use = read_use(item, "a sub-analyzer")) analysis.sub_analyzers.push_back(std::move(*use));
    if (const Yaml* list = section.sequence("connectors"))
      for (const Yaml& item : list->items)
        if (auto use = read_use(item, "a connector")) analysis.connectors.push_back(std::move(*use));
    section.finish();
  }

  // What follows, or one of these for each kind of the evidence: { pdf: pdf, image: { use: image, params: {…} } }
  void read_analyzers(const Yaml& node, Analysis& analysis) {
    const EvidenceSpec& spec = definition_.evidence[analysis.evidence].spec;
    const bool by_kind = std::any_of(domain::media_classes.begin(), domain::media_classes.end(),
                                     [&](std::string_view kind) { return node.member(kind); });
    if (by_kind) return read_analyzers_by_kind(node, spec, analysis);
    if (spec.kinds.size() > 1)
      diagnostics_.add(node.position, fmt::format("evidence '{}' is of kind {}: say what takes each, such as "
                                                  "analyzer: {{ {}: …, {}: … }}",
                                                  spec.name, spec.listing(), spec.kinds[0].kind, spec.kinds[1].kind));
    read_analyzers_of_a_kind(node, spec, {}, analysis);
  }

  void read_analyzers_by_kind(const Yaml& node, const EvidenceSpec& spec, Analysis& analysis) {
    Section section(node, fmt::format("analyzer of '{}'", spec.name), diagnostics_);
    for (const AcceptedKind& kind : spec.kinds)
      if (const Yaml* analyzers = section.node(kind.kind, required))
        read_analyzers_of_a_kind(*analyzers, spec, {kind.kind}, analysis);
    section.finish();
  }

  // One, or a list: a video has frames and sound.
  void read_analyzers_of_a_kind(const Yaml& node, const EvidenceSpec& spec, const std::vector<std::string>& kinds,
                                Analysis& analysis) {
    const auto add = [&](const Yaml& item) {
      auto use = read_use(item, "an analyzer");
      if (!use) return;
      use->kinds = kinds;
      analysis.analyzers.push_back(std::move(*use));
    };
    if (!node.is_sequence()) return add(node);
    if (node.items.empty())
      diagnostics_.add(node.position,
                       fmt::format("analysis of '{}': expected at least one analyzer, found an empty list", spec.name));
    for (const Yaml& item : node.items) add(item);
  }

  // `person`, or { use: person, as: portrait, params: {…}, inputs: {…}, timeout: 2s }
  std::optional<Use> read_use(const Yaml& node, std::string_view what) {
    Use use;
    if (node.is_scalar()) {
      use.position = node.position;
      use.component = use.instance = node.text;
      if (!node.text.empty()) return use;
      diagnostics_.add(node.position, fmt::format("expected the id of {}, found an empty text", what));
      return {};
    }
    Section section(node, std::string(what), diagnostics_);
    read_common(section, use);
    use.instance = use.component;
    section.refine("as", {{"pattern", "^[a-z][a-z0-9_.]*$"}});
    if (const auto name = section.text("as")) {
      use.instance = *name;
      if (!is_instance_name(*name))
        section.error(
            "as", fmt::format("expected a name such as 'portrait' (lower case, digits, '_', '.'), found '{}'", *name));
    }
    section.finish();
    if (use.component.empty()) return {};
    return use;
  }

  void read_common(Section& section, Use& use) {
    use.component = section.text("use", required).value_or("");
    use.position = section.position_of("use");
    use.params_node = section.map("params");
    section.refine("params", {{"additionalProperties", true}});  // the component's own; see params.hpp
    section.refine("inputs",
                   {{"additionalProperties",
                     {{"anyOf", {{{"type", "string"}}, {{"type", "array"}, {"items", {{"type", "string"}}}}}}}}});
    if (use.params_node) use.params = configuration::to_json(*use.params_node).as_object();
    if (const Yaml* inputs = section.map("inputs")) read_inputs(*inputs, use);
    use.timeout = section.duration("timeout", longest_deadline);
  }

  void read_inputs(const Yaml& map, Use& use) {
    for (const Member& member : map.members) {
      Binding binding{member.value.position, {}};
      const auto add = [&](const Yaml& node) {
        if (node.is_scalar() && !node.text.empty())
          binding.sources.push_back(node.text);
        else
          diagnostics_.add(node.position.line > 0 ? node.position : member.position,
                           fmt::format("port '{}': expected the name of a trait or 'none', found {}", member.key,
                                       description(node)));
      };
      if (member.value.is_sequence())
        for (const Yaml& item : member.value.items) add(item);
      else if (!member.value.is_scalar() || member.value.text != "none")
        add(member.value);
      use.inputs.emplace(member.key, std::move(binding));
    }
  }

  void read_checks(Section& product, const Yaml& map) {
    if (map.members.empty()) product.error("checks", "expected at least one check: without any, nothing would decide");
    for (const Member& member : map.members) {
      Use check;
      check.instance = member.key;
      if (!is_name(member.key, "_"))
        diagnostics_.add(member.position,
                         fmt::format("a check's name has lower-case letters, digits and '_', found '{}'", member.key));
      Section section(member.value, fmt::format("check '{}'", member.key), diagnostics_);
      read_common(section, check);
      if (section.is_map() && !section.node("on_error", Section::Need::reported))
        diagnostics_.add(member.position,
                         fmt::format("check '{}' lacks on_error; say what an error leads to, such as on_error: {{ "
                                     "retriable: review, permanent: review }}",
                                     member.key));
      if (const Yaml* policy = section.map("on_error")) read_error_policy(*policy, member.key, check.on_error);
      section.finish();
      if (!check.component.empty()) definition_.checks.push_back(std::move(check));
    }
  }

  void read_error_policy(const Yaml& map, const std::string& check, ErrorPolicy& policy) {
    Section section(map, fmt::format("on_error of check '{}'", check), diagnostics_);
    policy.retriable = read_review_or_reject(section, "retriable", "an error can never lead to an approval");
    policy.permanent = read_review_or_reject(section, "permanent", "an error can never lead to an approval");
    section.finish();
  }

  void read_feedback(const Yaml& map) {
    Section section(map, "feedback", diagnostics_);
    definition_.feedback.locales = section.texts("locales", required).value_or(std::vector<std::string>{});
    definition_.locales = section.position_of("locales");
    for (std::size_t i = 0; i < definition_.feedback.locales.size(); ++i) {
      const auto& locales = definition_.feedback.locales;
      const Position at = map.find("locales")->items[i].position;
      if (!is_locale(locales[i]))
        diagnostics_.add(at, fmt::format("expected a locale such as es-MX or en, found '{}'", locales[i]));
      if (std::find(locales.begin(), locales.begin() + static_cast<std::ptrdiff_t>(i), locales[i]) !=
          locales.begin() + static_cast<std::ptrdiff_t>(i))
        diagnostics_.add(at, fmt::format("locale '{}' stands twice in this list", locales[i]));
    }
    definition_.feedback.attempts =
        static_cast<int>(section.integer("attempts", 1, most_attempts, required).value_or(1));
    section.finish();
  }

  Definition& definition_;
  Diagnostics& diagnostics_;
  const std::uint64_t evidence_bytes_;
};

}  // namespace

Definition read_definition(std::shared_ptr<const Yaml> tree, Diagnostics& diagnostics, std::uint64_t evidence_bytes) {
  Definition definition;
  definition.tree = std::move(tree);
  definition.position = definition.tree->position;
  Reader(definition, diagnostics, evidence_bytes).read();
  return definition;
}

}  // namespace cotejo::products
