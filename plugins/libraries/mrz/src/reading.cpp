#include "mrz/reading.hpp"

#include <algorithm>
#include <cctype>

namespace cotejo::mrz {
namespace {

constexpr std::size_t kMaxText = 4096;  // of all lines; no zone has more than 90 characters

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

int value_of(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'A' && c <= 'Z') return c - 'A' + 10;
  return c == '<' ? 0 : -1;
}

std::optional<Format> format_of(std::span<const std::string> lines) {
  if (lines.empty()) return std::nullopt;
  const std::size_t length = lines[0].size();
  for (const std::string& line : lines) {
    if (line.size() != length) return std::nullopt;
  }
  const bool visa = lines[0].starts_with('V');
  for (const Format format : {Format::td1, Format::td2, Format::td3, Format::mrv_a, Format::mrv_b}) {
    const bool is_visa = format == Format::mrv_a || format == Format::mrv_b;
    if (lines.size() == line_count(format) && length == line_length(format) &&
        (is_visa == visa || format == Format::td1)) {
      return format;
    }
  }
  return std::nullopt;
}

Issuer issuer_of(Format format, const std::string& first_line) {
  if (format == Format::td1 && first_line.starts_with("IDMEX")) return Issuer::ine;
  if (format == Format::td3 && first_line.starts_with("PNRUS")) return Issuer::russia;
  return format == Format::td2 && first_line.starts_with("IDFRA") ? Issuer::france : Issuer::icao;
}

std::string_view cut(const Reading& reading, Span span) {
  return std::string_view(reading.lines[span.line]).substr(span.begin, span.length);
}

std::string_view field(const Reading& reading, Field which) {
  return cut(reading, span_of(reading.format, which, reading.issuer_rules));
}

std::string without_fillers(std::string_view text) {
  std::string out;
  for (char c : text) {
    const char letter = c == '<' ? ' ' : c;
    if (letter != ' ' || (!out.empty() && out.back() != ' ')) out += letter;
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

void read_names(Reading& reading) {
  const std::string_view names = field(reading, Field::names);
  const std::size_t border = names.find("<<");
  reading.surnames = without_fillers(names.substr(0, border));
  if (border != std::string_view::npos) reading.given_names = without_fillers(names.substr(border));
  if (reading.issuer_rules == Issuer::france) {
    reading.surnames = without_fillers(names);
    reading.given_names = without_fillers(field(reading, Field::given_names));
  }
  reading.names_cut = names.back() != '<';
}

enum class Century { birth, expiry };

std::optional<mx::Date> date_of(std::string_view yymmdd, Century century, int reference_year) {
  if (!std::all_of(yymmdd.begin(), yymmdd.end(), is_digit)) return std::nullopt;
  auto two = [&](std::size_t at) { return (yymmdd[at] - '0') * 10 + (yymmdd[at + 1] - '0'); };
  const int latest = century == Century::birth ? reference_year : reference_year + 49;
  int year = latest - latest % 100 + two(0);
  if (year > latest) year -= 100;
  const mx::Date date{std::chrono::year{year}, std::chrono::month(static_cast<unsigned>(two(2))),
                      std::chrono::day(static_cast<unsigned>(two(4)))};
  return date.ok() ? std::optional(date) : std::nullopt;
}

std::optional<mx::Sex> sex_of(char c, Issuer issuer) {
  if (c == 'X') return mx::Sex::nonbinary;
  if (c == 'F') return mx::Sex::female;  // nowhere anything else
  if (issuer == Issuer::ine) return mx::parse_sex(c);
  return c == 'M' ? std::optional(mx::Sex::male) : std::nullopt;
}

// A number that is longer than its field goes on in the optional field, whose last character before the fillers checks
// all of it. Some issuers count the filler in the digit's place, some do not.
CheckDigit long_number_check(const Reading& reading, std::string& number) {
  CheckDigit check{.field = Field::document_number};
  const std::string_view rest = field(reading, Field::optional).substr(0, field(reading, Field::optional).find('<'));
  if (rest.size() < 2) return check;
  const std::string head(field(reading, Field::document_number));
  const std::string tail(rest.substr(0, rest.size() - 1));
  number = head + tail;
  check.found = rest.back();
  check.expected = check_digit(number);
  if (check.found != check.expected && check.found == check_digit(head + '<' + tail)) check.expected = check.found;
  check.right = check.found == check.expected && check.expected != '?';
  return check;
}

bool continues(const Reading& reading) {
  if (reading.issuer_rules != Issuer::icao) return false;
  const auto begins_in = [&](std::size_t line, std::size_t digit, std::size_t optional) {
    return reading.lines[line][digit] == '<' && reading.lines[line][optional] != '<';
  };
  return (reading.format == Format::td1 && begins_in(0, 14, 15)) ||
         (reading.format == Format::td2 && begins_in(1, 9, 28));
}

void read_checks(Reading& reading) {
  for (const CheckRule& rule : check_rules(reading.format, reading.issuer_rules)) {
    if (rule.field == Field::document_number && continues(reading)) {
      reading.checks.push_back(long_number_check(reading, reading.document_number));
      continue;
    }
    std::string covered;
    for (const Span& span : rule.covers) covered += cut(reading, span);
    CheckDigit check{rule.field, check_digit(covered), cut(reading, rule.digit)[0], false};
    const bool empty = covered.find_first_not_of('<') == std::string::npos;
    check.right = check.expected != '?' && (check.found == check.expected || (empty && check.found == '<'));
    reading.checks.push_back(check);
  }
}

void read_ine(Reading& reading) {
  const std::string &first = reading.lines[0], &second = reading.lines[1];
  Ine ine{first.substr(5, 9), first.substr(17, 13), first.substr(17, 4), first.substr(21, 9), second.substr(19, 2)};
  for (const std::string* number : {&ine.cic, &ine.ocr, &ine.emission}) {
    if (!std::all_of(number->begin(), number->end(), is_digit)) return;
  }
  reading.ine = std::move(ine);
}

void count_misplaced(Reading& reading) {
  for (std::size_t line = 0; line < reading.lines.size(); ++line) {
    for (std::size_t column = 0; column < reading.lines[line].size(); ++column) {
      const Alphabet alphabet = alphabet_at(reading.format, reading.issuer_rules, line, column);
      if (!allowed(alphabet, reading.issuer_rules, reading.lines[line][column])) ++reading.misplaced;
    }
  }
}

struct Confusion {
  char letter, digit;
};
// What OCR takes for one another in OCR-B. Letters first that are the usual reading of their digit.
constexpr Confusion kConfusions[] = {{'O', '0'}, {'I', '1'}, {'Z', '2'}, {'S', '5'}, {'G', '6'},
                                     {'B', '8'}, {'Q', '0'}, {'D', '0'}, {'L', '1'}};
constexpr std::string_view kFillerLike = "KC(";  // readings of < where nothing else may stand

char repaired(Alphabet alphabet, char c) {
  const bool wants_digit = alphabet == Alphabet::digits || alphabet == Alphabet::check || alphabet == Alphabet::date ||
                           alphabet == Alphabet::check_or_filler;
  for (const Confusion& pair : kConfusions) {
    if (wants_digit && c == pair.letter) return pair.digit;
    if ((alphabet == Alphabet::letters || alphabet == Alphabet::code) && c == pair.digit) return pair.letter;
  }
  if (alphabet == Alphabet::filler && kFillerLike.find(c) != std::string_view::npos) return '<';
  return c;
}

void repair_span(std::vector<std::string>& lines, Format format, Issuer issuer, Span span, std::vector<Repair>& done) {
  for (std::size_t column = span.begin; column < span.begin + span.length; ++column) {
    char& c = lines[span.line][column];
    const Alphabet alphabet = alphabet_at(format, issuer, span.line, column);
    if (allowed(alphabet, issuer, c)) continue;
    const char better = repaired(alphabet, c);
    if (better == c) continue;
    done.push_back({span.line, column, c, better});
    c = better;
  }
}

}  // namespace

bool Reading::valid() const {
  const auto stated = [&](Field which, const std::optional<mx::Date>& date) {
    const std::string_view text = field(*this, which);
    return date || text.empty() || text.find('<') != std::string_view::npos;
  };
  return misplaced == 0 && stated(Field::birth_date, birth_date) && stated(Field::expiry_date, expiry_date) &&
         std::all_of(checks.begin(), checks.end(), [](const CheckDigit& check) { return check.right; });
}

bool Reading::right(Field field) const {
  return std::any_of(checks.begin(), checks.end(),
                     [&](const CheckDigit& check) { return check.field == field && check.right; });
}

std::string_view code(Shape shape) {
  constexpr std::string_view kCodes[] = {"", "line_count", "line_length", "characters"};
  return kCodes[static_cast<std::size_t>(shape)];
}

char check_digit(std::string_view text) {
  constexpr int kWeights[] = {7, 3, 1};
  int sum = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int value = value_of(text[i]);
    if (value < 0) return '?';
    sum = (sum + value * kWeights[i % 3]) % 10;
  }
  return static_cast<char>('0' + sum);
}

std::vector<std::string> clean_lines(std::string_view text) {
  constexpr std::string_view kGuillemet = "\xC2\xAB";  // «
  std::vector<std::string> lines(1);
  text = text.substr(0, kMaxText);
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\n' || c == '\r') {
      if (!lines.back().empty()) lines.emplace_back();
    } else if (text.substr(i).starts_with(kGuillemet)) {
      lines.back() += "<<";
      ++i;
    } else if (c != ' ' && c != '\t') {
      lines.back() += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    }
  }
  if (lines.back().empty()) lines.pop_back();
  return lines;
}

ParseResult parse(std::span<const std::string> lines, int reference_year) {
  if (lines.size() != 2 && lines.size() != 3) return {std::nullopt, Shape::line_count};
  const auto format = format_of(lines);
  if (!format) return {std::nullopt, Shape::line_length};
  for (const std::string& line : lines) {
    if (!std::all_of(line.begin(), line.end(), [](char c) { return value_of(c) >= 0; }))
      return {std::nullopt, Shape::characters};
  }
  Reading reading;
  reading.format = *format;
  reading.issuer_rules = issuer_of(*format, lines[0]);
  reading.lines.assign(lines.begin(), lines.end());
  reading.document_code = without_fillers(field(reading, Field::document_code));
  reading.issuer = without_fillers(field(reading, Field::issuer));
  reading.document_number = without_fillers(field(reading, Field::document_number));
  reading.nationality = without_fillers(field(reading, Field::nationality));
  reading.optional = without_fillers(field(reading, Field::optional));
  if (*format == Format::td1) reading.optional_second = without_fillers(field(reading, Field::optional_second));
  reading.birth_date = date_of(field(reading, Field::birth_date), Century::birth, reference_year);
  if (span_of(*format, Field::expiry_date, reading.issuer_rules).length > 0)
    reading.expiry_date = date_of(field(reading, Field::expiry_date), Century::expiry, reference_year);
  reading.sex = sex_of(field(reading, Field::sex)[0], reading.issuer_rules);
  read_names(reading);
  read_checks(reading);
  count_misplaced(reading);
  if (reading.issuer_rules == Issuer::ine) read_ine(reading);
  return {std::move(reading), Shape::ok};
}

std::vector<Repair> repair(std::vector<std::string>& lines) {
  std::vector<Repair> done;
  const auto format = format_of(lines);
  if (!format) return done;
  // The issuer decides the alphabets of the rest, so its letters come first.
  constexpr std::size_t kIssuerEnd = 5;
  repair_span(lines, *format, Issuer::icao, {0, 0, kIssuerEnd}, done);
  const Issuer issuer = issuer_of(*format, lines[0]);
  for (std::size_t line = 0; line < lines.size(); ++line) {
    repair_span(lines, *format, issuer, {line, 0, lines[line].size()}, done);
  }
  return done;
}

}  // namespace cotejo::mrz
