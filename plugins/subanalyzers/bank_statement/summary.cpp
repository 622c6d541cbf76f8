#include "summary.hpp"

#include <algorithm>
#include <mx/clabe.hpp>
#include <mx/rfc.hpp>

namespace cotejo::bank_statement {
namespace {

using document_text::box_of;
using document_text::Digits;
using document_text::each_below;
using document_text::each_place;
using document_text::Found;
using document_text::Row;
using document_text::small_number;

constexpr std::size_t kClabeDigits = 18;
constexpr std::size_t kMinAccount = 7, kMaxAccount = 16;  // digits

// `2/3`, `2 de 3`, `2 / 3` or `2` from word `at`.
std::optional<std::pair<int, int>> page_of(const Row& row, std::size_t at) {
  if (at >= row.words.size()) return std::nullopt;
  const std::string& text = row.words[at].text;
  if (const auto slash = text.find('/'); slash != std::string::npos) {
    const auto n = small_number(std::string_view(text).substr(0, slash));
    const auto m = small_number(std::string_view(text).substr(slash + 1));
    if (n && m) return std::pair{*n, *m};
    return std::nullopt;
  }
  const auto n = small_number(text);
  if (!n) return std::nullopt;
  if (at + 2 < row.words.size()) {
    const auto& between = row.words[at + 1];
    if (between.folded == "DE" || between.text == "/")
      if (const auto m = small_number(row.words[at + 2].text)) return std::pair{*n, *m};
  }
  return std::pair{*n, 0};
}

// An RFC that begins at this word, as it is or in groups: `ZAQR 880503 A12`, `ZAQR-880503-A12`.
std::optional<Read<std::string>> rfc_at(const Row& row, std::size_t at) {
  constexpr std::size_t kMostGroups = 3, kMostBytes = 20;  // an Ñ is two bytes; hyphens
  std::string text;
  for (std::size_t i = at; i < std::min(row.words.size(), at + kMostGroups); ++i) {
    for (const char c : row.words[i].text)
      if (c != '-' && c != '.' && c != ':' && c != ',') text += c;
    if (text.size() > kMostBytes) return std::nullopt;
    const auto parsed = mx::parse_rfc(text);
    if (parsed.valid() && parsed.value->kind == mx::RfcKind::person)
      return Read<std::string>{parsed.value->text, row.page, box_of(row, at, i + 1),
                               document_text::probability_of(row, at, i + 1)};
  }
  return std::nullopt;
}

}  // namespace

std::optional<Read<std::string>> find_rfc(const Surroundings& around, std::size_t page) {
  constexpr std::size_t kReach = 3;  // words between the label and the value
  std::optional<Read<std::string>> only;
  bool several = false;
  const auto take = [&](std::optional<Read<std::string>> found) {
    several = several || (only && found && only->value != found->value);
    if (found) only = std::move(found);
  };
  for (const std::string_view phrase : {"RFC", "R F C"})
    each_place(around, phrase, [&](std::size_t at, const Found& found) {
      const Row& row = around.rows[at];
      if (row.page != page) return false;
      for (std::size_t i = found.last; i < std::min(row.words.size(), found.last + kReach); ++i) take(rfc_at(row, i));
      each_below(around, at, found, [&](const Row& below, const document_text::Below& place) {
        for (std::size_t i = 0; i < below.words.size(); ++i)
          if (place.has(below.words[i].box)) take(rfc_at(below, i));
        return false;
      });
      return false;
    });
  return several ? std::nullopt : only;
}

std::optional<Read<std::string>> find_currency(const Surroundings& around) {
  constexpr std::size_t kTitle = 12;  // words; a row with more is prose
  constexpr std::string_view kOfAccounts[] = {"CUENTA", "MONEDA", "DIVISA", "MOVIMIENTOS", "OPERACIONES"};
  constexpr std::pair<std::string_view, std::string_view> kNames[] = {
      {"DOLARES", "USD"}, {"USD", "USD"}, {"DLLS", "USD"}, {"DLS", "USD"}, {"EUROS", "EUR"},    {"EUR", "EUR"},
      {"UDIS", "UDI"},    {"MXN", "MXN"}, {"MXP", "MXN"},  {"MN", "MXN"},  {"NACIONAL", "MXN"}, {"PESOS", "MXN"}};
  std::optional<Read<std::string>> only;
  for (std::size_t i = 0; i < around.rows.size(); ++i) {
    const Row& row = around.rows[i];
    const auto of_accounts = [&](const document_text::Word& word) {
      return std::find(std::begin(kOfAccounts), std::end(kOfAccounts), word.folded) != std::end(kOfAccounts);
    };
    if (around.in_table[i] || row.words.size() > kTitle ||
        std::none_of(row.words.begin(), row.words.end(), of_accounts))
      continue;
    for (std::size_t w = 0; w < row.words.size(); ++w)
      for (const auto& [name, currency] : kNames) {
        if (row.words[w].folded != name) continue;
        if (only && only->value != currency) return std::nullopt;
        only = Read<std::string>{std::string(currency), row.page, row.words[w].box, row.words[w].probability};
      }
  }
  return only;
}

std::optional<Read<Period>> find_period(const Surroundings& around, const Layout& layout) {
  if (auto labelled = document_text::labelled_period(around, layout.label(label::kPeriod))) return labelled;
  return document_text::any_period(around);
}

std::optional<Read<std::string>> find_clabe(const Surroundings& around, const Layout& layout) {
  const auto whole = [](const std::string& text) {
    return text.size() == kClabeDigits && text.find('*') == std::string::npos;
  };
  if (auto labelled = document_text::labelled_digits(around, layout.label(label::kClabe), whole)) return labelled;
  std::optional<Read<std::string>> only;
  for (std::size_t i = 0; i < around.rows.size(); ++i) {
    if (around.in_table[i]) continue;
    const Row& row = around.rows[i];
    for (const Digits& digits : document_text::digits_in(row, 0)) {
      if (!whole(digits.text) || !mx::parse_clabe(digits.text).valid()) continue;
      if (only && only->value != digits.text) return std::nullopt;
      only = Read<std::string>{digits.text, row.page, box_of(row, digits.first, digits.last),
                               document_text::probability_of(row, digits.first, digits.last)};
    }
  }
  return only;
}

std::optional<Read<std::string>> find_account(const Surroundings& around, const Layout& layout) {
  return document_text::labelled_digits(around, layout.label(label::kAccount), [](const std::string& text) {
    return text.size() >= kMinAccount && text.size() <= kMaxAccount;
  });
}

PageNumbers find_page_numbers(const Surroundings& around, const Layout& layout, std::size_t pages) {
  PageNumbers out;
  out.numbers.resize(pages);
  for (const auto& phrase : layout.label(label::kPage))
    each_place(around, phrase, [&](std::size_t at, const Found& found) {
      const Row& row = around.rows[at];
      std::size_t i = found.last;
      while (i < row.words.size() && row.words[i].text == ":") ++i;
      const auto page = page_of(row, i);
      if (page && out.numbers[row.page] == 0) {
        out.numbers[row.page] = page->first;
        out.total = std::max(out.total, page->second);
      }
      return false;
    });
  return out;
}

const Layout* identify(const Surroundings& around, std::span<const Layout> banks, Kind kind) {
  constexpr int kStrong = 3, kWeak = 1;  // a legal name says more than a brand
  const Layout* best = nullptr;
  int most = 0;
  bool tied = false;
  for (const Layout& bank : banks) {
    if (bank.kind != kind) continue;
    int score = 0;
    for (const auto& phrase : bank.identity)
      score += each_place(around, phrase, [](std::size_t, const Found&) { return true; }) ? kStrong : 0;
    for (const auto& phrase : bank.brands)
      score += each_place(around, phrase, [](std::size_t, const Found&) { return true; }) ? kWeak : 0;
    tied = score == most ? score > 0 : score > most ? false : tied;
    if (score > most) most = score, best = &bank;
  }
  return tied ? nullptr : best;
}

}  // namespace cotejo::bank_statement
