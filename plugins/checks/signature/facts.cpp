#include "facts.hpp"

#include <algorithm>
#include <judgement/json_members.hpp>

namespace signature_check {
namespace {

using cotejo::judgement::text_of;

Mark mark_of(const boost::json::object& object) {
  return {text_of(object, "signer"),
          text_of(object, "label"),
          text_of(object, "kind"),
          text_of(object, "copy_of"),
          std::clamp(cotejo::judgement::number_of(object, "copied").value_or(0), 0.0, 1.0),
          cotejo::judgement::number_of(object, "similarity"),
          cotejo::judgement::region_of(object)};
}

}  // namespace

Facts gather(const cotejo::Call& call, const Ports& ports, const Params& params) {
  const cotejo::judgement::Gathering from(call, params.min_probability);
  Facts facts;
  facts.marks = from.take<std::vector<Mark>>(
      ports.marks, [](const auto& j) { return cotejo::judgement::list_of<Mark>(j.parse(), mark_of); });
  if (facts.marks)
    std::erase_if(*facts.marks.value, [&](const Mark& mark) {
      return std::find(params.signers.begin(), params.signers.end(), mark.signer) == params.signers.end();
    });
  facts.similarity = from.take<double>(ports.similarity, [](double value) { return std::optional(value); });
  facts.reference = call.get(ports.similarity).absent_reason();
  return facts;
}

}  // namespace signature_check
