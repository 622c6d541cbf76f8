#include "http/server.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <ctime>
#include <latch>
#include <stdexcept>
#include <thread>

#include "http/admin.hpp"
#include "http/connection.hpp"
#include "http/v1/routes.hpp"

namespace cotejo::http {
namespace {

using Acceptor = net::basic_socket_acceptor<net::ip::tcp, Executor>;

constexpr std::chrono::milliseconds accept_pause{
    100};  // after a failure that would only come again (no descriptors left)
constexpr std::chrono::milliseconds drain_look{10};
constexpr std::size_t admin_connections = 64;

std::string http_date() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  ::gmtime_r(&now, &parts);
  char text[40];
  return std::string(text, std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts));  // the locale is C
}

std::vector<Route> api_routes() {
  std::vector<Route> routes;
  for (const auto make : {v1::submission_routes, v1::reading_routes, v1::erasure_routes, v1::catalogue_routes})
    for (auto& route : make()) routes.push_back(std::move(route));
  return routes;
}

Limits admin_limits(Limits limits) {
  limits.connections = limits.requests = admin_connections;
  return limits;
}

Acceptor bind(net::io_context& context, const std::string& address, std::uint16_t port) {
  boost::system::error_code ec;
  const auto host = net::ip::make_address(address, ec);
  Acceptor acceptor(context);
  const net::ip::tcp::endpoint endpoint(host, port);
  if (!ec) acceptor.open(endpoint.protocol(), ec);
  if (!ec) acceptor.set_option(net::socket_base::reuse_address(true), ec);
  if (!ec) acceptor.bind(endpoint, ec);
  if (!ec) acceptor.listen(net::socket_base::max_listen_connections, ec);
  if (ec) throw std::runtime_error("cannot listen on " + address + ":" + std::to_string(port) + ": " + ec.message());
  return acceptor;
}

}  // namespace

class Server::Impl {
 public:
  Impl(Options options, Backend backend)
      : options_(std::move(options)),
        admin_limits_(admin_limits(options_.limits)),
        backend_(std::move(backend)),
        api_router_(api_routes()),
        admin_router_(admin_routes(state_)),
        api_admission_(options_.limits),
        admin_admission_(admin_limits_),
        api_{api_router_, options_.limits, api_admission_, backend_, state_.draining},
        admin_{admin_router_, admin_limits_, admin_admission_, backend_, never_, true} {
    const unsigned threads =
        options_.threads > 0 ? options_.threads : std::max(1u, std::thread::hardware_concurrency() / 2);
    for (unsigned i = 0; i < threads; ++i) threads_.push_back(std::make_shared<IoThread>());
  }

  ~Impl() { stop(); }  // NOLINT(bugprone-exception-escape): a server that cannot be stopped has to end the process

  void start() {
    api_acceptor_.emplace(bind(threads_.front()->context, options_.address, options_.port));
    admin_acceptor_.emplace(bind(threads_.front()->context, options_.admin_address, options_.admin_port));
    port_ = api_acceptor_->local_endpoint().port();
    admin_port_ = admin_acceptor_->local_endpoint().port();
    backend_.metrics.gauge("http_connections", "Open connections of clients",
                           [this] { return static_cast<double>(api_admission_.connections.inside()); });
    backend_.metrics.gauge("http_requests_in_flight", "Requests being answered",
                           [this] { return static_cast<double>(api_admission_.requests.inside()); });
    backend_.metrics.gauge("http_bytes_in_flight", "Bytes of bodies being received",
                           [this] { return static_cast<double>(api_admission_.bytes.inside()); });
    for (auto& thread : threads_) {
      thread->date = http_date();
      spawn(*thread, sweep(*thread), "sweep");
    }
    spawn(*threads_.front(), accept(*api_acceptor_, api_), "accept");
    spawn(*threads_.front(), accept(*admin_acceptor_, admin_), "accept");
    for (auto& thread : threads_) running_.emplace_back([thread] { thread->context.run(); });
  }

  void ready() { state_.ready = true; }
  std::uint16_t port() const { return port_; }
  std::uint16_t admin_port() const { return admin_port_; }

  void stop() {
    if (std::exchange(stopped_, true) || running_.empty()) return;
    state_.draining = true;  // readiness fails; answers close their connections from here on
    std::this_thread::sleep_for(options_.unready_for);
    net::post(threads_.front()->context, [this] { api_acceptor_->close(); });
    on_each_thread([this](IoThread& thread) { close_idle(thread); });
    const Clock::time_point end = Clock::now() + options_.grace;
    while (api_admission_.connections.inside() > 0 && Clock::now() < end) {
      std::this_thread::sleep_for(drain_look);
      on_each_thread([this](IoThread& thread) { close_idle(thread); });
    }
    backend_.verifications.drain();
    if (api_admission_.connections.inside() > 0) {
      backend_.log.warning("http.cut_off", {{"connections", api_admission_.connections.inside()}});
    }
    // First nobody accepts any more, then every wait ends: each thread leaves when its coroutines have, so that nothing
    // is left behind in them.
    net::post(threads_.front()->context, [this] { admin_acceptor_->close(); });
    accepting_.wait();
    on_each_thread([](IoThread& thread) { cut_off(thread); });
    for (auto& thread : running_) thread.join();
    running_.clear();
  }

 private:
  // A coroutine that ends by an exception is a defect; the log says so and the others go on.
  template <class Work>
  void spawn(IoThread& thread, Work work, std::string_view what) {
    net::co_spawn(thread.context.get_executor(), std::move(work), [this, what](std::exception_ptr failure) {
      if (!failure) return;
      try {
        std::rethrow_exception(failure);
      } catch (const std::exception& e) {
        backend_.log.error("http.defect", {{"in", what}, {"message", e.what()}});
      }
    });
  }

  Task<> serve(Socket socket, std::shared_ptr<IoThread> thread, Listener& listener) {
    Connection connection(std::move(socket), std::move(thread), listener);
    co_await connection.run();
  }

  Task<> accept(Acceptor& acceptor, Listener& listener) {
    const struct AtEnd {
      std::latch& latch;
      ~AtEnd() { latch.count_down(); }
    } at_end{accepting_};
    Timer pause(threads_.front()->context);
    for (std::size_t next = 0; acceptor.is_open();) {
      auto& thread = threads_[next++ % threads_.size()];
      boost::system::error_code ec;
      Socket socket = co_await acceptor.async_accept(thread->context, net::redirect_error(use_task, ec));
      if (!ec) {
        spawn(*thread, serve(std::move(socket), thread, listener), "connection");
      } else if (acceptor.is_open()) {
        backend_.log.warning("http.accept_failed", {{"message", ec.message()}});
        co_await wait_until(*threads_.front(), pause, Clock::now() + accept_pause);
      }
    }
  }

  Task<> sweep(IoThread& thread) {
    Timer timer(thread.context);
    while (!thread.ending) {
      co_await wait_until(thread, timer, Clock::now() + sweep_interval);
      thread.date = http_date();
      const auto now = Clock::now();
      for (Waiter* waiter : thread.waiters) {
        if (waiter->deadline <= now) waiter->expire();
      }
    }
  }

  template <class Work>
  void on_each_thread(Work work) {
    for (auto& thread : threads_) {
      net::post(thread->context, [work, &thread] { work(*thread); });
    }
  }

  static void cut_off(IoThread& thread) {
    thread.end();
    for (Waiter* waiter : thread.waiters) static_cast<Connection*>(waiter)->close();
  }

  void close_idle(IoThread& thread) {
    for (Waiter* waiter : thread.waiters) {
      auto* connection = static_cast<Connection*>(waiter);
      if (!connection->admin() && connection->idle()) connection->close();
    }
  }

  const Options options_;
  const Limits admin_limits_;
  Backend backend_;
  State state_;
  const std::atomic<bool> never_{false};  // the admin listener answers until the end
  Router api_router_, admin_router_;
  Admission api_admission_, admin_admission_;
  Listener api_, admin_;
  std::vector<std::shared_ptr<IoThread>> threads_;
  std::optional<Acceptor> api_acceptor_, admin_acceptor_;
  std::latch accepting_{2};  // the coroutines of both
  std::vector<std::thread> running_;
  std::uint16_t port_ = 0, admin_port_ = 0;
  bool stopped_ = false;
};

Server::Server(Options options, Backend backend)
    : impl_(std::make_unique<Impl>(std::move(options), std::move(backend))) {}
Server::~Server() = default;
void Server::start() {
  impl_->start();
}
void Server::ready() {
  impl_->ready();
}
std::uint16_t Server::port() const {
  return impl_->port();
}
std::uint16_t Server::admin_port() const {
  return impl_->admin_port();
}
void Server::stop() {
  impl_->stop();
}

}  // namespace cotejo::http
