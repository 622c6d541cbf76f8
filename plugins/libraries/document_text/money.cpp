#include "money.hpp"

#include <algorithm>
#include <is_digit.hpp>

namespace cotejo::document_text {
namespace {

constexpr std::size_t kMaxDigits = 15;  // of an amount; more are no amount, and would not fit

// Takes signs and brackets off both ends.
struct Stripped {
  std::string_view rest;
  int sign = 0;
};

bool take(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

Stripped strip(std::string_view text) {
  Stripped out{text, 0};
  for (bool more = true; more && !out.rest.empty();) {
    more = true;
    if (take(out.rest, "-") || take(out.rest, "\xE2\x88\x92") || take(out.rest, "\xE2\x80\x93"))
      out.sign = -1;
    else if (take(out.rest, "+"))
      out.sign = 1;
    else if (!take(out.rest, "$") && !take(out.rest, "MXN") && !take(out.rest, "M.N."))
      more = false;
  }
  if (out.rest.size() > 2 && out.rest.front() == '(' && out.rest.back() == ')') {
    out.rest = out.rest.substr(1, out.rest.size() - 2);
    take(out.rest, "$");
    out.sign = -1;
  }
  if (!out.rest.empty() && (out.rest.back() == '-' || out.rest.back() == '+')) {
    out.sign = out.rest.back() == '-' ? -1 : 1;
    out.rest.remove_suffix(1);
  }
  return out;
}

bool is_mark(std::string_view word) {
  return word == "$" || word == "-" || word == "+" || word == "-$" || word == "+$" || word == "$-" || word == "MXN" ||
         word == "\xE2\x88\x92" || word == "\xE2\x80\x93";
}

// Digits, in groups of three when there are commas.
std::optional<std::int64_t> pesos_of(std::string_view whole) {
  const bool grouped = whole.find(',') != std::string_view::npos;
  std::int64_t value = 0;
  std::size_t digits = 0, since_comma = 0;
  bool first_group = true;
  for (char c : whole) {
    if (c == ',') {
      if (first_group ? since_comma < 1 || since_comma > 3 : since_comma != 3) return std::nullopt;
      first_group = false, since_comma = 0;
      continue;
    }
    if (!is_digit(c) || ++digits > kMaxDigits) return std::nullopt;
    value = value * 10 + (c - '0');
    ++since_comma;
  }
  if (digits == 0 || (grouped && since_comma != 3)) return std::nullopt;
  return value;
}

}  // namespace

std::optional<Figure> parse_figure(std::string_view word) {
  const Stripped stripped = strip(word);
  const std::string_view text = stripped.rest;
  if (text.size() < 4 || text[text.size() - 3] != '.') return std::nullopt;
  const std::string_view whole = text.substr(0, text.size() - 3);
  auto value = pesos_of(whole);
  if (!value) return std::nullopt;
  for (char c : text.substr(text.size() - 2)) {
    if (!is_digit(c)) return std::nullopt;
    *value = *value * 10 + (c - '0');
  }
  return Figure{*value, stripped.sign};
}

std::optional<Figure> parse_whole_pesos(std::string_view word) {
  const Stripped stripped = strip(word);
  const auto pesos = pesos_of(stripped.rest);
  return pesos ? std::optional(Figure{*pesos * 100, stripped.sign}) : std::nullopt;
}

namespace {

// As a picture's letters are misread: a comma for the point before the cents. Figures here have their groups of three,
// so that two digits behind a comma are cents.
std::optional<Figure> misread_figure(const Word& word) {
  if (word.probability >= 1 || word.text.size() < 4 || word.text.find('.') != std::string::npos) return std::nullopt;
  std::string text = word.text;
  if (text[text.size() - 3] != ',') return std::nullopt;
  text[text.size() - 3] = '.';
  return parse_figure(text);
}

}  // namespace

std::vector<Money> money_in(const Row& row, Cents cents) {
  std::vector<Money> all;
  for (std::size_t i = 0; i < row.words.size(); ++i) {
    const std::string& text = row.words[i].text;
    auto figure = parse_figure(text);
    if (!figure) figure = misread_figure(row.words[i]);
    const bool signed_word = text.starts_with("$") || (i > 0 && row.words[i - 1].text.ends_with("$"));
    const bool whole = !figure && cents == Cents::or_whole_pesos && signed_word;
    if (whole) figure = parse_whole_pesos(text);
    if (!figure) continue;
    Money money{figure->cents, figure->sign, i, i + 1, row.words[i].box, row.words[i].probability, whole};
    const std::size_t floor = all.empty() ? 0 : all.back().last;
    while (money.first > floor && is_mark(row.words[money.first - 1].text)) {
      // A dash may also stand between two columns: it belongs to what it touches.
      const auto& mark = row.words[money.first - 1];
      if (row.words[money.first].box.x - mark.box.right() > 1.2 * money.box.height) break;
      --money.first;
      if (mark.text.find('-') != std::string::npos || mark.text.starts_with("\xE2")) money.sign = -1;
      if (mark.text.find('+') != std::string::npos) money.sign = 1;
      money.probability *= mark.probability;
    }
    if (money.last < row.words.size() && row.words[money.last].text == "-" && money.sign == 0 &&
        row.words[money.last].box.x - money.box.right() < 0.6 * money.box.height) {
      money.sign = -1;
      ++money.last;
    }
    all.push_back(money);
  }
  return all;
}

}  // namespace cotejo::document_text
