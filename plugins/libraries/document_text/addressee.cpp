#include "addressee.hpp"

#include <algorithm>
#include <text_reading/folding.hpp>

namespace cotejo::document_text {
namespace {

constexpr std::size_t kMinWords = 2, kMaxWords = 8;  // of a person's name
constexpr double kColumnGap = 1.6;                   // letter heights: wider room ends a cell
constexpr double kUpperPart = 0.6;                   // of the first page, where the addressee stands
constexpr double kLineRoom = 1.1;                    // letter heights between the lines of an address
constexpr std::size_t kAddressLines = 4;             // below the name, among which an address is recognised
constexpr double kLabelledProbability = 0.97;        // scores, not calibrated: how much each place is to be trusted
constexpr double kAddressedProbability = 0.95;

// Words that stand on statements and bills in capitals and in no name.
constexpr std::string_view kNoNames[] = {
    "BANCO",    "CUENTA",         "ESTADO",     "SALDO",       "SUCURSAL",    "CLIENTE",     "PERIODO",
    "FECHA",    "CLABE",          "MEXICO",     "PAGINA",      "RFC",         "DOMICILIO",   "FISCAL",
    "RESUMEN",  "DETALLE",        "PRODUCTO",   "NOMINA",      "TOTAL",       "INFORMACION", "TARJETA",
    "CREDITO",  "DEBITO",         "MONEDA",     "NACIONAL",    "CONTRATO",    "NUMERO",      "DEPOSITOS",
    "RETIROS",  "CARGOS",         "ABONOS",     "CORTE",       "TITULAR",     "NOMBRE",      "SA",
    "CV",       "GRUPO",          "FINANCIERO", "INSTITUCION", "PAGO",        "LIMITE",      "SERVICIO",
    "ATENCION", "BANCA",          "MULTIPLE",   "COL",         "COLONIA",     "CALLE",       "CP",
    "AV",       "COMPORTAMIENTO", "FINANCIERA", "MOVIMIENTOS", "RENDIMIENTO", "PROMEDIO",    "CONSULTA",
    "PLAZA",    "DIRECCION",      "AVISO",      "RECIBO",      "FACTURA",     "BOLETA",      "DERECHOS",
    "AGUA",     "SISTEMA",        "COMISION",   "GOBIERNO",    "SECRETARIA"};

bool is_letters(const std::string& text) {
  return std::none_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x80 && !(c >= 'A' && c <= 'Z') && !(c >= 'a' && c <= 'z') && c != '.' && c != '\'' && c != '-';
  });
}

bool may_be_of_name(const Word& word) {
  return !word.folded.empty() && is_letters(word.text) &&
         std::find(std::begin(kNoNames), std::end(kNoNames), word.folded) == std::end(kNoNames);
}

}  // namespace

namespace {

double room_before(const Row& row, std::size_t word) {
  return row.words[word].box.x - row.words[word - 1].box.right();
}

// Columns that stand close: what ends in a colon names what follows it, and begins where the room is widest.
std::size_t before_next_label(const Row& row, std::size_t first, std::size_t last) {
  constexpr double kWider = 1.5;  // than the narrowest room in the cell
  for (std::size_t colon = first + 1; colon < last; ++colon) {
    if (!row.words[colon].text.ends_with(':')) continue;
    std::size_t widest = first + 1;
    double narrowest = room_before(row, widest);
    for (std::size_t i = first + 1; i <= colon; ++i) {
      narrowest = std::min(narrowest, room_before(row, i));
      if (room_before(row, i) > room_before(row, widest)) widest = i;
    }
    const bool wider = widest == colon || room_before(row, widest) > kWider * narrowest;
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

std::optional<Read<std::string>> labelled(const Surroundings& around, std::span<const std::string> labels) {
  for (const auto& phrase : labels)
    for (std::size_t i = 0; i < around.rows.size(); ++i) {
      const Row& row = around.rows[i];
      if (around.in_table[i] || row.page != 0) continue;
      const auto found = find_phrase(row, phrase);
      if (!found) continue;
      if (found.last < row.words.size()) {
        const std::size_t first = found.last, last = end_of_cell(row, first);
        if (is_name(row, first, last)) return name_at(row, first, last, kLabelledProbability);
      }
      if (auto below = below_label(around, i, found)) return below;
    }
  return std::nullopt;
}

// The lines of an address stand close together: a title above them, a little apart, is no name.
bool address_follows(const Surroundings& around, std::size_t at, Box name) {
  std::size_t lines = 0;
  for (std::size_t i = at + 1; i < around.rows.size() && lines < kAddressLines; ++i) {
    const Row& row = around.rows[i];
    if (row.page != 0) break;
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
                                                std::span<const std::string> brands, double page_height) {
  if (auto found = labelled(around, labels)) return found;
  for (std::size_t i = 0; i < around.rows.size(); ++i) {
    const Row& row = around.rows[i];
    if (row.page != 0 || around.in_table[i] || row.box.y > kUpperPart * page_height) continue;
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
