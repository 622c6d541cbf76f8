// A plain HTTP client over one connection: sends what the test says, byte for byte, and reads whole answers.
#pragma once
#include <gtest/gtest.h>
#include <sys/socket.h>

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>

#include "contract.hpp"

namespace cotejo::integration {

namespace net = boost::asio;
namespace bhttp = boost::beast::http;

struct Answer {
  int status = 0;
  std::string body;
  bhttp::response<bhttp::string_body> message;

  std::string field(std::string_view name) const {
    return std::string(message[boost::beast::string_view(name.data(), name.size())]);
  }
  boost::json::value json() const { return boost::json::parse(body); }
};

class Client {
 public:
  // `judged`: of the API, whose answers are documented.
  Client(std::uint16_t port, bool judged) : socket_(context_), judged_(judged) {
    socket_.connect({net::ip::make_address("127.0.0.1"), port});
    const timeval patience{20, 0};  // a test that hangs fails
    ::setsockopt(socket_.native_handle(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ::setsockopt(socket_.native_handle(), SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  }

  // False when the server has closed.
  bool send(std::string_view text) {
    boost::system::error_code ec;
    net::write(socket_, net::buffer(text.data(), text.size()), ec);
    return !ec;
  }

  // Nothing when the connection ended before an answer.
  std::optional<Answer> read(bool head = false) {
    bhttp::response_parser<bhttp::string_body> parser;
    parser.body_limit(boost::none);
    parser.skip(head);
    boost::system::error_code ec;
    bhttp::read(socket_, buffer_, parser, ec);
    if (ec && !parser.is_done()) return std::nullopt;
    Answer answer;
    answer.message = parser.release();
    answer.status = static_cast<int>(answer.message.result_int());
    answer.body = answer.message.body();
    return answer;
  }

  Answer ask(std::string_view method, std::string_view target, std::string_view body = {},
             const std::map<std::string, std::string>& fields = {}) {
    std::string text = std::string(method) + " " + std::string(target) + " HTTP/1.1\r\nHost: test\r\n";
    for (const auto& [name, value] : fields) text += name + ": " + value + "\r\n";
    if (!body.empty() || method == "POST" || method == "PUT")
      text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    send(text + "\r\n" + std::string(body));
    auto answer = read(method == "HEAD");
    if (!answer) throw std::runtime_error("no answer to " + std::string(method) + " " + std::string(target));
    // Every answer of the API is held against its document.
    if (judged_ && method != "HEAD") {
      EXPECT_EQ(violations(method, target, answer->status, answer->field("Content-Type"), answer->body), "")
          << method << " " << target << "\n"
          << answer->body;
    }
    return *answer;
  }

  // Whether the server has closed (waits for it or for bytes).
  bool closed() {
    char byte;
    boost::system::error_code ec;
    net::read(socket_, net::buffer(&byte, 1), ec);
    return ec == net::error::eof || ec == net::error::connection_reset;
  }

  // Up to and with `end`, of a streamed answer.
  std::string read_until(std::string_view end) {
    std::string text;
    char piece[4096];
    while (text.find(end) == std::string::npos) {
      boost::system::error_code ec;
      const std::size_t got = socket_.read_some(net::buffer(piece), ec);
      if (ec) return text;
      text.append(piece, got);
    }
    return text;
  }

  void finish_sending() { socket_.shutdown(net::ip::tcp::socket::shutdown_send); }

 private:
  net::io_context context_;
  net::ip::tcp::socket socket_;
  boost::beast::flat_buffer buffer_;
  bool judged_;
};

// What a request with a JSON body says of it.
inline const std::map<std::string, std::string> json_fields{{"Content-Type", "application/json"}};

}  // namespace cotejo::integration
