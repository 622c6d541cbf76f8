#include "bill_cells.hpp"

#include <document_text/addressee.hpp>
#include <mx/address.hpp>
#include <mx/numbers.hpp>

namespace cotejo::address_proof {
namespace {

using document_text::box_of;
using document_text::end_of_cell;
using document_text::find_phrase;
using document_text::Read;
using document_text::Row;

double room_before(const Row& row, std::size_t word) {
  const auto& box = row.words[word].box;
  return (box.x - row.words[word - 1].box.right()) / box.height;
}

// In letter heights.
double close_column(const document_text::Word& word) {
  constexpr double kInPictures = 1;  // letters are measured by their capitals there: a blank is wider beside them
  return word.from_picture() ? kInPictures : kCloseColumn;
}

// Whether a cell of a row near by begins where this word does: a column that stands close to the one before it.
bool begins_column(const std::vector<Row>& rows, std::size_t at, std::size_t word) {
  constexpr std::size_t kNear = 3;  // rows
  constexpr double kSameStart = 0.3;
  const auto& box = rows[at].words[word].box;
  const std::size_t from = at < kNear ? 0 : at - kNear;
  for (std::size_t i = from; i < std::min(rows.size(), at + kNear + 1); ++i) {
    if (i == at || rows[i].page != rows[at].page) continue;
    for (std::size_t w = 0; w < rows[i].words.size(); ++w) {
      const bool begins = w == 0 || room_before(rows[i], w) >= close_column(rows[i].words[w]);
      if (begins && std::abs(rows[i].words[w].box.x - box.x) < kSameStart * box.height) return true;
    }
  }
  return false;
}

// `$770` behind a street in a picture is `#770`.
bool is_amount(const document_text::Word& word, bool behind_words) {
  const bool sign = behind_words && word.from_picture() && word.text.front() == '$' &&
                    word.folded.size() + 2 >= word.text.size() && word.text.find('.') == std::string::npos &&
                    word.folded.size() <= 4;
  return (word.text.find('$') != std::string::npos && !sign) || document_text::parse_figure(word.text);
}

Line cells_of(const std::vector<Row>& rows, std::size_t index) {
  const Row& row = rows[index];
  Line out;
  for (std::size_t first = 0; first < row.words.size();) {
    std::size_t last = first + 1;
    const std::size_t end = end_of_cell(row, first);
    while (last < end && !(room_before(row, last) >= close_column(row.words[last]) && begins_column(rows, index, last)))
      ++last;
    out.push_back({index, first, last, box_of(row, first, last)});
    first = last;
  }
  return out;
}

bool is_postal_code(const document_text::Word& word) {
  if (document_text::parse_figure(word.text)) return false;  // `747.76`
  std::string_view text = word.folded;
  if (text.starts_with("CP")) text.remove_prefix(2);
  const bool centre = text.size() == 7 && word.text.find('-') != std::string::npos && text[5] > '9' && text[6] > '9';
  if (centre) text.remove_suffix(2);  // `03330-CR`
  return text.size() == 5 && mx::parse_postal_code(text).valid();
}

std::vector<mx::AddressWord> words_of(const Row& row, const Cell& cell) {
  std::vector<mx::AddressWord> out;
  for (std::size_t i = cell.first; i < cell.last; ++i) out.push_back({row.words[i].text, 0});
  return out;
}

}  // namespace

bool may_end_in_letter(const document_text::Word& word) {
  const auto end = word.text.find_last_not_of(",.;");
  return word.from_picture() && end != std::string::npos &&
         (word.folded == "8" || word.text.substr(0, end + 1).ends_with("-8"));
}

BillCells::BillCells(const document_text::Surroundings& around, const Layout& layout)
    : around_(around), layout_(layout) {
  std::vector<double> heights;
  for (std::size_t i = 0; i < around.rows.size(); ++i) {
    lines_.push_back(cells_of(around.rows, i));
    heights.push_back(around.rows[i].words.front().box.height);
  }
  if (heights.empty()) return;
  const auto middle = heights.begin() + static_cast<std::ptrdiff_t>(heights.size() / 2);
  std::nth_element(heights.begin(), middle, heights.end());
  typical_height_ = *middle;
}

bool BillCells::has_postal_code(const Cell& cell) const {
  const auto& words = row(cell).words;
  for (std::size_t i = cell.first; i < cell.last; ++i)
    if (is_postal_code(words[i]) && may_be_of_address(row(cell), i)) return true;
  return false;
}

bool BillCells::has_labelled_code(const Cell& cell) const {
  const auto& words = row(cell).words;
  for (std::size_t i = cell.first; i < cell.last; ++i) {
    const bool label = words[i].folded.starts_with("CP") ||
                       (i > cell.first && (words[i - 1].folded == "CP" || words[i - 1].folded == "POSTAL"));
    if (label && is_postal_code(words[i])) return true;
  }
  return false;
}

bool BillCells::is_foreign(const Cell& cell) const {
  const auto& words = row(cell).words;
  for (std::size_t i = cell.first; i < cell.last; ++i) {
    if (is_amount(words[i], i > cell.first)) return true;
  }
  return is_day(cell) || is_number_alone(cell) || labels_something_else(cell) || stands_beside_another_label(cell);
}

bool BillCells::is_label(const Cell& cell) const {
  return row(cell).words[cell.last - 1].text.ends_with(':');
}

const Cell* BillCells::second_line(const Cell& cell) const {
  const auto below = document_text::line_below(around_.rows, cell.row, cell.box, cell.box.x);
  if (!below) return nullptr;
  for (const Cell& next : lines_[below.row])
    if (next.first == below.first && is_label(next)) return &next;
  return nullptr;
}

bool BillCells::begins_with(const Cell& cell, std::string_view role) const {
  for (const auto& phrase : layout_.label(role))
    if (const auto found = find_phrase(row(cell), phrase, cell.first); found && found.first == cell.first)
      return found.last <= cell.last && (found.last < cell.last || is_label(cell));
  return false;
}

bool BillCells::stands_beside_its_label(const Cell& cell) const {
  const Cell* before = left_of(cell);
  return before && begins_with_phrase(*before, label::kAddress);
}

bool BillCells::is_lone_address_label(const Line& line) const {
  const auto phrases = layout_.label(label::kAddress);
  return line.size() == 1 && std::any_of(phrases.begin(), phrases.end(), [&](const std::string& phrase) {
           const auto found = find_phrase(row(line.front()), phrase, line.front().first);
           return found && found.first == line.front().first && found.last == line.front().last;
         });
}

bool BillCells::says_what_it_is(const Cell& cell) const {
  const auto words = words_of(row(cell), cell);
  const auto parsed = mx::parse_address(words);
  if (has_postal_code(cell)) return true;
  static constexpr std::string_view kMarks[] = {"CP",       "COL",        "COLONIA", "MUNICIPIO", "MPIO",
                                                "ALCALDIA", "DELEGACION", "ESTADO",  "INT",       "NUM",
                                                "NO",       "INTERIOR",   "FRACC",   "CIUDAD",    "EXT"};
  const auto& first = row(cell).words[cell.first].folded;
  return std::find(std::begin(kMarks), std::end(kMarks), first) != std::end(kMarks) &&
         (is_label(cell) || !parsed.empty());
}

std::size_t BillCells::after_label(const Cell& cell, bool& labelled) const {
  std::size_t first = cell.first;
  for (const auto& phrase : layout_.label(label::kAddress)) {
    const auto found = find_phrase(row(cell), phrase, cell.first);
    if (!found || found.first != cell.first || found.last > cell.last) continue;
    // `DOMICILIO CONOCIDO` is an address.
    const bool one_word = found.last == cell.first + 1;
    if (!one_word || row(cell).words[cell.first].text.ends_with(':')) first = std::max(first, found.last);
  }
  labelled |= first > cell.first;
  return first;
}

std::optional<Read<std::string>> BillCells::name_in(const Cell& cell) const {
  std::size_t first = cell.first;
  for (const auto& phrase : layout_.label(label::kHolder)) {
    const auto found = find_phrase(row(cell), phrase, cell.first);
    if (found && found.first == cell.first && found.last < cell.last) first = std::max(first, found.last);
  }
  if (!document_text::is_name(row(cell), first, cell.last)) return std::nullopt;
  for (const auto& phrases : {layout_.identity, layout_.brands})
    for (const auto& phrase : phrases)
      if (const auto found = find_phrase(row(cell), phrase, first); found && found.last <= cell.last)
        return std::nullopt;  // the issuer's own name
  return Read<std::string>{document_text::text_of(row(cell), first, cell.last), row(cell).page,
                           box_of(row(cell), first, cell.last),
                           document_text::probability_of(row(cell), first, cell.last)};
}

bool BillCells::issuer_words(const std::vector<Line>& lines) const {
  static constexpr std::string_view kWords[] = {
      "RFC", "SA", "CV", "SAB", "SUMINISTRADOR", "FISCAL", "CORPORATIVO", "SUCURSAL", "TEL", "OFICINAS", "WWW"};
  for (const Line& line : lines)
    for (const Cell& cell : line)
      for (std::size_t i = cell.first; i < cell.last; ++i) {
        const auto& folded = row(cell).words[i].folded;
        if (std::find(std::begin(kWords), std::end(kWords), folded) != std::end(kWords) && !is_domicile_label(cell, i))
          return true;
      }
  return false;
}

bool BillCells::is_street(const Line& line) const {
  const auto& words = row(line.front()).words;
  bool labelled = false;
  const std::size_t start = after_label(line.front(), labelled);
  if (labelled) return true;
  for (std::size_t i = start; i < line.front().last; ++i) {
    const auto& folded = words[i].folded;
    const bool digits = folded.find_first_of("0123456789") != std::string::npos;
    if (digits || folded == "SN" || folded == "MZ" || folded == "LT") return true;
  }
  static constexpr std::string_view kKinds[] = {
      "CALLE",  "C",        "AV",   "AVENIDA",      "PRIV",  "PRIVADA", "BLVD",      "BOULEVARD", "CDA",  "CERRADA",
      "CALZ",   "CALZADA",  "PROL", "PROLONGACION", "AND",   "ANDADOR", "CJON",      "CALLEJON",  "CARR", "CARRETERA",
      "CAMINO", "CIRCUITO", "CTO",  "RETORNO",      "PASEO", "LOC",     "LOCALIDAD", "RANCHERIA", "EJIDO"};
  const auto& first = words[start].folded;
  return std::find(std::begin(kKinds), std::end(kKinds), first) != std::end(kKinds);
}

bool BillCells::may_be_of_address(const Row& row, std::size_t word) const {
  static constexpr std::string_view kLabels[] = {
      "CP",      "POSTAL",     "COL",         "COLONIA",    "FRACC",   "DOMICILIO", "DIRECCION", "UBICACION",
      "CALLE",   "MUNICIPIO",  "MPIO",        "ALCALDIA",   "CIUDAD",  "POBLACION", "LOCALIDAD", "ENTIDAD",
      "ESTADO",  "NOMBRE",     "CLIENTE",     "TITULAR",    "USUARIO", "SERVICIO",  "ENVIO",     "TOMA",
      "PREDIO",  "SUMINISTRO", "DELEGACION",  "INTERIOR",   "INT",     "EXT",       "NUM",       "NO",
      "ENTREGA", "FISCAL",     "INSTALACION", "PARTICULAR", "CODIGO"};
  for (std::size_t i = word; i-- > 0;) {
    const auto& label = row.words[i];
    if (label.folded == "RMU") return false;
    if (!label.text.ends_with(':')) {
      if (room_before(row, i + 1) >= close_column(row.words[i + 1]))
        return true;  // what stands further to the left is another column
      continue;
    }
    if (label.folded.size() <= 2) return true;  // `C. P.:`
    return std::find(std::begin(kLabels), std::end(kLabels), label.folded) != std::end(kLabels);
  }
  return true;
}

bool BillCells::is_day(const Cell& cell) const {
  const auto date = document_text::date_at(row(cell), cell.first, false, true);
  return date && complete(*date) && !(date->words == 4 && row(cell).words[cell.first + 1].folded == "DE");
}

bool BillCells::is_number_alone(const Cell& cell) const {
  constexpr std::size_t kLongest = 5;
  std::size_t digits = 0;
  for (std::size_t i = cell.first; i < cell.last; ++i)
    for (const char c : row(cell).words[i].folded) {
      if (c < '0' || c > '9') return false;
      ++digits;
    }
  return digits > kLongest;
}

bool BillCells::begins_with_phrase(const Cell& cell, std::string_view role) const {
  const auto phrases = layout_.label(role);
  return std::any_of(phrases.begin(), phrases.end(), [&](const std::string& phrase) {
    const auto found = find_phrase(row(cell), phrase, cell.first);
    return found && found.first == cell.first && found.last <= cell.last;
  });
}

bool BillCells::labels_something_else(const Cell& cell) const {
  static constexpr std::string_view kRoles[] = {label::kServiceNumber, label::kPeriod, label::kIssued, label::kDue,
                                                label::kTotal};
  return std::any_of(std::begin(kRoles), std::end(kRoles),
                     [&](std::string_view role) { return begins_with_phrase(cell, role); });
}

const Cell* BillCells::left_of(const Cell& cell) const {
  const Cell* before = nullptr;
  for (const Cell& other : lines_[cell.row])
    if (other.first < cell.first) before = &other;
  return before;
}

bool BillCells::stands_beside_another_label(const Cell& cell) const {
  const Cell* before = left_of(cell);
  return before && labels_something_else(*before) && in_column_of_address_label(*before);
}

bool BillCells::in_column_of_address_label(const Cell& cell) const {
  const std::size_t least = cell.row < kLinesAbove ? 0 : cell.row - kLinesAbove;
  for (std::size_t i = cell.row; i-- > least;)
    for (const Cell& other : lines_[i])
      if (std::abs(other.box.x - cell.box.x) < kCloseColumn * cell.box.height &&
          begins_with_phrase(other, label::kAddress))
        return true;
  return false;
}

bool BillCells::is_domicile_label(const Cell& cell, std::size_t word) const {
  return word == cell.first + 1 && row(cell).words[word].folded == "FISCAL" &&
         row(cell).words[cell.first].folded == "DOMICILIO";
}

}  // namespace cotejo::address_proof
