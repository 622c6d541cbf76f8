// A check of two rules, as an author would write it.
#pragma once
#include <judgement/judged_check.hpp>

namespace cotejo::judgement {

struct BillFacts {
  Text holder, code;
  Day day;
  Integer pages;
  Flag paid;
};

struct BillContext {
  const BillFacts& facts;
  mx::Date today;
};

inline void is_not_of_tomorrow(const BillContext& c, Judgement& j) {
  if (!c.facts.day) return j.miss(c.facts.day, "bill.unreadable");
  if (*c.facts.day <= c.today) return j.hold({c.facts.day});
  j.find("bill.in_future", Severity::major, {c.facts.day}, {{"found", mx::to_iso(*c.facts.day)}},
         Region{0.1, 0.2, 0.3, 0.4, 1});
}

inline void says_what_nobody_declared(const BillContext& c, Judgement& j) {
  if (c.facts.paid && *c.facts.paid) j.find("bill.undeclared", Severity::major, {c.facts.paid});
}

inline std::span<const Rule<BillContext>> bill_rules() {
  static const std::vector<Rule<BillContext>> all{
      {"is_not_of_tomorrow", is_not_of_tomorrow, {"bill.in_future", "bill.unreadable"}},
      {"says_what_nobody_declared", says_what_nobody_declared, {}}};
  return all;
}

class BillCheck final : public JudgedCheck {
 public:
  static constexpr About about{"check.bill", "1.0.0", "A bill, for these tests"};
  struct Params {
    static void describe(ParamSet<Params>&) {}
  };

  explicit BillCheck(const Params&) {
    declare(bill_rules());
    declare({"bill.unreadable", "bill.other"});
  }

  Input<std::string> holder{this, "holder", "bill.holder"};
  Input<std::string> code{this, "code", "bill.code"};
  Input<Date> day{this, "day", "bill.day"};
  Input<std::int64_t> pages{this, "pages", "bill.pages"};
  Input<bool> paid{this, "paid", "bill.paid"};

  BillFacts gather(const Call& call) const {
    const Gathering from(call, 0.8, "bill");
    return {.holder = from.text(holder),
            .code = from.identifier(code),
            .day = from.day(day),
            .pages = from.integer(pages),
            .paid = from.flag(paid)};
  }

  Status run(Call& call) override {
    seen = gather(call);
    return conclude(call, judged(BillContext{seen, *mx::parse_iso_date(call.today())}, bill_rules()));
  }

  static inline BillFacts seen;  // of the last call
};

}  // namespace cotejo::judgement
