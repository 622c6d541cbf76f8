// The metrics for Prometheus. One object that is passed to everything that counts; there are no globals. Names and
// labels are in the table in metrics.cpp.
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "domain/verification.hpp"

namespace cotejo::telemetry {

class Metrics {
 public:
  Metrics();
  ~Metrics();
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;

  void request(std::string_view route, int status, double seconds);
  void error(const domain::Error& error);
  // Counts outcome, duration, nodes and errors of a verification that has ended.
  void verification(const domain::Verification& verification);

  // Counts a worker process of an isolated component that had to be given up.
  void worker_ended(std::string_view component, std::string_view cause);

  // Registers a value that is read at each scrape, such as a queue's depth. `name` is without the prefix `cotejo_`.
  void gauge(std::string name, std::string help, std::function<double()> read);
  // The version of this program, and the products in use, as gauges of value 1.
  void build(std::string_view version);
  struct Product {
    std::string id, version, digest;
  };
  void products(const std::vector<Product>& loaded);

  std::string render() const;  // text exposition format 0.0.4

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace cotejo::telemetry
