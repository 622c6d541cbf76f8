// The HTTP server: the API listener and the admin listener. The I/O threads never enter a plugin, a database or a
// flush.
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

  // Binds and serves; readiness says `starting` until ready(). Throws std::runtime_error when an address cannot be
  // bound.
  void start();
  void ready();

  std::uint16_t port() const;
  std::uint16_t admin_port() const;

  // Readiness fails; after `unready_for` new connections are refused; requests under way end, at most `grace`; then
  // what is left is cancelled and the threads end. Blocks; not from an I/O thread. Idempotent.
  void stop();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace cotejo::http
