// Whether two parts of addresses are one place.
#include <algorithm>
#include <array>

#include "address_name.hpp"
#include "mx/name.hpp"
#include "mx/numbers.hpp"
#include "mx/spanish_number.hpp"
#include "one_word.hpp"

namespace cotejo::mx {

std::string_view municipality_of_postal_code(std::string_view postal_code) {
  const auto parsed = parse_postal_code(postal_code);
  return parsed.valid() ? parsed.value->borough : std::string_view{};
}

namespace {

constexpr double kAlikeName = 0.72;  // of similarity(); below, two names

// All words of one are words of the other.
bool within(const std::vector<std::string>& few, const std::vector<std::string>& many) {
  return !few.empty() && std::all_of(few.begin(), few.end(), [&](const std::string& word) {
    return std::any_of(many.begin(), many.end(), [&](const std::string& other) { return is_one_word(word, other); });
  });
}

// `B` of `BENITO`.
bool is_initial(const std::string& a, const std::string& b) {
  return !a.empty() && !b.empty() && a.front() == b.front() && !has_digit(a) && !has_digit(b) &&
         (a.size() == 1) != (b.size() == 1);
}

// All words are the same in their order, some of them by their initials.
bool same_with_initials(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  bool written_out = false;
  return a.size() == b.size() &&
         std::equal(a.begin(), a.end(), b.begin(),
                    [&](const auto& word, const auto& other) {
                      if (is_initial(word, other)) return true;
                      written_out = written_out || word.size() > 1;
                      return is_one_word(word, other);
                    }) &&
         written_out;
}

// Word by word, whatever the blanks: what differs in one word of a long name makes another street of it.
bool same_words(const AddressName& a, const AddressName& b) {
  if (same_with_initials(a.words, b.words)) return true;
  return similarity(a.text(), b.text()) == 1;
}

// A digit that a picture shows for a letter (`HIDALG0`) makes no number of a word.
bool is_numbered(const std::string& word) {
  constexpr std::string_view kLikeLetters = "012568";
  constexpr std::ptrdiff_t kLetters = 5;  // of a word with one digit that is still a word; `SECC1` is a number
  const auto digits = std::count_if(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (digits != 1 || std::ssize(word) - digits < kLetters) return digits > 0;
  return word.find_first_of(kLikeLetters) == word.npos;
}

// Numbers inside of names are not misspelt: `5 DE MAYO` and `2 DE MAYO`, `SECCION 2` and `SECCION 3`.
bool same_digits(const AddressName& a, const AddressName& b) {
  const auto digits = [](const AddressName& name) {
    std::vector<std::string> out;
    std::copy_if(name.words.begin(), name.words.end(), std::back_inserter(out), is_numbered);
    std::sort(out.begin(), out.end());
    return out;
  };
  return digits(a) == digits(b);
}

Likeness compare_names(const AddressName& a, const AddressName& b) {
  const bool one_within = within(a.words, b.words) || within(b.words, a.words);
  if (!same_digits(a, b)) return one_within ? Likeness::alike : Likeness::different;
  if (same_words(a, b)) return Likeness::same;
  return one_within || similarity(a.text(), b.text()) >= kAlikeName ? Likeness::alike : Likeness::different;
}

// `PRIMERO`, `1RO` and `1` are one number, and `CINCO` is `5`.
std::string in_figures(const std::string& word) {
  constexpr std::string_view kEndings[] = {"A",  "O",  "RA", "RO", "ER", "DA", "DO", "TA",
                                           "TO", "MA", "MO", "VA", "VO", "NA", "NO", "\u00B0"};
  constexpr std::size_t kLongest = 2;  // digits of an ordinal
  const auto digits = std::min(word.find_first_not_of("0123456789"), word.size());
  const std::string_view rest = std::string_view(word).substr(digits);
  if (digits > 0 && digits <= kLongest &&
      std::find(std::begin(kEndings), std::end(kEndings), rest) != std::end(kEndings))
    return word.substr(0, digits);
  const auto value = spanish_number_word(word);
  return value ? std::to_string(*value) : word;
}

// Numbers in figures, and the kind behind an ordinal in full: `1A CDA DE LA PAZ`.
AddressName comparable_name(std::string_view text, KnownWords (*kind_at)(Tokens)) {
  AddressName name = address_name(text, kind_at);
  for (auto* words : {&name.words, &name.every})
    for (auto& word : *words) word = in_figures(word);
  if (name.words.size() > 2 && has_digit(name.words.front())) {
    const AddressToken second{name.words[1], 0, 0, false, false};
    if (const KnownWords kind = kind_at({&second, 1}); kind.count && !kind.canonical.empty() && second.text.size() > 1)
      name.words[1] = kind.canonical;
  }
  return name;
}

// `PASEO` is `AVENIDA PASEO`, and what one leaves out is the other's; but an extension is another settlement.
bool one_kind(const std::string& a, const std::string& b) {
  constexpr std::string_view kExtension = "AMPLIACION";
  if (a == b) return true;
  if (a.empty() || b.empty()) return a != kExtension && b != kExtension;
  return a == "AVENIDA " + b || b == "AVENIDA " + a || a == "CALLE " + b || b == "CALLE " + a;
}

Likeness compare_named(std::string_view a, std::string_view b, KnownWords (*kind_at)(Tokens)) {
  const AddressName left = comparable_name(a, kind_at), right = comparable_name(b, kind_at);
  const Likeness names = compare_names(left, right);
  return names == Likeness::same && !one_kind(left.kinds, right.kinds) ? Likeness::alike : names;
}

struct Seat {
  std::string_view town, municipality;
};
constexpr Seat kSeats[] = {
#define SEAT(town, municipality) {town, municipality},
#include "municipal_seats.inc"
#undef SEAT
};

std::string plain_town(const AddressName& name) {
  std::string out;
  for (const auto& word : name.every) out += (out.empty() ? "" : " ") + word;
  for (auto at = out.find("\u00D1"); at != out.npos; at = out.find("\u00D1", at)) out.replace(at, 2, "N");
  return out;
}

bool is_borough(const std::string& town) {
  static const std::vector<std::string> kBoroughs = [] {
    constexpr int kCount = 16;
    std::vector<std::string> all;
    for (int i = 1; i <= kCount; ++i)
      all.push_back(comparable(municipality_of_postal_code((i < 10 ? "0" : "") + std::to_string(i) + "000")));
    return all;
  }();
  return std::find(kBoroughs.begin(), kBoroughs.end(), town) != kBoroughs.end();
}

// All of Mexico City, where a borough is asked for.
bool is_the_capital(const std::string& town) {
  constexpr std::string_view kNames[] = {"CIUDAD DE MEXICO", "MEXICO", "MEXICO DF",
                                         "MEXICO D F",       "CDMX",   "DISTRITO FEDERAL"};
  return std::find(std::begin(kNames), std::end(kNames), town) != std::end(kNames);
}

// `GAM`
bool is_made_of_initials(const AddressName& few, const AddressName& many) {
  if (few.every.size() != 1 || many.every.size() < 3 || few.every.front().size() != many.every.size()) return false;
  return std::equal(many.every.begin(), many.every.end(), few.every.front().begin(),
                    [](const std::string& word, char letter) { return word.front() == letter; });
}

// Of which one is inside of the other, or that are two names of one.
bool is_known_pair(const AddressName& a, const AddressName& b) {
  const std::string left = plain_town(a), right = plain_town(b);
  if ((is_the_capital(left) && (is_borough(right) || is_the_capital(right))) ||
      (is_the_capital(right) && is_borough(left)))
    return true;
  return std::any_of(std::begin(kSeats), std::end(kSeats), [&](const Seat& seat) {
    return (left == seat.town && right == seat.municipality) || (right == seat.town && left == seat.municipality);
  });
}

// `ECATEPEC` is `ECATEPEC DE MORELOS`, `TLAQUEPAQUE` is `SAN PEDRO TLAQUEPAQUE`.
Likeness compare_municipalities(std::string_view a, std::string_view b) {
  const auto no_kind = [](Tokens) { return KnownWords{}; };
  const AddressName left = address_name(a, no_kind), right = address_name(b, no_kind);
  if (is_known_pair(left, right) || is_made_of_initials(left, right) || is_made_of_initials(right, left))
    return Likeness::same;
  const Likeness names = compare_names(left, right);
  if (names != Likeness::alike) return names;
  const bool begins = left.words.front() == right.words.front() || left.words.back() == right.words.back();
  return begins && (within(left.words, right.words) || within(right.words, left.words)) ? Likeness::same : names;
}

struct HouseNumber {
  std::string digits;   // of the street's numbering
  std::string inner;    // `5` of `1234-5`
  std::string letters;  // `B` of `120B`
  std::string block, lot, km;
  bool none = false;
};

HouseNumber house_number(std::string_view text) {
  // Of the house, and not of its number.
  constexpr std::string_view kLabels[] = {"EDIF", "EDIFICIO", "TORRE", "CASA",    "NO",
                                          "NUM",  "NUMERO",   "EXT",   "EXTERIOR"};
  HouseNumber out;
  // `1234-5`: the hyphen parts the house from what is in it.
  if (const auto hyphen = text.find('-'); hyphen != text.npos && is_number(text.substr(0, hyphen)) &&
                                          is_number(text.substr(hyphen + 1)) && hyphen > 0 &&
                                          hyphen + 1 < text.size()) {
    out.digits = text.substr(0, hyphen), out.inner = text.substr(hyphen + 1);
    return out;
  }
  auto parts = words(normal_part(AddressPart::exterior_number, text));
  // `12 BIS` is `12-BIS`.
  if (const auto plain = words(comparable(text)); plain.size() == 2 && is_number(plain[0]) && plain[1] == "BIS")
    parts = {plain[0] + plain[1]};
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto& word = parts[i];
    if (std::find(std::begin(kLabels), std::end(kLabels), word) != std::end(kLabels) && parts.size() > 1) continue;
    if (word == "S/N") out.none = true;
    std::string* labelled = word == "MZ" ? &out.block : word == "LT" ? &out.lot : word == "KM" ? &out.km : nullptr;
    if (labelled && i + 1 < parts.size()) {
      *labelled = parts[++i];
      if (const auto roman = roman_value(*labelled); roman && word == "MZ") *labelled = std::to_string(*roman);
    } else if (!labelled && word != "S/N") {
      for (char c : word) (c >= '0' && c <= '9' ? out.digits : out.letters) += c;
    }
  }
  while (out.digits.size() > 1 && out.digits.front() == '0') out.digits.erase(0, 1);
  return out;
}

// A street without a name may be the one that the other side names.
Likeness compare_streets(std::string_view a, std::string_view b) {
  const bool left = states_none(AddressPart::street, a), right = states_none(AddressPart::street, b);
  if (left || right) return left && right ? Likeness::same : Likeness::alike;
  return compare_named(a, b, street_kind);
}

Likeness compare_if_both(const std::string& a, const std::string& b) {
  if (a.empty() || b.empty()) return Likeness::unknown;
  return a == b ? Likeness::same : Likeness::different;
}

// A house may have a number of the street and one of its lot: only what both say counts.
Likeness compare_exterior(std::string_view a, std::string_view b) {
  const HouseNumber left = house_number(a), right = house_number(b);
  const bool lettered = left.digits.empty() && right.digits.empty();  // `CASA B`
  Likeness numbers =
      lettered ? compare_if_both(left.letters, right.letters) : compare_if_both(left.digits, right.digits);
  if (numbers == Likeness::same && left.letters != right.letters)
    numbers = left.letters.empty() || right.letters.empty() ? Likeness::alike : Likeness::different;
  const Likeness all[] = {numbers, compare_if_both(left.block, right.block), compare_if_both(left.lot, right.lot),
                          compare_if_both(left.km, right.km),
                          left.none && right.none ? Likeness::same : Likeness::unknown};
  // A block has many lots.
  if (all[1] == Likeness::same && left.lot.empty() != right.lot.empty() && numbers == Likeness::unknown)
    return Likeness::alike;
  for (Likeness wanted : {Likeness::different, Likeness::alike, Likeness::same})
    if (std::find(std::begin(all), std::end(all), wanted) != std::end(all)) return wanted;
  return left.none != right.none ? Likeness::alike : Likeness::unknown;
}

Likeness compare_interior(std::string_view a, std::string_view b) {
  const auto bare = [](std::string_view text) {
    auto all = words(normal_part(AddressPart::interior_number, text));
    std::erase_if(all, [](const std::string& word) {
      return word == "EDIF" || word == "TORRE" || word == "PISO" || word == "INT";
    });
    return all;
  };
  const auto left = bare(a), right = bare(b);
  if (left == right) return Likeness::same;
  return within(left, right) || within(right, left) ? Likeness::alike : Likeness::different;
}

constexpr std::string_view kNoStreet[] = {
    "CONOCIDO", "DOMICILIO CONOCIDO", "DOM CONOCIDO", "SIN CALLE", "SIN NOMBRE", "S/N", "S N"};
constexpr std::string_view kVillages[] = {"LOCALIDAD", "RANCHERIA", "RANCHO",       "EJIDO",  "PARAJE",
                                          "POBLADO",   "COMUNIDAD", "CONGREGACION", "CASERIO"};

template <std::size_t N>
bool is_among(std::string_view text, const std::string_view (&list)[N]) {
  return std::find(std::begin(list), std::end(list), text) != std::end(list);
}

}  // namespace

bool states_none(AddressPart part, std::string_view text) {
  if (part == AddressPart::exterior_number) {
    const HouseNumber number = house_number(text);
    return number.none && number.digits.empty() && number.letters.empty() && number.block.empty() &&
           number.lot.empty() && number.km.empty();
  }
  return part == AddressPart::street && is_among(address_name(text, street_kind).text(), kNoStreet);
}

bool is_village(std::string_view colonia) {
  const AddressName name = address_name(colonia, colonia_kind);
  return is_among(name.kinds, kVillages) || (!name.every.empty() && is_among(name.every.front(), kVillages));
}

Likeness compare(AddressPart part, std::string_view a, std::string_view b) {
  if (comparable(a).empty() || comparable(b).empty()) return Likeness::unknown;
  switch (part) {
    case AddressPart::street:
      return compare_streets(a, b);
    case AddressPart::colonia:
      return compare_named(a, b, colonia_kind);
    case AddressPart::municipality:
      return compare_municipalities(a, b);
    case AddressPart::exterior_number:
      return compare_exterior(a, b);
    case AddressPart::interior_number:
      return compare_interior(a, b);
    case AddressPart::postal_code:
      return comparable(a) == comparable(b) ? Likeness::same : Likeness::different;
    case AddressPart::state: {
      const State *left = state_of_name(a), *right = state_of_name(b);
      if (!left || !right) return Likeness::unknown;
      return left == right ? Likeness::same : Likeness::different;
    }
  }
  return Likeness::unknown;
}

PostalFit postal_fit(std::string_view postal_code, std::string_view municipality, std::string_view state) {
  const State* of_code = state_of_postal_code(postal_code);
  const State* named = state_of_name(state);
  if (!of_code) return PostalFit::other_state;
  if (named && named != of_code) return PostalFit::other_state;
  const auto known = municipality_of_postal_code(postal_code);
  const Likeness towns = known.empty() ? Likeness::unknown : compare(AddressPart::municipality, known, municipality);
  if (towns == Likeness::different) return PostalFit::other_municipality;
  return named || towns == Likeness::same ? PostalFit::fits : PostalFit::unknown;
}

}  // namespace cotejo::mx
