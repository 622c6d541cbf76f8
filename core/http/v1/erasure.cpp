// Erasing: the evidence of one verification, and what the index has of one person.
#include "domain/json_text.hpp"
#include "http/connection.hpp"
#include "http/v1/reading.hpp"
#include "http/v1/routes.hpp"

namespace cotejo::http::v1 {
namespace {

using boost::beast::http::verb;
using domain::make_error;
using domain::Result;
using domain::Scope;

constexpr std::size_t longest_body = 4096;  // bytes: an owner is at most 256

// Longer than other waits, since it may include a checkpoint of the whole log.
constexpr std::chrono::seconds erasure_time{30};

domain::Error malformed() {
  return make_error(Scope::request, "request.malformed_erasure",
                    R"(expected {"owner": TEXT}, of 1 to 256 bytes: as the connector calls it)", "owner");
}

Result<std::string> owner_of(const std::string& body) {
  const auto parsed = domain::parse_json(body);
  if (!parsed) return parsed.error();
  const auto* object = parsed->if_object();
  const auto* owner = object && object->size() == 1 ? object->if_contains("owner") : nullptr;
  constexpr std::size_t longest_owner = 256;
  if (!owner || !owner->is_string() || owner->get_string().empty() || owner->get_string().size() > longest_owner)
    return malformed();
  return std::string(owner->get_string());
}

std::string text_of(const storage::Erased& erased) {
  domain::JsonWriter out;
  out.begin_object();
  out.member("keys", erased.keys);
  out.member("vectors", erased.vectors);
  out.values("verifications", erased.verifications);
  out.end_object();
  return out.take();
}

Task<Response> answer(Exchange& exchange, Delivery<Result<storage::Erased>>& erased) {
  auto done = co_await erased.wait(Clock::now() + erasure_time);
  if (!done) co_return exchange.problem(late());
  if (!*done) co_return exchange.problem(done->error());
  Response response;
  response.body = text_of(**done);
  co_return response;
}

// ---- DELETE /v1/verifications/{id}/evidence

Task<Response> erase_evidence(Exchange& exchange) {
  Delivery<Result<storage::Erased>> erased(exchange.connection.thread());
  exchange.backend.verifications.erase_evidence(std::string(tenant), std::string(exchange.arguments[0]),
                                                erased.sender());
  auto response = co_await answer(exchange, erased);
  co_return response;
}

// ---- POST /v1/erasures: in the body, so that no log and no proxy keeps whom it was about

Task<Response> erase_owner(Exchange& exchange) {
  std::string body;
  const Connection::Sink each = [&](std::span<const std::uint8_t> piece) -> Result<void> {
    if (body.size() + piece.size() > longest_body)
      return make_error(Scope::request, "request.too_large", "an erasure names one owner");
    body.append(reinterpret_cast<const char*>(piece.data()), piece.size());
    return {};
  };
  const auto read = co_await exchange.connection.read_body(each);
  if (!read) co_return exchange.problem(read.error());
  auto owner = owner_of(body);
  if (!owner) co_return exchange.problem(owner.error());
  Delivery<Result<storage::Erased>> erased(exchange.connection.thread());
  exchange.backend.verifications.erase_owner(std::string(tenant), std::move(*owner), erased.sender());
  auto response = co_await answer(exchange, erased);
  co_return response;
}

}  // namespace

std::vector<Route> erasure_routes() {
  return {
      {verb::delete_, "/v1/verifications/{id}/evidence", erase_evidence},
      {verb::post, "/v1/erasures", erase_owner, true},
  };
}

}  // namespace cotejo::http::v1
