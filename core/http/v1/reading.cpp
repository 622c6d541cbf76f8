// Reading verifications: the result, its trace and explanation, and its progress as events.
#include "http/v1/reading.hpp"

#include <algorithm>
#include <charconv>

#include "http/v1/result_json.hpp"
#include "http/v1/routes.hpp"

namespace cotejo::http::v1 {

using boost::beast::http::verb;
using domain::make_retriable_error;
using domain::Result;
using domain::Scope;

domain::Error late() {
  return make_retriable_error(Scope::platform, "platform.storage", "the store did not answer in time");
}

Task<Result<VerificationPtr>> find(Exchange& exchange, std::string_view id) {
  Delivery<Result<VerificationPtr>> found(exchange.connection.thread());
  exchange.backend.verifications.find(std::string(tenant), std::string(id), found.sender());
  auto answer = co_await found.wait(Clock::now() + storage_time);
  if (!answer) co_return late();
  co_return std::move(*answer);
}

namespace {

// ---- GET

// An attempt of a verification, and how many there are.
struct Found {
  VerificationPtr verification;
  int attempts = 1;
};

domain::Error no_such_attempt(int attempts) {
  return domain::make_error(Scope::request, "attempt.not_found",
                            attempts == 1 ? "this verification has one attempt"
                                          : "this verification has " + std::to_string(attempts) + " attempts",
                            "attempt");
}

// The attempt that the request names, or the latest one.
Task<Result<Found>> find_attempt(Exchange& exchange) {
  auto latest = co_await find(exchange, exchange.arguments[0]);
  if (!latest) co_return latest.error();
  Found found{*latest, (*latest)->attempt};
  const auto named = exchange.target.parameter("attempt");
  if (!named) co_return found;
  int attempt = 0;
  const auto [end, error] = std::from_chars(named->data(), named->data() + named->size(), attempt);
  if (error != std::errc{} || end != named->data() + named->size() || attempt < 1)
    co_return domain::make_error(Scope::request, "request.malformed_parameter", "attempt is a number from 1",
                                 "attempt");
  if (attempt > found.attempts) co_return no_such_attempt(found.attempts);
  if (attempt == found.attempts) co_return found;
  using Earlier = std::vector<VerificationPtr>;
  Delivery<Result<Earlier>> delivered(exchange.connection.thread());
  exchange.backend.verifications.find_earlier(std::string(tenant), std::string(exchange.arguments[0]), found.attempts,
                                              delivered.sender());
  auto earlier = co_await delivered.wait(Clock::now() + storage_time);
  if (!earlier) co_return late();
  if (!*earlier) co_return earlier->error();
  const auto& all = **earlier;
  const auto one = std::ranges::find_if(all, [attempt](const auto& each) { return each->attempt == attempt; });
  if (one == all.end()) co_return no_such_attempt(found.attempts);
  found.verification = *one;
  co_return found;
}

template <class Render>
Task<Response> read_one(Exchange& exchange, Render render) {
  auto found = co_await find_attempt(exchange);
  if (!found) co_return exchange.problem(found.error());
  Response response;
  response.body = render(*found->verification, found->attempts);
  co_return response;
}

// Renders what only a completed verification has; `render` returns a body or an error.
template <class Render>
Task<Response> read_completed(Exchange& exchange, Render render) {
  auto found = co_await find_attempt(exchange);
  if (!found) co_return exchange.problem(found.error());
  if (found->verification->status != domain::Status::completed) {
    co_return exchange.problem(
        make_retriable_error(Scope::request, "verification.in_progress", "the verification is not completed yet"));
  }
  const Result<std::string> body = render(*found->verification);
  if (!body) co_return exchange.problem(body.error());
  Response response;
  response.body = *body;
  co_return response;
}

// ---- GET …/explanation

// In the locale that the request names, or the product's first one.
Result<std::string> explained(const Exchange& exchange, const domain::Verification& verification) {
  std::vector<std::string> spoken;  // in the order of the product
  for (const auto& feedback : verification.feedback)
    if (std::ranges::find(spoken, feedback.locale) == spoken.end()) spoken.push_back(feedback.locale);
  const auto named = exchange.target.parameter("locale");
  if (!named || spoken.empty()) return v1::explanation(verification, spoken.empty() ? "" : spoken.front());
  if (std::ranges::find(spoken, *named) != spoken.end()) return v1::explanation(verification, *named);
  std::string known;
  for (const auto& locale : spoken) known += (known.empty() ? "" : ", ") + locale;
  return domain::make_error(Scope::request, "request.malformed_parameter", "this verification has texts in " + known,
                            "locale");
}

// ---- GET …/artifacts/{name}

Task<Response> artifact(Exchange& exchange) {
  Delivery<Result<std::shared_ptr<const domain::Bytes>>> found(exchange.connection.thread());
  exchange.backend.verifications.find_artifact(std::string(tenant), std::string(exchange.arguments[0]),
                                               std::string(exchange.arguments[1]), found.sender());
  auto answer = co_await found.wait(Clock::now() + storage_time);
  if (!answer) co_return exchange.problem(late());
  if (!*answer) co_return exchange.problem(answer->error());
  const domain::Bytes& bytes = ***answer;
  Response response;
  response.content_type = "image/png";  // the only kind that is kept
  response.body.assign(reinterpret_cast<const char*>(bytes.data), bytes.size);
  co_return response;
}

// ---- GET …/events

std::string event(std::string_view name, std::string_view id, const std::string& data) {
  std::string text = "event: ";
  text += name;
  text += "\nid: ";
  text += id;
  text += "\ndata: " + data + "\n\n";
  return text;
}

Task<bool> stream_completed(Exchange& exchange, const domain::Verification& verification) {
  const std::string text = event("completed", "completed", v1::result(verification, verification.attempt));
  const bool written = co_await exchange.connection.write(text);
  co_return written;
}

// Node by node until the end. Ends with the server's drain as well: the client comes back elsewhere.
Task<> stream_progress(Exchange& exchange, engine::Progress& progress) {
  Connection& connection = exchange.connection;
  Signal signal(connection.thread());
  const auto listening = progress.listen(signal.sender());
  const Clock::time_point end = Clock::now() + connection.limits().max_stream;
  Clock::time_point heartbeat = Clock::now() + connection.limits().heartbeat;
  std::size_t seen = 0;
  while (Clock::now() < end && !connection.draining()) {
    const auto snapshot = progress.look(seen);
    std::string text;
    for (const auto& node : snapshot.nodes) text += event("node", std::to_string(++seen), v1::progress(node));
    if (snapshot.failed) text += event("failed", "failed", exchange.problem(*snapshot.failed).body);
    if (!text.empty() && !co_await connection.write(text)) co_return;
    if (snapshot.completed) co_await stream_completed(exchange, *snapshot.completed);
    if (snapshot.completed || snapshot.failed) co_return;
    constexpr std::chrono::seconds look_again{1};  // for the drain
    const Clock::time_point look = std::min(std::min(heartbeat, end), Clock::now() + look_again);
    if (co_await signal.wait(look)) continue;
    if (Clock::now() < heartbeat) continue;
    heartbeat = Clock::now() + connection.limits().heartbeat;
    if (!co_await connection.write(": still running\n\n")) co_return;
  }
}

Task<Response> events(Exchange& exchange) {
  const std::string id(exchange.arguments[0]);
  auto progress = exchange.backend.verifications.watch(tenant, id);
  auto found = co_await find(exchange, id);
  if (!found) co_return exchange.problem(found.error());
  Response response;
  response.content_type = "text/event-stream";
  if (!co_await exchange.connection.begin_stream(response)) co_return response;
  if ((*found)->status == domain::Status::completed) {
    co_await stream_completed(exchange, **found);
    co_return response;
  }
  const std::string state = event("accepted", "accepted", v1::result(**found, (*found)->attempt));
  if (!co_await exchange.connection.write(state)) co_return response;
  // No progress is known here: it has ended meanwhile, or waits for its turn after a restart.
  const Clock::time_point end = Clock::now() + exchange.connection.limits().max_stream;
  while (Clock::now() < end && !exchange.connection.draining()) {
    if (!progress) progress = exchange.backend.verifications.watch(tenant, id);
    if (progress) {
      co_await stream_progress(exchange, *progress);
      co_return response;
    }
    auto now = co_await find(exchange, id);
    if (!now) co_return response;
    if ((*now)->status == domain::Status::completed) {
      co_await stream_completed(exchange, **now);
      co_return response;
    }
    Signal nothing(exchange.connection.thread());
    constexpr std::chrono::milliseconds look_again{200};
    co_await nothing.wait(Clock::now() + look_again);
  }
  co_return response;
}

}  // namespace

std::vector<Route> reading_routes() {
  return {
      {verb::get, "/v1/verifications/{id}", [](Exchange& e) { return read_one(e, v1::result); }, false, {"attempt"}},
      {verb::get, "/v1/verifications/{id}/artifacts/{name}", artifact},
      {verb::get, "/v1/verifications/{id}/events", events},
      {verb::get,
       "/v1/verifications/{id}/trace",
       [](Exchange& e) { return read_completed(e, v1::trace); },
       false,
       {"attempt"}},
      {verb::get,
       "/v1/verifications/{id}/explanation",
       [](Exchange& e) { return read_completed(e, [&e](const auto& v) { return explained(e, v); }); },
       false,
       {"attempt", "locale"}},
  };
}

}  // namespace cotejo::http::v1
