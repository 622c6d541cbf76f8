#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "bill.hpp"
#include "mx/address.hpp"
#include "mx/name.hpp"
#include "mx/state.hpp"

namespace cotejo::specimens {
namespace {

std::string digits(Random& random, int count) {
  std::string out;
  for (int i = 0; i < count; ++i) out += static_cast<char>('0' + random.integer(i == 0 ? 1 : 0, 9));
  return out;
}

mx::Date days_later(const mx::Date& from, int days) {
  return mx::Date{std::chrono::sys_days(from) + std::chrono::days{days}};
}

std::string holder_of(const Person& person, Random& random) {
  const std::string given = printed(person.given_names), first = printed(person.surname),
                    second = printed(person.second_surname);
  const std::string rest = first + (second.empty() ? "" : " " + second);
  return random.chance(0.65) ? given + " " + rest : rest + " " + given;
}

void add_energy(Bill& bill, Random& random) {
  bill.reading_previous = random.integer(1000, 89000);
  bill.consumption = random.integer(40, 620);
  bill.reading_current = bill.reading_previous + bill.consumption;
  const std::int64_t first = std::min<std::int64_t>(bill.consumption, 150),
                     second = std::clamp<std::int64_t>(bill.consumption - 150, 0, 130),
                     third = std::max<std::int64_t>(bill.consumption - 280, 0);
  bill.charges = {{"Básico", first * 106}, {"Intermedio", second * 128}, {"Excedente", third * 375}};
}

void add_water(Bill& bill, Random& random) {
  bill.reading_previous = random.integer(100, 4000);
  bill.consumption = random.integer(4, 60);
  bill.reading_current = bill.reading_previous + bill.consumption;
  bill.charges = {{"Agua potable", bill.consumption * random.integer(900, 2100)},
                  {"Alcantarillado", random.integer(2000, 6000)},
                  {"Saneamiento", random.integer(1000, 4000)}};
}

void add_telephone(Bill& bill, Random& random) {
  bill.charges = {{"Renta mensual", random.integer(25000, 60000)},
                  {"Llamadas adicionales", random.integer(0, 9000)},
                  {"Servicios digitales", random.integer(0, 15000)}};
}

void add_up(Bill& bill, Random& random) {
  std::erase_if(bill.charges, [](const auto& charge) { return charge.second == 0; });
  bill.subtotal = 0;
  for (const auto& charge : bill.charges) bill.subtotal += charge.second;
  bill.tax = (bill.subtotal * 16 + 50) / 100;
  bill.period_total = bill.subtotal + bill.tax;
  bill.previous = random.integer(10000, 90000);
  bill.payments = bill.previous;
  bill.total = bill.period_total + bill.previous - bill.payments;
  bill.stub_total = bill.total;
}

// 01, service number, day to pay, pesos, one digit more.
std::string barcode_of(const Bill& bill) {
  const std::string due = mx::to_iso(bill.due);
  return fmt::format("01{}{}{}{}{:09}{}", bill.service_number, due.substr(2, 2), due.substr(5, 2), due.substr(8, 2),
                     bill.total / 100, bill.total / 100 % 9);
}

void spoil(Bill& bill, const std::string& variant, Random random) {
  if (variant == "wrong_total") bill.total += 30'000, bill.stub_total = bill.total;
  if (variant == "wrong_tax") {
    bill.tax += 4'500, bill.period_total += 4'500, bill.total += 4'500;
    bill.stub_total = bill.total;
  }
  if (variant == "wrong_reading" && bill.consumption) bill.reading_current += 37;
  if (variant == "other_stub") bill.stub_service_number = digits(random, static_cast<int>(bill.service_number.size()));
  if (variant == "other_stub_total") bill.stub_total += 10'000;
  if (variant == "wrong_postal_code") {
    const auto* state = mx::state_of_curp(bill.home.state);
    const int prefix = state->first_prefix == 20 ? 64 : 20;
    bill.home.postal_code.replace(0, 2, std::to_string(prefix));
  }
  if (variant == "cut_off") bill.cut_off = true;
}

}  // namespace

const std::vector<std::string>& bill_styles() {
  static const std::vector<std::string> names{"cfe", "agua", "drenaje", "telefono", "internet"};
  return names;
}

const std::vector<std::string>& bill_variants() {
  static const std::vector<std::string> names{
      "genuine",   "old",           "other_holder", "other_address",    "other_number",  "wrong_total",
      "wrong_tax", "wrong_reading", "other_stub",   "other_stub_total", "other_barcode", "wrong_postal_code",
      "cut_off"};
  return names;
}

Bill make_bill(const std::string& style, const std::string& variant, const Person& person, const mx::Date& today,
               Random random) {
  const auto known = [](const auto& all, const auto& name) {
    return std::find(all.begin(), all.end(), name) != all.end();
  };
  if (!known(bill_styles(), style)) throw std::invalid_argument("unknown bill " + style);
  if (!known(bill_variants(), variant)) throw std::invalid_argument("unknown variant " + variant);
  Random words = random.fork("words"), numbers = random.fork("numbers");
  const Person other = make_person(random.fork("other"), {});
  Bill bill;
  bill.style = style;
  bill.holder = holder_of(variant == "other_holder" ? other : person, words);
  bill.home = variant == "other_address" ? other.home : person.home;
  if (bill.home.street.empty()) bill.home.street = "DOMICILIO CONOCIDO", bill.home.exterior = "S/N";
  if (variant == "other_number") bill.home.exterior = std::to_string(random.fork("number").integer(4600, 9000));
  bill.service_number = style == "cfe"                               ? digits(numbers, 12)
                        : style == "telefono" || style == "internet" ? "55" + digits(numbers, 8)
                                                                     : digits(numbers, numbers.integer(8, 10));
  bill.stub_service_number = bill.service_number;
  const int age = numbers.integer(8, 60) + (variant == "old" ? 150 : 0);
  bill.issued = days_later(today, -age);
  bill.to = days_later(bill.issued, -numbers.integer(1, 4));
  bill.from = days_later(bill.to, style == "cfe" ? -numbers.integer(59, 62) : -30);
  bill.due = days_later(bill.issued, numbers.integer(12, 18));
  if (style == "cfe") add_energy(bill, numbers);
  if (style == "agua" || style == "drenaje") add_water(bill, numbers);
  if (style == "telefono" || style == "internet") add_telephone(bill, numbers);
  add_up(bill, numbers);
  spoil(bill, variant, random.fork("spoil"));
  if (style == "cfe") bill.barcode = barcode_of(bill);
  if (variant == "other_barcode" && !bill.barcode.empty()) bill.barcode.replace(2, 12, digits(numbers, 12));
  return bill;
}

namespace {

boost::json::value text_or_null(const std::string& text) {
  return text.empty() ? boost::json::value(nullptr) : boost::json::value(boost::json::string(text));
}

std::string joined(const std::string& a, const std::string& b) {
  return a.empty() || b.empty() ? a + b : a + " " + b;
}

// `BENITO JUAREZ` -> `Benito Juarez`.
std::string as_written(const std::string& capitals) {
  std::string out;
  bool first = true;
  for (std::size_t i = 0; i < capitals.size(); ++i) {
    const char c = capitals[i];
    if (static_cast<unsigned char>(c) == 0xC3 && i + 1 < capitals.size()) {  // Ñ
      out += c;
      out += first ? capitals[i + 1] : static_cast<char>(capitals[i + 1] + 0x20);
      ++i;
    } else {
      out += first || c < 'A' || c > 'Z' ? c : static_cast<char>(c + 32);
    }
    first = c == ' ';
  }
  return out;
}

}  // namespace

boost::json::object bill_truth(const Bill& bill) {
  boost::json::object out;
  const auto set = [&](const char* name, boost::json::value value) {
    out[std::string("address.proof.") + name] = std::move(value);
  };
  const auto money = [&](const char* name, std::int64_t cents) { set(name, in_pesos(cents)); };
  const Home& home = bill.home;
  const bool electricity = bill.style == "cfe", water = bill.style == "agua" || bill.style == "drenaje";
  set("issuer_kind", electricity ? "electricity" : water ? "water" : "telephone");
  set("holder", boost::json::string(bill.holder));
  set("street", boost::json::string(joined(home.street_kind, home.street)));
  std::string exterior = home.exterior;
  if (!home.block.empty()) exterior += " MZ " + home.block + " LT " + home.lot;
  set("exterior_number", text_or_null(exterior));
  set("interior_number", text_or_null(home.interior));
  set("colonia", boost::json::string(joined(home.colonia_kind, home.colonia)));
  set("postal_code", boost::json::string(home.postal_code));
  set("municipality", boost::json::string(mx::comparable(home.municipality)));
  set("state", boost::json::string(mx::state_of_curp(home.state)->name));
  set("service_number", boost::json::string(bill.service_number));
  set("period_from", boost::json::string(mx::to_iso(bill.from)));
  set("period_to", boost::json::string(mx::to_iso(bill.to)));
  set("due_date", boost::json::string(mx::to_iso(bill.due)));
  if (bill.cut_off) return out;
  money("subtotal", bill.subtotal);
  money("tax", bill.tax);
  money("period_total", bill.period_total);
  money("previous_balance", bill.previous);
  money("payments", bill.payments);
  return out;
}

boost::json::object declared_address(const Home& home) {
  boost::json::object out;
  const auto set = [&](const char* name, const std::string& value) {
    if (!value.empty()) out[name] = as_written(value);
  };
  set("street", joined(home.street_kind, home.street));
  set("exterior_number", home.block.empty() ? home.exterior : home.exterior + " Mz " + home.block + " Lt " + home.lot);
  set("interior_number", home.interior);
  set("colonia", joined(home.colonia_kind, home.colonia));
  set("postal_code", home.postal_code);
  set("municipality", home.municipality);
  out["state"] = boost::json::string(mx::state_of_curp(home.state)->name);
  return out;
}

}  // namespace cotejo::specimens
