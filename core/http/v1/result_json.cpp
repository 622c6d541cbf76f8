#include "http/v1/result_json.hpp"

#include <algorithm>

#include "domain/parts_json.hpp"

namespace cotejo::http::v1 {
namespace {

using domain::JsonWriter;

void write_region(JsonWriter& out, const std::string& evidence, const domain::Region& region) {
  out.begin_object();
  out.text_if_any("evidence", evidence);
  out.values("box", std::initializer_list<double>{region.x, region.y, region.width, region.height});
  if (region.page) out.member("page", region.page);
  if (region.time_ns) out.member("time_ms", static_cast<double>(region.time_ns) / 1e6);
  out.end_object();
}

void write_regions(JsonWriter& out, const domain::Item& item) {
  out.array("regions", item.places, [&](const auto& place) { write_region(out, place.evidence, place.region); });
}

void write(JsonWriter& out, const domain::Item& item) {
  out.begin_object();
  out.member("code", item.code);
  out.member("severity", to_string(item.severity));
  out.member("confidence", item.confidence);
  out.member(item.from_check ? "check" : "node", item.node);
  out.text_if_any("class", item.reason_class);
  out.member("retriable", item.retriable);
  out.values("evidence", item.evidence);
  out.values("traits", item.traits);
  write_regions(out, item);
  out.member("params", item.params);
  out.end_object();
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
    write(out, *trait.value);
    out.member("probability", trait.probability);
  }
  out.member("component", trait.component);
  if (trait.region) {
    out.key("region");
    write_region(out, trait.evidence, *trait.region);
  } else if (!trait.evidence.empty()) {
    out.member("evidence", trait.evidence);
  }
  out.end_object();
}

template <std::size_t N, class T>
void write_all(JsonWriter& out, const char (&name)[N], const std::vector<T>& all) {
  out.array(name, all, [&](const T& one) { write(out, one); });
}

void write_head(JsonWriter& out, const domain::Verification& v) {
  out.member("id", v.id);
  out.member("tenant", v.tenant);
  out.key("product");
  write(out, v.product);
  out.member("status", to_string(v.status));
  out.member("attempt", v.attempt);
}

// The words of an item: for an agent, else for the lender's own people. Null when it has none.
const domain::Feedback* words_of(const domain::Verification& v, const domain::Item& item, std::string_view locale) {
  for (const auto audience : {domain::Audience::agent, domain::Audience::internal})
    for (const auto& feedback : v.feedback)
      if (feedback.item && &v.items[*feedback.item] == &item && feedback.audience == audience &&
          feedback.locale == locale)
        return &feedback;
  return nullptr;
}

// An item with the traits that it rests on, and under a check.
void write_explained(JsonWriter& out, const domain::Verification& v, const domain::Item& item,
                     std::string_view locale) {
  out.begin_object();
  out.member("code", item.code);
  out.member("severity", to_string(item.severity));
  out.member("confidence", item.confidence);
  out.member("params", item.params);
  if (const auto* words = words_of(v, item, locale)) {
    out.member("text", words->text);
    out.member("audience", to_string(words->audience));
  }
  out.key("rests_on");
  out.begin_array();
  for (const auto& trait : v.traits)
    if (std::find(item.traits.begin(), item.traits.end(), trait.name) != item.traits.end()) write(out, trait);
  out.end_array();
  write_regions(out, item);
  out.end_object();
}

void write_explained(JsonWriter& out, const domain::Verification& v, const domain::CheckResult& check,
                     std::string_view locale) {
  out.begin_object();
  out.member("check", check.name);
  out.member("component", check.component);
  out.member("verdict", to_string(check.verdict));
  out.member("confidence", check.confidence);
  out.array("because", check.items, [&](std::size_t i) { write_explained(out, v, v.items[i], locale); });
  out.array("blocked_by", check.blocked_by, [&](const domain::Block& block) {
    out.begin_object();
    out.member("node", block.node);
    out.text_if_any("reason", block.reason);
    if (block.error) {
      out.key("error");
      write(out, v.errors[*block.error]);
    }
    out.end_object();
  });
  out.end_object();
}

}  // namespace

std::string result(const domain::Verification& v, int attempts) {
  JsonWriter out(8192);  // bytes of a product with a dozen checks
  out.begin_object();
  write_head(out, v);
  out.member("attempts", attempts);
  write_all(out, "evidence", v.evidence);
  if (v.decision) {
    out.key("decision");
    write(out, *v.decision);
  }
  write_all(out, "checks", v.checks);
  write_all(out, "items", v.items);
  write_all(out, "feedback", v.feedback);
  write_all(out, "traits", v.traits);
  write_all(out, "artifacts", v.artifacts);
  write_all(out, "errors", v.errors);
  out.member("trace_id", v.trace_id);
  out.member("created_at", domain::to_iso8601(v.created_at));
  if (v.status == domain::Status::completed) out.member("completed_at", domain::to_iso8601(v.completed_at));
  out.end_object();
  return out.take();
}

std::string trace(const domain::Verification& v) {
  JsonWriter out;
  out.begin_object();
  write_head(out, v);
  out.member("trace_id", v.trace_id);
  write_all(out, "nodes", v.trace);
  write_all(out, "exchanges", v.exchanges);
  out.end_object();
  return out.take();
}

std::string explanation(const domain::Verification& v, std::string_view locale) {
  JsonWriter out;
  out.begin_object();
  write_head(out, v);
  if (!locale.empty()) out.member("locale", locale);
  if (v.decision) {
    out.key("decision");
    write(out, *v.decision);
  }
  out.array("checks", v.checks, [&](const auto& check) { write_explained(out, v, check, locale); });
  out.key("other_findings");  // of analyses, and of the host about evidence
  out.begin_array();
  for (const auto& item : v.items)
    if (!item.from_check) write_explained(out, v, item, locale);
  out.end_array();
  out.end_object();
  return out.take();
}

std::string progress(const domain::NodeTrace& node) {
  JsonWriter out;
  write(out, node);
  return out.take();
}

}  // namespace cotejo::http::v1
