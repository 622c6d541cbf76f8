// Collects what the rules of a check find and turns it into one verdict.
//
// The confidence of a finding is computed from the probabilities of the values that it rests on, which are treated as
// independent. Which formula is right depends on how the values relate to each other:
//
// - **A condition** (recent enough, of an accepted model, long enough): nothing confirms the values, so all must have
//   been read right: the product. `hold`.
// - **An agreement** of two sides (printed and declared name; opening + credits - debits, and closing): had one side
// been
//   misread, it would hardly agree with the other by chance. It is false only where both are wrong, and each is wrong
//   where any of its values is: 1 - (1 - product of one)(1 - product of the other). `agree`; `repeat` for several
//   values that all state the same thing.
// - **A contradiction**: any misread value makes one, so it is real when all were read right: the product. `find`. That
//   several values state the same thing makes that side as sure as their agreement: give the confidence then.
//
// Misreadings of one page are not quite independent, since one blur affects all. Therefore the product is too small,
// which is the safe side for a contradiction and a condition. For an agreement the formula ignores that two wrong
// readings would also have to be equal, which makes up for it.
//
// The confidence says that the values are as they were read, not why they are so: that is for a person to judge.
// The confidence of a fail is that of its surest finding; the confidence of a pass is that of the least sure thing that
// held.
#pragma once
#include "fact.hpp"

namespace cotejo::judgement {

double all_right(const Grounds& grounds);  // the product of the probabilities
double any_right(
    const Grounds& grounds);  // for several values that state the same: one minus the product of the complements
double either_right(const Grounds& one,
                    const Grounds& other);  // the probability that all values of at least one side are right

struct Finding {
  std::string_view code;
  Severity severity = Severity::major;
  double confidence = 0;
  std::vector<PortRef> ports;
  boost::json::object params{};
  std::optional<Region> region{};
};

class Judgement {
 public:
  // ---- what held
  void agree(const Grounds& one, const Grounds& other) { hold(either_right(one, other)); }
  void repeat(const Grounds& statements) { hold(any_right(statements)); }
  void hold(const Grounds& grounds) { hold(all_right(grounds)); }
  void hold(double confidence);

  // ---- what did not hold. From severity major on, the check fails. The default confidence is all_right(grounds).
  void find(std::string_view code, Severity severity, const Grounds& grounds, boost::json::object params = {},
            std::optional<Region> region = {});
  void find(std::string_view code, Severity severity, double confidence, const Grounds& grounds,
            boost::json::object params = {}, std::optional<Region> region = {});

  // ---- what cannot be decided: the check does not pass
  // A doubt that cannot be proven, such as names that are neither similar nor different enough: a minor finding.
  void doubt(std::string_view code, const Grounds& grounds, boost::json::object params = {},
             std::optional<Region> region = {});
  void doubt(std::string_view code, double confidence, const Grounds& grounds, boost::json::object params = {},
             std::optional<Region> region = {});
  // A value that the check needs is missing. Reported once, however many rules need it; its params are `field`, and
  // `source` where the check names its sources.
  template <class T>
  void miss(const Fact<T>& fact, std::string_view code) {
    miss(fact.port, fact.field, fact.source, code);
  }
  // Leaves the check undecided without a finding, because another component has already reported the cause.
  void leave_open() { undecided_ = true; }

  Verdict verdict() const;
  double confidence() const;  // 0 when undecided
  const std::vector<Finding>& findings() const { return findings_; }

 private:
  void miss(PortRef port, std::string_view field, std::string_view source, std::string_view code);

  std::vector<Finding> findings_;
  std::vector<std::uint32_t> missing_;  // ports
  double surest_failure_ = 0;
  double least_sure_ = 1;  // of what held
  bool failed_ = false;
  bool undecided_ = false;
  bool held_ = false;
};

}  // namespace cotejo::judgement
