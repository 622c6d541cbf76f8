#include "http/admin.hpp"

#include "domain/json_text.hpp"
#include "http/connection.hpp"

namespace cotejo::http {
namespace {

using boost::beast::http::verb;
using domain::JsonWriter;

std::vector<std::string_view> unready_reasons(const State& state, const Backend& backend) {
  std::vector<std::string_view> reasons;
  if (!state.ready) reasons.push_back("starting");
  if (state.draining) reasons.push_back("draining");
  const auto products = backend.products.load();
  if (!products || products->by_id.empty()) reasons.push_back("no products are loaded");
  if (backend.store.load().failing) reasons.push_back("the disk takes no writes");
  return reasons;
}

Response status_of(int status, std::string_view word, const std::vector<std::string_view>& reasons) {
  Response response;
  response.status = status;
  JsonWriter out;
  out.begin_object();
  out.member("status", word);
  if (!reasons.empty()) out.values("reasons", reasons);
  out.end_object();
  response.body = out.take();
  return response;
}

Task<Response> livez(Exchange&) {
  co_return status_of(200, "alive", {});
}

Task<Response> metrics(Exchange& exchange) {
  Response response;
  response.content_type = "text/plain; version=0.0.4; charset=utf-8";
  response.body = exchange.backend.metrics.render();
  co_return response;
}

void write_load(JsonWriter& out, const Backend& backend) {
  const auto engine = backend.load();
  const auto store = backend.store.load();
  out.key("load");
  out.object("running", engine.running, "waiting", engine.waiting, "workers", engine.workers, "abandoned_workers",
             engine.abandoned, "memo_hits", engine.memo_hits, "memo_misses", engine.memo_misses, "writes_waiting",
             store.writes_waiting, "reads_waiting", store.reads_waiting, "commits", store.commits, "writes",
             store.writes);
}

void write_products(JsonWriter& out, const Backend& backend) {
  out.key("products");
  out.begin_array();
  if (const auto products = backend.products.load()) {
    for (const auto& [id, product] : products->by_id) {
      out.object("id", id, "version", product->version, "digest", product->digest);
    }
  }
  out.end_array();
}

void write_plugins(JsonWriter& out, const Backend& backend) {
  out.key("components");
  out.begin_array();
  for (const auto* component : backend.registry.components()) {
    out.begin_object();
    out.members("id", component->declaration.id, "version", component->declaration.version, "plugin",
                component->plugin);
    if (!component->unavailable.empty()) out.member("unavailable", component->unavailable);
    out.end_object();
  }
  out.end_array();
  out.key("refused_plugins");
  out.begin_array();
  for (const auto& refusal : backend.registry.refusals()) {
    out.object("file", refusal.file, "reason", refusal.reason);
  }
  out.end_array();
}

}  // namespace

std::vector<Route> admin_routes(const State& state) {
  const auto readyz = [&state](Exchange& exchange) -> Task<Response> {
    const auto reasons = unready_reasons(state, exchange.backend);
    co_return reasons.empty() ? status_of(200, "ready", {}) : status_of(503, "not ready", reasons);
  };
  const auto status = [&state](Exchange& exchange) -> Task<Response> {
    const Backend& backend = exchange.backend;
    JsonWriter out;
    out.begin_object();
    out.member("version", backend.version);
    out.values("unready", unready_reasons(state, backend));
    write_products(out, backend);
    write_plugins(out, backend);
    write_load(out, backend);
    out.end_object();
    Response response;
    response.body = out.take();
    co_return response;
  };
  return {
      {verb::get, "/livez", livez},
      {verb::get, "/readyz", readyz},
      {verb::get, "/metrics", metrics},
      {verb::get, "/status", status},
  };
}

}  // namespace cotejo::http
