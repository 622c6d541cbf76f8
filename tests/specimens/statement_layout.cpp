// Sets a statement page by page in the style of its bank.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "months.hpp"
#include "statement.hpp"
#include "statement_styles.hpp"

namespace cotejo::specimens {
namespace {

std::string dated(const mx::Date& date, Dates form, bool lower) {
  const int d = static_cast<int>(static_cast<unsigned>(date.day())),
            m = static_cast<int>(static_cast<unsigned>(date.month())), y = static_cast<int>(date.year());
  std::string month = kShortMonths[static_cast<std::size_t>(m - 1)];
  if (lower)
    std::transform(month.begin(), month.end(), month.begin(), [](char c) { return static_cast<char>(c + 32); });
  switch (form) {
    case Dates::slash_month:
      return fmt::format("{:02}/{}", d, month);
    case Dates::dash_month_year:
      return fmt::format("{:02}-{}-{}", d, month, y);
    case Dates::dash_month_short:
      return fmt::format("{:02}-{}-{:02}", d, month, y % 100);
    case Dates::day_month:
      return fmt::format("{:02} {}", d, month);
    case Dates::day:
      return fmt::format("{:02}", d);
    case Dates::words_year:
      return fmt::format("{:02} {} {}", d, month, y);
    case Dates::iso_slash:
      return fmt::format("{:02}/{:02}/{}", d, m, y);
  }
  return {};
}

std::string money(std::int64_t cents) {
  std::string whole = std::to_string(std::abs(cents) / 100);
  for (int i = static_cast<int>(whole.size()) - 3; i > 0; i -= 3) whole.insert(static_cast<std::size_t>(i), ",");
  return fmt::format("{}{}.{:02}", cents < 0 ? "-" : "", whole, std::abs(cents) % 100);
}

std::string filled(std::string text, const std::map<std::string, std::string>& values) {
  for (const auto& [name, value] : values)
    for (auto at = text.find(name); at != std::string::npos; at = text.find(name)) text.replace(at, name.size(), value);
  return text;
}

class Composer {
 public:
  Composer(const BankStatement& statement, const Style& style, Random random)
      : s_(statement), style_(style), random_(random) {
    static constexpr std::array kFonts{"Liberation Sans", "DejaVu Sans", "Open Sans",       "Lato", "Roboto", "Carlito",
                                       "FreeSans",        "Noto Sans",   "Liberation Serif"};
    print_.font = random_.pick(kFonts);
    size_ = random_.uniform(6.6, 8.6);
    if (print_.font == "DejaVu Sans") size_ *= 0.86;
    step_ = size_ * random_.uniform(1.3, 1.7);
    left_ = random_.uniform(26, 48);
    width_ = print_.width - 2 * left_;
    lower_months_ = random_.chance(0.3);
    beside_ = random_.chance(0.5);
    ruled_ = random_.chance(0.5);
    right_headings_ = random_.chance(0.6);
    if (random_.chance(0.3)) print_.width = 595, print_.height = 842, width_ = print_.width - 2 * left_;
  }

  StatementPrint compose() {
    new_page();
    head();
    summary();
    table();
    number_pages();
    return std::move(print_);
  }

 private:
  StatementPage& page() { return print_.pages.back(); }
  void text(double x, const std::string& words, bool bold = false, Mark::Align align = Mark::Align::left,
            double scale = 1) {
    page().marks.push_back({align, x, y_, size_ * scale, bold, words});
  }
  void new_page() {
    print_.pages.emplace_back();
    y_ = 40;
    if (print_.pages.size() == 1) return;
    text(left_, fmt::format("{}  {}", style_.title.front(), s_.holder));
    y_ += 2.4 * step_;
  }
  void next(double lines = 1) { y_ += lines * step_; }

  std::string value(Field field) const {
    const std::string dollar = style_.dollar ? "$" : "";
    switch (field) {
      case Field::period:
        return filled(style_.period, {{"{from}", dated(s_.from, style_.period_dates, lower_months_)},
                                      {"{to}", dated(s_.to, style_.period_dates, lower_months_)}});
      case Field::cut:
        return dated(s_.to, style_.period_dates, lower_months_);
      case Field::account:
        return s_.account;
      case Field::client:
        return s_.client;
      case Field::rfc:
        return s_.rfc;
      case Field::clabe:
        return s_.clabe;
      case Field::opening:
        return dollar + money(s_.opening);
      case Field::credits:
        return dollar + money(s_.credits);
      case Field::debits:
        return dollar + money(s_.debits);
      case Field::closing:
        return dollar + money(s_.closing);
      case Field::credits_counted:
        return fmt::format("{}   {}", s_.credit_count, money(s_.credits));
      case Field::debits_counted:
        return fmt::format("{}   {}", s_.debit_count, money(s_.debits));
    }
    return {};
  }

  void head() {
    for (const char* line : style_.title) text(left_, line, true, Mark::Align::left, 1.4), next(1.5);
    next();
    const double top = y_;
    text(left_, s_.holder, true), next();
    for (const auto& line : s_.address) text(left_, line), next();
    const double bottom = y_;
    y_ = top;
    const double x = print_.width * random_.uniform(0.45, 0.5), values = x + size_ * random_.uniform(12, 14);
    for (const auto& [label, field] : style_.identity) {
      text(x, label);
      text(values, value(field));
      next();
    }
    y_ = std::max(y_, bottom);
    next(2);
  }

  void summary() {
    text(left_, style_.summary_title, true, Mark::Align::left, 1.1);
    next(1.6);
    const bool counted = std::any_of(style_.summary.begin(), style_.summary.end(),
                                     [](const Labelled& l) { return l.field >= Field::credits_counted; });
    if (beside_ || counted || style_.summary.size() > 4) {
      const double right = left_ + width_ * random_.uniform(0.42, 0.55);
      for (const auto& [label, field] : style_.summary) {
        text(left_, label);
        if (field == Field::credits_counted || field == Field::debits_counted) {
          const bool in = field == Field::credits_counted;
          text(right - 80, std::to_string(in ? s_.credit_count : s_.debit_count), false, Mark::Align::right);
          text(right, money(in ? s_.credits : s_.debits), false, Mark::Align::right);
        } else {
          text(right, value(field), false, Mark::Align::right);
        }
        next();
      }
    } else {  // labels above values
      const double share = width_ / static_cast<double>(style_.summary.size());
      for (std::size_t i = 0; i < style_.summary.size(); ++i)
        text(left_ + share * (static_cast<double>(i) + 0.5), style_.summary[i].label, true, Mark::Align::centre);
      next(1.3);
      for (std::size_t i = 0; i < style_.summary.size(); ++i)
        text(left_ + share * (static_cast<double>(i) + 0.5), value(style_.summary[i].field), false,
             Mark::Align::centre);
      next();
    }
    next(2);
  }

  static bool is_number(Role role) { return role >= Role::debit; }

  void headings() {
    std::size_t lines = 0;
    for (const auto& column : style_.columns) lines = std::max(lines, column.lines.size());
    for (std::size_t i = 0; i < lines; ++i, next()) {
      double x = left_;
      for (const auto& column : style_.columns) {
        if (i < column.lines.size() && *column.lines[i]) {
          if (is_number(column.role) && right_headings_)
            text(x + column.width * width_ - 4, column.lines[i], true, Mark::Align::right, 0.95);
          else if (is_number(column.role))
            text(x + column.width * width_ / 2, column.lines[i], true, Mark::Align::centre, 0.95);
          else
            text(x, column.lines[i], true, Mark::Align::left, 0.95);
        }
        x += column.width * width_;
      }
    }
    if (ruled_) page().rules.push_back({left_, y_ - step_ * 0.7, left_ + width_, y_ - step_ * 0.7});
    next(0.3);
  }

  std::string signed_amount(std::int64_t cents) const {
    if (s_.card) return fmt::format("{} ${}", cents < 0 ? "+" : "-", money(std::abs(cents)));
    return fmt::format("{}${}", cents < 0 ? "-" : "+", money(std::abs(cents)));
  }

  std::string cell(const StatementMovement& m, Role role, bool balance) const {
    const std::string dollar = style_.dollar ? "$ " : "";
    switch (role) {
      case Role::date:
        return dated(m.date, style_.dates, lower_months_);
      case Role::settled:
        return dated(m.date, style_.dates, lower_months_);
      case Role::text:
        return m.description;
      case Role::code:
        return "T17";
      case Role::reference:
        return fmt::format("{:07}",
                           (m.balance * 7 + 12345) % 9999999 < 0 ? 1234567 : (m.balance * 7 + 12345) % 9999999);
      case Role::debit:
        return m.cents < 0 ? dollar + money(-m.cents) : "";
      case Role::credit:
        return m.cents > 0 ? dollar + money(m.cents) : "";
      case Role::amount:
        return signed_amount(m.cents);
      case Role::balance:
      case Role::balance_again:
        return balance ? dollar + money(m.balance) : "";
    }
    return {};
  }

  void row(const StatementMovement& m, bool balance) {
    double x = left_, text_x = left_;
    for (const auto& column : style_.columns) {
      const std::string words = cell(m, column.role, balance);
      if (column.role == Role::text) text_x = x;
      if (!words.empty()) {
        if (is_number(column.role))
          text(x + column.width * width_ - 4, words, false, Mark::Align::right);
        else
          text(x, words);
      }
      x += column.width * width_;
    }
    next();
    for (const auto& line : m.more) text(text_x, line), next();
    next(0.25);
  }

  void opening_row() {
    double x = left_;
    for (const auto& column : style_.columns) {
      if (column.role == Role::text) text(x, style_.opening_row);
      if (column.role == Role::balance)
        text(x + column.width * width_ - 4, money(s_.opening), false, Mark::Align::right);
      x += column.width * width_;
    }
    next(1.25);
  }

  void table() {
    const double floor = print_.height - 70;
    if (y_ > floor - 8 * step_) new_page();
    text(left_, style_.table_title, true, Mark::Align::left, 1.1);
    next(1.8);
    headings();
    if (style_.opening_row) opening_row();
    for (std::size_t i = 0; i < s_.movements.size(); ++i) {
      const auto& m = s_.movements[i];
      if (y_ + static_cast<double>(1 + m.more.size()) * step_ > floor) new_page(), headings();
      const bool last_of_day = i + 1 == s_.movements.size() || s_.movements[i + 1].date != m.date;
      row(m, style_.balances == Balances::each || (style_.balances == Balances::last_of_day && last_of_day));
    }
    next();
    if (y_ + 5 * step_ > floor) new_page();
    for (const char* line : style_.end) {
      text(left_, filled(line, {{"{credits}", money(s_.credits)},
                                {"{debits}", money(s_.debits)},
                                {"{closing}", money(s_.closing)},
                                {"{nc}", std::to_string(s_.credit_count)},
                                {"{nd}", std::to_string(s_.debit_count)}}));
      next();
    }
  }

  void number_pages() {
    const auto total = print_.pages.size();
    for (std::size_t i = 0; i < total; ++i) {
      const std::string label = filled(style_.page, {{"{n}", std::to_string(i + 1)}, {"{m}", std::to_string(total)}});
      print_.pages[i].marks.push_back({Mark::Align::right, left_ + width_, print_.height - 30, size_, false, label});
      for (std::size_t line = 0; line < style_.foot.size(); ++line)
        print_.pages[i].marks.push_back({Mark::Align::left, left_, print_.height - 46 + 9 * static_cast<double>(line),
                                         size_ * 0.85, false, style_.foot[line]});
    }
    if (s_.missing_page > 0 && static_cast<std::size_t>(s_.missing_page) <= total && total > 1)
      print_.pages.erase(print_.pages.begin() + s_.missing_page - 1);
  }

  const BankStatement& s_;
  const Style& style_;
  Random random_;
  StatementPrint print_;
  double size_ = 8, step_ = 11, left_ = 36, width_ = 540, y_ = 0;
  bool lower_months_ = false, beside_ = true, ruled_ = false, right_headings_ = true;
};

}  // namespace

StatementPrint print(const BankStatement& statement, Random random) {
  const auto& all = styles();
  const auto style = std::find_if(all.begin(), all.end(), [&](const Style& s) { return statement.bank == s.bank; });
  return Composer(statement, *style, random).compose();
}

}  // namespace cotejo::specimens
