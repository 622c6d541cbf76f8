#include "domain/parts_json.hpp"

namespace cotejo::domain {

// Texts, JSON and vectors are most of what is written, and are written from where they are.
void write(JsonWriter& out, const Value& value) {
  if (const auto* text = std::get_if<std::string>(&value.data)) return out.value(*text);
  if (const auto* json = std::get_if<boost::json::value>(&value.data)) return out.value(*json);
  const auto* vector = std::get_if<std::vector<float>>(&value.data);
  if (!vector) return out.value(to_json(value));
  out.begin_array();
  for (const float element : *vector) out.value(element);
  out.end_array();
}

void write(JsonWriter& out, const ProductRef& product) {
  out.begin_object();
  out.member("id", product.id);
  out.member("version", product.version);
  out.member("digest", product.digest);
  out.end_object();
}

void write(JsonWriter& out, const EvidenceRef& evidence) {
  out.begin_object();
  out.member("name", evidence.name);
  out.member("media_type", evidence.media_type);
  out.member("digest", evidence.digest);
  out.member("size", evidence.size);
  out.end_object();
}

void write(JsonWriter& out, const Decision& decision) {
  out.begin_object();
  out.member("outcome", to_string(decision.outcome));
  out.member("automated", decision.automated);
  out.member("confidence", decision.confidence);
  out.values("reasons", decision.reasons);
  out.values("items", decision.items);
  out.values("blocked_by", decision.blocked_by);
  out.end_object();
}

void write(JsonWriter& out, const CheckResult& check) {
  out.begin_object();
  out.member("name", check.name);
  out.member("component", check.component);
  out.member("verdict", to_string(check.verdict));
  out.member("confidence", check.confidence);
  out.values("items", check.items);
  out.array("blocked_by", check.blocked_by, [&](const Block& block) {
    out.begin_object();
    out.member("node", block.node);
    if (block.error) out.member("error", *block.error);
    out.text_if_any("reason", block.reason);
    out.end_object();
  });
  out.member("duration_ms", check.duration_ms);
  out.end_object();
}

void write(JsonWriter& out, const Feedback& feedback) {
  out.begin_object();
  out.member("audience", to_string(feedback.audience));
  out.member("locale", feedback.locale);
  if (feedback.item) out.member("item", *feedback.item);
  out.member("text", feedback.text);
  out.member("action", feedback.action);
  out.text_if_any("evidence", feedback.evidence);
  if (feedback.attempts_left) out.member("attempts_left", *feedback.attempts_left);
  out.end_object();
}

void write(JsonWriter& out, const Error& error) {
  out.begin_object();
  out.member("code", error.code);
  out.member("scope", to_string(error.scope));
  out.member("retriable", error.retriable);
  out.member("message", error.message);
  out.text_if_any("at", error.at);
  out.values("blocked", error.blocked);
  out.end_object();
}

void write(JsonWriter& out, const NodeTrace& node) {
  out.begin_object();
  out.member("node", node.node);
  out.member("component", node.component);
  out.member("status", node.status);
  out.member("started_ms", node.started_ms);
  out.member("queued_ms", node.queued_ms);
  out.member("run_ms", node.run_ms);
  out.text_if_any("error", node.error_code.view());
  if (!node.models.empty()) out.values("models", node.models);
  out.end_object();
}

}  // namespace cotejo::domain
