#include "answers.hpp"

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <cmath>
#include <judgement/amounts.hpp>
#include <mx/address.hpp>
#include <mx/name.hpp>
#include <mx/printed_name.hpp>
#include <mx/said.hpp>
#include <span>

namespace interview_check {
namespace {

constexpr double kCent = 0.005;
constexpr double kOfItsSize = 0.1;  // of an amount: a smaller number beside it is a term or a rate, and no other amount

std::string_view text_of(const boost::json::value& answer) {
  const auto* text = answer.if_string();
  return text ? std::string_view(*text) : std::string_view();
}

Comparison by_similarity(double similarity, const NameLimits& limits) {
  if (similarity >= limits.same) return Comparison::same;
  return similarity >= limits.other ? Comparison::perhaps : Comparison::different;
}

// Whether all words stand in the sentence, in this order and without others between them.
bool says(const std::string& sentence, const std::string& words) {
  return !words.empty() && (" " + sentence + " ").find(" " + words + " ") != std::string::npos;
}

std::string part(const Held& held, const std::string& role) {
  const auto found = held.parts.find(role);
  return found == held.parts.end() ? std::string() : found->second;
}

std::string joined(const Held& held) {
  std::string out;
  for (const char* role : {"given_names", "surname", "second_surname"})
    if (const auto value = part(held, role); !value.empty()) out += (out.empty() ? "" : " ") + value;
  return out.empty() ? held.parts.begin()->second : out;
}

// Ends with one of the given names and then one of the surnames, as people call themselves: ROSA ZAMORA.
bool is_short_form(const std::string& said, const Held& held) {
  const auto given = mx::words(mx::comparable(part(held, "given_names")));
  const auto surnames = mx::words(mx::comparable(part(held, "surname") + " " + part(held, "second_surname")));
  return std::ranges::any_of(given, [&](const std::string& name) {
    return std::ranges::any_of(
        surnames, [&](const std::string& surname) { return (" " + said).ends_with(" " + name + " " + surname); });
  });
}

Comparison compare_name(std::string_view answer, const Held& held, const NameLimits& limits) {
  const std::string said = mx::comparable(answer), known = mx::comparable(joined(held));
  if (said.empty()) return Comparison::no_answer;
  if (says(said, known)) return Comparison::same;
  const auto printed = mx::likeness_as_printed(answer, {.surname = part(held, "surname"),
                                                        .second_surname = part(held, "second_surname"),
                                                        .given_names = part(held, "given_names")});
  if (printed.one_letter) return Comparison::same;
  const auto found = by_similarity(std::max(printed.score, mx::similarity(said, known)), limits);
  return found == Comparison::different && is_short_form(said, held) ? Comparison::perhaps : found;
}

Comparison compare_text(std::string_view answer, std::string_view held, const NameLimits& limits) {
  const std::string said = mx::comparable(answer), known = mx::comparable(held);
  if (said.empty()) return Comparison::no_answer;
  if (says(said, known)) return Comparison::same;
  const auto found = by_similarity(mx::similarity(answer, held), limits);
  const bool shorter = says(known, said) && said.find(' ') != said.npos;  // La Esquina, of Abarrotes La Esquina
  return found == Comparison::different && shorter ? Comparison::perhaps : found;
}

// Letters and digits alone, in capitals.
std::string compact(std::string_view text) {
  std::string out;
  for (const char c : mx::comparable(text))
    if (c != ' ') out += c;
  return out;
}

Comparison compare_identifier(const boost::json::value& answer, const Held& held) {
  const std::string said =
      compact(answer.is_string() ? text_of(answer) : std::string_view(boost::json::serialize(answer)));
  const std::string known = compact(held.parts.begin()->second);
  if (said.empty()) return Comparison::no_answer;
  if (known.empty()) return Comparison::perhaps;  // `-`: what is held is no identifier
  if (said.find(known) != said.npos) return Comparison::same;
  return mx::letters_apart(said, known) <= 1 ? Comparison::perhaps : Comparison::different;
}

bool says_any(const std::string& sentence, std::span<const std::string_view> all) {
  return std::ranges::any_of(all, [&](std::string_view words) { return says(sentence, std::string(words)); });
}

// What an amount in pesos is not.
constexpr std::string_view kOtherMoney[] = {"DOLARES", "DOLAR", "USD", "DLLS", "EUROS", "EUR", "UDIS"};

// What a count is counted in, in months; 1 where it does not say, or says months. 12 quincenas are not 12 months.
double months_in_its_unit(std::string_view answer) {
  constexpr struct {
    std::string_view word;
    double months;
  } kUnits[] = {{"ANO", 12},         {"ANOS", 12},        {"AÑO", 12},           {"AÑOS", 12},
                {"QUINCENA", 0.5},   {"QUINCENAS", 0.5},  {"SEMANA", 12.0 / 52}, {"SEMANAS", 12.0 / 52},
                {"DIA", 12.0 / 365}, {"DIAS", 12.0 / 365}};
  const std::string said = mx::comparable(answer);
  for (const auto& unit : kUnits)
    if (says(said, std::string(unit.word))) return unit.months;
  return 1;
}

Comparison compare_number(const boost::json::value& answer, double known, bool money) {
  std::vector<double> said;
  if (answer.is_number()) {
    said.push_back(answer.to_number<double>());
  } else {
    said = mx::said_numbers(text_of(answer));
  }
  if (said.empty()) return Comparison::no_answer;
  const auto is_known = [&](double value) { return std::abs(value - known) < kCent; };
  const auto competes = [&](double value) { return !is_known(value) && value >= kOfItsSize * known; };
  const double counts = answer.is_string() && !money ? months_in_its_unit(text_of(answer)) : 1;
  if (std::any_of(said.begin(), said.end(), is_known)) {
    const bool otherwise = money ? says_any(mx::comparable(text_of(answer)), kOtherMoney) ||
                                       std::any_of(said.begin(), said.end(), competes)
                                 : counts != 1;
    return otherwise ? Comparison::perhaps : Comparison::same;
  }
  if (said.size() > 1 || is_known(said.front() * counts)) return Comparison::perhaps;
  return Comparison::different;
}

Comparison compare_address(std::string_view answer, const Held& held) {
  const mx::Address said = mx::parse_address(answer);
  if (said.empty()) return Comparison::no_answer;
  mx::Address known;
  if (held.parts.size() == 1 && held.grounds.size() == 1) known = mx::parse_address(held.parts.begin()->second);
  for (const auto which : mx::kAddressParts)
    if (const auto value = part(held, std::string(mx::name(which))); !value.empty()) known.at(which).value = value;
  bool agree = false, alike = false;
  for (const auto which : mx::kAddressParts) {
    switch (mx::compare(which, said[which], known[which])) {
      case mx::Likeness::different:
        return Comparison::different;
      case mx::Likeness::alike:
        alike = true;
        break;
      case mx::Likeness::same:
        agree = true;
        break;
      case mx::Likeness::unknown:
        break;
    }
  }
  return alike || !agree ? Comparison::perhaps : Comparison::same;
}

// "58,000, no, 580,000": whoever denies or corrects says the value, too. In an address, `No.` is a number.
bool is_taken_back(Kind kind, std::string_view answer) {
  constexpr std::string_view kDenials[] = {"NO", "NI", "NUNCA", "PERDON", "DIGO", "CORRIJO", "EQUIVOQUE"};
  return kind != Kind::address && says_any(mx::comparable(answer), kDenials);
}

// Whoever does not know gives no other value.
bool is_unknown(std::string_view answer) {
  constexpr std::string_view kUnknown[] = {"NO SE",       "NO LO SE",    "NO LA SE",    "NO RECUERDO", "NO ME ACUERDO",
                                           "NO ME LA SE", "NO ME LO SE", "NO LA TENGO", "NO LO TENGO"};
  return says_any(mx::comparable(answer), kUnknown);
}

Comparison compare_plainly(Kind kind, const boost::json::value& answer, const Held& held, const NameLimits& limits) {
  switch (kind) {
    case Kind::name:
      return compare_name(text_of(answer), held, limits);
    case Kind::text:
      return compare_text(text_of(answer), held.parts.begin()->second, limits);
    case Kind::identifier:
      return compare_identifier(answer, held);
    case Kind::date: {
      const auto said = mx::said_date(text_of(answer), held.date);
      if (!said) return Comparison::no_answer;
      return *said == *held.date ? Comparison::same : Comparison::different;
    }
    case Kind::amount:
    case Kind::count:
      return compare_number(answer, *held.number, kind == Kind::amount);
    case Kind::address:
      return compare_address(text_of(answer), held);
  }
  return Comparison::no_answer;
}

}  // namespace

Comparison compare(Kind kind, const boost::json::value& answer, const Held& held, const NameLimits& limits) {
  const Comparison found = compare_plainly(kind, answer, held, limits);
  if (found == Comparison::different && is_unknown(text_of(answer))) return Comparison::no_answer;
  return found == Comparison::same && is_taken_back(kind, text_of(answer)) ? Comparison::perhaps : found;
}

bool says_as_asked(const boost::json::value& answer, const Phrases& phrases) {
  const std::string said = mx::comparable(shown(answer));
  const auto said_any = [&](const std::vector<std::string_view>& all) {
    return std::any_of(all.begin(), all.end(),
                       [&](std::string_view phrase) { return says(said, mx::comparable(phrase)); });
  };
  return said_any(phrases.any) && !said_any(phrases.none);
}

std::string shown(const boost::json::value& answer) {
  if (answer.is_bool()) return answer.get_bool() ? "sí" : "no";
  return answer.is_string() ? std::string(answer.as_string()) : boost::json::serialize(answer);
}

std::string shown(Kind kind, const Held& held) {
  if (held.date) return mx::to_iso(*held.date);
  if (held.number && kind == Kind::count) return std::to_string(std::llround(*held.number));
  if (held.number) return cotejo::judgement::pesos(std::llround(*held.number * 100));
  if (kind == Kind::name) return joined(held);
  std::string out;
  for (const auto which : mx::kAddressParts)
    if (const auto value = part(held, std::string(mx::name(which))); !value.empty())
      out += (out.empty() ? "" : ", ") + value;
  return out.empty() ? held.parts.begin()->second : out;
}

}  // namespace interview_check
