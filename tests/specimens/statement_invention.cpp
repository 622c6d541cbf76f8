#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <stdexcept>

#include "mx/clabe.hpp"
#include "mx/name.hpp"
#include "statement.hpp"

namespace cotejo::specimens {
namespace {

struct Bank {
  const char *id, *name, *code;
};
constexpr Bank kBanks[] = {{"bbva", "BBVA", "012"},
                           {"santander", "Santander", "014"},
                           {"banorte", "Banorte", "072"},
                           {"citibanamex", "Citibanamex", "002"},
                           {"hsbc", "HSBC", "021"},
                           {"nu", "Nu", "638"},
                           {"card", "", ""},
                           {"bajio", "BanBajío", "030"}};
// Of nobody's table, in words that no bank uses: for showing that a bank is a file of data.
constexpr Bank kInvented{"sur", "Imaginaria", "999"};

constexpr std::array kSpending{"COMPRA TIENDA LA ESQUINA",
                               "RETIRO CAJERO AUTOMATICO",
                               "SPEI ENVIADO",
                               "PAGO TARJETA DE CREDITO",
                               "COMPRA FARMACIA DEL PARQUE",
                               "PAGO DE SERVICIO TELEFONO",
                               "COMISION MANEJO DE CUENTA",
                               "IVA COMISION",
                               "COMPRA GASOLINERA EL CERRO",
                               "RESTAURANTE LOS NARANJOS",
                               "DOMICILIACION SEGURO",
                               "TRANSFERENCIA A TERCEROS"};
constexpr std::array kEarning{"SPEI RECIBIDO", "DEPOSITO EN EFECTIVO", "ABONO TRANSFERENCIA", "DEVOLUCION COMPRA",
                              "INTERESES GANADOS"};
constexpr std::array kCardSpending{"SUPERMERCADO EL ROBLE",    "FARMACIA DEL PARQUE", "GASOLINERA EL CERRO",
                                   "RESTAURANTE LOS NARANJOS", "TIENDA EN LINEA",     "BOLETOS DE AUTOBUS",
                                   "CINE PLAZA NORTE",         "SUSCRIPCION MUSICA"};

std::string digits(Random& random, int count) {
  std::string out;
  for (int i = 0; i < count; ++i) out += static_cast<char>('0' + random.integer(0, 9));
  return out;
}

std::string clabe_of(const std::string& code, Random& random) {
  const auto plazas = mx::plazas();
  const std::string plaza = code == "638" ? "180" : std::string(random.pick(plazas).code);
  const std::string first = code + plaza + digits(random, 11);
  return first + mx::clabe_check_digit(first);
}

std::int64_t amount(Random& random, double low, double high) {
  return static_cast<std::int64_t>(std::exp(random.uniform(std::log(low), std::log(high))) * 100);
}

mx::Date at(const mx::Date& from, int days) {
  return mx::Date{std::chrono::sys_days(from) + std::chrono::days{days}};
}

StatementMovement movement(const mx::Date& date, std::string description, std::int64_t cents, Random& random) {
  StatementMovement out{date, std::move(description), {}, cents, 0, true};
  if (random.chance(0.45))
    out.more.push_back(fmt::format("REFERENCIA {} AUT {}", digits(random, 10), digits(random, 6)));
  if (random.chance(0.2)) out.more.push_back(fmt::format("{} {}", digits(random, 7), "PAGO VARIOS GRACIAS"));
  return out;
}

void add_payroll(BankStatement& out, int days, Random& random) {
  const std::int64_t pay = amount(random, 5000, 18000);
  for (int day = 14; day < days; day += 15)
    out.movements.push_back(movement(at(out.from, day), "PAGO DE NOMINA SERVICIOS INTEGRALES", pay, random));
}

// `payroll`: whether a salary is paid in; by chance where nobody says.
void add_movements(BankStatement& out, std::optional<bool> payroll, Random& random) {
  const int days = static_cast<int>((std::chrono::sys_days(out.to) - std::chrono::sys_days(out.from)).count()) + 1;
  const int count = random.integer(20, 60);
  if (!out.card && payroll.value_or(random.chance(0.6))) add_payroll(out, days, random);
  for (int i = static_cast<int>(out.movements.size()); i < count; ++i) {
    const bool in = random.chance(out.card ? 0.07 : 0.22);
    const auto date = at(out.from, random.integer(0, days - 1));
    const char* what = out.card ? in ? "SU PAGO GRACIAS" : random.pick(kCardSpending)
                       : in ? random.pick(kEarning)
                                : random.pick(kSpending);
    const std::int64_t cents = in ? amount(random, 100, 9000) : -amount(random, 20, 2500);
    out.movements.push_back(movement(date, what, cents, random));
  }
  std::stable_sort(out.movements.begin(), out.movements.end(),
                   [](const auto& a, const auto& b) { return a.date < b.date; });
  std::int64_t balance = out.opening;
  for (auto& each : out.movements) {
    balance += out.card ? -each.cents : each.cents;
    each.balance = balance;
    (each.cents > 0 ? out.credits : out.debits) += std::abs(each.cents);
    ++(each.cents > 0 ? out.credit_count : out.debit_count);
  }
  out.closing = balance;
}

std::string holder_of(const Person& person, Random& random) {
  const std::string given = printed(person.given_names), first = printed(person.surname),
                    second = printed(person.second_surname);
  const std::string rest = first + (second.empty() ? "" : " " + second);
  return random.chance(0.7) ? given + " " + rest : rest + " " + given;
}

}  // namespace

const std::vector<std::string>& statement_banks() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all;
    for (const Bank& bank : kBanks) all.emplace_back(bank.id);
    return all;
  }();
  return names;
}

const std::string& invented_bank() {
  static const std::string name = kInvented.id;
  return name;
}

const std::vector<std::string>& statement_variants() {
  static const std::vector<std::string> names{"genuine",     "changed_amount",   "changed_closing", "other_holder",
                                              "wrong_clabe", "other_bank_clabe", "missing_page",    "old",
                                              "payroll",     "no_payroll"};
  return names;
}

BankStatement make_statement(const std::string& bank, const std::string& variant, const Person& person, int year,
                             Random random) {
  const auto* known = std::find_if(std::begin(kBanks), std::end(kBanks), [&](const Bank& b) { return bank == b.id; });
  if (known == std::end(kBanks)) known = &kInvented;
  if (bank != known->id) throw std::invalid_argument("unknown bank " + bank);
  const auto& all = statement_variants();
  if (std::find(all.begin(), all.end(), variant) == all.end())
    throw std::invalid_argument("unknown variant " + variant);
  Random words = random.fork("words"), numbers = random.fork("numbers"), moves = random.fork("movements");
  BankStatement out;
  out.bank = known->id, out.name = known->name;
  out.card = bank == "card";
  out.holder = holder_of(variant == "other_holder" ? make_person(random.fork("other"), {}) : person, words);
  out.address = person.address;
  if (out.address.empty())
    out.address = {"CALLE DEL RIO " + digits(numbers, 3), "COL CENTRO", "C.P. 0" + digits(numbers, 4)};
  out.rfc = person.rfc;
  out.account = out.card ? "4" + digits(numbers, 15) : digits(numbers, 10);
  out.client = digits(numbers, 8);
  if (!out.card) out.clabe = clabe_of(variant == "other_bank_clabe" ? "137" : known->code, numbers);
  if (variant == "wrong_clabe") out.clabe.back() = static_cast<char>('0' + (out.clabe.back() - '0' + 3) % 10);
  const int month = numbers.integer(8, 10) - (variant == "old" ? 6 : 0);
  using namespace std::chrono;
  const std::chrono::year y{year};
  const std::chrono::month m{static_cast<unsigned>(month)};
  out.from = mx::Date{y / m / 1};
  out.to = mx::Date{y / m / last};
  if (out.card || bank == "nu") {  // cut within the month
    out.to = mx::Date{y / m / 14};
    out.from = mx::Date{sys_days(out.to) - days{30}};
  }
  out.opening = amount(numbers, 900, 60000);
  const auto payroll = variant == "payroll"      ? std::optional(true)
                       : variant == "no_payroll" ? std::optional(false)
                                                 : std::nullopt;
  add_movements(out, payroll, moves);
  if (variant == "changed_amount") {  // a deposit grows; nothing else is adapted
    auto it = std::find_if(out.movements.begin(), out.movements.end(), [](const auto& e) { return e.cents > 0; });
    if (it == out.movements.end()) it = out.movements.begin();
    it->cents += it->cents > 0 ? 1'000'000 : -1'000'000;
  }
  if (variant == "changed_closing") out.closing += 2'500'000;
  if (variant == "missing_page") out.missing_page = 2;
  return out;
}

boost::json::object statement_truth(const BankStatement& s) {
  boost::json::object out;
  const auto set = [&](const char* name, boost::json::value value) {
    out[std::string("bank.statement.") + name] = std::move(value);
  };
  if (!s.card) set("bank", boost::json::string(s.name));
  set("kind", s.card ? "card" : "deposit");
  set("holder", boost::json::string(s.holder));
  set("clabe", s.card ? boost::json::value(nullptr) : boost::json::value(boost::json::string(s.clabe)));
  set("account", boost::json::string(s.account));
  set("period_from", boost::json::string(mx::to_iso(s.from)));
  set("period_to", boost::json::string(mx::to_iso(s.to)));
  set("opening_balance", in_pesos(s.opening));
  set("credits", in_pesos(s.credits));
  set("debits", in_pesos(s.debits));
  set("closing_balance", in_pesos(s.closing));
  if (s.missing_page == 0) {
    boost::json::array rows;
    for (const auto& each : s.movements)
      rows.push_back(
          boost::json::object{{"date", boost::json::string(mx::to_iso(each.date))}, {"amount", in_pesos(each.cents)}});
    set("movements", std::move(rows));
  }
  return out;
}

}  // namespace cotejo::specimens
