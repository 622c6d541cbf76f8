#include "http/v1/result_json.hpp"

#include <algorithm>

#include "domain/json_text.hpp"

namespace cotejo::http::v1 {
namespace {

using domain::JsonWriter;

void write(JsonWriter& out, std::string_view name, const std::string& text) {
  if (!text.empty()) out.member(name, text);
}

void write_region(JsonWriter& out, const std::string& evidence, const domain::Region& region) {
  out.begin_object();
  write(out, "evidence", evidence);
  out.key("box");
  out.begin_array();
  for (const double side : {region.x, region.y, region.width, region.height}) out.value(side);
  out.end_array();
  if (region.page) out.member("page", region.page);
  if (region.time_ns) out.member("time_ms", static_cast<double>(region.time_ns) / 1e6);
  out.end_object();
}

void write(JsonWriter& out, const domain::ProductRef& product) {
  out.key("product");
  out.begin_object();
  out.member("id", product.id);
  out.member("version", product.version);
  out.member("digest", product.digest);
  out.end_object();
}

void write_indices(JsonWriter& out, std::string_view name, const std::vector<std::size_t>& indices) {
  out.key(name);
  out.begin_array();
  for (const auto i : indices) out.value(i);
  out.end_array();
}

void write(JsonWriter& out, const domain::Decision& decision) {
  out.begin_object();
  out.member("outcome", to_string(decision.outcome));
  out.member("automated", decision.automated);
  out.member("confidence", decision.confidence);
  out.strings("reasons", decision.reasons);
  write_indices(out, "items", decision.items);
  out.strings("blocked_by", decision.blocked_by);
  out.end_object();
}

void write(JsonWriter& out, const domain::CheckResult& check) {
  out.begin_object();
  out.member("name", check.name);
  out.member("component", check.component);
  out.member("verdict", to_string(check.verdict));
  out.member("confidence", check.confidence);
  write_indices(out, "items", check.items);
  out.key("blocked_by");
  out.begin_array();
  for (const auto& block : check.blocked_by) {
    out.begin_object();
    out.member("node", block.node);
    if (block.error) out.member("error", *block.error);
    write(out, "reason", block.reason);
    out.end_object();
  }
  out.end_array();
  out.member("duration_ms", check.duration_ms);
  out.end_object();
}

void write(JsonWriter& out, const domain::Item& item) {
  out.begin_object();
  out.member("code", item.code);
  out.member("severity", to_string(item.severity));
  out.member("confidence", item.confidence);
  out.member(item.from_check ? "check" : "node", item.node);
  write(out, "class", item.reason_class);
  out.member("retriable", item.retriable);
  out.strings("evidence", item.evidence);
  out.strings("traits", item.traits);
  out.key("regions");
  out.begin_array();
  for (const auto& place : item.places) write_region(out, place.evidence, place.region);
  out.end_array();
  out.member("params", item.params);
  out.end_object();
}

void write(JsonWriter& out, const domain::Feedback& feedback) {
  out.begin_object();
  out.member("audience", to_string(feedback.audience));
  out.member("locale", feedback.locale);
  if (feedback.item) out.member("item", *feedback.item);
  out.member("text", feedback.text);
  out.member("action", feedback.action);
  write(out, "evidence", feedback.evidence);
  if (feedback.attempts_left) out.member("attempts_left", *feedback.attempts_left);
  out.end_object();
}

// Texts and JSON are most of the values, and are written from where they are.
void write_value(JsonWriter& out, const domain::Value& value) {
  if (const auto* text = std::get_if<std::string>(&value.data)) return out.value(*text);
  if (const auto* json = std::get_if<boost::json::value>(&value.data)) return out.value(*json);
  out.value(domain::to_json(value));
}

void write(JsonWriter& out, const domain::Trait& trait) {
  out.begin_object();
  out.member("name", trait.name);
  if (!trait.value) {
    out.member("absent_reason", trait.absent_reason);
  } else if (const auto* vector = std::get_if<std::vector<float>>(&trait.value->data)) {
    out.member("dimensions", vector->size());
    out.member("probability", trait.probability);
  } else {
    out.key("value");
    write_value(out, *trait.value);
    out.member("probability", trait.probability);
  }
  out.member("component", trait.component);
  if (trait.region) {
    out.key("region");
    write_region(out, trait.evidence, *trait.region);
  } else {
    write(out, "evidence", trait.evidence);
  }
  out.end_object();
}

void write(JsonWriter& out, const domain::Error& error) {
  out.begin_object();
  out.member("code", error.code);
  out.member("scope", to_string(error.scope));
  out.member("retriable", error.retriable);
  out.member("message", error.message);
  write(out, "at", error.at);
  out.strings("blocked", error.blocked);
  out.end_object();
}

void write(JsonWriter& out, const domain::NodeTrace& node) {
  out.begin_object();
  out.member("node", node.node);
  out.member("component", node.component);
  out.member("status", node.status);
  out.member("started_ms", node.started_ms);
  out.member("queued_ms", node.queued_ms);
  out.member("run_ms", node.run_ms);
  write(out, "error", node.error_code);
  if (!node.models.empty()) out.strings("models", node.models);
  out.end_object();
}

template <class T>
void write_all(JsonWriter& out, std::string_view name, const std::vector<T>& all) {
  out.key(name);
  out.begin_array();
  for (const auto& one : all) write(out, one);
  out.end_array();
}

void write_head(JsonWriter& out, const domain::Verification& v) {
  out.member("id", v.id);
  out.member("tenant", v.tenant);
  write(out, v.product);
  out.member("status", to_string(v.status));
  out.member("attempt", v.attempt);
}

// An item with the traits that it rests on, and under a check.
void write_explained(JsonWriter& out, const domain::Verification& v, const domain::Item& item) {
  out.begin_object();
  out.member("code", item.code);
  out.member("severity", to_string(item.severity));
  out.member("confidence", item.confidence);
  out.member("params", item.params);
  for (const auto& feedback : v.feedback)
    if (feedback.item && &v.items[*feedback.item] == &item && feedback.audience != domain::Audience::applicant &&
        feedback.locale == "en") {
      out.member("text", feedback.text);
      break;
    }
  out.key("rests_on");
  out.begin_array();
  for (const auto& trait : v.traits)
    if (std::find(item.traits.begin(), item.traits.end(), trait.name) != item.traits.end()) write(out, trait);
  out.end_array();
  out.key("regions");
  out.begin_array();
  for (const auto& place : item.places) write_region(out, place.evidence, place.region);
  out.end_array();
  out.end_object();
}

void write_explained(JsonWriter& out, const domain::Verification& v, const domain::CheckResult& check) {
  out.begin_object();
  out.member("check", check.name);
  out.member("component", check.component);
  out.member("verdict", to_string(check.verdict));
  out.member("confidence", check.confidence);
  out.key("because");
  out.begin_array();
  for (const auto i : check.items) write_explained(out, v, v.items[i]);
  out.end_array();
  out.key("blocked_by");
  out.begin_array();
  for (const auto& block : check.blocked_by) {
    out.begin_object();
    out.member("node", block.node);
    write(out, "reason", block.reason);
    if (block.error) {
      out.key("error");
      write(out, v.errors[*block.error]);
    }
    out.end_object();
  }
  out.end_array();
  out.end_object();
}

}  // namespace

std::string result(const domain::Verification& v) {
  std::string text;
  text.reserve(4096);
  JsonWriter out(text);
  out.begin_object();
  write_head(out, v);
  out.key("evidence");
  out.begin_array();
  for (const auto& e : v.evidence) {
    out.begin_object();
    out.member("name", e.name);
    out.member("media_type", e.media_type);
    out.member("digest", e.digest);
    out.member("size", e.size);
    out.end_object();
  }
  out.end_array();
  if (v.decision) {
    out.key("decision");
    write(out, *v.decision);
  }
  write_all(out, "checks", v.checks);
  write_all(out, "items", v.items);
  write_all(out, "feedback", v.feedback);
  write_all(out, "traits", v.traits);
  write_all(out, "errors", v.errors);
  out.member("trace_id", v.trace_id);
  out.member("created_at", domain::to_iso8601(v.created_at));
  if (v.status == domain::Status::completed) out.member("completed_at", domain::to_iso8601(v.completed_at));
  out.end_object();
  return text;
}

std::string trace(const domain::Verification& v) {
  std::string text;
  JsonWriter out(text);
  out.begin_object();
  write_head(out, v);
  out.member("trace_id", v.trace_id);
  write_all(out, "nodes", v.trace);
  out.end_object();
  return text;
}

std::string explanation(const domain::Verification& v) {
  std::string text;
  JsonWriter out(text);
  out.begin_object();
  write_head(out, v);
  if (v.decision) {
    out.key("decision");
    write(out, *v.decision);
  }
  out.key("checks");
  out.begin_array();
  for (const auto& check : v.checks) write_explained(out, v, check);
  out.end_array();
  out.key("other_findings");  // of analyses, and of the host about evidence
  out.begin_array();
  for (const auto& item : v.items)
    if (!item.from_check) write_explained(out, v, item);
  out.end_array();
  out.end_object();
  return text;
}

std::string progress(const domain::NodeTrace& node) {
  std::string text;
  JsonWriter out(text);
  write(out, node);
  return text;
}

}  // namespace cotejo::http::v1
