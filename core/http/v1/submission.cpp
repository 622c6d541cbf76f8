// Submitting and resubmitting verifications.
#include <algorithm>

#include "domain/json_text.hpp"
#include "http/connection.hpp"
#include "http/intake.hpp"
#include "http/multipart.hpp"
#include "http/v1/reading.hpp"
#include "http/v1/result_json.hpp"
#include "http/v1/routes.hpp"
#include "http/v1/verification_request.hpp"
#include "http/words.hpp"

namespace cotejo::http::v1 {
namespace {

using boost::beast::http::verb;
using domain::make_error;
using domain::make_retriable_error;
using domain::Result;
using domain::Scope;

bool is_type(std::string_view content_type, std::string_view type) {
  const auto end = std::min(content_type.find_first_of("; \t"), content_type.size());
  return same_word(content_type.substr(0, end), type);
}

domain::Error starting() {
  return make_retriable_error(Scope::platform, "platform.starting", "no products are loaded yet");
}

// ---- reading the submission

// Form fields that are not evidence; all others are.
class FormSink final : public PartSink {
 public:
  explicit FormSink(Intake& intake) : intake_(intake) {}
  Result<void> begin_part(PartHeader header) override {
    is_product_ = header.name == "product" && !header.filename;
    if (is_product_) return {};
    // A plain field has no media type: it is JSON or text that the sender typed.
    return intake_.begin(std::move(header.name), std::move(header.media_type));
  }
  Result<void> part_data(std::span<const std::uint8_t> piece) override {
    if (!is_product_) return intake_.write(piece);
    constexpr std::size_t longest = 256;
    product_.append(reinterpret_cast<const char*>(piece.data()), piece.size());
    if (product_.size() > longest)
      return make_error(Scope::request, "request.malformed_product", "the product's name is too long", "product");
    return {};
  }
  Result<void> end_part() override {
    if (!is_product_) return {};
    return intake_.product(std::exchange(product_, {}));
  }

 private:
  Intake& intake_;
  bool is_product_ = false;
  std::string product_;
};

Task<Result<void>> read_json(Exchange& exchange, Intake& intake) {
  VerificationRequestParser parser(intake, exchange.connection.limits());
  const Connection::Sink each = [&](std::span<const std::uint8_t> piece) { return parser.feed(piece); };
  auto read = co_await exchange.connection.read_body(each);
  if (!read) co_return read;
  co_return parser.finish();
}

Task<Result<void>> read_form(Exchange& exchange, Intake& intake, std::string_view boundary) {
  FormSink sink(intake);
  // One part more than evidence may be: the product.
  MultipartParser parser(boundary, exchange.connection.limits().parts + 1, sink);
  const Connection::Sink each = [&](std::span<const std::uint8_t> piece) { return parser.feed(piece); };
  auto read = co_await exchange.connection.read_body(each);
  if (!read) co_return read;
  co_return parser.finish();
}

Task<Result<void>> read_submission(Exchange& exchange, Intake& intake) {
  const auto content_type = exchange.field("Content-Type");
  if (is_type(content_type, "application/json")) {
    auto read = co_await read_json(exchange, intake);
    co_return read;
  }
  if (const auto boundary = multipart_boundary(content_type)) {
    auto read = co_await read_form(exchange, intake, *boundary);
    co_return read;
  }
  co_return make_error(Scope::request, "request.unsupported_media_type",
                       "expected application/json, or multipart/form-data with a boundary", "Content-Type");
}

// ---- waiting and answering

struct Patience {
  std::chrono::milliseconds wait{0};
  std::string applied;  // of the caller's preference; empty: there was none
};

Patience patience(const Exchange& exchange) {
  const auto prefer = parse_prefer(exchange.field("Prefer"));
  const auto& limits = exchange.connection.limits();
  if (prefer.wait) {
    const auto wait = std::min<std::chrono::milliseconds>(*prefer.wait, limits.max_wait);
    return {wait, "wait=" + std::to_string(wait.count() / 1000)};
  }
  if (prefer.respond_async) return {std::chrono::milliseconds(0), "respond-async"};
  return {limits.default_wait, {}};
}

// The completed verification, null when it is not there by `until`, or why there will be none.
Task<Result<VerificationPtr>> await_result(Exchange& exchange, const engine::Ticket& ticket, Clock::time_point until) {
  if (!ticket.progress) {
    auto found = co_await find(exchange, ticket.id);
    if (found && (*found)->status != domain::Status::completed) co_return VerificationPtr();
    co_return found;
  }
  Signal signal(exchange.connection.thread());
  std::shared_ptr<void> listening;
  constexpr std::size_t no_nodes = std::size_t(-1);
  for (;;) {
    auto snapshot = ticket.progress->look(no_nodes);
    if (snapshot.failed) co_return *snapshot.failed;
    if (snapshot.completed) co_return std::move(snapshot.completed);
    if (Clock::now() >= until) co_return VerificationPtr();
    if (!listening) {
      listening = ticket.progress->listen(signal.sender(), engine::Progress::Of::end);
      continue;  // it may have ended in between
    }
    if (!co_await signal.wait(until)) co_return VerificationPtr();
  }
}

std::string location(std::string_view id) {
  return "/v1/verifications/" + std::string(id);
}

std::string accepted_body(const engine::Ticket& ticket, std::string_view trace_id) {
  domain::JsonWriter out;
  out.begin_object();
  out.member("id", ticket.id);
  out.member("status", domain::to_string(domain::Status::accepted));
  out.member("attempt", ticket.attempt);
  out.member("trace_id", trace_id);
  out.key("links");
  out.begin_object();
  out.member("self", location(ticket.id));
  out.member("events", location(ticket.id) + "/events");
  out.end_object();
  out.end_object();
  return out.take();
}

Task<Response> answer_ticket(Exchange& exchange, const Result<engine::Ticket>& accepted, Clock::time_point started,
                             int created) {
  if (!accepted) co_return exchange.problem(accepted.error());
  const engine::Ticket& ticket = *accepted;
  const Patience until = patience(exchange);
  auto result = co_await await_result(exchange, ticket, started + until.wait);
  if (!result) co_return exchange.problem(result.error());
  Response response;
  response.status = *result ? created : 202;
  response.body = *result ? v1::result(**result, (*result)->attempt) : accepted_body(ticket, exchange.trace.trace_id);
  response.headers.emplace_back("Location", location(ticket.id));
  if (ticket.replayed) response.headers.emplace_back("Idempotency-Replayed", "true");
  if (!until.applied.empty()) response.headers.emplace_back("Preference-Applied", until.applied);
  co_return response;
}

// ---- POST /v1/verifications

struct Options {
  std::optional<std::string> key;
  std::optional<std::chrono::milliseconds> budget;
  std::string application;
};

// Mostly the caller's own number of the loan; never returned in an answer.
bool is_application(std::string_view text) {
  constexpr std::size_t longest = 128;
  return !text.empty() && text.size() <= longest &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '!' && c <= '~'; });
}

Result<Options> options_of(const Exchange& exchange) {
  Options options;
  if (exchange.has("Idempotency-Key")) {
    const auto key = exchange.field("Idempotency-Key");
    if (!is_idempotency_key(key)) {
      return make_error(Scope::request, "request.malformed_idempotency_key",
                        "an Idempotency-Key is 1 to 255 visible ASCII characters", "Idempotency-Key");
    }
    options.key = key;
  }
  options.application = exchange.field("Cotejo-Application");
  if (exchange.has("Cotejo-Application") && !is_application(options.application))
    return make_error(Scope::request, "request.malformed_application",
                      "Cotejo-Application is 1 to 128 visible ASCII characters", "Cotejo-Application");
  if (exchange.has("Cotejo-Budget")) {
    options.budget = parse_budget(exchange.field("Cotejo-Budget"));
    if (!options.budget)
      return make_error(Scope::request, "request.malformed_budget",
                        "Cotejo-Budget is a number of milliseconds, 1 to 600000", "Cotejo-Budget");
  }
  return options;
}

Task<Response> submit(Exchange& exchange) {
  const auto started = Clock::now();
  auto options = options_of(exchange);
  if (!options) co_return exchange.problem(options.error());
  auto& verifications = exchange.backend.verifications;
  Intake intake([&](std::uint64_t limit) { return verifications.open_blob(limit); }, exchange.connection.limits());
  if (const auto product = exchange.target.parameter("product")) {
    if (auto named = intake.product(*product); !named) co_return exchange.problem(named.error());
  }
  const auto read = co_await read_submission(exchange, intake);
  if (!read) co_return exchange.problem(read.error());
  const auto products = exchange.backend.products.load();
  if (!products) co_return exchange.problem(starting());
  if (auto references = intake.references(); !references.empty()) {
    Delivery<Result<storage::FoundEvidence>> found(exchange.connection.thread());
    verifications.find_evidence(std::string(tenant), std::move(references), found.sender());
    auto evidence = co_await found.wait(Clock::now() + storage_time);
    if (!evidence) co_return exchange.problem(late());
    if (!*evidence) co_return exchange.problem(evidence->error());
    intake.resolve(std::move(**evidence));
  }
  auto judged = intake.judge(*products);
  if (const auto* errors = std::get_if<std::vector<domain::Error>>(&judged)) co_return exchange.problem(*errors);
  auto& good = std::get<Intake::Judged>(judged);
  engine::NewVerification request;
  request.tenant = tenant;
  request.trace_id = exchange.trace.trace_id;
  request.product = std::move(good.product);
  request.evidence = std::move(good.evidence);
  request.unusable = std::move(good.unusable);
  request.application = std::move(options->application);
  request.idempotency_key = std::move(options->key);
  request.budget = options->budget;
  Delivery<Result<engine::Ticket>> accepted(exchange.connection.thread());
  verifications.submit(std::move(request), accepted.sender());
  auto ticket = co_await accepted.wait(Clock::now() + storage_time);
  if (!ticket) co_return exchange.problem(late());
  auto response = co_await answer_ticket(exchange, *ticket, started, 201);
  co_return response;
}

// ---- PUT …/evidence/{name}

Task<Response> resubmit(Exchange& exchange) {
  const auto started = Clock::now();
  const std::string id(exchange.arguments[0]), name(exchange.arguments[1]);
  auto& verifications = exchange.backend.verifications;
  auto found = co_await find(exchange, id);
  if (!found) co_return exchange.problem(found.error());
  const auto products = exchange.backend.products.load();
  if (!products) co_return exchange.problem(starting());
  const auto product = products->by_id.find((*found)->product.id);
  if (product == products->by_id.end())
    co_return exchange.problem(cotejo::products::absent(*products, (*found)->product.id));
  const auto* spec = product->second->find_evidence(name);
  if (!spec) co_return exchange.problem(cotejo::products::unknown_evidence(name));

  auto writer = verifications.open_blob(exchange.connection.limits().evidence_bytes);
  const Connection::Sink each = [&](std::span<const std::uint8_t> piece) { return writer.write(piece); };
  auto read = co_await exchange.connection.read_body(each);
  if (!read) co_return exchange.problem(read.error());
  if (writer.size() == 0)
    co_return exchange.problem(
        make_error(Scope::request, "request.empty_body", "the body is the evidence, and it is empty", name));
  engine::Received received{name, {}};
  auto content = judge_content(writer, std::string(exchange.field("Content-Type")), *spec);
  if (auto* error = std::get_if<domain::Error>(&content)) {
    // Evidence that cannot be used does not cost an attempt.
    co_return exchange.problem(*error);
  }
  received.blob = std::move(std::get<storage::Blob>(content));
  Delivery<Result<engine::Ticket>> accepted(exchange.connection.thread());
  verifications.resubmit(std::string(tenant), id, std::move(received), exchange.trace.trace_id, accepted.sender());
  auto ticket = co_await accepted.wait(Clock::now() + storage_time);
  if (!ticket) co_return exchange.problem(late());
  auto response = co_await answer_ticket(exchange, *ticket, started, 200);
  co_return response;
}

}  // namespace

std::vector<Route> submission_routes() {
  return {
      {verb::post, "/v1/verifications", submit, true, {"product"}},
      {verb::put, "/v1/verifications/{id}/evidence/{name}", resubmit, true},
  };
}

}  // namespace cotejo::http::v1
