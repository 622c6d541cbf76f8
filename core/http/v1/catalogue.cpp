// What can be asked for and what answers mean: products, components, reasons, the OpenAPI document.
#include "domain/json_text.hpp"
#include "http/connection.hpp"
#include "http/v1/routes.hpp"
#include "plugins/component_json.hpp"
#include "products/graph.hpp"
#include "products/reason_catalogue.hpp"

namespace cotejo::http::v1 {
namespace {

using boost::beast::http::verb;
using domain::JsonWriter;
using domain::make_error;
using domain::Scope;

Response json_response(std::string body) {
  Response response;
  response.body = std::move(body);
  return response;
}

void write(JsonWriter& out, const products::Product& product) {
  out.begin_object();
  out.member("id", product.id);
  out.member("state", "available");
  out.member("version", product.version);
  out.member("digest", product.digest);
  out.member("summary", product.summary);
  out.member("time_zone", product.time_zone);
  out.member("deadline_ms", product.deadline.count());
  out.member("attempts", product.feedback.attempts);
  out.values("locales", product.feedback.locales);
  out.key("evidence");
  out.begin_array();
  for (const auto& evidence : product.evidence) {
    out.begin_object();
    out.member("name", evidence.name);
    out.member("kind", evidence.kinds.front().kind);
    out.array("kinds", evidence.kinds, [&](const products::AcceptedKind& kind) {
      out.begin_object();
      out.member("kind", kind.kind);
      if (kind.max_bytes > 0) out.member("max_bytes", kind.max_bytes);
      out.end_object();
    });
    out.member("required", evidence.required);
    if (evidence.kinds.front().max_bytes > 0) out.member("max_bytes", evidence.kinds.front().max_bytes);
    if (evidence.max_seconds) out.member("max_seconds", *evidence.max_seconds);
    out.end_object();
  }
  out.end_array();
  out.key("checks");
  out.begin_array();
  for (std::size_t i = product.plan.first_check; i < product.plan.nodes.size(); ++i) {
    const auto& node = product.plan.nodes[i];
    out.begin_object();
    out.member("name", node.name);
    out.member("component", node.declaration.id_and_version());
    out.end_object();
  }
  out.end_array();
  out.end_object();
}

// A product that cannot run here: only the causes are known.
void write(JsonWriter& out, std::string_view id, const std::vector<products::Diagnostic>& refused) {
  out.begin_object();
  out.member("id", id);
  out.member("state", "unavailable");
  out.key("reasons");
  out.begin_array();
  for (const auto& diagnostic : refused) out.value(diagnostic.message);
  out.end_array();
  out.end_object();
}

using Refused = decltype(products::Products::refused)::const_iterator;
using ProductsPtr = std::shared_ptr<const products::Products>;

std::shared_ptr<const products::Product> find_product(const ProductsPtr& products, std::string_view id) {
  if (!products) return nullptr;
  const auto found = products->by_id.find(id);
  return found == products->by_id.end() ? nullptr : found->second;
}

Response no_product(const Exchange& exchange) {
  return exchange.problem(
      make_error(Scope::request, "product.not_found", "there is no such product; GET /v1/products lists them"));
}

Task<Response> list_products(Exchange& exchange) {
  JsonWriter out;
  out.begin_object();
  out.key("products");
  out.begin_array();
  if (const auto products = exchange.backend.products.load()) {
    for (const auto& [id, product] : products->by_id) write(out, *product);
    for (const auto& [id, why] : products->refused) write(out, id, why);
  }
  out.end_array();
  out.end_object();
  co_return json_response(out.take());
}

Task<Response> one_product(Exchange& exchange) {
  const auto products = exchange.backend.products.load();
  const auto product = find_product(products, exchange.arguments[0]);
  JsonWriter out;
  if (product) {
    write(out, *product);
  } else {
    const auto refused = products ? products->refused.find(exchange.arguments[0]) : Refused{};
    if (!products || refused == products->refused.end()) co_return no_product(exchange);
    write(out, refused->first, refused->second);
  }
  co_return json_response(out.take());
}

Task<Response> product_graph(Exchange& exchange) {
  const auto products = exchange.backend.products.load();
  const auto product = find_product(products, exchange.arguments[0]);
  if (!product && products && products->refused.contains(exchange.arguments[0]))
    co_return exchange.problem(cotejo::products::absent(*products, exchange.arguments[0]));
  if (!product) co_return no_product(exchange);
  const auto format = exchange.target.parameter("format").value_or("mermaid");
  Response response;
  if (format == "svg") {
    response.content_type = "image/svg+xml";
    response.body = products::to_svg(products::graph_of(*product));
  } else if (format == "dot") {
    response.content_type = "text/vnd.graphviz";
    response.body = products::to_dot(products::graph_of(*product));
  } else if (format == "mermaid") {
    response.content_type = "text/plain; charset=utf-8";
    response.body = products::to_mermaid(products::graph_of(*product));
  } else {
    co_return exchange.problem(
        make_error(Scope::request, "request.malformed_parameter", "format is svg, dot or mermaid", "format"));
  }
  co_return response;
}

void write(JsonWriter& out, const products::Reason& reason) {
  out.begin_object();
  out.member("code", reason.code);
  out.member("class", reason.reason_class);
  out.member("retriable", reason.retriable);
  out.member("action", reason.action);
  out.key("audiences");
  out.begin_array();
  for (const auto audience : reason.audiences) out.value(domain::to_string(audience));
  out.end_array();
  out.key("texts");
  out.begin_object();
  for (const auto& [audience, texts] : reason.texts) {
    out.key(domain::to_string(audience));
    out.begin_object();
    for (const auto& [locale, text] : texts) out.member(locale, text);
    out.end_object();
  }
  out.end_object();
  out.end_object();
}

Task<Response> list_reasons(Exchange& exchange) {
  JsonWriter out;
  out.begin_object();
  out.key("reasons");
  out.begin_array();
  const auto products = exchange.backend.products.load();
  if (products && products->reasons) {
    for (const auto& [code, reason] : products->reasons->reasons()) write(out, reason);
  }
  out.end_array();
  out.end_object();
  co_return json_response(out.take());
}

Task<Response> list_components(Exchange& exchange) {
  JsonWriter out;
  out.begin_object();
  out.key("components");
  out.begin_array();
  for (const auto* component : exchange.backend.registry.components()) out.value(plugins::to_json(*component));
  out.end_array();
  out.end_object();
  co_return json_response(out.take());
}

Task<Response> openapi(Exchange&) {
  co_return json_response(std::string(openapi_document()));
}

}  // namespace

Task<Response> docs(Exchange& exchange);

std::vector<Route> catalogue_routes() {
  return {
      {verb::get, "/v1/products", list_products},
      {verb::get, "/v1/products/{id}", one_product},
      {verb::get, "/v1/products/{id}/graph", product_graph, false, {"format"}},
      {verb::get, "/v1/reasons", list_reasons},
      {verb::get, "/v1/components", list_components},
      {verb::get, "/openapi.json", openapi},
      {verb::get, "/docs", docs},
  };
}

}  // namespace cotejo::http::v1
