// What Prometheus scrapes. One object, passed to those who count; no globals. Names and labels: the table in
// metrics.cpp.
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <string_view>

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
  // Outcome, duration, nodes and errors of a verification that ended.
  void verification(const domain::Verification& verification);

  // The process of an isolated component could not go on.
  void worker_ended(std::string_view component, std::string_view cause);

  // A value that is read at each scrape: queue depths, connections. `name` without the prefix `cotejo_`.
  void gauge(std::string name, std::string help, std::function<double()> read);

  std::string render() const;  // text exposition format 0.0.4

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace cotejo::telemetry
