#include "table.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <span>
#include <text_reading/folding.hpp>

namespace cotejo::bank_statement {
namespace {

using document_text::Row;

constexpr double kSameEdge = 0.6;       // letter heights: edges of a column's amounts
constexpr double kMinAligned = 0.6;     // share of a column's amounts that must share an edge before others are dropped
constexpr std::size_t kMinAmounts = 3;  // below, alignment says nothing
constexpr double kDateReach = 3.0;      // letter heights that dates may stand beside their column's name
constexpr double kNextLine = 1.1;       // letter heights of room between the lines of one description
constexpr std::size_t kMaxDescription = 400;
constexpr double kSameColumn = 1.5;    // letter heights that words of one column may begin apart
constexpr std::size_t kDateWords = 3;  // a date begins among the first words of a row

// References and times are none.
bool has_word(std::string_view text) {
  constexpr std::size_t kShortest = 3;  // letters
  std::size_t letters = 0;
  bool digits = false;
  for (const char c : std::string(text) + ' ') {
    if (c == ' ') {
      if (letters >= kShortest && !digits) return true;
      letters = 0, digits = false;
    } else if (c >= '0' && c <= '9') {
      digits = true;
    } else {
      ++letters;
    }
  }
  return false;
}

struct Placed {
  Money money;
  std::size_t row = 0;
  std::string_view role;  // empty: no column of amounts
};

bool is_money_role(std::string_view role) {
  return role != column::kDate && role != column::kText;
}

// Between two neighbours the border is in the middle of the room between their names.
std::string_view role_of(const document_text::Box& box, const Header& header) {
  const Column* best = nullptr;
  double nearest = 0;
  for (const Column& c : header.columns) {
    const double gap = std::max({0.0, c.left - box.right(), box.x - c.right});
    const double centres = std::abs((c.left + c.right) / 2 - (box.x + box.right()) / 2);
    const double distance = gap * 1000 + centres;  // overlap first, then the centres
    if (!best || distance < nearest) best = &c, nearest = distance;
  }
  return best ? best->role : std::string_view{};
}

// Amounts in prose fall under a column by chance; those of the column share an edge. Two columns of balances stand side
// by side at some banks: therefore by name and edge, not by role.
void drop_unaligned(std::vector<Placed>& placed, const Header& header) {
  std::map<const Column*, std::vector<Placed*>> by_column;
  for (Placed& p : placed) {
    const Column* nearest = nullptr;
    double least = 0;
    for (const Column& c : header.columns) {
      if (c.role != p.role) continue;
      const double apart = std::abs((c.left + c.right) / 2 - (p.money.box.x + p.money.box.right()) / 2);
      if (!nearest || apart < least) nearest = &c, least = apart;
    }
    if (nearest) by_column[nearest].push_back(&p);
  }
  for (auto& [column, amounts] : by_column) {
    if (amounts.size() < kMinAmounts) continue;
    std::vector<Placed*> best;
    for (const auto edge :
         {+[](const document_text::Box& b) { return b.right(); }, +[](const document_text::Box& b) { return b.x; },
          +[](const document_text::Box& b) { return b.x + b.width / 2; }}) {
      for (const Placed* anchor : amounts) {
        std::vector<Placed*> aligned;
        for (Placed* p : amounts)
          if (std::abs(edge(p->money.box) - edge(anchor->money.box)) < kSameEdge * anchor->money.box.height)
            aligned.push_back(p);
        if (aligned.size() > best.size()) best = std::move(aligned);
      }
    }
    if (static_cast<double>(best.size()) < kMinAligned * static_cast<double>(amounts.size())) continue;
    for (Placed* p : amounts)
      if (std::find(best.begin(), best.end(), p) == best.end()) p->role = {};
  }
}

// Reads the rows of one header's section.
class Section {
 public:
  Section(const std::vector<Row>& rows, const Header& header, const Layout& layout, std::size_t end, Table& table)
      : rows_(rows), header_(header), layout_(layout), end_(end), table_(table) {
    for (std::size_t i = header.last; i < end; ++i)
      for (const Money& money : money_in(rows[i])) {
        const auto role = role_of(money.box, header);
        placed_.push_back({money, i, is_money_role(role) ? role : std::string_view{}});
      }
    drop_unaligned(placed_, header);
  }

  void read() {
    for (std::size_t i = header_.last; i < end_; ++i) {
      if (ends_table(rows_[i]) || begins_another(rows_[i])) return;
      if (read_row(i)) table_.rows_of_table[i] = true;
    }
  }

 private:
  // `SALDO ANTERIOR 1,000.00`, as the first row of many tables.
  bool opens(const Row& row) const {
    const auto phrases = layout_.label(label::kOpening);
    return money_in(row).size() == 1 && std::any_of(phrases.begin(), phrases.end(), [&](const std::string& phrase) {
             const auto found = find_phrase(row, phrase);
             return found && found.first <= kDateWords;
           });
  }

  bool ends_table(const Row& row) const {
    if (opens(row)) return false;
    for (const auto& phrase : layout_.table_ends) {
      const auto found = find_phrase(row, phrase);
      if (found && found.first == 0 && !date_of(row).second) return true;
    }
    return false;
  }

  // `SALDO ANTERIOR` below movements, with another balance than the one reached: the summary of another account. In a
  // picture, a page may carry on a balance that was misread.
  bool begins_another(const Row& row) const {
    const auto& movements = table_.movements;
    const std::size_t first = table_.sections.back().first_movement;
    if (movements.size() == first || !opens(row)) return false;
    if (row.page != last_row_page_ && row.words.front().probability < 1) return false;
    for (std::size_t i = movements.size(); i-- > first;)
      if (movements[i].balance) return *movements[i].balance != money_in(row).front().value();
    return row.page == last_row_page_;
  }

  // Where a date stands in its column, and which.
  std::pair<std::size_t, std::optional<PartialDate>> date_of(const Row& row) const {
    const Column* dates = header_.find(column::kDate);
    for (std::size_t i = 0; i < std::min(kDateWords, row.words.size()); ++i) {
      const auto& box = row.words[i].box;
      const double reach = kDateReach * box.height;
      if (box.right() < dates->left - reach || box.x > dates->right + reach) continue;
      if (const auto date = date_at(row, i, layout_.day_only)) return {i, date};
    }
    return {0, std::nullopt};
  }

  bool fills_date_column(const Row& row) const {
    const Column* dates = header_.find(column::kDate);
    const auto& box = row.words.front().box;
    return box.x < dates->right && box.right() > dates->left;
  }

  std::vector<const Placed*> amounts_of(std::size_t row) const {
    std::vector<const Placed*> all;
    for (const Placed& p : placed_)
      if (p.row == row && !p.role.empty()) all.push_back(&p);
    return all;
  }

  bool read_row(std::size_t index) {
    const Row& row = rows_[index];
    const auto [at, date] = date_of(row);
    const auto amounts = amounts_of(index);
    const bool moves =
        std::any_of(amounts.begin(), amounts.end(), [](const Placed* p) { return p->role != column::kBalance; });
    if (opens(row)) {
      auto& section = table_.sections.back();
      if (!section.opening && table_.movements.size() == section.first_movement)
        section.opening = money_in(row).front();
      open_ = nullptr;
      return true;
    }
    if (date && !(amounts.empty() && describes(row, at))) {
      const std::size_t description = at + date->words;
      date_left_ = row.words[at].box.x;
      description_left_.reset();
      if (description < row.words.size()) description_left_ = row.words[description].box.x;
      begin(index, *date, description);
    } else if (moves && fills_date_column(row)) {
      begin(index, {0, 0, 0, 0}, 0);  // a date that could not be read: the row counts, its day is not told
    } else if (moves && (!open_ || open_->cents) && !table_.movements.empty() && last_row_page_ == row.page) {
      begin(index, table_.movements.back().date, 0);  // the same day, printed once
    } else if (!open_ || !continues(row)) {
      open_ = nullptr;
      return false;
    } else {
      describe(row, 0);
    }
    take(amounts);
    last_bottom_ = row.box.bottom();
    last_row_page_ = row.page;
    return true;
  }

  // What begins left of the descriptions is the page's: legal words at its foot.
  bool continues(const Row& row) const {
    const auto& first = row.words.front().box;
    return row.page == last_row_page_ && row.box.y - last_bottom_ < kNextLine * row.box.height &&
           (!description_left_ || first.x > *description_left_ - kSameColumn * first.height);
  }

  // `15/09 CONSULTA` in a description is no row of its own.
  bool describes(const Row& row, std::size_t date) const {
    const auto& box = row.words[date].box;
    return open_ && date_left_ && continues(row) && box.x - *date_left_ > kSameColumn * box.height;
  }

  void begin(std::size_t index, const PartialDate& date, std::size_t description_from) {
    const Row& row = rows_[index];
    Movement movement;
    movement.date = date;
    movement.page = row.page;
    movement.box = row.box;
    movement.probability = document_text::probability_of(row, 0, description_from);
    open_ = &table_.movements.emplace_back(std::move(movement));
    describe(row, description_from);
  }

  void describe(const Row& row, std::size_t from) {
    std::string text;
    for (std::size_t i = from; i < row.words.size(); ++i) {
      const bool is_amount = std::any_of(placed_.begin(), placed_.end(), [&](const Placed& p) {
        return &rows_[p.row] == &row && !p.role.empty() && i >= p.money.first && i < p.money.last;
      });
      const bool settled = i < from + 2 && open_->description.empty() && text.empty() && date_at(row, i);
      if (is_amount) continue;
      if (settled) {
        i += date_at(row, i)->words - 1;
        continue;
      }
      text += (text.empty() ? "" : " ") + row.words[i].text;
    }
    if (text.empty() || open_->description.size() + text.size() > kMaxDescription) return;
    const bool first = !has_word(open_->description);
    open_->description += (open_->description.empty() ? "" : " ") + text;
    if (first) open_->first_line = open_->description.size();
    open_->box = around(open_->box, row.box);
  }

  void take(const std::vector<const Placed*>& amounts) {
    for (const Placed* p : amounts) {
      if (p->role == column::kBalance) {
        if (!open_->balance) {
          open_->balance = p->money.value();
          open_->balance_box = p->money.box;
          open_->probability *= p->money.probability;
        }
        continue;
      }
      if (open_->cents) {  // two amounts in one row: neither is believed
        if (p->money.cents != 0) contested_ = true;
        continue;
      }
      if (p->money.cents == 0 && amounts.size() > 1 && header_.find(column::kDebit)) continue;  // `0.00` in the other
      open_->probability *= p->money.probability;
      open_->amount_box = p->money.box;
      if (p->role == column::kDebit)
        open_->cents = -p->money.cents;
      else if (p->role == column::kCredit)
        open_->cents = p->money.cents;
      else
        open_->cents = p->money.value(), signs_.push_back({open_ - table_.movements.data(), p->money.sign});
    }
    if (contested_) open_->cents.reset(), contested_ = false;
  }

 public:
  // Of a column of signed amounts: which movement had which sign.
  struct Signed {
    std::ptrdiff_t movement;
    int sign;
  };
  const std::vector<Signed>& signs() const { return signs_; }

 private:
  const std::vector<Row>& rows_;
  const Header& header_;
  const Layout& layout_;
  std::size_t end_;
  Table& table_;
  std::vector<Placed> placed_;
  Movement* open_ = nullptr;
  double last_bottom_ = 0;
  std::optional<double> date_left_, description_left_;  // of the last row with a date
  std::size_t last_row_page_ = static_cast<std::size_t>(-1);
  bool contested_ = false;
  std::vector<Signed> signs_;
};

// By how much the balance beside each movement differs from the one before it, from the oldest row to the newest or the
// other way round: as most of the amounts say.
std::vector<std::optional<std::int64_t>> steps_of(const TableSection& section, std::span<const Movement> movements) {
  using Steps = std::vector<std::optional<std::int64_t>>;
  const auto steps = [&](bool newest_first) {
    Steps out(movements.size());
    for (std::size_t i = 0; i < movements.size(); ++i) {
      const bool first = newest_first ? i + 1 == movements.size() : i == 0;
      std::optional<std::int64_t> before;
      if (!first)
        before = movements[newest_first ? i + 1 : i - 1].balance;
      else if (section.opening)
        before = section.opening->value();
      if (before && movements[i].balance) out[i] = *movements[i].balance - *before;
    }
    return out;
  };
  const auto agreeing = [&](const Steps& all) {
    std::size_t count = 0;
    for (std::size_t i = 0; i < all.size(); ++i)
      count += all[i] && movements[i].cents && std::abs(*all[i]) == std::abs(*movements[i].cents) ? 1 : 0;
    return count;
  };
  Steps forward = steps(false), backward = steps(true);
  return agreeing(backward) > agreeing(forward) ? backward : forward;
}

// A card's plus is a charge. Where only one of the signs is printed, what has none is the other; where both are, or
// none, an amount without a sign says nothing, unless the balances beside it say what it did: pictures lose a minus.
void settle_signs(Table& table, const std::vector<Section::Signed>& signs, Kind kind) {
  const auto has = [&](int sign) {
    return std::any_of(signs.begin(), signs.end(), [&](const auto& s) { return s.sign == sign; });
  };
  const int unsigned_means = has(-1) == has(1) ? 0 : has(-1) ? 1 : -1;
  const int of_kind = kind == Kind::card ? -1 : 1;
  std::vector<std::optional<std::int64_t>> steps(table.movements.size());
  for (const auto& section : table.sections) {
    const auto own = std::span<const Movement>(table.movements)
                         .subspan(section.first_movement, section.last_movement - section.first_movement);
    const auto of_section = steps_of(section, own);
    std::copy(of_section.begin(), of_section.end(),
              steps.begin() + static_cast<std::ptrdiff_t>(section.first_movement));
  }
  for (const auto& [index, printed] : signs) {
    const auto at = static_cast<std::size_t>(index);
    auto& cents = table.movements[at].cents;
    if (!cents) continue;
    const bool told = printed == 0 && steps[at] && std::abs(*steps[at]) == std::abs(*cents);
    const int sign = told ? (*steps[at] < 0 ? -1 : 1) : printed != 0 ? printed : unsigned_means;
    if (sign == 0)
      cents.reset();
    else
      cents = std::abs(*cents) * sign * of_kind;
  }
}

// Up to the next header; on a page without one the columns of the page before go on. What stands above a header on its
// page is the page's own: the bank, the holder, the number of the page.
std::size_t end_of_section(const std::vector<Row>& rows, const std::vector<Header>& headers, std::size_t h) {
  if (h + 1 == headers.size()) return rows.size();
  std::size_t end = headers[h + 1].first;
  const std::size_t page = rows[end].page;
  while (rows[headers[h].first].page < page && end > headers[h].last && rows[end - 1].page == page) --end;
  return end;
}

std::vector<Header> headers_in(const std::vector<Row>& rows, const Layout& layout, decltype(header_at)& find) {
  std::vector<Header> headers;
  for (std::size_t i = 0; i < rows.size(); ++i)
    if (auto header = find(rows, i, layout)) {
      headers.push_back(std::move(*header));
      i = headers.back().last - 1;
    }
  return headers;
}

}  // namespace

Table read_table(const std::vector<Row>& rows, const Layout& layout) {
  Table table;
  table.rows_of_table.resize(rows.size());
  std::vector<Header> headers = headers_in(rows, layout, header_at);
  if (headers.empty()) headers = headers_in(rows, layout, header_by_contents);
  std::vector<Section::Signed> signs;
  for (std::size_t h = 0; h < headers.size(); ++h) {
    const Header& header = headers[h];
    for (std::size_t i = header.first; i < header.last; ++i) table.rows_of_table[i] = true;
    const std::size_t end = end_of_section(rows, headers, h);
    table.movements.reserve(table.movements.size() + (end - header.last));
    table.sections.push_back({header.first, end, table.movements.size(), 0, {}});
    Section section(rows, header, layout, end, table);
    section.read();
    table.sections.back().last_movement = table.movements.size();
    signs.insert(signs.end(), section.signs().begin(), section.signs().end());
  }
  table.found = !headers.empty();
  settle_signs(table, signs, layout.kind);
  return table;
}

}  // namespace cotejo::bank_statement
