#include "rules.hpp"

namespace identity {

std::span<const Rule> rules() {
  static const std::vector<Rule> all = [] {
    std::vector<Rule> list;
    for (const auto& group : {card_rules(), back_rules(), validity_rules(), applicant_rules()}) {
      list.insert(list.end(), group.begin(), group.end());
    }
    return list;
  }();
  return all;
}

Judgement judge(const Context& context) {
  Judgement judgement;
  for (const Rule& rule : rules()) rule.judge(context, judgement);
  return judgement;
}

}  // namespace identity
