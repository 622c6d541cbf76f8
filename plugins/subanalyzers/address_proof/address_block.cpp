#include "address_block.hpp"

#include <algorithm>

#include "address_grid.hpp"
#include "address_lines.hpp"

namespace cotejo::address_proof {
namespace {

using document_text::find_phrase;
using document_text::Read;
using document_text::Row;

constexpr double kTitle = 1.3;  // letter heights: what is larger than the address is an issuer's title, not a name
constexpr double kFoot = 0.75;  // of the page: below stands what concerns the issuer, or the stub
constexpr std::size_t kMaxCandidates = 12;  // postal codes on a page that are looked at

// How much each sign of an address counts; see find_address().
constexpr double kNameAbove = 3, kLabelledHere = 1.5, kIssuerWords = -6, kAtFoot = -1.5, kOneLine = -2;
constexpr std::ptrdiff_t kLeastParts = 3;  // `Colonia` beside `Código postal 44600` is no street with its code
constexpr double kLeastScore = 2.5;        // a postal code with a name of a place beside it is more than that

std::ptrdiff_t parts_of(const mx::Address& address) {
  return std::count_if(std::begin(mx::kAddressParts), std::end(mx::kAddressParts),
                       [&](auto part) { return !address[part].empty(); });
}

class BlockFinder {
 public:
  BlockFinder(const BillCells& cells, double page_height) : cells_(cells), page_height_(page_height) {}

  std::optional<AddressBlock> best() {
    std::optional<AddressBlock> best;
    double most = kLeastScore;
    std::size_t seen = 0;
    for (const Line& row : cells_.lines())
      for (const Cell& cell : row) {
        if (seen >= kMaxCandidates || !cells_.has_postal_code(cell)) continue;
        ++seen;
        double score = 0;
        auto block = around_postal_code(cell, score);
        if (block && score > most) most = score, best = std::move(block);
      }
    return best;
  }

 private:
  std::optional<AddressBlock> around_postal_code(const Cell& cell, double& score) const {
    std::size_t at = 0;
    bool labelled = false;
    std::vector<Line> lines = lines_.lines_around(cell, at, labelled);
    AddressBlock block;
    if (cells_.issuer_words(lines)) score += kIssuerWords;  // before the lines above the street are dropped
    // From the first line that is a street on; the name is right above it.
    std::size_t street = 0;
    while (street < at && !cells_.is_street(lines[street])) ++street;
    labelled |= cells_.stands_beside_its_label(lines[street].front());
    if (street > 0) block.holder = cells_.name_in(lines[street - 1].front());
    if (block.holder && block.holder->box.height > kTitle * lines[street].front().box.height) block.holder.reset();
    if (!block.holder && street == at && !lines.empty() && !cells_.is_street(lines[at])) street = 0;
    lines.erase(lines.begin(), lines.begin() + static_cast<std::ptrdiff_t>(street));
    at -= street;
    read(lines, at, block, labelled);
    if (block.address[mx::AddressPart::postal_code].empty()) return std::nullopt;
    const auto parts = parts_of(block.address);
    if (parts < kLeastParts) return std::nullopt;
    score += static_cast<double>(parts);
    if (block.holder) score += kNameAbove;
    if (labelled) score += kLabelledHere;
    // At the head or foot of a page, beside the issuer's name: nothing says whose it is.
    if (at == 0 && !block.holder && !labelled) return std::nullopt;
    if (lines.size() == 1) score += kOneLine;
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
    const auto& words = cells_.row(cell).words;
    for (const auto& [folded, written] : kLabels) {
      const auto found = find_phrase(cells_.row(cell), folded, word);
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
          for (std::size_t w = cells_.after_label(cell, labelled); w < cell.last; ++w) {
            const auto& word = cells_.row(cell).words[w];
            const auto [written, pieces] = cut_label(cell, w);
            words.push_back({written, i});
            sources.push_back({&cells_.row(cell), w});
            text += (text.empty() || text.back() == '\n' ? "" : " ") + word.text;
            w += pieces - 1;
          }
      }
      block.address = mx::parse_address(words);
      const bool enough = !block.address[mx::AddressPart::state].empty() || cells_.is_label(lines[at].front());
      if (!enough && count > at + 1) continue;
      block.text = whole(text, sources);
      for (const auto part : mx::kAddressParts) place(block, part, sources);
      block.text_may_hold_sign =
          std::find(block.may_hold_sign.begin(), block.may_hold_sign.end(), true) != block.may_hold_sign.end();
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
    const bool number = part == mx::AddressPart::exterior_number || part == mx::AddressPart::interior_number;
    for (std::size_t i = written.first; i < std::min(written.last, sources.size()); ++i) {
      add(out, sources[i], i == written.first);
      const auto& word = sources[i].row->words[sources[i].word];
      if (number && (word.may_hold_sign || may_end_in_letter(word)))
        block.may_hold_sign[static_cast<std::size_t>(part)] = true;
    }
  }

  const BillCells& cells_;
  AddressLines lines_{cells_};
  double page_height_;
};

}  // namespace

std::optional<AddressBlock> find_address(const document_text::Surroundings& around, const Layout& layout,
                                         double page_height) {
  const BillCells cells(around, layout);
  auto block = BlockFinder(cells, page_height).best();
  auto grid = address_of_grid(cells, layout);
  return grid && (!block || parts_of(grid->address) > parts_of(block->address)) ? grid : block;
}

}  // namespace cotejo::address_proof
