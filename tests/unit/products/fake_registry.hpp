// A registry of invented components for tests of the product compiler: nothing is loaded, nothing can run.
#pragma once
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "plugins/component.hpp"
#include "plugins/registry.hpp"

namespace cotejo::products {

using domain::ValueType;
using plugins::Kind;

class FakeRegistry : public plugins::Registry {
 public:
  FakeRegistry() {
    const plugins::Port raw = required("evidence", "evidence", ValueType::bytes);
    const plugins::Port pixels = required("image", "image.pixels", ValueType::image);
    add(Kind::analyzer, "image", {raw}, {{"pixels", ValueType::image, ""}, {"sharpness", ValueType::number, ""}},
        {"evidence.blurred"});
    add(Kind::analyzer, "video", {raw}, {{"frames", ValueType::frames, ""}, {"duration", ValueType::number, ""}}, {},
        seconds_schema);
    add(Kind::analyzer, "audio", {raw}, {{"loudness", ValueType::number, ""}, {"duration", ValueType::number, ""}}, {},
        seconds_schema);
    add(Kind::analyzer, "pdf", {raw}, {{"text", ValueType::text, ""}, {"revisions", ValueType::integer, ""}}, {});
    add(Kind::analyzer, "json", {raw}, {{"document", ValueType::json, ""}}, {}, fields_schema);
    add(Kind::sub_analyzer, "card.rectify", {pixels}, {{"card", ValueType::image, ""}, {"side", ValueType::text, ""}},
        {"card.not_found"}, rectify_schema);
    add(Kind::sub_analyzer, "card.text",
        {required("card", "card.rectify.card", ValueType::image), optional("lines", "lines.lines", ValueType::text)},
        {{"number", ValueType::text, ""}, {"birth_date", ValueType::date, ""}}, {});
    add(Kind::sub_analyzer, "lines", {pixels, optional("card", "card.rectify.card", ValueType::image)},
        {{"lines", ValueType::text, ""}}, {});
    add(Kind::sub_analyzer, "person",
        {optional("image", "image.pixels", ValueType::image), optional("frames", "video.frames", ValueType::frames)},
        {{"embedding", ValueType::vector, ""}, {"count", ValueType::integer, ""}}, {});
    add(Kind::sub_analyzer, "talk", {required("loudness", "audio.loudness", ValueType::number)},
        {{"length", ValueType::number, ""}}, {});
    add(Kind::sub_analyzer, "page.words",
        {optional("text", "pdf.text", ValueType::text), optional("photo", "image.pixels", ValueType::image)},
        {{"words", ValueType::text, ""}}, {});
    add(Kind::sub_analyzer, "page.both",
        {required("text", "pdf.text", ValueType::text), required("photo", "image.pixels", ValueType::image)},
        {{"words", ValueType::text, ""}}, {"card.not_found"});
    add(Kind::sub_analyzer, "ring.a", {required("other", "ring.b.value", ValueType::number)},
        {{"value", ValueType::number, ""}}, {"card.not_found"});
    add(Kind::sub_analyzer, "ring.b", {required("other", "ring.a.value", ValueType::number)},
        {{"value", ValueType::number, ""}}, {"card.not_found"});
    add(Kind::sub_analyzer, "unworded", {pixels}, {{"value", ValueType::number, ""}}, {"unworded.code"});
    add(Kind::sub_analyzer, "spanish", {pixels}, {{"value", ValueType::number, ""}}, {"spanish.only"});
    add(Kind::sub_analyzer, "needs.model", {pixels}, {{"value", ValueType::number, ""}}, {});
    components_["needs.model"].unavailable = "the model 'big' is not installed";
    add(Kind::connector, "past.uses", {required("number", "application.number", ValueType::text)},
        {{"count", ValueType::integer, ""}}, {"card.not_found"});
    add(Kind::check, "check.identity",
        {required("number", "card.text.number", ValueType::text),
         required("declared", "application.number", ValueType::text),
         optional("lines", "lines.lines", ValueType::text)},
        {}, {"identity.mismatch", "identity.expired"}, similarity_schema);
    add(Kind::check, "check.match",
        {required("reference", "portrait.embedding", ValueType::vector),
         required("probe", "selfie.embedding", ValueType::vector)},
        {}, {"match.other_person"});
    add(Kind::check, "check.sharpness", {{"values", "image.sharpness", ValueType::number, true, true, ""}}, {},
        {"evidence.blurred"});
    add(Kind::check, "check.one_sharpness", {required("value", "image.sharpness", ValueType::number)}, {},
        {"evidence.blurred"});
    add(Kind::check, "check.duration", {required("value", "duration", ValueType::number)}, {}, {"evidence.blurred"});
    add(Kind::check, "check.words",
        {required("words", "page.words.words", ValueType::text),
         optional("revisions", "pdf.revisions", ValueType::integer)},
        {}, {"evidence.blurred"});
    add(Kind::check, "check.revisions", {optional("revisions", "pdf.revisions", ValueType::integer)}, {},
        {"evidence.blurred"});
    add(Kind::check, "check.number", {required("value", "needs.model.value", ValueType::number)}, {},
        {"evidence.blurred"});
    add(Kind::check, "check.unfed",
        {required("value", "", ValueType::number), optional("other", "", ValueType::number)}, {}, {"evidence.blurred"});
    add(Kind::analyzer, "unfed", {required("file", "", ValueType::bytes)}, {{"size", ValueType::number, ""}}, {});
    add(Kind::check, "check.raw", {required("evidence", "evidence", ValueType::bytes)}, {}, {"evidence.blurred"});
  }

  std::vector<const plugins::ComponentInfo*> components() const override {
    std::vector<const plugins::ComponentInfo*> all;
    for (const auto& [id, info] : components_) all.push_back(&info);
    return all;
  }
  const plugins::ComponentInfo* find(std::string_view id) const override {
    const auto found = components_.find(id);
    return found == components_.end() ? nullptr : &found->second;
  }
  const std::vector<plugins::Refusal>& refusals() const override { return refused; }

  // The json analyzer has an output for each field; a field called `bad` is refused, as a component may.
  domain::Result<plugins::Declaration> describe(std::string_view id, const boost::json::object& params) const override {
    plugins::Declaration declaration = find(id)->declaration;
    const boost::json::value* fields = params.if_contains("fields");
    if (id != "json" || !fields) return declaration;
    for (const auto& field : fields->as_array()) {
      const std::string name(field.at("name").as_string());
      if (name == "bad")
        return domain::Error{domain::Scope::product, false, "params.invalid", "a field cannot be called 'bad'", "", {}};
      const auto* type = field.as_object().if_contains("type");
      declaration.produces.push_back({name, type ? *domain::value_type(type->as_string()) : ValueType::text, ""});
    }
    return declaration;
  }

  domain::Result<plugins::ModelDigests> models_of(const plugins::Declaration& declaration) const override {
    const auto& info = *find(declaration.id);
    if (!info.unavailable.empty())
      return domain::Error{domain::Scope::platform, false, "off", info.unavailable, "", {}};
    return info.models;
  }

  domain::Result<std::shared_ptr<plugins::Component>> create(std::string_view id, const boost::json::object&) override {
    {
      const std::lock_guard lock(mutex_);
      created.emplace_back(id);
    }
    if (id == cannot_create)
      return domain::Error{domain::Scope::platform, false, "component.failed", "its model is broken", "", {}};
    return std::make_shared<plugins::Component>(
        find(id)->declaration,
        []() -> domain::Result<std::unique_ptr<cotejo_component, void (*)(cotejo_component*)>> {
          return domain::Error{};
        },
        1);
  }

  plugins::ComponentInfo& info(std::string_view id) { return components_.find(id)->second; }

  std::vector<plugins::Refusal> refused;
  std::vector<std::string> created;
  std::string cannot_create;

 private:
  static constexpr const char* no_params = R"({"type": "object", "properties": {}, "additionalProperties": false})";
  static constexpr const char* seconds_schema = R"({"type": "object", "additionalProperties": false, "properties": {
      "max_seconds": {"type": "number", "minimum": 0.1}, "frames": {"type": "integer", "minimum": 1}}})";
  static constexpr const char* rectify_schema = R"({"type": "object", "additionalProperties": false, "properties": {
      "expect_side": {"type": "string", "enum": ["front", "back"]}, "max_skew": {"type": "number", "minimum": 0, "maximum": 1},
      "attempts": {"type": "integer", "minimum": 1}}})";
  static constexpr const char* fields_schema = R"({"type": "object", "additionalProperties": false, "properties": {
      "fields": {"type": "array", "minItems": 1, "items": {"type": "object", "additionalProperties": false, "required": ["name"],
        "properties": {"name": {"type": "string", "minLength": 1}, "type": {"type": "string", "enum": ["text", "date", "number"]}}}}}})";
  static constexpr const char* similarity_schema =
      R"({"type": "object", "additionalProperties": false, "required": ["min_similarity"],
      "properties": {"min_similarity": {"type": "number", "minimum": 0, "maximum": 1}}})";

  static plugins::Port required(std::string name, std::string source, ValueType type) {
    return {std::move(name), std::move(source), type, true, false, ""};
  }
  static plugins::Port optional(std::string name, std::string source, ValueType type) {
    return {std::move(name), std::move(source), type, false, false, ""};
  }

  void add(Kind kind, std::string id, std::vector<plugins::Port> consumes, std::vector<plugins::Produce> produces,
           std::vector<std::string> codes, const char* schema = no_params) {
    plugins::ComponentInfo info;
    info.declaration.id = id;
    info.declaration.version = "1.0.0";
    info.declaration.kind = kind;
    info.declaration.consumes = std::move(consumes);
    info.declaration.produces = std::move(produces);
    info.declaration.codes = std::move(codes);
    info.declaration.params_schema = boost::json::parse(schema).as_object();
    info.plugin = "fake.so";
    components_.emplace(std::move(id), std::move(info));
  }

  std::map<std::string, plugins::ComponentInfo, std::less<>> components_;
  std::mutex mutex_;  // guards `created`
};

}  // namespace cotejo::products
