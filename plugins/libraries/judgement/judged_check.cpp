#include "judged_check.hpp"

#include <algorithm>

namespace cotejo::judgement {

void JudgedCheck::declare(std::string_view code) {
  if (!code_named(code)) codes_.emplace_back(this, code);
}

void JudgedCheck::declare(std::initializer_list<std::string_view> codes) {
  for (const std::string_view code : codes) declare(code);
}

const Code* JudgedCheck::code_named(std::string_view code) const {
  const auto at = std::find_if(codes_.begin(), codes_.end(), [&](const Code& c) { return c.view() == code; });
  return at == codes_.end() ? nullptr : &*at;
}

Status JudgedCheck::conclude(Call& call, const Judgement& judgement) const {
  const auto& findings = judgement.findings();
  if (!std::all_of(findings.begin(), findings.end(), [&](const Finding& f) { return code_named(f.code); }))
    return call.internal("a rule reports a code that it does not declare");
  for (const Finding& finding : findings)
    call.item(*code_named(finding.code), finding.severity, finding.confidence, finding.ports, finding.params,
              finding.region);
  call.conclude(judgement.verdict(), judgement.confidence());
  return Status::ok;
}

}  // namespace cotejo::judgement
