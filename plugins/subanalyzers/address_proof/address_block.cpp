#include "address_block.hpp"

#include <algorithm>
#include <document_text/addressee.hpp>
#include <mx/name.hpp>
#include <mx/numbers.hpp>

namespace cotejo::address_proof {
namespace {

using document_text::box_of;
using document_text::end_of_cell;
using document_text::find_phrase;
using document_text::Read;
using document_text::Row;
using document_text::Surroundings;

// Lengths in letter heights.
constexpr double kLineGap = 1.5;   // room between two lines of one address
constexpr double kSameEdge = 1.5;  // left edges of its lines
constexpr int kLinesAbove = 6, kLinesBelow = 3;
constexpr double kFoot = 0.75;              // of the page: below stands what concerns the issuer, or the stub
constexpr std::size_t kMaxCandidates = 12;  // postal codes on a page that are looked at

// How much each sign of an address counts; see find_address().
constexpr double kNameAbove = 3, kLabelledHere = 1.5, kIssuerWords = -6, kAtFoot = -1.5, kOneLine = -2;
constexpr double kLeastScore = 2.5;  // a postal code with a name of a place beside it is more than that

struct Cell {
  std::size_t row = 0, first = 0, last = 0;
  document_text::Box box;
};

std::vector<Cell> cells_of(const Row& row, std::size_t index) {
  std::vector<Cell> out;
  for (std::size_t first = 0; first < row.words.size();) {
    const std::size_t last = end_of_cell(row, first);
    out.push_back({index, first, last, box_of(row, first, last)});
    first = last;
  }
  return out;
}

bool is_postal_code(const document_text::Word& word) {
  if (document_text::parse_figure(word.text)) return false;  // `747.76`
  std::string_view text = word.folded;
  if (text.starts_with("CP")) text.remove_prefix(2);
  if (text.size() == 7 && word.text.find('-') != std::string::npos) text.remove_suffix(2);  // `03330-CR`
  return text.size() == 5 && mx::parse_postal_code(text).valid();
}

std::vector<mx::AddressWord> words_of(const Row& row, const Cell& cell) {
  std::vector<mx::AddressWord> out;
  for (std::size_t i = cell.first; i < cell.last; ++i) out.push_back({row.words[i].text, 0});
  return out;
}

class BlockFinder {
 public:
  BlockFinder(const Surroundings& around, const Layout& layout, double page_height)
      : around_(around), layout_(layout), page_height_(page_height) {
    std::vector<double> heights;
    for (std::size_t i = 0; i < around.rows.size(); ++i) {
      cells_.push_back(cells_of(around.rows[i], i));
      heights.push_back(around.rows[i].words.front().box.height);
    }
    if (heights.empty()) return;
    const auto middle = heights.begin() + static_cast<std::ptrdiff_t>(heights.size() / 2);
    std::nth_element(heights.begin(), middle, heights.end());
    typical_height_ = *middle;
  }

  std::optional<AddressBlock> best() {
    std::optional<AddressBlock> best;
    double most = kLeastScore;
    std::size_t seen = 0;
    for (const auto& row : cells_)
      for (const Cell& cell : row) {
        if (seen >= kMaxCandidates || !has_postal_code(cell)) continue;
        ++seen;
        double score = 0;
        auto block = around_postal_code(cell, score);
        if (block && score > most) most = score, best = std::move(block);
      }
    return best;
  }

 private:
  // Letter heights of single words in pictures are uncertain.
  double unit(const document_text::Box& box) const { return std::max(box.height, typical_height_); }

  const Row& row(const Cell& cell) const { return around_.rows[cell.row]; }

  bool has_postal_code(const Cell& cell) const {
    const auto& words = row(cell).words;
    for (std::size_t i = cell.first; i < cell.last; ++i)
      if (is_postal_code(words[i]) && may_be_of_address(row(cell), i)) return true;
    return false;
  }

  // `RMU: 36000 26-05-12` has five digits of something else: what ends in a colon says what follows it.
  bool may_be_of_address(const Row& row, std::size_t word) const {
    static constexpr std::string_view kLabels[] = {
        "CP",      "POSTAL",     "COL",         "COLONIA",    "FRACC",   "DOMICILIO", "DIRECCION", "UBICACION",
        "CALLE",   "MUNICIPIO",  "MPIO",        "ALCALDIA",   "CIUDAD",  "POBLACION", "LOCALIDAD", "ENTIDAD",
        "ESTADO",  "NOMBRE",     "CLIENTE",     "TITULAR",    "USUARIO", "SERVICIO",  "ENVIO",     "TOMA",
        "PREDIO",  "SUMINISTRO", "DELEGACION",  "INTERIOR",   "INT",     "EXT",       "NUM",       "NO",
        "ENTREGA", "FISCAL",     "INSTALACION", "PARTICULAR", "CODIGO"};
    for (std::size_t i = word; i-- > 0;) {
      const auto& label = row.words[i];
      if (!label.text.ends_with(':')) continue;
      if (label.folded.size() <= 2) return true;  // `C. P.:`
      return std::find(std::begin(kLabels), std::end(kLabels), label.folded) != std::end(kLabels);
    }
    return true;
  }

  // Amounts, and labels that are not of an address: `Fecha límite de pago: ...`.
  bool is_foreign(const Cell& cell) const {
    const auto& words = row(cell).words;
    for (std::size_t i = cell.first; i < cell.last; ++i) {
      const auto& text = words[i].text;
      if (text.find('$') != std::string::npos || document_text::parse_figure(text)) return true;
    }
    // `C 5 DE MAYO 21` is a street.
    if (const auto date = document_text::date_at(row(cell), cell.first, false, true); date && complete(*date))
      return true;
    for (const auto role : {label::kServiceNumber, label::kPeriod, label::kIssued, label::kDue, label::kTotal})
      for (const auto& phrase : layout_.label(role))
        if (const auto found = find_phrase(row(cell), phrase, cell.first); found && found.first == cell.first)
          return true;
    return false;
  }

  // The neighbour of `box` in a row: with the same left edge, or beside it and told to be of an address; and what
  // stands beside a label of these.
  std::vector<Cell> neighbours(std::size_t index, const document_text::Box& box) const {
    std::vector<Cell> out;
    bool label = false;
    for (const Cell& cell : cells_[index]) {
      const bool aligned = std::abs(cell.box.x - box.x) < kSameEdge * unit(box);
      const bool told = (!out.empty() || (document_text::overlaps(cell.box, box) && cell.box.x > box.x)) &&
                        says_what_it_is(cell) && !is_foreign(cell) && !document_text::date_at(row(cell), cell.first);
      if (aligned || label || told) out.push_back(cell);
      label = (aligned || label || told) && is_label(cell);
    }
    return out;
  }

  bool is_label(const Cell& cell) const { return row(cell).words[cell.last - 1].text.ends_with(':'); }

  bool begins_with(const Cell& cell, std::string_view role) const {
    for (const auto& phrase : layout_.label(role))
      if (const auto found = find_phrase(row(cell), phrase, cell.first); found && found.first == cell.first)
        return found.last <= cell.last && (found.last < cell.last || is_label(cell));
    return false;
  }

  // `C.P. 06000`, `Colonia: Centro`, `INT 4`: a cell of the same address on the same line.
  bool says_what_it_is(const Cell& cell) const {
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

  using Line = std::vector<Cell>;

  // Lines above and below that stand close, from top to bottom; `at` becomes the index of the first one's line.
  std::vector<Line> lines_around(const Cell& cell, std::size_t& at) const {
    std::vector<Line> lines;
    Line own;
    bool label = false;
    for (const Cell& other : cells_[cell.row]) {
      const bool takes = other.first == cell.first || label || (says_what_it_is(other) && !is_foreign(other));
      if (takes) own.push_back(other);
      label = takes && is_label(other);
    }
    lines.push_back(own);
    document_text::Box edge = own.front().box;
    for (std::size_t i = cell.row; i-- > 0 && lines.size() <= kLinesAbove;) {
      if (around_.rows[i].page != row(cell).page) break;
      Line line = neighbours(i, edge);
      if (line.empty()) {
        if (edge.y - around_.rows[i].box.bottom() > kLineGap * unit(edge)) break;
        continue;
      }
      if (edge.y - line.front().box.bottom() > kLineGap * unit(edge) || is_foreign(line.front()) ||
          (is_label(line.front()) && begins_with(line.front(), label::kHolder)) || is_another_address(line))
        break;
      std::erase_if(line, [&](const Cell& c) { return is_foreign(c); });
      edge = line.front().box;
      // Above a street, which is not the line of the postal code.
      const bool name = lines.size() > 1 && is_street(lines.front()) && !is_street(line) && name_in(line.front());
      lines.insert(lines.begin(), std::move(line));
      if (name) break;
    }
    at = lines.size() - 1;
    edge = own.front().box;
    for (std::size_t i = cell.row + 1; i < cells_.size() && lines.size() <= at + kLinesBelow; ++i) {
      if (around_.rows[i].page != row(cell).page) break;
      Line line = neighbours(i, edge);
      if (line.empty()) {
        if (around_.rows[i].box.y - edge.bottom() > kLineGap * unit(edge)) break;
        continue;
      }
      if (line.front().box.y - edge.bottom() > kLineGap * unit(edge) || is_foreign(line.front()) ||
          is_another_address(line))
        break;
      edge = line.front().box;
      lines.push_back(std::move(line));
    }
    return lines;
  }

  // The issuer's own lines often stand just above the customer's, and their tax numbers just below.
  bool is_another_address(const Line& line) const {
    return issuer_words({line}) ||
           std::any_of(line.begin(), line.end(), [&](const Cell& cell) { return has_labelled_code(cell); });
  }

  // `C.P. 06500`: five digits alone may be of a house.
  bool has_labelled_code(const Cell& cell) const {
    const auto& words = row(cell).words;
    for (std::size_t i = cell.first; i < cell.last; ++i) {
      const bool label = words[i].folded.starts_with("CP") ||
                         (i > cell.first && (words[i - 1].folded == "CP" || words[i - 1].folded == "POSTAL"));
      if (label && is_postal_code(words[i])) return true;
    }
    return false;
  }

  // A kind of street, a house number, or none: what a first line of an address has and a name has not.
  bool is_street(const Line& line) const {
    const auto& words = row(line.front()).words;
    for (std::size_t i = line.front().first; i < line.front().last; ++i) {
      const auto& folded = words[i].folded;
      const bool digits = !folded.empty() && folded[0] >= '0' && folded[0] <= '9';
      if (digits || folded == "SN" || folded == "MZ" || folded == "LT") return true;
    }
    static constexpr std::string_view kKinds[] = {
        "CALLE",  "C",        "AV",   "AVENIDA",      "PRIV",  "PRIVADA", "BLVD",      "BOULEVARD", "CDA",  "CERRADA",
        "CALZ",   "CALZADA",  "PROL", "PROLONGACION", "AND",   "ANDADOR", "CJON",      "CALLEJON",  "CARR", "CARRETERA",
        "CAMINO", "CIRCUITO", "CTO",  "RETORNO",      "PASEO", "LOC",     "LOCALIDAD", "RANCHERIA", "EJIDO"};
    const auto& first = words[line.front().first].folded;
    return std::find(std::begin(kKinds), std::end(kKinds), first) != std::end(kKinds);
  }

  // Words of a label before the address itself: `Domicilio del servicio:`.
  std::size_t after_label(const Cell& cell, bool& labelled) const {
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

  std::optional<Read<std::string>> name_in(const Cell& cell) const {
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

  bool issuer_words(const std::vector<Line>& lines) const {
    static constexpr std::string_view kWords[] = {
        "RFC", "SA", "CV", "SAB", "SUMINISTRADOR", "FISCAL", "CORPORATIVO", "SUCURSAL", "TEL", "OFICINAS", "WWW"};
    for (const Line& line : lines)
      for (const Cell& cell : line)
        for (std::size_t i = cell.first; i < cell.last; ++i) {
          const auto& folded = row(cell).words[i].folded;
          if (std::find(std::begin(kWords), std::end(kWords), folded) != std::end(kWords)) return true;
        }
    return false;
  }

  std::optional<AddressBlock> around_postal_code(const Cell& cell, double& score) const {
    std::size_t at = 0;
    std::vector<Line> lines = lines_around(cell, at);
    AddressBlock block;
    if (issuer_words(lines)) score += kIssuerWords;  // before the lines above the street are dropped
    // From the first line that is a street on; the name is right above it.
    std::size_t street = 0;
    while (street < at && !is_street(lines[street])) ++street;
    bool labelled = false;
    if (street > 0) block.holder = name_in(lines[street - 1].front());
    if (!block.holder && street == at && !lines.empty() && !is_street(lines[at])) street = 0;
    lines.erase(lines.begin(), lines.begin() + static_cast<std::ptrdiff_t>(street));
    at -= street;
    read(lines, at, block, labelled);
    if (block.address[mx::AddressPart::postal_code].empty()) return std::nullopt;
    for (const auto part : mx::kAddressParts) score += block.address[part].empty() ? 0 : 1;
    if (block.holder) score += kNameAbove;
    if (labelled) score += kLabelledHere;
    if (lines.size() == 1) score += kOneLine;  // at the head or foot of a page, beside the issuer's name
    if (cell.box.y > kFoot * page_height_) score += kAtFoot;
    return block;
  }

  struct Source {
    const Row* row;
    std::size_t word;
  };

  // `MUNICI P IO:`, as pictures of bold print are read: the label, and how many words it was cut into.
  std::pair<std::string_view, std::size_t> cut_label(const Cell& cell, std::size_t word) const {
    static constexpr std::pair<std::string_view, std::string_view> kLabels[] = {
        {"MUNICIPIO", "MUNICIPIO:"}, {"COLONIA", "COLONIA:"},       {"ESTADO", "ESTADO:"},
        {"ALCALDIA", "ALCALDIA:"},   {"DELEGACION", "DELEGACION:"}, {"CIUDAD", "CIUDAD:"}};
    const auto& words = row(cell).words;
    for (const auto& [folded, written] : kLabels) {
      const auto found = find_phrase(row(cell), folded, word);
      if (found && found.first == word && found.last > word + 1 && found.last <= cell.last &&
          words[found.last - 1].text.ends_with(':'))
        return {written, found.last - word};
    }
    return {words[word].text, 1};
  }

  // Without the lines below when they add no state: they are of something else.
  void read(const std::vector<Line>& lines, std::size_t at, AddressBlock& block, bool& labelled) const {
    for (std::size_t count : {lines.size(), at + 1}) {
      std::vector<mx::AddressWord> words;
      std::vector<Source> sources;
      std::string text;
      for (std::size_t i = 0; i < count; ++i) {
        text += i == 0 ? "" : "\n";
        for (const Cell& cell : lines[i])
          for (std::size_t w = after_label(cell, labelled); w < cell.last; ++w) {
            const auto& word = row(cell).words[w];
            const auto [written, pieces] = cut_label(cell, w);
            words.push_back({written, i});
            sources.push_back({&row(cell), w});
            text += (text.empty() || text.back() == '\n' ? "" : " ") + word.text;
            w += pieces - 1;
          }
      }
      block.address = mx::parse_address(words);
      const bool enough = !block.address[mx::AddressPart::state].empty();
      if (!enough && count > at + 1) continue;
      block.text = whole(text, sources);
      for (const auto part : mx::kAddressParts) place(block, part, sources);
      return;
    }
  }

  static Read<std::string> whole(std::string text, const std::vector<Source>& sources) {
    Read<std::string> out{std::move(text), 0, {}, 1};
    for (std::size_t i = 0; i < sources.size(); ++i) add(out, sources[i], i == 0);
    return out;
  }

  static void add(Read<std::string>& out, const Source& source, bool first) {
    const auto& word = source.row->words[source.word];
    out.page = source.row->page;
    out.box = first ? word.box : document_text::around(out.box, word.box);
    out.probability = std::min(out.probability, word.probability);  // the least sure word
  }

  static void place(AddressBlock& block, mx::AddressPart part, const std::vector<Source>& sources) {
    const auto& written = block.address.at(part);
    auto& out = block.parts[static_cast<std::size_t>(part)];
    out.value = written.value;
    for (std::size_t i = written.first; i < std::min(written.last, sources.size()); ++i)
      add(out, sources[i], i == written.first);
  }

  const Surroundings& around_;
  const Layout& layout_;
  double page_height_;
  double typical_height_ = 0;
  std::vector<std::vector<Cell>> cells_;
};

}  // namespace

std::optional<AddressBlock> find_address(const Surroundings& around, const Layout& layout, double page_height) {
  return BlockFinder(around, layout, page_height).best();
}

}  // namespace cotejo::address_proof
