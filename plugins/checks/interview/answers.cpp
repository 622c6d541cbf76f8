#include "answers.hpp"

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <cmath>
#include <judgement/amounts.hpp>
#include <mx/address.hpp>
#include <mx/name.hpp>
#include <mx/printed_name.hpp>
#include <mx/said.hpp>

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

Comparison compare_name(std::string_view answer, const Held& held, const NameLimits& limits) {
  const std::string said = mx::comparable(answer), known = mx::comparable(joined(held));
  if (said.empty()) return Comparison::no_answer;
  if (says(said, known)) return Comparison::same;
  const auto printed = mx::likeness_as_printed(answer, {.surname = part(held, "surname"),
                                                        .second_surname = part(held, "second_surname"),
                                                        .given_names = part(held, "given_names")});
  if (printed.one_letter) return Comparison::same;
  return by_similarity(std::max(printed.score, mx::similarity(said, known)), limits);
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
  if (std::any_of(said.begin(), said.end(), is_known))
    return money && std::any_of(said.begin(), said.end(), competes) ? Comparison::perhaps : Comparison::same;
  return said.size() == 1 ? Comparison::different : Comparison::perhaps;
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
  const std::string said = mx::comparable(answer);
  return kind != Kind::address && std::any_of(std::begin(kDenials), std::end(kDenials),
                                              [&](std::string_view word) { return says(said, std::string(word)); });
}

Comparison compare_plainly(Kind kind, const boost::json::value& answer, const Held& held, const NameLimits& limits) {
  switch (kind) {
    case Kind::name:
      return compare_name(text_of(answer), held, limits);
    case Kind::text:
      if (mx::comparable(text_of(answer)).empty()) return Comparison::no_answer;
      if (says(mx::comparable(text_of(answer)), mx::comparable(held.parts.begin()->second))) return Comparison::same;
      return by_similarity(mx::similarity(text_of(answer), held.parts.begin()->second), limits);
    case Kind::identifier:
      return compare_identifier(answer, held);
    case Kind::date: {
      const auto said = mx::said_date(text_of(answer));
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
