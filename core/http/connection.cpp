#include "http/connection.hpp"

#include <algorithm>
#include <bitset>
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/error.hpp>
#include <cmath>

#include "http/words.hpp"

namespace cotejo::http {
namespace {

namespace bhttp = beast::http;
using domain::make_error;
using domain::make_retriable_error;
using domain::Result;
using domain::Scope;

constexpr std::size_t header_read = 4096;  // bytes asked of the socket at once
constexpr std::size_t body_read = 64u << 10;
constexpr std::size_t one_write = 16u << 10;    // up to this, head and body go out as one piece
constexpr std::chrono::seconds linger_time{2};  // for what a refused client still sends, so that it can read the answer
constexpr std::uint64_t linger_bytes = 4u << 20;
constexpr std::chrono::seconds first_request_time{1};  // what a new connection has, when the server drains, to send it

domain::Error malformed(std::string what, std::string at = {}) {
  return make_error(Scope::request, "request.malformed", std::move(what), std::move(at));
}

std::string_view view(beast::string_view text) {
  return {text.data(), text.size()};
}

// Header fields of which a second one, even an equal one, means that two readers may see two requests.
constexpr std::string_view single_fields[] = {
    "Host",   "Content-Length",  "Transfer-Encoding", "Content-Type",      "Content-Encoding",
    "Expect", "Idempotency-Key", "Cotejo-Budget",     "Cotejo-Application"};

// A field that goes on in the next line (RFC 9112, section 5.2, takes back that there is such a thing).
bool folded(std::string_view header) {
  return header.find("\r\n ") != std::string_view::npos || header.find("\r\n\t") != std::string_view::npos;
}

bool only_digits(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

Connection::Connection(Socket socket, std::shared_ptr<IoThread> thread, Listener& listener)
    : socket_(std::move(socket)),
      thread_(std::move(thread)),
      listener_(listener),
      connection_pass_(listener.admission.connections) {}

Connection::~Connection() {
  thread_->waiters.erase(this);
}

bool Connection::idle() const {
  if (!idle_ || (first_ && Clock::now() < opened_ + first_request_time)) return false;
  return nothing_arrived();
}

bool Connection::nothing_arrived() const {
  boost::system::error_code gone;
  return socket_.available(gone) == 0;
}

// When all places are taken, the connection that has been idle for longest makes room, so that clients who do nothing
// keep nobody out. False when all are at work.
bool Connection::let_in() {
  if (connection_pass_.take(1)) return true;
  for (Waiter& waiter : thread_->idle) {
    auto& other = static_cast<Connection&>(waiter);
    if (&other.listener_ != &listener_ || !other.nothing_arrived()) continue;
    other.connection_pass_.hand_over(connection_pass_);
    other.unlink();
    other.close();
    return true;
  }
  return false;
}

void Connection::expire() {
  expired_ = true;
  boost::system::error_code ignored;
  socket_.cancel(ignored);
}

void Connection::close() {
  closed_ = true;
  boost::system::error_code ignored;
  socket_.close(ignored);
}

Task<> Connection::run() {
  if (thread_->ending) co_return;
  thread_->waiters.insert(this);
  boost::system::error_code ignored;
  socket_.set_option(net::ip::tcp::no_delay(true), ignored);
  // Counted after it was let in, so that a refused one can be told so.
  if (!let_in()) {
    auto refusal = problem(make_retriable_error(Scope::platform, "request.connections", "too many connections"));
    const bool told = co_await send(refusal, false);
    if (told) co_await linger();
    co_return;
  }
  while (co_await serve_one()) {
  }
}

Task<Connection::Read> Connection::read_some(Clock::time_point until) {
  if (closed_) co_return Read::closed;
  expired_ = false;
  deadline = until;
  boost::system::error_code ec;
  const bool in_body = parser_ && parser_->is_header_done();
  const std::size_t got = co_await socket_.async_read_some(buffer_.prepare(in_body ? body_read : header_read),
                                                           net::redirect_error(use_task, ec));
  deadline = Clock::time_point::max();
  if (!ec) {
    buffer_.commit(got);
    co_return Read::ok;
  }
  if (expired_ && ec == net::error::operation_aborted) co_return Read::timeout;
  closed_ = true;
  co_return Read::closed;
}

Response Connection::problem(const domain::Error& error) {
  if (trace_.trace_id.empty()) trace_ = telemetry::new_trace();
  auto response = http::problem(error, trace_.trace_id, limits().retry_after);
  response.close = true;
  return response;
}

// The refusal; when there is none, the header is complete or closed_ says that the client has gone.
Task<std::optional<Response>> Connection::read_header() {
  const Clock::time_point until = Clock::now() + limits().header_timeout;
  while (!parser_->is_header_done()) {
    if (buffer_.size() > 0) {
      boost::system::error_code ec;
      const net::const_buffer arrived = buffer_.data();
      const std::size_t taken = parser_->put(arrived, ec);
      const bool fold = folded({static_cast<const char*>(arrived.data()), taken});
      buffer_.consume(taken);
      if (fold) co_return problem(malformed("a header field goes on in the next line"));
      if (ec == bhttp::error::header_limit) {
        co_return problem(make_error(Scope::request, "request.header_too_large",
                                     "the header is larger than " + std::to_string(limits().header_bytes) + " bytes"));
      }
      if (ec && ec != bhttp::error::need_more)
        co_return problem(malformed("the header cannot be read: " + ec.message()));
      if (parser_->is_header_done()) break;
    }
    switch (co_await read_some(until)) {
      case Read::ok:
        break;
      case Read::closed:
        co_return std::nullopt;
      case Read::timeout:
        co_return problem(make_retriable_error(Scope::request, "request.timeout", "the header did not come in time"));
    }
  }
  if (auto error = refuse()) co_return problem(*error);
  co_return std::nullopt;
}

// Refuses what two correct parsers may read differently, and what exceeds the limits.
std::optional<domain::Error> Connection::refuse() const {
  const auto& header = parser_->get();
  std::bitset<std::size(single_fields)> seen;
  for (const auto& field : header) {
    const auto name = view(field.name_string());
    for (std::size_t i = 0; i < std::size(single_fields); ++i) {
      if (name.size() != single_fields[i].size() || !same_word(name, single_fields[i])) continue;
      if (seen[i])
        return malformed("a header field occurs twice: " + std::string(single_fields[i]),
                         std::string(single_fields[i]));
      seen[i] = true;
    }
  }
  if (header.version() == 11 && header.count(bhttp::field::host) != 1) return malformed("there is no Host", "Host");
  const auto encoding = header.find(bhttp::field::transfer_encoding);
  if (encoding != header.end()) {
    if (header.count(bhttp::field::content_length) > 0)
      return malformed("both Content-Length and Transfer-Encoding are there", "Transfer-Encoding");
    if (header.version() != 11 || !same_word(view(encoding->value()), "chunked"))
      return malformed("the Transfer-Encoding is not plain chunked", "Transfer-Encoding");
  }
  const auto expect = header.find(bhttp::field::expect);
  if (expect != header.end() && !same_word(view(expect->value()), "100-continue")) {
    return make_error(Scope::request, "request.expectation_failed", "only 100-continue can be expected", "Expect");
  }
  // Nothing is decompressed here: compressed content would be judged and stored as something that it is not.
  const auto coding = header.find(bhttp::field::content_encoding);
  if (coding != header.end() && !same_word(view(coding->value()), "identity"))
    return make_error(Scope::request, "request.unsupported_encoding", "bodies are taken as they come, not compressed",
                      "Content-Encoding");
  const auto length = parser_->content_length();
  // Beast reads `5, 5` as 5, which is allowed; a proxy before it may read it differently.
  if (length && !only_digits(view(header[bhttp::field::content_length])))
    return malformed("the Content-Length is not a number", "Content-Length");
  if (length && *length > limits().body_bytes) {
    return make_error(Scope::request, "request.too_large",
                      "the body is larger than " + std::to_string(limits().body_bytes) + " bytes");
  }
  return std::nullopt;
}

Task<bool> Connection::serve_one() {
  parser_.emplace();
  parser_->header_limit(limits().header_bytes);
  parser_->body_limit(boost::none);  // counted in read_body(), against our own limits
  bytes_pass_.reset();
  head_only_ = false;
  trace_ = {};
  idle_ = true;
  if (buffer_.size() == 0) {
    if (draining() && !first_) co_return false;  // a new one was let in: it gets its one answer
    if (buffer_.capacity() > body_read) buffer_.shrink_to_fit();
    const auto patience = first_ ? limits().header_timeout : limits().idle_timeout;
    thread_->idle.push_back(*this);
    const Read read = co_await read_some(Clock::now() + patience);
    unlink();
    if (read != Read::ok) co_return false;
  }
  idle_ = false;
  first_ = false;

  auto refusal = co_await read_header();
  if (closed_) co_return false;
  const auto started = Clock::now();
  std::string_view route = "none";
  Response response;
  if (refusal) {
    response = std::move(*refusal);
  } else {
    const auto& header = parser_->get();
    const auto parent = telemetry::parse_traceparent(view(header["traceparent"]));
    trace_ = parent ? telemetry::child_of(*parent) : telemetry::new_trace();
    head_only_ = header.method() == bhttp::verb::head;
    const auto target = parse_target(view(header.target()));
    if (!target) {
      response = problem(malformed("the target cannot be read"));
    } else {
      auto match = listener_.router.find(header.method(), *target);
      if (match.route) route = match.route->path;
      Exchange exchange{*this, listener_.backend, header, *target, std::move(match.arguments), trace_};
      Response answered = co_await answer(exchange, match);
      response = std::move(answered);
    }
  }
  if (closed_) co_return false;
  const bool keep = keep_alive(response);
  bool sent = true;
  if (!response.written) sent = co_await send(response, keep);
  const double seconds = std::chrono::duration<double>(Clock::now() - started).count();
  listener_.backend.metrics.request(route, response.status, seconds);
  const auto level = response.status >= 500 ? telemetry::Level::warning : telemetry::Level::info;
  if (listener_.backend.log.enabled(level) && !listener_.admin) {
    listener_.backend.log.write(level, "http.request",
                                {{"trace_id", trace_.trace_id},
                                 {"route", route},
                                 {"status", response.status},
                                 {"ms", std::round(seconds * 1e6) / 1e3},
                                 {"code", response.error_code}});
  }
  if (sent && !keep) co_await linger();
  co_return sent&& keep;
}

Task<Response> Connection::answer(Exchange& exchange, const Router::Match& match) {
  if (!match.route) {
    if (match.allowed.empty())
      co_return exchange.problem(make_error(Scope::request, "request.not_found", "there is nothing at this path"));
    auto response =
        exchange.problem(make_error(Scope::request, "request.method_not_allowed", "this path has other methods"));
    std::string allowed;
    for (const auto method : match.allowed)
      allowed += (allowed.empty() ? "" : ", ") + std::string(view(bhttp::to_string(method)));
    response.headers.emplace_back("Allow", std::move(allowed));
    co_return response;
  }
  if (!match.route->takes_body && !parser_->is_done()) {
    co_return exchange.problem(make_error(Scope::request, "request.unexpected_body", "this request takes no body"));
  }
  // Probes of the admin port may add what they like.
  for (const auto& [name, value] : exchange.target.query)
    if (!listener_.admin && std::ranges::find(match.route->parameters, name) == match.route->parameters.end())
      co_return exchange.problem(
          make_error(Scope::request, "request.unknown_parameter", "this request takes no such parameter", name));
  Pass request(listener_.admission.requests);
  if (!request.take(1)) {
    co_return exchange.problem(
        make_retriable_error(Scope::platform, "platform.overloaded", "too many requests are being answered"));
  }
  auto handling = match.route->handler(exchange);
  Response response = co_await std::move(handling);
  co_return response;
}

Task<Result<void>> Connection::read_body(const Sink& sink) {
  if (parser_->is_done()) co_return Result<void>{};
  const auto overloaded = [] {
    return make_retriable_error(Scope::platform, "platform.overloaded", "too many bytes are being received");
  };
  const auto length = parser_->content_length();
  bytes_pass_.emplace(listener_.admission.bytes);
  if (length && !bytes_pass_->take(*length)) co_return overloaded();
  const auto& header = parser_->get();
  const auto fields_before = std::distance(header.begin(), header.end());
  // HTTP/1.0 clients do not understand 100 Continue (RFC 9110, section 10.1.1).
  if (header.count(bhttp::field::expect) > 0 && header.version() == 11 && buffer_.size() == 0) {
    if (!co_await write("HTTP/1.1 100 Continue\r\n\r\n")) co_return malformed("the client has gone");
  }
  const Clock::time_point end = Clock::now() + limits().body_timeout;
  std::uint64_t total = 0;
  while (!parser_->is_done()) {
    if (buffer_.size() > 0) {
      auto& pieces = parser_->get().body().pieces;
      pieces.clear();
      boost::system::error_code ec;
      const std::size_t taken = parser_->put(buffer_.data(), ec);
      if (ec && ec != bhttp::error::need_more) co_return malformed("the body cannot be read: " + ec.message());
      Result<void> passed;
      for (const auto piece : pieces) {
        total += piece.size();
        if (total > limits().body_bytes) {
          passed = make_error(Scope::request, "request.too_large",
                              "the body is larger than " + std::to_string(limits().body_bytes) + " bytes");
        } else if (!length && !bytes_pass_->take(piece.size())) {
          passed = overloaded();
        } else {
          passed = sink(piece);
        }
        if (!passed) break;
      }
      buffer_.consume(taken);  // also of a refused body: it would be read as the next request
      if (!passed) co_return passed;
      if (parser_->is_done()) break;
      if (taken > 0 && buffer_.size() > 0) continue;
      // A line between chunks that does not end.
      if (buffer_.size() > limits().header_bytes && taken == 0) co_return malformed("a chunk's header is too long");
    }
    switch (co_await read_some(std::min(end, Clock::now() + limits().stall_timeout))) {
      case Read::ok:
        break;
      case Read::closed:
        co_return malformed("the client has gone");
      case Read::timeout:
        co_return make_retriable_error(Scope::request, "request.timeout", "the body did not come in time");
    }
  }
  // The parser adds them to the header, as if they had been there when it was judged.
  if (std::distance(header.begin(), header.end()) != fields_before) co_return malformed("fields come after the body");
  co_return Result<void>{};
}

bool Connection::keep_alive(const Response& response) const {
  return !response.close && !closed_ && !draining() && parser_->is_done() && parser_->keep_alive() &&
         parser_->get().version() == 11;  // in 1.0 it would have to be agreed upon
}

Task<bool> Connection::begin_stream(Response& response) {
  response.close = true;  // its end is the end of the connection: no chunks for clients that read lines
  response.written = true;
  head_.clear();
  write_head(head_, response, thread_->date, telemetry::to_traceparent(trace_), false, true);
  const bool sent = co_await write(head_);
  co_return sent && !head_only_;
}

Task<bool> Connection::write(std::string_view text) {
  while (!text.empty()) {
    if (closed_) co_return false;
    expired_ = false;
    deadline = Clock::now() + limits().stall_timeout;
    boost::system::error_code ec;
    const std::size_t written =
        co_await socket_.async_write_some(net::buffer(text.data(), text.size()), net::redirect_error(use_task, ec));
    deadline = Clock::time_point::max();
    if (ec) {
      closed_ = true;
      co_return false;
    }
    text.remove_prefix(written);
  }
  co_return true;
}

Task<bool> Connection::send(Response& response, bool keep) {
  head_.clear();
  write_head(head_, response, thread_->date, telemetry::to_traceparent(trace_), keep, false);
  const bool apart = !head_only_ && response.body.size() > one_write;
  if (!head_only_ && !apart) head_ += response.body;
  bool sent = co_await write(head_);
  if (sent && apart) sent = co_await write(response.body);
  co_return sent;
}

// Closing with unread bytes makes the kernel reset the connection, and the answer may be lost with it.
Task<> Connection::linger() {
  boost::system::error_code ec;
  socket_.shutdown(net::ip::tcp::socket::shutdown_send, ec);
  if (ec) co_return;
  const Clock::time_point until = Clock::now() + linger_time;
  std::uint64_t total = 0;
  while (total < linger_bytes) {
    buffer_.clear();
    if (co_await read_some(until) != Read::ok) co_return;
    total += buffer_.size();
  }
}

}  // namespace cotejo::http
