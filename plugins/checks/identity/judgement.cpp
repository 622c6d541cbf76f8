#include "judgement.hpp"

#include <algorithm>

namespace identity {
namespace {

using cotejo::Severity;
using cotejo::Verdict;

std::vector<cotejo::PortRef> ports_of(const std::vector<Ground>& grounds) {
  std::vector<cotejo::PortRef> ports;
  for (const Ground& ground : grounds) ports.push_back(ground.port);
  return ports;
}

}  // namespace

double all_right(const std::vector<Ground>& grounds) {
  double product = 1;
  for (const Ground& ground : grounds) product *= ground.probability;
  return product;
}

double any_right(const std::vector<Ground>& grounds) {
  double all_wrong = 1;
  for (const Ground& ground : grounds) all_wrong *= 1 - ground.probability;
  return 1 - all_wrong;
}

void Judgement::agree(const std::vector<Ground>& grounds) {
  agreed_ = true;
  least_agreement_ = std::min(least_agreement_, any_right(grounds));
}

void Judgement::find(std::string_view code, Severity severity, const std::vector<Ground>& grounds,
                     boost::json::object params) {
  find(code, severity, all_right(grounds), grounds, std::move(params));
}

void Judgement::find(std::string_view code, Severity severity, double confidence, const std::vector<Ground>& grounds,
                     boost::json::object params) {
  if (severity >= Severity::major) {
    failed_ = true;
    surest_failure_ = std::max(surest_failure_, confidence);
  }
  findings_.push_back({code, severity, confidence, ports_of(grounds), std::move(params)});
}

void Judgement::doubt(std::string_view code, const std::vector<Ground>& grounds, boost::json::object params) {
  undecided_ = true;
  find(code, Severity::minor, grounds, std::move(params));
}

void Judgement::note_missing(Source source, std::string_view field, cotejo::PortRef port) {
  undecided_ = true;
  if (std::find(missing_.begin(), missing_.end(), field) != missing_.end()) return;
  missing_.push_back(field);
  const std::string_view code = source == Source::application ? kApplicantFieldMissing : kFieldUnreadable;
  findings_.push_back({code, Severity::minor, 1, {port}, {{"field", field}, {"source", name(source)}}});
}

Verdict Judgement::verdict() const {
  if (failed_) return Verdict::fail;
  return undecided_ || !agreed_ ? Verdict::undecided : Verdict::pass;
}

double Judgement::confidence() const {
  switch (verdict()) {
    case Verdict::fail:
      return surest_failure_;
    case Verdict::pass:
      return least_agreement_;
    default:
      return 0;
  }
}

}  // namespace identity
