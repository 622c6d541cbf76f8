#include "facts.hpp"

#include <cmath>
#include <judgement/amounts.hpp>
#include <judgement/json_members.hpp>

namespace address_check {
namespace {

namespace json = boost::json;
using cotejo::judgement::cents_of;
using cotejo::judgement::region_of;

constexpr std::size_t kMaxRelatives = 8;
constexpr std::size_t kMaxName = 200;  // bytes

std::optional<std::string> text_of(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  if (!value || !value->is_string() || value->as_string().size() > kMaxName) return std::nullopt;
  return std::string(value->as_string());
}

std::optional<std::vector<Repeat>> repeats_of(const cotejo::Json& text) {
  const json::value value = text.parse();
  if (!value.is_array()) return std::nullopt;
  std::vector<Repeat> all;
  for (const auto& entry : value.as_array()) {
    const auto* object = entry.if_object();
    const auto what = object ? text_of(*object, "what") : std::nullopt;
    const auto place = object ? text_of(*object, "place") : std::nullopt;
    const auto said = object ? text_of(*object, "value") : std::nullopt;
    if (!what || !place || !said) return std::nullopt;
    const auto* sure = object->if_contains("probability");
    all.push_back(
        {*what, *place, *said, sure && sure->is_number() ? sure->to_number<double>() : 1.0, region_of(*object)});
  }
  return all;
}

std::optional<std::vector<Relative>> relatives_of(const cotejo::Json& text) {
  const json::value value = text.parse();
  const auto* document = value.if_object();
  const auto* list = document ? document->if_contains("relatives") : nullptr;
  if (!list || !list->is_array()) return std::nullopt;
  std::vector<Relative> all;
  for (const auto& entry : list->as_array()) {
    const auto* object = entry.if_object();
    if (all.size() >= kMaxRelatives) break;
    if (const auto name = object ? text_of(*object, "name") : std::nullopt)
      all.push_back({*name, text_of(*object, "relationship").value_or("")});
  }
  return all;
}

}  // namespace

Facts gather(const cotejo::Call& call, const Ports& ports, double min_probability) {
  Facts facts;
  const cotejo::judgement::Gathering from(call, min_probability);
  const auto cents = [&](const Ports::In<double>& port) { return from.take<std::int64_t>(port, cents_of); };
  facts.kind = from.text(ports.kind);
  facts.holder = from.text(ports.holder);
  for (std::size_t i = 0; i < facts.bill.size(); ++i) {
    facts.bill[i] = from.text(ports.bill[i]);
    facts.declared[i] = from.text(ports.declared[i]);
    facts.card[i] = from.text(ports.card[i]);
  }
  facts.printed_card = from.text(ports.printed_card);
  facts.from = from.day(ports.from);
  facts.to = from.day(ports.to);
  facts.issued = from.day(ports.issued);
  facts.due = from.day(ports.due);
  facts.subtotal = cents(ports.subtotal);
  facts.tax = cents(ports.tax);
  facts.period_total = cents(ports.period_total);
  facts.previous = cents(ports.previous);
  facts.payments = cents(ports.payments);
  facts.total = cents(ports.total);
  facts.reading_previous = from.integer(ports.reading_previous);
  facts.reading_current = from.integer(ports.reading_current);
  facts.consumption = from.integer(ports.consumption);
  facts.repeats = cotejo::judgement::Gathering(call, 0).take<std::vector<Repeat>>(ports.repeats, repeats_of);
  facts.given_names = from.text(ports.given_names);
  facts.surname = from.text(ports.surname);
  facts.second_surname = from.text(ports.second_surname);
  facts.relatives = from.take<std::vector<Relative>>(ports.application, relatives_of);
  const auto why = call.get(ports.repeats).absent_reason();
  facts.is_bill = why != "address.proof.not_recognised";
  return facts;
}

}  // namespace address_check
