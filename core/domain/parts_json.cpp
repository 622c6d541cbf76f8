#include "domain/parts_json.hpp"

namespace cotejo::domain {

// Texts, JSON and vectors are most of the output, and are written without a copy.
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
  out.members("id", product.id, "version", product.version, "digest", product.digest);
  out.text_if_any("plan", product.plan);
  out.end_object();
}

void write(JsonWriter& out, const EvidenceRef& evidence) {
  out.object("name", evidence.name, "media_type", evidence.media_type, "digest", evidence.digest, "size",
             evidence.size);
}

void write(JsonWriter& out, const KeptArtifact& artifact) {
  out.begin_object();
  out.members("name", artifact.name, "component", artifact.component, "evidence", artifact.evidence, "media_type",
              artifact.media_type, "digest", artifact.digest, "size", artifact.size, "width", artifact.width, "height",
              artifact.height);
  out.array("outline", artifact.outline, [&](const auto& corner) {
    out.begin_array();
    for (const double value : corner) out.value(value);
    out.end_array();
  });
  out.end_object();
}

void write(JsonWriter& out, const Decision& decision) {
  out.begin_object();
  out.members("outcome", to_string(decision.outcome), "automated", decision.automated, "confidence",
              decision.confidence);
  out.values("reasons", decision.reasons);
  out.values("items", decision.items);
  out.values("blocked_by", decision.blocked_by);
  if (decision.would_be) out.member("would_be", to_string(*decision.would_be));
  if (decision.earlier_rejections) out.member("earlier_rejections", *decision.earlier_rejections);
  out.end_object();
}

void write(JsonWriter& out, const CheckResult& check) {
  out.begin_object();
  out.members("name", check.name, "component", check.component, "verdict", to_string(check.verdict), "confidence",
              check.confidence);
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
  out.members("audience", to_string(feedback.audience), "locale", feedback.locale);
  if (feedback.item) out.member("item", *feedback.item);
  out.members("text", feedback.text, "action", feedback.action);
  out.text_if_any("evidence", feedback.evidence);
  if (feedback.attempts_left) out.member("attempts_left", *feedback.attempts_left);
  out.end_object();
}

void write(JsonWriter& out, const Error& error) {
  out.begin_object();
  out.members("code", error.code, "scope", to_string(error.scope), "retriable", error.retriable, "message",
              error.message);
  out.text_if_any("at", error.at);
  out.values("blocked", error.blocked);
  out.end_object();
}

void write(JsonWriter& out, const NodeTrace& node) {
  out.begin_object();
  out.members("node", node.node, "component", node.component, "status", node.status, "started_ms", node.started_ms,
              "queued_ms", node.queued_ms, "run_ms", node.run_ms);
  out.text_if_any("error", node.error_code.view());
  if (!node.models.empty()) out.values("models", node.models);
  out.end_object();
}

// Question and answer are JSON already.
void write(JsonWriter& out, const Exchange& exchange) {
  out.begin_object();
  out.members("node", exchange.node, "step", exchange.step, "service", exchange.service, "method", exchange.method);
  if (!exchange.question.empty()) {
    out.key("question");
    out.raw(exchange.question);
  }
  out.text_if_any("digest", exchange.digest);
  out.member("status", exchange.status);
  if (!exchange.answer.empty()) {
    out.key("answer");
    out.raw(exchange.answer);
  }
  out.text_if_any("error", exchange.error);
  out.end_object();
}

}  // namespace cotejo::domain
