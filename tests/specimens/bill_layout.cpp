// How bills are arranged: labels as they are usual, arrangements of our own, which vary with the seed.
#include <fmt/format.h>

#include <array>
#include <map>
#include <optional>

#include "bill.hpp"
#include "months.hpp"
#include "mx/state.hpp"
#include "people.hpp"

namespace cotejo::specimens {
namespace {

constexpr std::array kFonts{"Liberation Sans",  "DejaVu Sans", "Nimbus Sans",           "Carlito",
                            "Liberation Serif", "FreeSans",    "Liberation Sans Narrow"};
constexpr std::array kMonthNames{"enero", "febrero", "marzo",      "abril",   "mayo",      "junio",
                                 "julio", "agosto",  "septiembre", "octubre", "noviembre", "diciembre"};

std::string grouped(std::int64_t value) {
  std::string text = std::to_string(value);
  for (auto at = static_cast<std::ptrdiff_t>(text.size()) - 3; at > 0; at -= 3)
    text.insert(static_cast<std::size_t>(at), ",");
  return text;
}

std::string money(std::int64_t cents) {
  return fmt::format("{}.{:02}", grouped(cents / 100), cents % 100);
}

enum class DayForm { spaced, slashes, words };

std::string day(const mx::Date& date, DayForm form) {
  const unsigned d = unsigned(date.day()), m = unsigned(date.month());
  if (form == DayForm::slashes) return fmt::format("{:02}/{:02}/{:04}", d, m, int(date.year()));
  if (form == DayForm::words) return fmt::format("{} de {} de {}", d, kMonthNames[m - 1], int(date.year()));
  return fmt::format("{:02} {} {:02}", d, kShortMonths[m - 1], int(date.year()) % 100);
}

// The spellings that documents use for a word; the first is the word itself.
std::string spelt(const std::string& word, Random& random) {
  static const std::map<std::string, std::vector<const char*>> all{
      {"CALLE", {"CALLE", "C", "C.", "CALLE"}},
      {"AVENIDA", {"AVENIDA", "AV", "AV.", "AVE."}},
      {"ANDADOR", {"ANDADOR", "AND"}},
      {"PRIVADA", {"PRIVADA", "PRIV", "PRIV."}},
      {"CERRADA", {"CERRADA", "CDA", "CDA."}},
      {"BOULEVARD", {"BOULEVARD", "BLVD", "BLVD."}},
      {"CALZADA", {"CALZADA", "CALZ", "CALZ."}},
      {"PROLONGACION", {"PROLONGACION", "PROL", "PROL."}},
      {"CALLEJON", {"CALLEJON", "CJON"}},
      {"", {"COL", "COL.", "COLONIA"}},
      {"FRACCIONAMIENTO", {"FRACCIONAMIENTO", "FRACC", "FRACC."}},
      {"BARRIO", {"BARRIO", "BO.", "BARRIO"}},
      {"UNIDAD HABITACIONAL", {"UNIDAD HABITACIONAL", "U HAB", "U.H."}},
      {"EJIDO", {"EJIDO", "EJ."}},
      {"PUEBLO", {"PUEBLO", "PBLO", "PBLO."}},
      {"LOCALIDAD", {"LOCALIDAD", "LOC", "LOC."}}};
  const auto found = all.find(word);
  return found == all.end() ? word : random.pick(found->second);
}

std::string abbreviation(const std::string& state) {
  for (const Place& place : places())
    if (state == place.curp) return place.abbreviation;
  return state;
}

std::string full_state(const std::string& state) {
  return printed(std::string(mx::state_of_curp(state)->name));
}

std::string street_line(const Home& home, Random& random) {
  std::string line = home.street_kind.empty() ? home.street : spelt(home.street_kind, random) + " " + home.street;
  const std::string_view label =
      home.exterior == "S/N" ? "" : random.pick(std::array{"", "", "No. ", "NUM ", "# ", "#"});
  line += fmt::format(" {}{}", label, home.exterior);
  if (!home.block.empty())
    line += random.chance(0.5) ? fmt::format(" MZ {} LT {}", home.block, home.lot)
                               : fmt::format(" MZA. {} LTE. {}", home.block, home.lot);
  if (!home.interior.empty())
    line += fmt::format(" {} {}", random.pick(std::array{"INT", "INT.", "DEPTO.", "Int."}), home.interior);
  return line;
}

std::vector<std::string> address_lines(const Home& home, Random& random) {
  const std::string colonia = spelt(home.colonia_kind, random) + " " + home.colonia;
  const std::string bare = home.colonia_kind.empty() ? home.colonia : colonia;
  const std::string code = random.pick(std::array{"C.P. ", "CP ", "C.P.", "C.P. "}) + home.postal_code;
  const std::string state = random.chance(0.5) ? full_state(home.state) : abbreviation(home.state);
  const std::string place = home.municipality + ", " + state;
  const std::string street = street_line(home, random);
  switch (random.integer(0, 5)) {
    case 0:
      return {street, colonia + " " + home.postal_code, place};
    case 1:
      return {street, colonia, code + " " + place};
    case 2:
      return {street, bare, code, place};
    case 3:
      return {street, colonia + ", " + code, place};
    case 4:
      return {street, colonia, place, code};
    default:
      return {street + ", " + colonia, code + ", " + place};
  }
}

class BillPrinter {
 public:
  BillPrinter(const Bill& bill, Random random) : bill_(bill), random_(random) {
    print_.font = random_.pick(kFonts);
    size_ = random_.uniform(8.2, 9.6) * (print_.font == "DejaVu Sans" ? 0.9 : 1);
    form_ = bill.style == "cfe" ? DayForm::spaced
                                : random_.pick(std::array{DayForm::slashes, DayForm::words, DayForm::spaced});
    print_.pages.emplace_back();
  }

  StatementPrint run() {
    if (bill_.style == "cfe")
      electricity();
    else if (bill_.style == "agua")
      water_form();
    else if (bill_.style == "drenaje")
      water_letter();
    else if (bill_.style == "telefono")
      telephone_window();
    else
      telephone_form();
    return std::move(print_);
  }

 private:
  using Align = Mark::Align;

  void text(double x, double y, const std::string& words, double scale = 1, bool bold = false,
            Align align = Align::left) {
    if (bill_.cut_off && y > kCut) return;
    print_.pages.back().marks.push_back({align, x, y, size_ * scale, bold, words});
  }
  void pair(double x, double y, const std::string& label, const std::string& value, double gap) {
    text(x, y, label, 0.95, true);
    text(x + gap, y, value);
  }
  void line(double y) { print_.pages.back().rules.push_back({36, y, 576, y}); }
  void lines(double x, double y, const std::vector<std::string>& all, double scale = 1) {
    for (std::size_t i = 0; i < all.size(); ++i)
      text(x, y + static_cast<double>(i) * size_ * scale * 1.25, all[i], scale);
  }
  double row(double y) const { return y + size_ * 1.55; }
  std::string pay() const { return "$" + grouped(bill_.total / 100); }

  void bars(double x, double y) {
    if (bill_.cut_off) return;
    double at = x;
    for (char c : bill_.barcode) {
      for (int bit = 0; bit < 4; ++bit)
        if (((c - '0' + 5) >> bit) & 1)
          print_.pages.back().rules.push_back({at + bit * 1.7, y, at + bit * 1.7, y + 26});
      at += 7.6;
    }
    text(x + 10, y + 26 + size_ * 1.3, bill_.barcode);
  }

  void charges(double left, double right, double& y) {
    for (const auto& [name, cents] : bill_.charges) {
      text(left, y, name);
      text(right, y, money(cents), 1, false, Align::right);
      y = row(y);
    }
  }
  void amount(double left, double right, double& y, const std::string& label, std::int64_t cents, bool bold = false) {
    text(left, y, label, 1, bold);
    text(right, y, money(cents), 1, bold, Align::right);
    y = row(y);
  }

  void electricity() {
    text(40, 46, "CFE", 2.4, true);
    text(104, 46, "Suministrador de Servicios Básicos", 0.9);
    text(40, 64, "Comisión Federal de Electricidad", 0.8);
    text(40, 74,
         "Av. Paseo de la Reforma Núm. 164, Col. Juárez, Alcaldía Cuauhtémoc, C.P. 06600, Ciudad de México. RFC: "
         "CSS160330CP7",
         0.62);
    double y = 104;
    std::vector<std::string> address = address_lines(bill_.home, random_);
    text(46, y, bill_.holder, 1.05, true);
    lines(46, y + size_ * 1.35, address, 1);
    text(572, 108, "TOTAL A PAGAR:", 1.3, true, Align::right);
    text(572, 108 + size_ * 2.6, pay(), 2.4, true, Align::right);
    text(572, 108 + size_ * 4.2, "(PESOS M.N.)", 0.8, false, Align::right);
    y = 190;
    line(y - 12);
    pair(46, y, "NO. DE SERVICIO:", grouped_service(bill_.service_number), 110);
    y = row(y);
    pair(46, y, "RMU:", bill_.home.postal_code + " 16-02-11 XAXX-010101 001 CFE", 110);
    y = row(y);
    pair(46, y, "LÍMITE DE PAGO:", day(bill_.due, form_), 110);
    pair(320, y, "TARIFA:", "1C", 90);
    y = row(y);
    pair(46, y, "CORTE A PARTIR:", day(mx::Date{std::chrono::sys_days(bill_.due) + std::chrono::days{1}}, form_), 110);
    pair(320, y, "NO. MEDIDOR:", "8K5T21", 90);
    y = row(y);
    pair(46, y, "PERIODO FACTURADO:", day(bill_.from, form_) + " - " + day(bill_.to, form_), 130);
    pair(320, y, "MULTIPLICADOR:", "1", 100);
    y = row(row(y));
    const std::array columns{150.0, 250.0, 350.0, 450.0};
    text(46, y, "Concepto", 0.9, true);
    text(columns[0], y, "Lectura actual", 0.9, true);
    text(columns[1], y, "Lectura anterior", 0.9, true);
    text(columns[2], y, "Total periodo", 0.9, true);
    text(columns[3], y, "Precio (MXN)", 0.9, true);
    y = row(y);
    text(46, y, "Energía (kWh)");
    text(columns[0], y, fmt::format("{:05}", bill_.reading_current));
    text(columns[1], y, fmt::format("{:05}", bill_.reading_previous));
    text(columns[2], y, std::to_string(bill_.consumption));
    y = row(y);
    charges(60, 500, y);
    y = row(y);
    text(46, y, "Desglose del importe a pagar", 1.1, true);
    y = row(y);
    amount(46, 300, y, random_.chance(0.5) ? "Subtotal" : "Energía", bill_.subtotal);
    amount(46, 300, y, "IVA 16%", bill_.tax);
    amount(46, 300, y, "Fac. del Periodo", bill_.period_total);
    amount(46, 300, y, "Adeudo Anterior", bill_.previous);
    text(46, y, "Su Pago");
    text(300, y, "-" + money(bill_.payments), 1, false, Align::right);
    y = row(y);
    text(46, y, "Total", 1.1, true);
    text(300, y, "$" + money(bill_.total), 1.1, true, Align::right);
    stub(660, grouped_service(bill_.stub_service_number));
  }

  void stub(double y, const std::string& service) {
    line(y - 14);
    text(46, y, "Talón de caja", 0.9, true);
    pair(46, y + size_ * 1.8, "NO. DE SERVICIO:", service, 110);
    text(380, y, "TOTAL A PAGAR:", 1.1, true);
    text(380, y + size_ * 1.9, "$" + grouped(bill_.stub_total / 100), 1.6, true);
    if (!bill_.barcode.empty()) bars(46, y + size_ * 3.2);
  }

  std::string grouped_service(const std::string& digits) {
    if (!spaced_) spaced_ = random_.chance(0.4);
    if (!*spaced_) return digits;
    std::string out;
    for (std::size_t i = 0; i < digits.size(); ++i) out += (i && i % 3 == 0 ? " " : "") + digits.substr(i, 1);
    return out;
  }

  void water_form() {
    text(306, 48, "AGUAS DE VALLE VERDE", 1.9, true, Align::centre);
    text(306, 62, "Servicios de agua potable y alcantarillado", 0.9, false, Align::centre);
    text(306, 74, "Calzada del Acueducto 1200, Col. Las Fuentes, C.P. 64000. RFC AVV990101AB1", 0.7, false,
         Align::centre);
    line(84);
    const Home& home = bill_.home;
    double y = 104;
    pair(46, y, "Nombre:", bill_.holder, 90);
    y = row(y);
    Home bare = home;
    pair(46, y, "Domicilio:", street_line(bare, random_), 90);
    y = row(y);
    pair(46, y, "Colonia:", (home.colonia_kind.empty() ? "" : spelt(home.colonia_kind, random_) + " ") + home.colonia,
         90);
    pair(340, y, "C.P.:", home.postal_code, 40);
    y = row(y);
    pair(46, y, "Municipio:", home.municipality, 90);
    pair(340, y, "Estado:", full_state(home.state), 60);
    y = row(row(y));
    pair(46, y, "Contrato:", bill_.service_number, 90);
    pair(340, y, "Periodo:", day(bill_.from, DayForm::slashes) + " al " + day(bill_.to, DayForm::slashes), 60);
    y = row(y);
    pair(46, y, "Fecha de emisión:", day(bill_.issued, form_), 110);
    pair(340, y, "Vencimiento:", day(bill_.due, form_), 80);
    y = row(row(y));
    consumption(y);
    breakdown(46, 560, y);
    text(46, y + 10, "TOTAL A PAGAR", 1.4, true);
    text(560, y + 10, "$ " + money(bill_.total), 1.4, true, Align::right);
    plain_stub(680, "Contrato:");
  }

  void consumption(double& y) {
    text(46, y, "Lectura anterior", 0.9, true);
    text(180, y, "Lectura actual", 0.9, true);
    text(310, y, "Consumo m3", 0.9, true);
    y = row(y);
    text(60, y, std::to_string(bill_.reading_previous));
    text(195, y, std::to_string(bill_.reading_current));
    text(330, y, std::to_string(bill_.consumption));
    y = row(row(y));
  }

  void breakdown(double left, double right, double& y) {
    charges(left, right, y);
    amount(left, right, y, "Subtotal", bill_.subtotal);
    amount(left, right, y, random_.chance(0.5) ? "IVA 16%" : "I.V.A.", bill_.tax);
    amount(left, right, y, random_.chance(0.5) ? "Importe del periodo" : "Total del periodo", bill_.period_total);
    amount(left, right, y, random_.chance(0.5) ? "Saldo anterior" : "Adeudo anterior", bill_.previous);
    text(left, y, random_.chance(0.5) ? "Su pago" : "Pagos recibidos");
    text(right, y, "-" + money(bill_.payments), 1, false, Align::right);
    y = row(y);
  }

  void plain_stub(double y, const std::string& label) {
    line(y - 14);
    text(46, y, "TALÓN PARA EL BANCO", 0.9, true);
    pair(46, y + size_ * 1.8, label, bill_.stub_service_number, 90);
    text(400, y, "Total a pagar:", 1, true);
    text(560, y, "$ " + money(bill_.stub_total), 1, true, Align::right);
  }

  void water_letter() {
    text(40, 50, "SISTEMA DE AGUAS Y DRENAJE DEL LLANO", 1.5, true);
    text(40, 64, "Organismo operador municipal", 0.85);
    double y = 118;
    text(60, y, bill_.holder, 1.05);
    lines(60, y + size_ * 1.3, address_lines(bill_.home, random_));
    double right = 118;
    for (const auto& [label, value] : std::vector<std::pair<std::string, std::string>>{
             {"No. de cuenta", bill_.service_number},
             {"Periodo de consumo", day(bill_.from, form_) + " a " + day(bill_.to, form_)},
             {"Fecha límite de pago", day(bill_.due, form_)},
             {"Fecha de expedición", day(bill_.issued, form_)}}) {
      text(350, right, label, 0.85, true);
      text(350, right + size_ * 1.15, value);
      right += size_ * 2.7;
    }
    y = 250;
    consumption(y);
    breakdown(60, 420, y);
    text(60, y + 8, "Total a pagar", 1.3, true);
    text(420, y + 8, "$" + money(bill_.total), 1.3, true, Align::right);
    plain_stub(670, "No. de cuenta");
  }

  void telephone_window() {
    text(46, 52, "Telefonía Horizonte", 2, true);
    text(46, 66, "Telefonía Horizonte, S.A. de C.V. Av. Central 55, Col. Moderna, C.P. 03510, Ciudad de México", 0.66);
    double y = 130;
    text(70, y, bill_.holder);
    lines(70, y + size_ * 1.25, address_lines(bill_.home, random_));
    text(390, 118, "Total a Pagar:", 1.1, true);
    text(390, 118 + size_ * 1.9, "$ " + money(bill_.total), 1.6, true);
    double at = 118 + size_ * 4;
    pair(390, at, "Pagar antes de:", day(bill_.due, form_), 84);
    at = row(at);
    pair(390, at, "Teléfono:", bill_.service_number, 84);
    at = row(at);
    pair(390, at, "Fecha de emisión:", day(bill_.issued, DayForm::slashes), 90);
    y = 250;
    pair(46, y, "Periodo de facturación:", day(bill_.from, form_) + " al " + day(bill_.to, form_), 124);
    y = row(row(y));
    text(46, y, "Resumen del estado de cuenta de su línea", 1.1, true);
    y = row(y);
    breakdown(46, 400, y);
    plain_stub(660, "Teléfono:");
  }

  void telephone_form() {
    text(560, 52, "Red Lince", 2, true, Align::right);
    text(560, 66, "Internet, telefonía y televisión", 0.9, false, Align::right);
    text(46, 52, "Recibo de servicios de telecomunicaciones", 1.1, true);
    double y = 100;
    pair(46, y, "Titular:", bill_.holder, 60);
    y = row(y);
    text(46, y, "Domicilio del servicio:", 0.95, true);
    y = row(y);
    const auto address = address_lines(bill_.home, random_);
    lines(46, y, address);
    y += size_ * 1.25 * static_cast<double>(address.size()) + size_;
    pair(46, y, "Número de cuenta:", bill_.service_number, 110);
    pair(320, y, "Fecha de corte:", day(bill_.issued, form_), 110);
    y = row(y);
    pair(46, y, "Periodo:", day(bill_.from, DayForm::slashes) + " - " + day(bill_.to, DayForm::slashes), 110);
    pair(320, y, "Fecha límite de pago:", day(bill_.due, form_), 110);
    y = row(row(y));
    breakdown(46, 560, y);
    text(46, y + 8, "Total a pagar", 1.3, true);
    text(560, y + 8, "$" + money(bill_.total), 1.3, true, Align::right);
    plain_stub(670, "Número de cuenta:");
  }

  static constexpr double kCut = 300;  // points; what a cut-off picture still shows
  const Bill& bill_;
  Random random_;
  StatementPrint print_;
  double size_ = 9;
  DayForm form_ = DayForm::spaced;
  std::optional<bool> spaced_;
};

}  // namespace

StatementPrint print(const Bill& bill, Random random) {
  return BillPrinter(bill, random).run();
}

}  // namespace cotejo::specimens
