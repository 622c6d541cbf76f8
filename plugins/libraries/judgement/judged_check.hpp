// A check that is a table of rules.
//
//   struct Context { const Facts& facts; const Params& params; cotejo::mx::Date today; };
//   using Rule = cotejo::judgement::Rule<Context>;
//   void is_recent(const Context& c, Judgement& j) { … }
//   std::span<const Rule> rules() { static const std::vector<Rule> all{{"is_recent", is_recent, {"bill.too_old"}}}; … }
//
//   class BillCheck final : public JudgedCheck {
//     explicit BillCheck(Params p) : params_(p) { declare(rules()); declare({"bill.unreadable"}); }
//     Status run(Call& call) override { …; return conclude(call, judged(Context{…}, rules())); }
//   };
#pragma once
#include <deque>
#include <span>

#include "gathering.hpp"
#include "judgement.hpp"

namespace cotejo::judgement {

// A rule reports its findings to the judgement. When the values that it needs are missing it reports nothing, or that a
// value is missing.
template <class CONTEXT>
struct Rule {
  std::string_view name;
  void (*judge)(const CONTEXT& context, Judgement& judgement);
  std::vector<std::string_view> codes;  // all codes that the rule may report; the component declares them
};

template <class CONTEXT, class... Tables>
Judgement judged(const CONTEXT& context, const Tables&... tables) {
  Judgement judgement;
  const auto apply = [&](const auto& rules) {
    for (const Rule<CONTEXT>& rule : rules) rule.judge(context, judgement);
  };
  (apply(tables), ...);
  return judgement;
}

class JudgedCheck : public Check {
 protected:
  // Call it in the constructor, for all codes that may be reported.
  template <class CONTEXT>
  void declare(std::span<const Rule<CONTEXT>> rules) {
    for (const Rule<CONTEXT>& rule : rules)
      for (const std::string_view code : rule.codes) declare(code);
  }
  void declare(std::string_view code);
  void declare(std::initializer_list<std::string_view> codes);

  // Emits all findings and the verdict. A code that was not declared is a bug of the component: the call then fails and
  // emits nothing.
  Status conclude(Call& call, const Judgement& judgement) const;

 private:
  const Code* code_named(std::string_view code) const;

  std::deque<Code> codes_;  // a Code stays where it is
};

}  // namespace cotejo::judgement
