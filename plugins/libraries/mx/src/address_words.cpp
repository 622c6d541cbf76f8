#include "address_words.hpp"

#include <algorithm>

#include "letters.hpp"
#include "mx/name.hpp"

namespace cotejo::mx {
namespace {

enum class Table { street, colonia, inside, ordinal, label };

struct Entry {
  Table table;
  std::string_view written, kept;
};

constexpr Entry kEntries[] = {
#define STREET(written, kept) Entry{Table::street, written, kept},
#define COLONIA(written, kept) Entry{Table::colonia, written, kept},
#define INSIDE(written, kept) Entry{Table::inside, written, kept},
#define ORDINAL(written, kept) Entry{Table::ordinal, written, kept},
#define LABEL(written, kept) Entry{Table::label, written, kept},
#include "address_words.inc"
#undef STREET
#undef COLONIA
#undef INSIDE
#undef ORDINAL
#undef LABEL
};

struct LabelName {
  std::string_view name;
  Label label;
};
constexpr LabelName kLabelNames[] = {{"exterior", Label::exterior}, {"interior", Label::interior},
                                     {"building", Label::building}, {"block", Label::block},
                                     {"lot", Label::lot},           {"km", Label::km},
                                     {"none", Label::no_number},    {"postal", Label::postal},
                                     {"city", Label::city},         {"municipality", Label::municipality},
                                     {"state", Label::state},       {"reference", Label::reference}};

constexpr std::size_t kMaxWords = 3;  // of an entry

// The longest entry that `tokens` begin with. An entry that ends in `:` wants its colon.
KnownWords find(Table table, Tokens tokens) {
  KnownWords best;
  std::string text;
  for (std::size_t count = 1; count <= std::min(kMaxWords, tokens.size()); ++count) {
    if (count > 1) {
      if (tokens[count - 2].ends || tokens[count - 2].label) break;
      text += ' ';
    }
    text += tokens[count - 1].text;
    for (const Entry& entry : kEntries) {
      if (entry.table != table) continue;
      const bool colon = entry.written.back() == ':';
      if (colon && !tokens[count - 1].label) continue;
      if (entry.written.substr(0, entry.written.size() - (colon ? 1 : 0)) == text) best = {count, entry.kept, {}};
    }
  }
  return best;
}

std::string_view replaced(Table table, std::string_view word) {
  const auto* found = std::find_if(std::begin(kEntries), std::end(kEntries),
                                   [&](const Entry& e) { return e.table == table && e.written == word; });
  return found == std::end(kEntries) ? word : found->kept;
}

// Labels that are written together with what they label: `CP06000`, `MZ12`, `NO.120`, `COL.CENTRO`.
constexpr std::string_view kGlued[] = {"CP",  "MZA", "MZ", "LTE", "LT",    "INT",
                                       "EXT", "KM",  "NO", "NUM", "DEPTO", "EDIF"};

bool is_listed(std::string_view word) {
  const AddressToken token{std::string(word), 0, 0, false, false};
  const Tokens one(&token, 1);
  return street_kind(one).count || colonia_kind(one).count || label_at(one).count;
}

std::string without_periods(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool decimal = text[i] == '.' && i > 0 && i + 1 < text.size() &&
                         is_digit(static_cast<unsigned char>(text[i - 1])) &&
                         is_digit(static_cast<unsigned char>(text[i + 1]));  // of a kilometre
    if (decimal || std::string_view(".'()\"*").find(text[i]) == std::string_view::npos) out += text[i];
  }
  return out;
}

// `03330-CR` and `-03331` behind it: a postal code with its distribution centre, as telephone bills print them.
bool is_sorting_code(std::string_view text) {
  return text.size() == 6 && text.front() == '-' && is_number(text.substr(1));
}
std::string_view without_centre(std::string_view text) {
  const bool centre = text.size() == 8 && text[5] == '-' && is_number(text.substr(0, 5)) && !has_digit(text.substr(6));
  return centre ? text.substr(0, 5) : text;
}

// One written word, as the one or two that it holds.
std::vector<std::string> split(std::string text) {
  if (is_sorting_code(text)) return {};
  text.resize(without_centre(text).size());
  // `#12`, and as readers of pictures take the sign: `++12`, `$12`. Of `+412` nobody knows whether the 4 is a part of
  // it.
  const auto number = text.find_first_not_of("#+$");
  if (text.starts_with("+4") && text.size() > 2) return {};
  if (number != 0 && number != std::string::npos) return {"#", without_periods(text.substr(number))};
  if (text == "+") return {"#"};  // as readers of pictures take it
  if (text == "|") return {"I"};
  for (auto dot = text.rfind('.'); dot != std::string::npos && dot > 0; dot = text.rfind('.', dot - 1)) {
    if (dot + 1 == text.size()) continue;
    const std::string left = without_periods(text.substr(0, dot));
    const bool initials = left.size() == 1 && !has_digit(std::string_view(text).substr(dot + 1));  // `N.L.`
    if (!initials && is_listed(left)) return {left, without_periods(text.substr(dot + 1))};
  }
  text = without_periods(text);
  if (text.size() > 2 && text.back() == '/') text.pop_back();  // `Alcaldía/` before `Municipio:`
  for (std::string_view label : kGlued)
    if (text.size() > label.size() && text.starts_with(label) && is_number(std::string_view(text).substr(label.size())))
      return {std::string(label), text.substr(label.size())};
  return {text};
}

void add(std::vector<AddressToken>& tokens, const AddressWord& word, std::size_t index) {
  std::string text = normalize(word.text);
  // Commas and colons inside of a word part it: `Juárez,CDMX`, `CP:06000`.
  for (std::size_t from = 0; from <= text.size();) {
    const auto at = text.find_first_of(",;:", from);
    const std::string piece = text.substr(from, at == std::string::npos ? std::string::npos : at - from);
    for (auto& part : split(piece))
      if (!part.empty() && part != "-") tokens.push_back({std::move(part), index, word.line, false, false});
    if (at == std::string::npos) break;
    if (!tokens.empty()) (text[at] == ':' ? tokens.back().label : tokens.back().ends) = true;
    from = at + 1;
  }
}

}  // namespace

std::vector<AddressToken> address_tokens(std::span<const AddressWord> words) {
  constexpr std::size_t kMaxWord = 60;  // bytes; longer ones are not of an address
  std::vector<AddressToken> tokens;
  for (std::size_t i = 0; i < std::min(words.size(), kMaxAddressWords); ++i)
    if (words[i].text.size() <= kMaxWord) add(tokens, words[i], i);
  return tokens;
}

KnownWords street_kind(Tokens tokens) {
  return find(Table::street, tokens);
}

KnownWords colonia_kind(Tokens tokens) {
  return find(Table::colonia, tokens);
}

KnownWords label_at(Tokens tokens) {
  KnownWords found = find(Table::label, tokens);
  if (!found.count) return found;
  for (const LabelName& each : kLabelNames)
    if (each.name == found.canonical) found.label = each.label;
  return found;
}

std::string_view full_word(std::string_view word) {
  return replaced(Table::inside, word);
}

std::string_view ordinal(std::string_view word) {
  return replaced(Table::ordinal, word);
}

bool has_digit(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_number(std::string_view text) {
  return !text.empty() && all_digits(text);
}

std::string joined(Tokens tokens) {
  std::string out;
  for (const AddressToken& token : tokens) {
    const auto word = full_word(token.text);
    if (word.empty() || word == "#") continue;
    out.append(out.empty() ? "" : " ").append(word);
  }
  return out;
}

std::string named(Tokens tokens, KnownWords (*kind_at)(Tokens)) {
  std::string name;
  for (KnownWords kind = kind_at(tokens); kind.count && kind.count < tokens.size(); kind = kind_at(tokens)) {
    if (!kind.canonical.empty()) name.append(name.empty() ? "" : " ").append(kind.canonical);
    tokens = tokens.subspan(kind.count);
  }
  const std::string rest = joined(tokens);
  if (!rest.empty()) name.append(name.empty() ? "" : " ").append(rest);
  return name;
}

}  // namespace cotejo::mx
