// The HTTP server, with a listener for the API and one for operators. Its I/O threads never call a plugin, query a
// database or wait for a disk.
#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "engine/verifications.hpp"
#include "http/limits.hpp"
#include "plugins/registry.hpp"
#include "telemetry/log.hpp"
#include "telemetry/metrics.hpp"

namespace cotejo::http {

struct Options {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8080;  // 0: any free one
  std::string admin_address = "127.0.0.1";
  std::uint16_t admin_port = 9090;
  unsigned threads = 0;  // I/O threads; 0: one for each two cores, at least one
  Limits limits;
  std::chrono::milliseconds unready_for{
      0};  // drain: how long readiness fails before the listener closes (load balancers notice)
  std::chrono::milliseconds grace{15'000};  // drain: how long requests may go on after that
};

// What the server serves. All of it outlives the server.
struct Backend {
  engine::Verifications& verifications;
  storage::Store& store;
  const engine::ProductsSnapshot& products;
  const plugins::Registry& registry;
  telemetry::Metrics& metrics;
  telemetry::Log& log;
  std::function<engine::Engine::Load()> load;  // of the engine
  std::string version;                         // of the program
};

class Server {
 public:
  Server(Options options, Backend backend);
  ~Server();  // stop()
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // Binds the ports and starts to serve; /readyz says `starting` until ready() is called. Throws std::runtime_error
  // when an address cannot be bound.
  void start();
  void ready();

  std::uint16_t port() const;
  std::uint16_t admin_port() const;

  // Drains and stops: /readyz fails at once; after `unready_for` new connections are refused; open requests get at most
  // `grace` to end; then the rest is cancelled and the threads end. Blocks, so never call it from an I/O thread.
  // Idempotent.
  void stop();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace cotejo::http
