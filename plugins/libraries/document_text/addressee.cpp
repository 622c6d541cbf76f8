#include "addressee.hpp"

#include <algorithm>
#include <text_reading/folding.hpp>

namespace cotejo::document_text {
namespace {

constexpr std::size_t kMinWords = 2, kMaxWords = 8;  // of a person's name
constexpr double kColumnGap = 1.6;                   // letter heights: wider room ends a cell
constexpr double kUpperPart = 0.6;                   // of its page, where the addressee stands
constexpr double kLineRoom = 1.1;                    // letter heights between the lines of an address
constexpr std::size_t kAddressLines = 4;             // below the name, among which an address is recognised
constexpr double kLabelledProbability = 0.97;        // scores, not calibrated: how much each place is to be trusted
constexpr double kAddressedProbability = 0.95;
constexpr double kSameSize = 0.25;  // of the letters' height: two lines of one name

// Words that stand on statements and bills in capitals and in no name, each between blanks.
constexpr std::string_view kNoNames =
    " BANCO CUENTA ESTADO SALDO SUCURSAL CLIENTE PERIODO FECHA CLABE MEXICO PAGINA RFC DOMICILIO FISCAL"
    " RESUMEN DETALLE PRODUCTO NOMINA TOTAL INFORMACION TARJETA CREDITO DEBITO MONEDA NACIONAL CONTRATO NUMERO"
    " DEPOSITOS RETIROS CARGOS ABONOS CORTE TITULAR NOMBRE SA CV GRUPO FINANCIERO INSTITUCION PAGO LIMITE"
    " SERVICIO ATENCION BANCA MULTIPLE COL COLONIA CALLE CP AV COMPORTAMIENTO FINANCIERA MOVIMIENTOS"
    " RENDIMIENTO PROMEDIO CONSULTA PLAZA DIRECCION AVISO RECIBO FACTURA BOLETA DERECHOS AGUA SISTEMA COMISION"
    " GOBIERNO SECRETARIA IMPUESTO PREDIAL TESORERIA MUNICIPAL AYUNTAMIENTO MUNICIPIO INTERNET TELEFONO"
    " TELEFONOS TELEFONIA ENERGIA SERVICIOS CONSUMO LECTURA MEDIDOR TARIFA IMPORTE SUBTOTAL IVA VENCIMIENTO"
    " EMISION FRACC FRACCIONAMIENTO HABITACIONAL AVENIDA BOULEVARD BLVD CARRETERA PROLONGACION COMPROBANTE"
    " RAZON SOCIAL PAQUETE MENSUAL VIGENCIA CONTRIBUYENTE INT INTERIOR DEPTO DPTO EXT NUM MZ MZA LT LTE ENTRE"
    " ESQUINA USUARIO SUSCRIPTOR ";

// Kinds of settlements and streets, which some people are called as well: no name begins with them.
constexpr std::string_view kNoFirstNames[] = {
    "BARRIO", "BO",      "UNIDAD",  "U",   "UH",  "EJIDO",    "PUEBLO",   "PRIV",        "PRIVADA",    "CERRADA",
    "CDA",    "CALZADA", "ANDADOR", "AND", "CTO", "CIRCUITO", "CALLEJON", "RESIDENCIAL", "CONDOMINIO", "C"};
constexpr std::string_view kParticles[] = {"DE", "DEL", "LA", "LAS", "LOS", "Y"};  // a name goes on behind them

bool is_letters(const std::string& text) {
  return std::none_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x80 && !(c >= 'A' && c <= 'Z') && !(c >= 'a' && c <= 'z') && c != '.' && c != '\'' && c != '-';
  });
}

template <class List>
bool is_one_of(const std::string& word, const List& list) {
  return std::find(std::begin(list), std::end(list), word) != std::end(list);
}

bool may_be_of_name(const Word& word) {
  return !word.folded.empty() && is_letters(word.text) &&
         kNoNames.find(' ' + word.folded + ' ') == std::string_view::npos;
}

}  // namespace

namespace {

double room_before(const Row& row, std::size_t word) {
  return row.words[word].box.x - row.words[word - 1].box.right();
}

// Columns that stand close: what ends in a colon names what follows it, and begins where the room is widest.
std::size_t before_next_label(const Row& row, std::size_t first, std::size_t last) {
  constexpr double kWider = 1.5;  // than the narrowest room in the cell
  // Letter heights: of two words alone, there is no narrower room.
  const double more_than_blank = row.words[first].from_picture() ? 1.0 : 0.7;
  for (std::size_t colon = first + 1; colon < last; ++colon) {
    if (!row.words[colon].text.ends_with(':')) continue;
    std::size_t widest = first + 1;
    double narrowest = room_before(row, widest);
    for (std::size_t i = first + 1; i <= colon; ++i) {
      narrowest = std::min(narrowest, room_before(row, i));
      if (room_before(row, i) > room_before(row, widest)) widest = i;
    }
    const bool wider = colon == first + 1
                           ? room_before(row, colon) > more_than_blank * row.words[colon].box.height  // `No. exterior:`
                           : room_before(row, widest) > kWider * narrowest;
    return wider && !row.words[widest - 1].text.ends_with(':') ? widest : last;
  }
  return last;
}

}  // namespace

std::size_t end_of_cell(const Row& row, std::size_t first) {
  std::size_t last = first + 1;
  while (last < row.words.size() && room_before(row, last) < kColumnGap * row.words[last].box.height) ++last;
  return before_next_label(row, first, last);
}

bool is_name(const Row& row, std::size_t first, std::size_t last) {
  if (last - first < kMinWords || last - first > kMaxWords) return false;
  if (is_one_of(row.words[first].folded, kNoFirstNames) || is_one_of(row.words[last - 1].folded, kParticles))
    return false;
  if (!std::all_of(row.words.begin() + static_cast<std::ptrdiff_t>(first),
                   row.words.begin() + static_cast<std::ptrdiff_t>(last), may_be_of_name))
    return false;
  // Prose is in lower case; names have capitals, or all but particles begin with one.
  std::size_t capitals = 0;
  for (std::size_t i = first; i < last; ++i) {
    const char c = row.words[i].text.front();
    capitals += (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80 ? 1 : 0;
  }
  return capitals * 3 >= (last - first) * 2;
}

namespace {

bool is_address(const Row& row, std::size_t first, std::size_t last) {
  constexpr std::string_view kMarks[] = {"CP",    "COL",    "COLONIA", "CALLE", "AV", "AVENIDA",
                                         "FRACC", "BARRIO", "INT",     "MZ",    "LT"};
  for (std::size_t i = first; i < last; ++i) {
    const auto& folded = row.words[i].folded;
    if (std::find(std::begin(kMarks), std::end(kMarks), folded) != std::end(kMarks)) return true;
    const bool digits =
        !folded.empty() && std::all_of(folded.begin(), folded.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (digits && folded.size() == 5) return true;                                // a postal code
    if (digits && folded.size() <= 4 && i > first && i + 1 == last) return true;  // `JUAREZ 120`
  }
  return false;
}

Read<std::string> name_at(const Row& row, std::size_t first, std::size_t last, double trust) {
  return {document_text::text_of(row, first, last), row.page, box_of(row, first, last),
          trust * document_text::probability_of(row, first, last)};
}

// Words [first, last) of the line in which a name goes on; an empty group when it ends.
// `label`: where another label may begin.
Group name_goes_on(const std::vector<Row>& rows, std::size_t at, const Box& last_line,
                   const std::optional<double>& label) {
  constexpr std::size_t kMost = 3;  // words
  const Group more = line_below(rows, at, last_line, last_line.x);
  if (!more || more.last - more.first > kMost) return {};
  const Row& row = rows[more.row];
  if (label && more.first > 0 && row.words[more.first - 1].box.right() > *label) return {};  // beside the next label
  const auto begin = row.words.begin() + static_cast<std::ptrdiff_t>(more.first),
             end = row.words.begin() + static_cast<std::ptrdiff_t>(more.last);
  const bool own = std::abs(begin->box.x - last_line.x) < begin->box.height &&
                   std::abs(begin->box.height - last_line.height) < kSameSize * last_line.height;
  return own && std::all_of(begin, end, may_be_of_name) && !is_one_of(begin->folded, kNoFirstNames) ? more : Group{};
}

// `Juana Olvera Del` over `Río`, right of a label: as one row, as far as it is of the name.
Row with_next_lines(const Surroundings& around, std::size_t at, const Found& label, bool wrapped) {
  constexpr int kMostLines = 3;
  const std::size_t first = label.last, last = end_of_cell(around.rows[at], first);
  Row name = around.rows[at];
  const auto words = around.rows[at].words.begin();
  name.words.assign(words + static_cast<std::ptrdiff_t>(first), words + static_cast<std::ptrdiff_t>(last));
  const double left = around.rows[at].words[label.first].box.x;
  Box box = box_of(around.rows[at], first, last);
  for (int line = 1; line < kMostLines; ++line) {
    // Beside the second line of a label that was broken, too, no other label stands.
    const Group more = name_goes_on(around.rows, at, box, wrapped && line == 1 ? std::nullopt : std::optional(left));
    if (!more) break;
    const auto below = around.rows[more.row].words.begin();
    name.words.insert(name.words.end(), below + static_cast<std::ptrdiff_t>(more.first),
                      below + static_cast<std::ptrdiff_t>(more.last));
    at = more.row;
    box = box_of(around.rows[at], more.first, more.last);
  }
  return name;
}

// `Titular` by itself, with the name in the line below it.
std::optional<Read<std::string>> below_label(const Surroundings& around, std::size_t at, const Found& found) {
  const Row& row = around.rows[at];
  const bool alone =
      (found.first == 0 || room_before(row, found.first) > kColumnGap * row.words[found.first].box.height) &&
      (found.last == row.words.size() || end_of_cell(row, found.first) <= found.last);
  if (!alone || at + 1 >= around.rows.size() || around.in_table[at + 1]) return std::nullopt;
  const Row& below = around.rows[at + 1];
  const Box label = box_of(row, found.first, found.last);
  if (below.page != row.page || below.box.y - label.bottom() > kLineRoom * label.height) return std::nullopt;
  for (std::size_t first = 0; first < below.words.size(); first = end_of_cell(below, first)) {
    if (std::abs(below.words[first].box.x - label.x) > label.height) continue;
    const std::size_t last = end_of_cell(below, first);
    if (is_name(below, first, last)) return name_at(below, first, last, kLabelledProbability);
  }
  return std::nullopt;
}

std::optional<Read<std::string>> labelled(const Surroundings& around, std::span<const std::string> labels,
                                          std::size_t page) {
  std::optional<Read<std::string>> out;
  for (const auto& phrase : labels) {
    const bool done = each_place(around, phrase, [&](std::size_t at, const Found& found) {
      const Row& row = around.rows[at];
      if (row.page != page) return false;
      if (found.last < row.words.size()) {
        const bool wrapped = find_phrase(row, phrase, found.first).first != found.first;
        const Row name = with_next_lines(around, at, found, wrapped);
        if (is_name(name, 0, name.words.size())) out = name_at(name, 0, name.words.size(), kLabelledProbability);
      }
      if (!out) out = below_label(around, at, found);
      return out.has_value();
    });
    if (done) return out;
  }
  return std::nullopt;
}

// The lines of an address stand close together: a title above them, a little apart, is no name.
bool address_follows(const Surroundings& around, std::size_t at, Box name) {
  std::size_t lines = 0;
  for (std::size_t i = at + 1; i < around.rows.size() && lines < kAddressLines; ++i) {
    const Row& row = around.rows[i];
    if (row.page != around.rows[at].page) break;
    for (std::size_t first = 0; first < row.words.size(); first = end_of_cell(row, first)) {
      if (std::abs(row.words[first].box.x - name.x) > name.height) continue;
      if (row.words[first].box.y - name.bottom() > kLineRoom * name.height) return false;
      ++lines;
      if (is_address(row, first, end_of_cell(row, first))) return true;
      name = row.words[first].box;
    }
  }
  return false;
}

// `HSBC Flexible` above an address is a product.
bool is_brand(const Row& row, std::size_t first, std::size_t last, std::span<const std::string> brands) {
  for (const auto& brand : brands) {
    const auto found = find_phrase(row, brand, first);
    if (found && found.first >= first && found.last <= last) return true;
  }
  return false;
}

}  // namespace

std::optional<Read<std::string>> find_addressee(const Surroundings& around, std::span<const std::string> labels,
                                                std::span<const std::string> brands, double page_height,
                                                std::size_t page) {
  if (auto found = labelled(around, labels, page)) return found;
  for (std::size_t i = 0; i < around.rows.size(); ++i) {
    const Row& row = around.rows[i];
    if (row.page != page || around.in_table[i] || row.box.y > kUpperPart * page_height) continue;
    for (std::size_t first = 0; first < row.words.size(); first = end_of_cell(row, first)) {
      const std::size_t last = end_of_cell(row, first);
      if (is_name(row, first, last) && !is_brand(row, first, last, brands) &&
          address_follows(around, i, box_of(row, first, last)))
        return name_at(row, first, last, kAddressedProbability);
    }
  }
  return std::nullopt;
}

}  // namespace cotejo::document_text
