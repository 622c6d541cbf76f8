// What the rules of a check find, gathered into one verdict.
//
// How certain things are follows from the probabilities of the values that they rest on, taken as independent. Which
// arithmetic is right depends on what the values say about one another:
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
// Misreadings of one page are not quite independent (one blur hits all). That makes the product too small, which is the
// safe side for a contradiction and for a condition. For an agreement it is made up for by what is left out: that two
// wrong readings would also have to be equal.
//
// The confidence says that things stand there as they were read. It does not say why: that is for a person.
// The verdict's confidence is that of the surest finding for a fail, of the least sure of what held for a pass.
#pragma once
#include "fact.hpp"

namespace cotejo::judgement {

double all_right(const Grounds& grounds);  // the product of the probabilities
double any_right(const Grounds& grounds);  // of several that state the same: one minus the product of the complements
double either_right(const Grounds& one, const Grounds& other);  // one of the sides, all of whose values are right

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

  // ---- what did not: from major on, the check fails. Without a confidence it is all_right(grounds).
  void find(std::string_view code, Severity severity, const Grounds& grounds, boost::json::object params = {},
            std::optional<Region> region = {});
  void find(std::string_view code, Severity severity, double confidence, const Grounds& grounds,
            boost::json::object params = {}, std::optional<Region> region = {});

  // ---- what cannot be told: the check does not pass
  // Neither alike nor different enough, not provable: told as a minor finding.
  void doubt(std::string_view code, const Grounds& grounds, boost::json::object params = {},
             std::optional<Region> region = {});
  void doubt(std::string_view code, double confidence, const Grounds& grounds, boost::json::object params = {},
             std::optional<Region> region = {});
  // A value that the check needs is not there. It is told once, however many rules miss it; params: field, and source
  // where the check names its sources.
  template <class T>
  void miss(const Fact<T>& fact, std::string_view code) {
    miss(fact.port, fact.field, fact.source, code);
  }
  // Nothing to tell: another component has said why.
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
