// The yardstick of the benchmark: a bare Beast server that parses a JSON body and sends it back. One io_context, one
// thread a core, one strand a connection, as the host does it. Usage: beast-echo PORT [THREADS]; runs until SIGTERM.
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/json.hpp>
#include <cstdio>
#include <cstdlib>
#include <thread>
#include <vector>

namespace {
namespace net = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using tcp = net::ip::tcp;

constexpr auto kIdleLimit = std::chrono::seconds(30);

http::response<http::string_body> answer(const http::request<http::string_body>& request) {
  boost::system::error_code error;
  const auto document = boost::json::parse(request.body(), error);
  http::response<http::string_body> response{error ? http::status::bad_request : http::status::ok, request.version()};
  response.set(http::field::content_type, "application/json");
  response.keep_alive(request.keep_alive());
  if (!error) response.body() = boost::json::serialize(document);
  response.prepare_payload();
  return response;
}

net::awaitable<void> serve(beast::tcp_stream stream) {
  beast::flat_buffer buffer;
  boost::system::error_code error;
  auto token = net::redirect_error(net::use_awaitable, error);
  for (;;) {
    http::request<http::string_body> request;
    stream.expires_after(kIdleLimit);
    co_await http::async_read(stream, buffer, request, token);
    if (error) co_return;
    const auto response = answer(request);
    co_await http::async_write(stream, response, token);
    if (error || !response.keep_alive()) co_return;
  }
}

net::awaitable<void> accept(tcp::acceptor acceptor) {
  boost::system::error_code error;
  for (;;) {
    auto strand = net::make_strand(acceptor.get_executor());
    tcp::socket socket(strand);
    co_await acceptor.async_accept(socket, net::redirect_error(net::use_awaitable, error));
    if (error) co_return;
    socket.set_option(tcp::no_delay(true), error);
    net::co_spawn(strand, serve(beast::tcp_stream(std::move(socket))), [](const std::exception_ptr& thrown) {
      if (thrown) std::fputs("a connection ended with an exception\n", stderr);
    });
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return std::fputs("usage: beast-echo PORT [THREADS]\n", stderr), 2;
  const auto port = static_cast<unsigned short>(std::atoi(argv[1]));
  const unsigned threads = argc > 2 ? static_cast<unsigned>(std::atoi(argv[2])) : std::thread::hardware_concurrency();
  net::io_context context(static_cast<int>(threads));
  net::signal_set signals(context, SIGTERM, SIGINT);
  signals.async_wait([&](const boost::system::error_code&, int) { context.stop(); });
  net::co_spawn(context, accept(tcp::acceptor(context, {net::ip::address_v4::loopback(), port})),
                [](const std::exception_ptr& thrown) {
                  if (thrown) std::rethrow_exception(thrown);
                });
  std::vector<std::jthread> pool;
  for (unsigned i = 1; i < threads; ++i) pool.emplace_back([&] { context.run(); });
  context.run();
  return 0;
}
