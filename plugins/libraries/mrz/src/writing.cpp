#include "mrz/writing.hpp"

#include <algorithm>
#include <cstdio>

#include "mrz/reading.hpp"
#include "mx/name.hpp"

namespace cotejo::mrz {
namespace {

struct Letter {
  std::string_view from, to;
};
// Letters that do not decompose into a plain one and a mark (Doc 9303-3, section 6).
constexpr Letter kLetters[] = {{"Ñ", "N"}, {"Æ", "AE"}, {"Ø", "OE"}, {"Œ", "OE"}, {"Þ", "TH"}, {"Đ", "D"}, {"Ł", "L"}};

bool digits_of_length(const std::string& text, std::size_t length) {
  return text.size() == length && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool in_alphabet(const std::string& text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return allowed(Alphabet::alphanumeric, Issuer::icao, c); });
}

std::string filled(std::string text, std::size_t length) {
  text.resize(length, '<');
  return text;
}

std::string with_digit(const std::string& text) {
  return text + check_digit(text);
}

std::string dated(const mx::Date& date) {
  return with_digit(mx::to_yymmdd(date));
}

void put(std::vector<std::string>& lines, Span span, const std::string& text) {
  lines[span.line].replace(span.begin, span.length, filled(text, span.length));
}

// A number of more than nine characters goes on in the optional field of a TD1.
bool put_number(std::vector<std::string>& lines, const Document& document) {
  constexpr std::size_t kField = 9;
  const std::string& number = document.number;
  if (number.size() <= kField) {
    put(lines, span_of(document.format, Field::document_number), number);
    put(lines, span_of(document.format, Field::optional), document.optional);
    return true;
  }
  const std::string rest = number.substr(kField) + check_digit(number) + '<' + document.optional;
  const Span optional = span_of(document.format, Field::optional);
  if (document.format != Format::td1 || number.size() > 22 ||
      (rest.size() > optional.length && !document.optional.empty())) {
    return false;
  }
  put(lines, span_of(document.format, Field::document_number), number.substr(0, kField));
  put(lines, optional, rest);
  return true;
}

bool fits(const Document& document) {
  auto room = [&](Field field) { return span_of(document.format, field).length; };
  return document.document_code.size() <= 2 && document.issuer.size() <= 3 && document.nationality.size() <= 3 &&
         document.optional.size() <= room(Field::optional) &&
         document.optional_second.size() <= room(Field::optional_second) && document.birth_date.ok() &&
         document.expiry_date.ok() && allowed(Alphabet::sex, Issuer::icao, document.sex) &&
         in_alphabet(document.document_code + document.issuer + document.number + document.nationality +
                     document.optional + document.optional_second);
}

}  // namespace

std::string transliterate(std::string_view name) {
  const std::string upper = mx::normalize(name);
  std::string out;
  for (std::size_t i = 0; i < upper.size(); ++i) {
    const char c = upper[i];
    if ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) {
      out += c;
    } else if (c == ' ' || c == '-') {
      if (!out.empty() && out.back() != '<') out += '<';
    } else {
      for (const Letter& letter : kLetters) {
        if (std::string_view(upper).substr(i).starts_with(letter.from)) out += letter.to;
      }
    }
  }
  if (!out.empty() && out.back() == '<') out.pop_back();
  return out;
}

std::string names_field(std::string_view surnames, std::string_view given_names, std::size_t length) {
  return filled(transliterate(surnames) + "<<" + transliterate(given_names), length);
}

std::vector<std::string> build(const Document& document) {
  if (!fits(document)) return {};
  const Format format = document.format;
  std::vector<std::string> lines(line_count(format), std::string(line_length(format), '<'));
  put(lines, span_of(format, Field::document_code), document.document_code);
  put(lines, span_of(format, Field::issuer), document.issuer);
  put(lines, span_of(format, Field::nationality), document.nationality);
  put(lines, span_of(format, Field::birth_date), mx::to_yymmdd(document.birth_date));
  put(lines, span_of(format, Field::expiry_date), mx::to_yymmdd(document.expiry_date));
  put(lines, span_of(format, Field::sex), std::string(1, document.sex));
  const Span names = span_of(format, Field::names);
  put(lines, names, names_field(document.surnames, document.given_names, names.length));
  if (format == Format::td1) put(lines, span_of(format, Field::optional_second), document.optional_second);
  if (!put_number(lines, document)) return {};
  for (const CheckRule& rule : check_rules(format)) {
    if (rule.field == Field::document_number && document.number.size() > 9)
      continue;  // its digit is in the optional field
    std::string covered;
    for (const Span& span : rule.covers) covered += lines[span.line].substr(span.begin, span.length);
    lines[rule.digit.line][rule.digit.begin] = check_digit(covered);
  }
  return lines;
}

std::vector<std::string> build_ine(const IneCard& card) {
  const bool digits = digits_of_length(card.cic, 9) && digits_of_length(card.section, 4) &&
                      digits_of_length(card.citizen_id, 9) && digits_of_length(card.emission, 2) &&
                      digits_of_length(card.number, 5);
  if (!digits || !card.birth_date.ok() || card.expiry_year < 1900 || card.expiry_year > 2100) return {};
  using namespace std::chrono_literals;
  const mx::Date expiry{std::chrono::year{card.expiry_year}, std::chrono::December, 31d};
  const std::string first = "IDMEX" + with_digit(card.cic) + "<<" + card.section + card.citizen_id;
  std::string second = dated(card.birth_date) + static_cast<char>(card.sex) + dated(expiry) + "MEX<" + card.emission +
                       "<<" + card.number + "<";
  second += check_digit(first.substr(5) + second.substr(0, 7) + second.substr(8, 7) + second.substr(18, 11));
  const std::string surnames = card.second_surname.empty() ? card.surname : card.surname + " " + card.second_surname;
  return {first, second, names_field(surnames, card.given_names, 30)};
}

double names_similarity(std::string_view zone_surnames, std::string_view zone_given_names, std::string_view surnames,
                        std::string_view given_names) {
  const std::string zone = transliterate(zone_surnames) + "<<" + transliterate(zone_given_names);
  const std::string whole = transliterate(surnames) + "<<" + transliterate(given_names);
  constexpr std::size_t kShortestNamesField = 30;  // TD1's: a shorter text was not cut
  return zone.size() >= kShortestNamesField ? mx::similarity_of_cut(whole, zone) : mx::similarity(whole, zone);
}

}  // namespace cotejo::mrz
