#include "judgement.hpp"

#include <algorithm>

namespace cotejo::judgement {
namespace {

std::vector<PortRef> ports_of(const Grounds& grounds) {
  std::vector<PortRef> ports;
  for (const Ground& ground : grounds) ports.push_back(ground.port);
  return ports;
}

}  // namespace

double all_right(const Grounds& grounds) {
  double product = 1;
  for (const Ground& ground : grounds) product *= ground.probability;
  return product;
}

double any_right(const Grounds& grounds) {
  double all_wrong = 1;
  for (const Ground& ground : grounds) all_wrong *= 1 - ground.probability;
  return 1 - all_wrong;
}

double either_right(const Grounds& one, const Grounds& other) {
  return 1 - (1 - all_right(one)) * (1 - all_right(other));
}

void Judgement::hold(double confidence) {
  held_ = true;
  least_sure_ = std::min(least_sure_, confidence);
}

void Judgement::find(std::string_view code, Severity severity, const Grounds& grounds, boost::json::object params,
                     std::optional<Region> region) {
  find(code, severity, all_right(grounds), grounds, std::move(params), region);
}

void Judgement::find(std::string_view code, Severity severity, double confidence, const Grounds& grounds,
                     boost::json::object params, std::optional<Region> region) {
  if (severity >= Severity::major) {
    failed_ = true;
    surest_failure_ = std::max(surest_failure_, confidence);
  }
  findings_.push_back({code, severity, confidence, ports_of(grounds), std::move(params), region});
}

void Judgement::doubt(std::string_view code, const Grounds& grounds, boost::json::object params,
                      std::optional<Region> region) {
  doubt(code, all_right(grounds), grounds, std::move(params), region);
}

void Judgement::doubt(std::string_view code, double confidence, const Grounds& grounds, boost::json::object params,
                      std::optional<Region> region) {
  undecided_ = true;
  find(code, Severity::minor, confidence, grounds, std::move(params), region);
}

void Judgement::miss(PortRef port, std::string_view field, std::string_view source, std::string_view code) {
  undecided_ = true;
  if (std::find(missing_.begin(), missing_.end(), port.index) != missing_.end()) return;
  missing_.push_back(port.index);
  boost::json::object params{{"field", field}};
  if (!source.empty()) params["source"] = source;
  findings_.push_back({code, Severity::minor, 1, {port}, std::move(params)});
}

Verdict Judgement::verdict() const {
  if (failed_) return Verdict::fail;
  return undecided_ || !held_ ? Verdict::undecided : Verdict::pass;
}

double Judgement::confidence() const {
  switch (verdict()) {
    case Verdict::fail:
      return surest_failure_;
    case Verdict::pass:
      return least_sure_;
    default:
      return 0;
  }
}

}  // namespace cotejo::judgement
