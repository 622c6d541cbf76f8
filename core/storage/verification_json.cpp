#include "storage/verification_json.hpp"

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <stdexcept>

#include "storage/timestamps.hpp"

namespace cotejo::storage {
namespace json = boost::json;
using domain::JsonWriter;

namespace {

// ---- writing

void write_typed(JsonWriter& out, const domain::Value& value) {
  out.begin_object();
  out.member("type", domain::to_string(value.type));
  out.key("data");
  write(out, value);
  out.end_object();
}

void write(JsonWriter& out, const domain::Region& region) {
  out.begin_array();
  for (const double number : {region.x, region.y, region.width, region.height}) out.value(number);
  out.value(region.page);
  out.value(region.time_ns);
  out.end_array();
}

void write(JsonWriter& out, const domain::Item& item) {
  out.begin_object();
  out.member("code", item.code);
  out.member("severity", domain::to_string(item.severity));
  out.member("confidence", item.confidence);
  out.member("node", item.node);
  out.member("from_check", item.from_check);
  out.values("evidence", item.evidence);
  out.values("traits", item.traits);
  out.array("places", item.places, [&](const domain::Item::Place& place) {
    out.begin_object();
    out.member("evidence", place.evidence);
    out.key("region");
    write(out, place.region);
    out.end_object();
  });
  out.member("params", item.params);
  out.member("class", item.reason_class);
  out.member("retriable", item.retriable);
  out.end_object();
}

void write(JsonWriter& out, const domain::Trait& trait) {
  out.begin_object();
  out.member("name", trait.name);
  if (trait.value) {
    out.key("value");
    write_typed(out, *trait.value);
  }
  out.member("probability", trait.probability);
  out.member("absent_reason", trait.absent_reason);
  out.member("component", trait.component);
  out.member("evidence", trait.evidence);
  if (trait.region) {
    out.key("region");
    write(out, *trait.region);
  }
  out.end_object();
}

template <class T>
void write_all(JsonWriter& out, std::string_view name, const std::vector<T>& elements) {
  out.array(name, elements, [&](const T& element) { write(out, element); });
}

// ---- reading: throws on another shape; from_text() turns that into an error. Texts that writers leave out when they
// are empty were once written empty, and a node's `error` was called `error_code`: both are still read.

std::string text(const json::object& object, std::string_view name) {
  return std::string(object.at(name).as_string());
}
std::string text_if_any(const json::object& object, std::string_view name) {
  return object.contains(name) ? text(object, name) : std::string();
}
// A JSON text that stands in the result as it is.
std::string written(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value ? domain::json_text(*value) : std::string();
}
double number(const json::object& object, std::string_view name) {
  const auto& value = object.at(name);
  return value.is_null() ? 0 : value.to_number<double>();
}
template <class T>
T integer(const json::object& object, std::string_view name) {
  return object.at(name).to_number<T>();
}
bool flag(const json::object& object, std::string_view name) {
  return object.at(name).as_bool();
}

template <class T>
T known(std::optional<T> value) {
  if (!value) throw std::invalid_argument("unknown word");
  return *value;
}

template <class T, class Read>
std::vector<T> all(const json::object& object, std::string_view name, Read read) {
  std::vector<T> elements;
  const auto& array = object.at(name).as_array();
  elements.reserve(array.size());
  for (const auto& element : array) elements.push_back(read(element));
  return elements;
}
std::vector<std::string> strings(const json::object& object, std::string_view name) {
  return all<std::string>(object, name, [](const json::value& value) { return std::string(value.as_string()); });
}
std::vector<domain::Name> names(const json::object& object, std::string_view name) {
  return all<domain::Name>(object, name,
                           [](const json::value& value) { return domain::Name(std::string_view(value.as_string())); });
}
std::vector<std::size_t> indices(const json::object& object, std::string_view name) {
  return all<std::size_t>(object, name, [](const json::value& value) { return value.to_number<std::size_t>(); });
}

domain::Region read_region(const json::value& value) {
  const auto& array = value.as_array();
  return {array.at(0).to_number<double>(),        array.at(1).to_number<double>(),
          array.at(2).to_number<double>(),        array.at(3).to_number<double>(),
          array.at(4).to_number<std::uint32_t>(), array.at(5).to_number<std::int64_t>()};
}

domain::Value read_value(const json::value& source) {
  const auto& object = source.as_object();
  const auto& data = object.at("data");
  domain::Value value;
  value.type = known(domain::value_type(text(object, "type")));
  using domain::ValueType;
  switch (value.type) {
    case ValueType::text:
    case ValueType::date:
      value.data = std::string(data.as_string());
      break;
    case ValueType::integer:
      value.data = data.to_number<std::int64_t>();
      break;
    case ValueType::number:
      if (!data.is_null()) value.data = data.to_number<double>();
      break;
    case ValueType::boolean:
      value.data = data.as_bool();
      break;
    case ValueType::vector: {
      std::vector<float> elements;
      for (const auto& element : data.as_array())
        elements.push_back(element.is_null() ? 0.0f : element.to_number<float>());
      value.data = std::move(elements);
      break;
    }
    case ValueType::json:
      value.data = data;
      break;
    default:
      break;  // artifacts carry nothing
  }
  return value;
}

domain::Decision read_decision(const json::value& source) {
  const auto& object = source.as_object();
  domain::Decision decision{known(domain::outcome(text(object, "outcome"))),
                            flag(object, "automated"),
                            number(object, "confidence"),
                            strings(object, "reasons"),
                            indices(object, "items"),
                            strings(object, "blocked_by")};
  if (object.contains("would_be")) decision.would_be = known(domain::outcome(text(object, "would_be")));
  if (object.contains("earlier_rejections"))
    decision.earlier_rejections = integer<std::uint64_t>(object, "earlier_rejections");
  return decision;
}

domain::Block read_block(const json::value& source) {
  const auto& object = source.as_object();
  domain::Block block;
  block.node = text(object, "node");
  if (object.contains("error")) block.error = integer<std::size_t>(object, "error");
  block.reason = text_if_any(object, "reason");
  return block;
}

domain::CheckResult read_check(const json::value& source) {
  const auto& object = source.as_object();
  return {text(object, "name"),         text(object, "component"), known(domain::verdict(text(object, "verdict"))),
          number(object, "confidence"), indices(object, "items"),  all<domain::Block>(object, "blocked_by", read_block),
          number(object, "duration_ms")};
}

domain::Item read_item(const json::value& source) {
  const auto& object = source.as_object();
  domain::Item item;
  item.code = text(object, "code");
  item.severity = known(domain::severity(text(object, "severity")));
  item.confidence = number(object, "confidence");
  item.node = text(object, "node");
  item.from_check = flag(object, "from_check");
  item.evidence = strings(object, "evidence");
  item.traits = strings(object, "traits");
  item.places = all<domain::Item::Place>(object, "places", [](const json::value& place) {
    return domain::Item::Place{text(place.as_object(), "evidence"), read_region(place.as_object().at("region"))};
  });
  item.params = object.at("params").as_object();
  item.reason_class = text(object, "class");
  item.retriable = flag(object, "retriable");
  return item;
}

domain::Feedback read_feedback(const json::value& source) {
  const auto& object = source.as_object();
  domain::Feedback feedback;
  feedback.audience = known(domain::audience(text(object, "audience")));
  feedback.locale = text(object, "locale");
  if (object.contains("item")) feedback.item = integer<std::size_t>(object, "item");
  feedback.text = text(object, "text");
  feedback.action = text(object, "action");
  feedback.evidence = text_if_any(object, "evidence");
  if (object.contains("attempts_left")) feedback.attempts_left = integer<int>(object, "attempts_left");
  return feedback;
}

domain::Trait read_trait(const json::value& source) {
  const auto& object = source.as_object();
  domain::Trait trait;
  trait.name = text(object, "name");
  if (const auto* value = object.if_contains("value")) trait.value = read_value(*value);
  trait.probability = number(object, "probability");
  trait.absent_reason = text(object, "absent_reason");
  trait.component = text(object, "component");
  trait.evidence = text(object, "evidence");
  if (const auto* region = object.if_contains("region")) trait.region = read_region(*region);
  return trait;
}

domain::KeptArtifact read_artifact(const json::value& source) {
  const auto& object = source.as_object();
  domain::KeptArtifact artifact{text(object, "name"),
                                text(object, "component"),
                                text(object, "evidence"),
                                text(object, "media_type"),
                                text(object, "digest"),
                                integer<std::uint64_t>(object, "size"),
                                integer<std::uint32_t>(object, "width"),
                                integer<std::uint32_t>(object, "height"),
                                {},
                                nullptr};
  for (std::size_t i = 0; i < artifact.outline.size(); ++i)
    for (std::size_t k = 0; k < 2; ++k)
      artifact.outline[i][k] = object.at("outline").as_array().at(i).as_array().at(k).to_number<double>();
  return artifact;
}

domain::NodeTrace read_node(const json::value& source) {
  const auto& object = source.as_object();
  return {text(object, "node"),
          text(object, "component"),
          text(object, "status"),
          number(object, "started_ms"),
          number(object, "queued_ms"),
          number(object, "run_ms"),
          text_if_any(object, object.contains("error_code") ? "error_code" : "error"),
          object.contains("models") ? names(object, "models") : std::vector<domain::Name>()};
}

domain::Exchange read_exchange(const json::value& source) {
  const auto& object = source.as_object();
  domain::Exchange exchange;
  exchange.node = text(object, "node");
  exchange.step = integer<std::uint32_t>(object, "step");
  exchange.service = text(object, "service");
  exchange.method = text(object, "method");
  exchange.question = written(object, "question");
  exchange.digest = text_if_any(object, "digest");
  exchange.status = integer<int>(object, "status");
  exchange.answer = written(object, "answer");
  exchange.error = text_if_any(object, "error");
  return exchange;
}

// Behind the JSON value that begins at `at`; npos when the text ends before it.
std::size_t end_of_value(std::string_view text, std::size_t at) {
  bool quoted = false;
  for (int depth = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (quoted) {
      if (c == '\\')
        ++at;
      else
        quoted = c != '"';
      continue;
    }
    if (c == '"') quoted = true;
    if (depth == 0 && (c == ',' || c == '}')) return at;
    if (c == '[' || c == '{') ++depth;
    if (c == ']' || c == '}') --depth;
  }
  return std::string_view::npos;
}

// The text without the members that read_for_people() reads: they are most of it, and are skipped many times faster
// than they are parsed. The whole text when it is not as to_text() writes it.
std::string judged_part(std::string_view text) {
  constexpr std::array<std::string_view, 5> skipped{"feedback", "traits", "artifacts", "trace", "exchanges"};
  std::string part = "{";
  for (std::size_t at = 1; at < text.size() && text[0] == '{' && text[at] == '"';) {
    const std::size_t colon = text.find("\":", at + 1);
    const std::size_t end = colon == std::string_view::npos ? colon : end_of_value(text, colon + 2);
    if (end == std::string_view::npos) break;
    if (std::ranges::find(skipped, text.substr(at + 1, colon - at - 1)) == skipped.end()) {
      if (part.size() > 1) part += ',';
      part += text.substr(at, end - at);
    }
    if (text[end] == '}') return part + '}';
    at = end + 1;
  }
  return std::string(text);
}

// The parts that do not influence a decision.
void read_for_people(domain::Verification& verification, const json::object& object) {
  verification.feedback = all<domain::Feedback>(object, "feedback", read_feedback);
  verification.traits = all<domain::Trait>(object, "traits", read_trait);
  if (object.contains("artifacts"))  // results of before they were kept have none
    verification.artifacts = all<domain::KeptArtifact>(object, "artifacts", read_artifact);
  verification.trace = all<domain::NodeTrace>(object, "trace", read_node);
  if (object.contains("exchanges")) verification.exchanges = all<domain::Exchange>(object, "exchanges", read_exchange);
}

domain::Verification read_verification(const json::value& source, Parts parts) {
  const auto& object = source.as_object();
  domain::Verification verification;
  verification.id = text(object, "id");
  verification.tenant = text(object, "tenant");
  const auto& product = object.at("product").as_object();
  verification.product = {text(product, "id"), integer<int>(product, "version"), text(product, "digest"),
                          text_if_any(product, "plan")};
  verification.status = known(domain::status(text(object, "status")));
  verification.evidence = all<domain::EvidenceRef>(object, "evidence", read_evidence);
  if (const auto* decision = object.if_contains("decision")) verification.decision = read_decision(*decision);
  verification.checks = all<domain::CheckResult>(object, "checks", read_check);
  verification.items = all<domain::Item>(object, "items", read_item);
  if (parts == Parts::all) read_for_people(verification, object);
  verification.errors = all<domain::Error>(object, "errors", read_error);
  verification.trace_id = text(object, "trace_id");
  verification.attempt = integer<int>(object, "attempt");
  verification.created_at = time_point(integer<std::int64_t>(object, "created_at"));
  verification.completed_at = time_point(integer<std::int64_t>(object, "completed_at"));
  return verification;
}

}  // namespace

domain::Error read_error(const json::value& source) {
  const auto& object = source.as_object();
  domain::Error error;
  error.scope = known(domain::scope(text(object, "scope")));
  error.retriable = flag(object, "retriable");
  error.code = text(object, "code");
  error.message = text(object, "message");
  error.at = text_if_any(object, "at");
  error.blocked = strings(object, "blocked");
  return error;
}

domain::EvidenceRef read_evidence(const json::value& source) {
  const auto& object = source.as_object();
  return {text(object, "name"), text(object, "media_type"), text(object, "digest"),
          integer<std::uint64_t>(object, "size")};
}

std::string to_text(const domain::Verification& verification) {
  JsonWriter out;
  out.begin_object();
  out.member("id", verification.id);
  out.member("tenant", verification.tenant);
  out.key("product");
  write(out, verification.product);
  out.member("status", domain::to_string(verification.status));
  write_all(out, "evidence", verification.evidence);
  if (verification.decision) {
    out.key("decision");
    write(out, *verification.decision);
  }
  write_all(out, "checks", verification.checks);
  write_all(out, "items", verification.items);
  write_all(out, "feedback", verification.feedback);
  write_all(out, "traits", verification.traits);
  if (!verification.artifacts.empty()) write_all(out, "artifacts", verification.artifacts);
  write_all(out, "errors", verification.errors);
  write_all(out, "trace", verification.trace);
  if (!verification.exchanges.empty()) write_all(out, "exchanges", verification.exchanges);
  out.member("trace_id", verification.trace_id);
  out.member("attempt", verification.attempt);
  out.member("created_at", stamp(verification.created_at));
  out.member("completed_at", stamp(verification.completed_at));
  out.end_object();
  return out.take();
}

domain::Result<domain::Verification> from_text(std::string_view text, Parts parts) {
  const auto parsed = domain::parse_json(parts == Parts::all ? text : std::string_view(judged_part(text)));
  if (parsed) {
    try {
      return read_verification(*parsed, parts);
    } catch (const std::exception&) {
      // Reported below: either way it is not what to_text() wrote.
    }
  }
  return domain::make_error(domain::Scope::platform, "platform.storage", "a stored result cannot be read");
}

}  // namespace cotejo::storage
