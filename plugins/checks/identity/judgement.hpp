// What the rules find, gathered into one verdict.
//
// How certain things are follows from the probabilities of the values that they rest on, taken as independent:
// - a contradiction is real when every value in it was read right: the product of their probabilities;
// - an agreement is real when one of the values was read right, since two misreadings hardly agree: one minus the
// product
//   of their complements. A rule over one value alone has that value's probability.
// The verdict's confidence is that of the surest finding for a fail, of the least sure agreement for a pass.
#pragma once
#include <cotejo/plugin.hpp>
#include <string>
#include <vector>

#include "facts.hpp"

namespace identity {

// Where a value comes from and how certain it is, without what it is.
struct Ground {
  cotejo::PortRef port{0};
  double probability = 0;

  template <class T>
  Ground(const Fact<T>& fact) : port(fact.port), probability(fact.probability) {}
};

double all_right(const std::vector<Ground>& grounds);  // the product of the probabilities
double any_right(const std::vector<Ground>& grounds);  // one minus the product of their complements

struct Finding {
  std::string_view code;
  cotejo::Severity severity = cotejo::Severity::major;
  double confidence = 0;
  std::vector<cotejo::PortRef> ports;
  boost::json::object params;
};

class Judgement {
 public:
  // A comparison that held.
  void agree(const std::vector<Ground>& grounds);
  // A finding; from major on, the check fails. Without a confidence it is all_right(grounds).
  void find(std::string_view code, cotejo::Severity severity, const std::vector<Ground>& grounds,
            boost::json::object params);
  void find(std::string_view code, cotejo::Severity severity, double confidence, const std::vector<Ground>& grounds,
            boost::json::object params);
  // Neither alike nor different enough: told, and undecided.
  void doubt(std::string_view code, const std::vector<Ground>& grounds, boost::json::object params);
  // A comparison that the product requires could not be made. A value is reported once, however many rules miss it.
  template <class T>
  void miss(const Fact<T>& fact) {
    note_missing(fact.source, fact.field, fact.port);
  }

  cotejo::Verdict verdict() const;
  double confidence() const;
  const std::vector<Finding>& findings() const { return findings_; }

 private:
  void note_missing(Source source, std::string_view field, cotejo::PortRef port);

  std::vector<Finding> findings_;
  std::vector<std::string_view> missing_;
  double surest_failure_ = 0;
  double least_agreement_ = 1;
  bool failed_ = false;
  bool undecided_ = false;
  bool agreed_ = false;
};

inline constexpr std::string_view kFieldUnreadable = "identity.field_unreadable";
inline constexpr std::string_view kApplicantFieldMissing = "identity.applicant_field_missing";

}  // namespace identity
