// One connection: reads requests one after another and answers each before it reads the next. Belongs to one I/O
// thread.
#pragma once
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/fields.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/parser.hpp>
#include <functional>
#include <optional>
#include <span>

#include "domain/error.hpp"
#include "http/admission.hpp"
#include "http/io_thread.hpp"
#include "http/limits.hpp"
#include "http/response.hpp"
#include "http/router.hpp"
#include "telemetry/trace_context.hpp"

namespace cotejo::http {

namespace beast = boost::beast;
using Socket = net::basic_stream_socket<net::ip::tcp, Executor>;

// A body type for Beast that passes on pieces of the parser's buffer without copying. They are valid until the buffer
// is consumed.
struct PieceBody {
  struct value_type {
    std::vector<std::span<const std::uint8_t>> pieces;
  };
  class reader {
   public:
    template <bool isRequest, class Fields>
    reader(beast::http::header<isRequest, Fields>&, value_type& body) : body_(body) {}
    void init(const boost::optional<std::uint64_t>&, beast::error_code& ec) { ec = {}; }
    template <class Buffers>
    std::size_t put(const Buffers& buffers, beast::error_code& ec) {
      ec = {};
      std::size_t taken = 0;
      for (auto it = net::buffer_sequence_begin(buffers); it != net::buffer_sequence_end(buffers); ++it) {
        const net::const_buffer buffer = *it;
        body_.pieces.emplace_back(static_cast<const std::uint8_t*>(buffer.data()), buffer.size());
        taken += buffer.size();
      }
      return taken;
    }
    void finish(beast::error_code& ec) { ec = {}; }

   private:
    value_type& body_;
  };
};

// What all connections of a listener share. Outlives them.
struct Listener {
  const Router& router;
  const Limits& limits;
  Admission& admission;
  Backend& backend;
  const std::atomic<bool>& draining;
  bool admin = false;
};

class Connection final : public Waiter {
 public:
  Connection(Socket socket, std::shared_ptr<IoThread> thread, Listener& listener);
  ~Connection() override;

  Task<> run();
  void expire() override;
  void close();       // ends every wait; call it from the I/O thread
  bool idle() const;  // between two requests, and nothing of the next one has arrived
  bool admin() const { return listener_.admin; }

  // ---- for handlers

  const std::shared_ptr<IoThread>& thread() const { return thread_; }
  const Limits& limits() const { return listener_.limits; }
  bool draining() const { return listener_.draining.load(std::memory_order_relaxed); }

  // Reads the body and passes each piece to `sink`; call it once for each request. Errors to answer with:
  // request.timeout, request.too_large, request.malformed, platform.overloaded, and those of the sink.
  using Sink = std::function<domain::Result<void>(std::span<const std::uint8_t>)>;
  Task<domain::Result<void>> read_body(const Sink& sink);
  // Sends the head of a streamed response, then its pieces. False when the client has gone, does not read, or asked for
  // the head alone.
  Task<bool> begin_stream(Response& response);
  Task<bool> write(std::string_view text);

 private:
  using Parser = beast::http::parser<true, PieceBody>;
  enum class Read { ok, closed, timeout };

  bool let_in();
  bool nothing_arrived() const;
  Task<Read> read_some(Clock::time_point deadline);
  Task<bool> serve_one();
  Task<std::optional<Response>> read_header();
  Task<Response> answer(Exchange& exchange, const Router::Match& match);
  std::optional<domain::Error> refuse() const;
  Task<bool> send(Response& response, bool keep_alive);
  Task<> linger();
  bool keep_alive(const Response& response) const;
  Response problem(const domain::Error& error);

  Socket socket_;
  std::shared_ptr<IoThread> thread_;
  Listener& listener_;
  Pass connection_pass_;
  beast::flat_buffer buffer_;
  std::optional<Parser> parser_;
  std::optional<Pass> bytes_pass_;
  telemetry::TraceContext trace_;
  std::string head_;  // of answers, reused
  const Clock::time_point opened_ = Clock::now();
  bool expired_ = false, closed_ = false, idle_ = true, first_ = true, head_only_ = false;
};

}  // namespace cotejo::http
