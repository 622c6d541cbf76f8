#include "address_grid.hpp"

#include <algorithm>

namespace cotejo::address_proof {
namespace {

using document_text::find_phrase;
using document_text::Read;
using mx::AddressPart;

constexpr std::size_t kReach = 8;      // rows between the label of the postal code and those of the other parts
constexpr std::size_t kRowsBelow = 2;  // between a label and the value below it

class GridReader {
 public:
  GridReader(const BillCells& cells, const Layout& layout) : cells_(cells), layout_(layout) {}

  std::optional<AddressBlock> read() const {
    for (const Line& line : cells_.lines())
      for (const Cell& cell : line)
        if (is_label(cell, label::kPostalCode))
          if (auto block = around(cell)) return block;
    return std::nullopt;
  }

 private:
  static constexpr std::string_view kPartLabels[] = {label::kStreet,  label::kExterior,   label::kInterior,
                                                     label::kColonia, label::kPostalCode, label::kMunicipality,
                                                     label::kState,   label::kHolder};

  // Where the value begins in a cell that begins with this label; 0: it does not.
  std::size_t behind_label(const Cell& cell, std::string_view role) const {
    std::size_t end = 0;
    const auto look = [&](std::span<const std::string> phrases) {
      for (const auto& phrase : phrases)
        if (const auto found = find_phrase(cells_.row(cell), phrase, cell.first);
            found && found.first == cell.first && found.last <= cell.last)
          end = std::max(end, found.last);
    };
    look(layout_.label(role));
    if (role == label::kPostalCode && is_wrapped_code_label(cell)) return cell.last;
    if (role == label::kStreet) look(layout_.label(label::kAddress));
    return end;
  }

  // `Código` over `postal`, in a narrow column.
  bool is_wrapped_code_label(const Cell& cell) const {
    if (cell.last != cell.first + 1 || cells_.row(cell).words[cell.first].folded != "CODIGO") return false;
    const auto below = document_text::line_below(cells_.rows(), cell.row, cell.box, cell.box.x);
    return below && below.last == below.first + 1 && cells_.rows()[below.row].words[below.first].folded == "POSTAL";
  }

  // `CIUDAD DE MEXICO` begins with no label.
  bool is_label(const Cell& cell, std::string_view role) const {
    const std::size_t end = behind_label(cell, role);
    return end == cell.last || (end > 0 && cells_.row(cell).words[end - 1].text.ends_with(':'));
  }

  bool is_any_label(const Cell& cell) const {
    return std::any_of(std::begin(kPartLabels), std::end(kPartLabels),
                       [&](std::string_view role) { return is_label(cell, role); });
  }

  const Cell* beside(const Cell& cell) const {
    for (const Cell& other : cells_.lines()[cell.row])
      if (other.first == cell.last) return is_any_label(other) ? nullptr : &other;
    return nullptr;
  }

  const Cell* below(const Cell& cell) const {
    for (std::size_t i = cell.row + 1; i < std::min(cell.row + 1 + kRowsBelow, cells_.lines().size()); ++i) {
      if (cells_.rows()[i].page != cells_.row(cell).page) break;
      for (const Cell& other : cells_.lines()[i])
        if (std::abs(other.box.x - cell.box.x) < kCloseColumn * cells_.unit(cell.box))
          return is_any_label(other) ? nullptr : &other;
    }
    return nullptr;
  }

  // A row of labels alone: two stand beside each other, or the postal code is below its label.
  bool is_header(std::size_t row) const {
    const Line& line = cells_.lines()[row];
    for (std::size_t i = 0; i < line.size(); ++i) {
      if (!is_any_label(line[i]) || behind_any_label(line[i]) != line[i].last) continue;
      if (i + 1 < line.size() && is_any_label(line[i + 1])) return true;
      if (!is_label(line[i], label::kPostalCode)) continue;
      const Cell *right = beside(line[i]), *under = below(line[i]);
      if (!(right && cells_.has_postal_code(*right)) && under && cells_.has_postal_code(*under)) return true;
    }
    return false;
  }

  std::size_t behind_any_label(const Cell& cell) const {
    std::size_t end = 0;
    for (const auto role : kPartLabels) end = std::max(end, behind_label(cell, role));
    return end;
  }

  // The words of the value, which may go on in the line below.
  std::optional<Read<std::string>> value_of(const Cell& label, std::string_view role, bool& may_hold_sign) const {
    const std::size_t end = behind_label(label, role);
    Cell value = label;
    if (end < label.last) {
      value.first = end;
      value.box = document_text::box_of(cells_.row(label), value.first, value.last);
    } else if (const Cell* cell = is_header(label.row) ? below(label) : beside(label)) {
      value = *cell;
    } else {
      return std::nullopt;
    }
    const auto& row = cells_.row(value);
    Read<std::string> out{document_text::text_of(row, value.first, value.last), row.page, value.box,
                          document_text::probability_of(row, value.first, value.last)};
    for (std::size_t i = value.first; i < value.last; ++i)
      may_hold_sign |= row.words[i].may_hold_sign || may_end_in_letter(row.words[i]);
    const auto more = document_text::line_below(cells_.rows(), value.row, value.box, value.box.x);
    if (!more) return out;
    const auto& next = cells_.rows()[more.row];
    const Line& cells = cells_.lines()[more.row];
    const bool other = std::any_of(cells.begin(), cells.end(),
                                   [&](const Cell& cell) { return cell.first <= more.first && is_any_label(cell); });
    if (other || (cells.front().first < more.first && cells.front().box.right() < value.box.x)) return out;
    out.value += " " + document_text::text_of(next, more.first, more.last);
    out.box = document_text::around(out.box, document_text::box_of(next, more.first, more.last));
    out.probability = std::min(out.probability, document_text::probability_of(next, more.first, more.last));
    return out;
  }

  // The label nearest to that of the postal code.
  const Cell* label_near(const Cell& code, std::string_view role) const {
    const Cell* best = nullptr;
    std::size_t least = kReach + 1;
    for (std::size_t i = code.row < kReach ? 0 : code.row - kReach;
         i < std::min(code.row + kReach + 1, cells_.lines().size()); ++i) {
      if (cells_.rows()[i].page != cells_.row(code).page) continue;
      const std::size_t away = i < code.row ? code.row - i : i - code.row;
      for (const Cell& cell : cells_.lines()[i])
        if (away < least && is_label(cell, role)) best = &cell, least = away;
    }
    return best;
  }

  std::optional<AddressBlock> around(const Cell& code_label) const {
    AddressBlock block;
    const auto take = [&](AddressPart part, std::string value, const Read<std::string>& from, bool may_hold_sign) {
      if (value.empty()) return;
      const auto at = static_cast<std::size_t>(part);
      block.address.at(part).value = value;
      block.parts[at] = from;
      block.parts[at].value = std::move(value);
      block.may_hold_sign[at] = may_hold_sign;
    };
    const auto read = [&](AddressPart part, std::string_view role) {
      const Cell* label = part == AddressPart::postal_code ? &code_label : label_near(code_label, role);
      bool sign = false;
      const auto value = label ? value_of(*label, role, sign) : std::nullopt;
      if (!value) return;
      if (part == AddressPart::street) {
        const mx::Address street = mx::parse_street(value->value);
        for (const auto each : {AddressPart::street, AddressPart::exterior_number, AddressPart::interior_number})
          take(each, street[each], *value, sign && each != AddressPart::street);
      } else if (!is_number(part) || is_house_number(value->value)) {
        take(part, mx::normal_part(part, value->value), *value, sign);
      }
      add(block.text, *value);
      block.text_may_hold_sign |= sign;
    };
    read(AddressPart::street, label::kStreet);
    read(AddressPart::exterior_number, label::kExterior);
    read(AddressPart::interior_number, label::kInterior);
    read(AddressPart::colonia, label::kColonia);
    read(AddressPart::postal_code, label::kPostalCode);
    read(AddressPart::municipality, label::kMunicipality);
    read(AddressPart::state, label::kState);
    if (!holds_together(block.address)) return std::nullopt;
    bool sign = false;
    if (const Cell* label = label_near(code_label, label::kHolder))
      if (const auto name = value_of(*label, label::kHolder, sign); name && is_name(*label)) block.holder = name;
    return block;
  }

  static bool is_number(AddressPart part) {
    return part == AddressPart::exterior_number || part == AddressPart::interior_number;
  }

  // `12-B`, `PB`, `S/N`; pictures take `Lectura anterior` for `interior`.
  static bool is_house_number(const std::string& text) {
    constexpr std::size_t kLettersAlone = 3;
    return text.size() <= kLettersAlone || text.find_first_of("0123456789") != std::string::npos;
  }

  bool is_name(const Cell& label) const {
    const Cell* cell = is_header(label.row) ? below(label) : beside(label);
    return cell && cells_.name_in(*cell);
  }

  static bool holds_together(const mx::Address& address) {
    const auto& code = address[AddressPart::postal_code];
    const auto &state = address[AddressPart::state], &town = address[AddressPart::municipality];
    if (address[AddressPart::street].empty() || !mx::state_of_postal_code(code)) return false;
    if (!state.empty() && !mx::state_of_name(state)) return false;
    if (state.empty() && (town.empty() || address[AddressPart::colonia].empty())) return false;
    const auto fit = mx::postal_fit(code, town, state);
    return fit == mx::PostalFit::fits || fit == mx::PostalFit::unknown;
  }

  static void add(Read<std::string>& text, const Read<std::string>& value) {
    if (text.value.empty()) {
      text = value;
      return;
    }
    text.value += "\n" + value.value;
    text.box = document_text::around(text.box, value.box);
    text.probability = std::min(text.probability, value.probability);
  }

  const BillCells& cells_;
  const Layout& layout_;
};

}  // namespace

std::optional<AddressBlock> address_of_grid(const BillCells& cells, const Layout& layout) {
  return GridReader(cells, layout).read();
}

}  // namespace cotejo::address_proof
