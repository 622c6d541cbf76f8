#include "accounts.hpp"

#include <algorithm>
#include <mx/clabe.hpp>

namespace cotejo::bank_statement {
namespace {

using document_text::Row;

constexpr std::size_t kAccountAt = 6, kLeastDigits = 7;  // in a CLABE; of an account's number that is part of one

struct Totals {
  std::optional<std::int64_t> opening, closing;
};

// Whether the totals are another account's. A misread digit must not part a statement: in a picture, both must differ.
bool differ(const Totals& a, const Totals& b, bool picture) {
  const bool opening = a.opening && b.opening && *a.opening != *b.opening;
  const bool closing = a.closing && b.closing && *a.closing != *b.closing;
  return picture ? opening && closing : opening || closing;
}

class Divider {
 public:
  Divider(const std::vector<Row>& rows, const Table& table, const Layout& layout, const PageNumbers& pages)
      : rows_(rows), table_(table), layout_(layout), pages_(pages) {}

  std::vector<Part> parts() {
    std::vector<Part> parts{{0, rows_.size(), 0, table_.sections.size(), {}, 0, pages_.numbers.size(), {}}};
    auto period = period_in(0, table_.sections.empty() ? rows_.size() : table_.sections.front().first_row);
    Totals own = totals_in(0, table_.sections.empty() ? rows_.size() : table_.sections.front().first_row);
    for (std::size_t s = 1; s < table_.sections.size(); ++s) {
      const std::size_t from = end_of_rows(table_.sections[s - 1]), to = table_.sections[s].first_row;
      const Totals here = totals_in(from, to);
      const auto of_here = period_in(from, to);
      const auto page = page_anew(from, to);
      const bool later = period && of_here && (of_here->from > period->to || of_here->to < period->from);
      if (!begins_another(s, own, here) && !page && !later) continue;
      const std::size_t first_page = page.value_or(std::min(page_of(from - 1) + 1, page_of(to)));
      parts.back().last_row = from, parts.back().last_section = s, parts.back().last_page = first_page;
      parts.push_back({from, rows_.size(), s, table_.sections.size(), {}, first_page, pages_.numbers.size(), {}});
      own = here, period = of_here;
    }
    if (parts.size() == 1) return parts;
    const auto known = clabes();
    for (Part& part : parts) {
      part.clabe = clabe_of(part, known);
      const std::size_t head = table_.sections[part.first_section].first_row;
      if (const auto stated = period_in(part.first_row, head)) part.ends = stated->to;
    }
    return parts;
  }

 private:
  std::size_t end_of_rows(const TableSection& section) const {
    std::size_t end = section.last_row;
    while (end > section.first_row && !table_.rows_of_table[end - 1]) --end;
    return end;
  }

  std::size_t page_of(std::size_t row) const { return rows_[std::min(row, rows_.size() - 1)].page; }

  // The page between these rows whose number is 1 again, behind one that has a later number. `from` is behind a table.
  std::optional<std::size_t> page_anew(std::size_t from, std::size_t to) const {
    for (std::size_t page = page_of(from - 1) + 1; page <= page_of(to) && page < pages_.numbers.size(); ++page)
      if (pages_.numbers[page] == 1 && pages_.numbers[page - 1] > 1) return page;
    return std::nullopt;
  }

  std::vector<bool> outside_rows(std::size_t from, std::size_t to) const {
    std::vector<bool> outside(rows_.size(), true);
    for (std::size_t i = from; i < to; ++i) outside[i] = table_.rows_of_table[i];
    return outside;
  }

  std::optional<Period> period_in(std::size_t from, std::size_t to) const {
    const auto outside = outside_rows(from, to);
    const auto read = document_text::labelled_period({rows_, outside}, layout_.label(label::kPeriod));
    return read ? std::optional(read->value) : std::nullopt;
  }

  Totals totals_in(std::size_t from, std::size_t to) const {
    const auto outside = outside_rows(from, to);
    const Surroundings around{rows_, outside};
    const auto value = [&](std::string_view what) -> std::optional<std::int64_t> {
      const auto read = document_text::labelled_amount(around, layout_.label(what));
      return read ? std::optional(read->value) : std::nullopt;
    };
    return {value(label::kOpening), value(label::kClosing)};
  }

  std::optional<std::int64_t> balance_before(std::size_t section) const {
    for (std::size_t i = table_.sections[section].first_movement; i-- > 0;)
      if (table_.movements[i].balance) return table_.movements[i].balance;
    return std::nullopt;
  }

  // What a page carries over from the one before it is the balance that was reached there, or the same totals again.
  bool begins_another(std::size_t section, const Totals& own, const Totals& here) const {
    const bool picture = rows_[table_.sections[section].first_row].words.front().probability < 1;
    const auto reached = balance_before(section);
    const auto carried = [&](const std::optional<std::int64_t>& value) { return value && reached == value; };
    if (here.opening && own.opening && !(carried(here.opening) && !here.closing) && differ(own, here, picture))
      return true;
    const auto& row = table_.sections[section].opening;
    return row && reached && !picture && !carried(row->value()) && row->value() != own.opening;
  }

  // From the first header of the part upwards: the number of an account that is part of one CLABE alone, or the only
  // CLABE that the part has.
  std::optional<Read<std::string>> clabe_of(const Part& part, const std::vector<Read<std::string>>& known) const {
    std::vector<const Read<std::string>*> whole;
    for (std::size_t i = table_.sections[part.first_section].first_row; i-- > part.first_row;) {
      if (table_.rows_of_table[i]) continue;
      for (const auto& digits : document_text::digits_in(rows_[i], 0)) {
        const auto is_named = [&](const auto& clabe) { return names(digits.text, clabe.value); };
        const auto found = std::find_if(known.begin(), known.end(), is_named);
        if (found == known.end() || std::find_if(found + 1, known.end(), is_named) != known.end()) continue;
        if (digits.text != found->value && whole.empty()) return *found;
        whole.push_back(&*found);
      }
    }
    const bool one = !whole.empty() && std::all_of(whole.begin(), whole.end(), [&](const auto* clabe) {
      return clabe->value == whole.front()->value;
    });
    return one ? std::optional(*whole.front()) : std::nullopt;
  }

  static bool names(const std::string& digits, const std::string& clabe) {
    if (digits == clabe) return true;
    return digits.size() >= kLeastDigits && clabe.find(digits, kAccountAt) != std::string::npos;
  }

  // Every CLABE of the document whose check digit is right.
  std::vector<Read<std::string>> clabes() const {
    std::vector<Read<std::string>> all;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      if (table_.rows_of_table[i]) continue;
      for (const auto& digits : document_text::digits_in(rows_[i], 0)) {
        const bool known =
            std::any_of(all.begin(), all.end(), [&](const auto& clabe) { return clabe.value == digits.text; });
        if (known || !mx::parse_clabe(digits.text).valid()) continue;
        all.push_back({digits.text, rows_[i].page, box_of(rows_[i], digits.first, digits.last),
                       document_text::probability_of(rows_[i], digits.first, digits.last)});
      }
    }
    return all;
  }

  const std::vector<Row>& rows_;
  const Table& table_;
  const Layout& layout_;
  const PageNumbers& pages_;
};

}  // namespace

std::vector<Part> parts_of(const std::vector<Row>& rows, const Table& table, const Layout& layout,
                           const PageNumbers& pages) {
  return Divider(rows, table, layout, pages).parts();
}

std::optional<std::size_t> part_of_account(const std::vector<Part>& parts, const std::string& declared) {
  if (parts.size() == 1) return 0;
  const auto last_of = [&](const std::string& clabe) {
    std::optional<std::size_t> last;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      if (!parts[i].clabe || parts[i].clabe->value != clabe) continue;
      const bool older = last && parts[*last].ends && parts[i].ends && *parts[i].ends < *parts[*last].ends;
      if (!older) last = i;
    }
    return last;
  };
  if (const auto own = last_of(declared)) return own;
  const auto first = std::find_if(parts.begin(), parts.end(), [](const Part& part) { return part.clabe.has_value(); });
  if (first == parts.end()) return std::nullopt;
  const bool only = std::all_of(parts.begin(), parts.end(), [&](const Part& part) {
    return !part.clabe || part.clabe->value == first->clabe->value;
  });
  return only ? last_of(first->clabe->value) : std::nullopt;
}

std::vector<bool> outside_of(const Part& part, const Table& table) {
  std::vector<bool> outside = table.rows_of_table;
  for (std::size_t i = 0; i < outside.size(); ++i)
    if (i < part.first_row || i >= part.last_row) outside[i] = true;
  return outside;
}

}  // namespace cotejo::bank_statement
