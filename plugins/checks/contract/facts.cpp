#include "facts.hpp"

#include <judgement/amounts.hpp>
#include <judgement/json_members.hpp>

namespace contract {
namespace {

namespace json = boost::json;
using cotejo::judgement::flag_of;
using cotejo::judgement::integer_of;
using cotejo::judgement::integers_of;
using cotejo::judgement::list_of;
using cotejo::judgement::number_of;
using cotejo::judgement::region_of;
using cotejo::judgement::text_of;

MissingPart missing_part_of(const json::object& object) {
  return {text_of(object, "clause"), integer_of(object, "words").value_or(0), integer_of(object, "after").value_or(-1)};
}

std::optional<Pages> pages_of(const json::value& value) {
  const auto* object = value.if_object();
  if (!object) return std::nullopt;
  Pages out;
  out.count = integer_of(*object, "count").value_or(0);
  out.total = integer_of(*object, "total").value_or(0);
  out.numbers = integers_of(*object, "numbers");
  out.foreign = integers_of(*object, "foreign");
  out.in_order = flag_of(*object, "in_order");
  if (const auto* missing = object->if_contains("missing"))
    if (auto parts = list_of<MissingPart>(*missing, missing_part_of)) out.missing = std::move(*parts);
  return out;
}

std::optional<std::vector<Term>> terms_of(const json::value& value) {
  const auto* object = value.if_object();
  if (!object) return std::nullopt;
  std::vector<Term> out;
  for (const auto& [field, entry] : *object) {
    const auto* one = entry.if_object();
    if (!one) return std::nullopt;
    out.push_back({std::string(field), text_of(*one, "expected"), text_of(*one, "found"),
                   integer_of(*one, "places").value_or(0), flag_of(*one, "agrees"),
                   integer_of(*one, "repeated").value_or(0), number_of(*one, "probability").value_or(0),
                   region_of(*one)});
  }
  return out;
}

Difference difference_of(const json::object& object) {
  return {text_of(object, "kind"),   text_of(object, "expected"), text_of(object, "found"),
          text_of(object, "clause"), text_of(object, "field"),    number_of(object, "probability").value_or(0),
          region_of(object)};
}

Mark mark_of(const json::object& object) {
  return {text_of(object, "signer"), text_of(object, "label"), text_of(object, "kind"), region_of(object)};
}

LaterChange later_change_of(const json::object& object) {
  return {integer_of(object, "page").value_or(-1), flag_of(object, "contents"), flag_of(object, "after_signature")};
}

std::optional<Loan> loan_of(const json::value& value) {
  const auto* object = value.if_object();
  if (!object) return std::nullopt;
  Loan out;
  if (const auto pesos = number_of(*object, "amount")) out.cents = cotejo::judgement::cents_of(*pesos);
  out.months = integer_of(*object, "term_months");
  out.date = cotejo::mx::parse_iso_date(text_of(*object, "date"));
  return out;
}

}  // namespace

Facts gather(const cotejo::Call& call, const Ports& ports, double min_probability) {
  const cotejo::judgement::Gathering from(call, min_probability);
  Facts facts;
  facts.absent_reason = call.get(ports.pages).absent_reason();
  facts.pages = from.take<Pages>(ports.pages, [](const auto& j) { return pages_of(j.parse()); });
  facts.terms = from.take<std::vector<Term>>(ports.terms, [](const auto& j) { return terms_of(j.parse()); });
  facts.differences = from.take<std::vector<Difference>>(
      ports.differences, [](const auto& j) { return list_of<Difference>(j.parse(), difference_of); });
  facts.difference_count = from.integer(ports.difference_count);
  facts.marks =
      from.take<std::vector<Mark>>(ports.marks, [](const auto& j) { return list_of<Mark>(j.parse(), mark_of); });
  facts.later = from.take<std::vector<LaterChange>>(
      ports.later, [](const auto& j) { return list_of<LaterChange>(j.parse(), later_change_of); });
  facts.token_state = from.text(ports.token_state);
  facts.token_time = from.text(ports.token_time);
  facts.given_names = from.text(ports.given_names);
  facts.surname = from.text(ports.surname);
  facts.second_surname = from.text(ports.second_surname);
  facts.offered = from.take<Loan>(ports.offer, [](const auto& j) { return loan_of(j.parse()); });
  facts.asked = from.take<Loan>(ports.application, [](const auto& j) { return loan_of(j.parse()); });
  return facts;
}

}  // namespace contract
