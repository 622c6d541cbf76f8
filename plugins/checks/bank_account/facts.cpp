#include "facts.hpp"

#include <judgement/amounts.hpp>
#include <judgement/json_members.hpp>

namespace bank_account {
namespace {

namespace json = boost::json;
using cotejo::judgement::cents_of;
using cotejo::judgement::number_of;
using cotejo::judgement::region_of;

Movement movement_of(const json::object& object) {
  Movement out;
  if (const auto* date = object.if_contains("date"); date && date->is_string())
    out.day = cotejo::mx::parse_iso_date(std::string_view(date->as_string()));
  if (const auto amount = number_of(object, "amount")) out.cents = cents_of(*amount);
  if (const auto balance = number_of(object, "balance")) out.balance = cents_of(*balance);
  out.region = region_of(object);
  return out;
}

std::optional<std::vector<Movement>> movements_of(const json::value& value) {
  if (!value.is_array()) return std::nullopt;
  std::vector<Movement> all;
  for (const auto& entry : value.as_array()) {
    if (!entry.is_object()) return std::nullopt;
    all.push_back(movement_of(entry.as_object()));
  }
  return all;
}

int page_number(const json::value& value) {
  constexpr std::int64_t kMost = 100'000;
  return value.is_int64() && value.as_int64() >= 0 && value.as_int64() <= kMost ? static_cast<int>(value.as_int64())
                                                                                : 0;
}

std::optional<PageNumbers> pages_of(const json::value& value) {
  const auto* object = value.if_object();
  const auto* numbers = object ? object->if_contains("numbers") : nullptr;
  if (!numbers || !numbers->is_array()) return std::nullopt;
  PageNumbers out;
  for (const auto& entry : numbers->as_array()) out.numbers.push_back(page_number(entry));
  if (const auto* total = object->if_contains("total")) out.total = page_number(*total);
  return out;
}

std::optional<std::vector<std::string>> texts_of(const json::value& value) {
  if (!value.is_array()) return std::nullopt;
  std::vector<std::string> out;
  for (const auto& entry : value.as_array())
    if (entry.is_string()) out.emplace_back(entry.as_string());
  return out;
}

}  // namespace

Facts gather(const cotejo::Call& call, const Ports& ports, double min_probability) {
  Facts facts;
  const cotejo::judgement::Gathering from(call, min_probability);
  const auto cents = [&](const Ports::In<double>& port) { return from.take<std::int64_t>(port, cents_of); };
  facts.bank = from.text(ports.bank);
  facts.bank_codes =
      from.take<std::vector<std::string>>(ports.bank_codes, [](const cotejo::Json& j) { return texts_of(j.parse()); });
  facts.kind = from.text(ports.kind);
  facts.holder = from.text(ports.holder);
  facts.clabe = from.text(ports.clabe);
  facts.from = from.day(ports.from);
  facts.to = from.day(ports.to);
  facts.opening = cents(ports.opening);
  facts.credits = cents(ports.credits);
  facts.debits = cents(ports.debits);
  facts.closing = cents(ports.closing);
  facts.credit_count = from.integer(ports.credit_count);
  facts.debit_count = from.integer(ports.debit_count);
  facts.payroll_deposits = from.integer(ports.payroll_deposits);
  facts.payroll_per_month = cents(ports.payroll_per_month);
  facts.movements =
      from.take<std::vector<Movement>>(ports.movements, [](const cotejo::Json& j) { return movements_of(j.parse()); });
  facts.pages = from.take<PageNumbers>(ports.pages, [](const cotejo::Json& j) { return pages_of(j.parse()); });
  facts.unread_pages = from.integer(ports.unread_pages);
  facts.given_names = from.text(ports.given_names);
  facts.surname = from.text(ports.surname);
  facts.second_surname = from.text(ports.second_surname);
  facts.declared_clabe = from.text(ports.declared_clabe);
  facts.currency = from.text(ports.currency);
  facts.rfc = from.identifier(ports.rfc);
  facts.curp = from.identifier(ports.curp);
  const auto why = call.get(ports.movements).absent_reason();
  facts.is_statement = why != "bank.statement.not_recognised";
  facts.several_accounts = why == "bank.statement.several_accounts";
  return facts;
}

}  // namespace bank_account
