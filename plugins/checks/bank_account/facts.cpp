#include "facts.hpp"

#include <cmath>

namespace bank_account {
namespace {

using cotejo::Region;
namespace json = boost::json;

constexpr double kMaxPesos = 1e12;  // beyond, cents are no longer exact

std::optional<std::int64_t> cents_of(double pesos) {
  if (!(std::abs(pesos) < kMaxPesos)) return std::nullopt;
  return std::llround(pesos * 100);
}

std::optional<double> number(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  if (!value || !value->is_number()) return std::nullopt;
  return value->to_number<double>();
}

std::optional<Region> region_of(const json::object& object) {
  const auto* box = object.if_contains("box");
  const auto page = number(object, "page");
  if (!box || !box->is_array() || box->as_array().size() != 4 || !page || *page < 0 || *page > 1e5) return std::nullopt;
  double side[4];
  for (std::size_t i = 0; i < 4; ++i) {
    const auto& value = box->as_array()[i];
    if (!value.is_number()) return std::nullopt;
    side[i] = value.to_number<double>();
  }
  return Region{side[0], side[1], side[2], side[3], static_cast<std::uint32_t>(*page)};
}

Movement movement_of(const json::object& object) {
  Movement out;
  if (const auto* date = object.if_contains("date"); date && date->is_string())
    out.day = cotejo::mx::parse_iso_date(std::string_view(date->as_string()));
  if (const auto amount = number(object, "amount")) out.cents = cents_of(*amount);
  if (const auto balance = number(object, "balance")) out.balance = cents_of(*balance);
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

class Gatherer {
 public:
  Gatherer(const cotejo::Call& call, double min_probability) : call_(call), least_(min_probability) {}

  template <class T, class P, class As>
  void take(Fact<T>& fact, const P& port, std::string_view field, As&& as) const {
    fact.port = port, fact.field = field;
    const auto reading = call_.get(port);
    if (!reading || reading.probability() < least_) return;
    fact.value = as(*reading);
    fact.probability = fact.value ? reading.probability() : 0;
  }

 private:
  const cotejo::Call& call_;
  double least_;
};

}  // namespace

Facts gather(const cotejo::Call& call, const Ports& ports, double min_probability) {
  Facts facts;
  const Gatherer from(call, min_probability);
  const auto text = [](std::string_view value) { return std::optional(std::string(value)); };
  const auto date = [](const cotejo::Date& value) { return cotejo::mx::parse_iso_date(value.iso); };
  const auto count = [](std::int64_t value) { return std::optional(value); };
  from.take(facts.bank, ports.bank, "bank", text);
  from.take(facts.bank_codes, ports.bank_codes, "bank_codes",
            [](const cotejo::Json& j) { return texts_of(j.parse()); });
  from.take(facts.kind, ports.kind, "kind", text);
  from.take(facts.holder, ports.holder, "holder", text);
  from.take(facts.clabe, ports.clabe, "clabe", text);
  from.take(facts.from, ports.from, "period_from", date);
  from.take(facts.to, ports.to, "period_to", date);
  from.take(facts.opening, ports.opening, "opening_balance", cents_of);
  from.take(facts.credits, ports.credits, "credits", cents_of);
  from.take(facts.debits, ports.debits, "debits", cents_of);
  from.take(facts.closing, ports.closing, "closing_balance", cents_of);
  from.take(facts.credit_count, ports.credit_count, "credit_count", count);
  from.take(facts.debit_count, ports.debit_count, "debit_count", count);
  from.take(facts.movements, ports.movements, "movements",
            [](const cotejo::Json& j) { return movements_of(j.parse()); });
  from.take(facts.pages, ports.pages, "page_numbers", [](const cotejo::Json& j) { return pages_of(j.parse()); });
  from.take(facts.unread_pages, ports.unread_pages, "unread_pages", count);
  from.take(facts.given_names, ports.given_names, "applicant_given_names", text);
  from.take(facts.surname, ports.surname, "applicant_surname", text);
  from.take(facts.second_surname, ports.second_surname, "applicant_second_surname", text);
  from.take(facts.declared_clabe, ports.declared_clabe, "applicant_clabe", text);
  facts.is_statement = call.get(ports.movements).absent_reason() != "bank.statement.not_recognised";
  return facts;
}

}  // namespace bank_account
