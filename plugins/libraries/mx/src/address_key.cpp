#include "mx/address_key.hpp"

#include <algorithm>
#include <charconv>

#include "address_name.hpp"
#include "by_ear.hpp"
#include "mx/name.hpp"
#include "mx/numbers.hpp"
#include "mx/spanish_number.hpp"

namespace cotejo::mx {
namespace {

// What people leave out, or write one for the other. A PRIVADA or CERRADA of the same name is another street.
constexpr std::string_view kPlainKinds[] = {"CALLE", "AVENIDA", "BOULEVARD", "CALZADA", "PASEO", "VIALIDAD"};

// Before a name in some spellings, and not in others.
constexpr std::string_view kTitles[] = {"SAN",      "SANTA",     "GENERAL",   "LICENCIADO", "DOCTOR",     "DOCTORA",
                                        "PROFESOR", "PROFESORA", "INGENIERO", "ARQUITECTO", "PRESIDENTE", "CAPITAN",
                                        "CORONEL",  "TENIENTE",  "ALMIRANTE", "MAESTRO"};

template <class List>
bool is_one_of(std::string_view word, const List& list) {
  return std::find(std::begin(list), std::end(list), word) != std::end(list);
}

// `5 DE MAYO` is `CINCO DE MAYO`.
std::string number_in_words(const std::string& word) {
  long value = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (error != std::errc() || end != word.data() + word.size()) return word;
  return spanish_words(value).value_or(word);
}

// Two letters that changed places are the slip that no spelling rule foresees: of a name, only which letters it has
// counts. Of a short one the order as well: ROMA, AMOR and MORA are three streets.
constexpr std::size_t kLongName = 6;  // letters

// In UTF-8: what is no letter of the alphabet stays whole.
std::vector<std::string> letters_of(std::string_view word) {
  constexpr unsigned char kFollows = 0x80, kMask = 0xC0;
  std::vector<std::string> letters;
  for (const char c : word) {
    if (letters.empty() || (static_cast<unsigned char>(c) & kMask) != kFollows) letters.emplace_back();
    letters.back() += c;
  }
  return letters;
}

// `false` for a short name, which keeps its order.
bool forget_order(std::vector<std::string>& words) {
  std::vector<std::string> letters;
  for (const std::string& word : words)
    if (!has_digit(word))
      for (std::string& letter : letters_of(word)) letters.push_back(std::move(letter));
  if (letters.size() < kLongName) return false;
  std::sort(letters.begin(), letters.end());
  std::erase_if(words, [](const std::string& word) { return !has_digit(word); });
  std::string& all = words.emplace_back();
  for (const std::string& letter : letters) all += letter;
  return true;
}

void in_order(std::vector<std::string>& words) {
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
}

// With the kinds of streets that tell one from another.
std::string with_kinds(AddressName&& name, std::vector<std::string>&& kept, bool kinds) {
  if (kinds)
    for (const std::string& kind : words(name.kinds))
      if (!is_one_of(kind, kPlainKinds)) kept.push_back(kind);
  in_order(kept);
  name.words = std::move(kept);
  return name.text();
}

// Without what people leave out, by ear.
std::string name_heard(AddressName name, bool kinds) {
  std::vector<std::string> kept;
  for (const std::string& word : name.words)
    if (!is_one_of(word, kTitles) || name.words.size() == 1)
      for (const std::string& each : words(number_in_words(word))) kept.push_back(by_ear(each));
  in_order(kept);
  forget_order(kept);
  return with_kinds(std::move(name), std::move(kept), kinds);
}

// `12N ORTE` is `12 NORTE`: the letters behind a number go their own way.
std::string parted(const std::string& word) {
  const auto letters = word.find_first_not_of("0123456789");
  if (letters == 0 || letters == std::string::npos) return number_in_words(word);
  return number_in_words(word.substr(0, letters)) + ' ' + word.substr(letters);
}

// All of it, letter by letter.
std::string name_spelt(AddressName name, bool kinds) {
  std::vector<std::string> kept;
  for (const std::string& word : name.every)
    for (std::string& each : words(parted(word))) kept.push_back(std::move(each));
  if (!forget_order(kept)) return {};
  return with_kinds(std::move(name), std::move(kept), kinds);
}

// Letters and digits alone; `EDIF` goes, since `EDIF B 302` is also written `B 302`.
std::string number_key(AddressPart part, std::string_view text) {
  std::string out;
  for (const std::string& word : words(normal_part(part, text))) {
    if (word == "EDIF") continue;
    std::copy_if(word.begin(), word.end(), std::back_inserter(out),
                 [](char c) { return std::isalnum(static_cast<unsigned char>(c)); });
  }
  return out;
}

}  // namespace

AddressKeys address_keys(const Address& address) {
  const auto code = parse_postal_code(address[AddressPart::postal_code]);
  const std::string number = number_key(AddressPart::exterior_number, address[AddressPart::exterior_number]);
  AddressName name = address_name(address[AddressPart::street], street_kind);
  const bool has_street = !name.words.empty();
  if (!has_street) name = address_name(address[AddressPart::colonia], colonia_kind);
  const std::string heard = name_heard(name, has_street);
  if (!code.valid() || heard.empty() || !has_digit(number)) return {};
  const std::string interior = number_key(AddressPart::interior_number, address[AddressPart::interior_number]);
  const std::string flat = interior.empty() ? "" : '|' + interior, begin = code.value->text + '|';
  AddressKeys keys;
  keys.building = begin + heard + '|' + number;
  keys.dwelling = keys.building + flat;
  if (const std::string spelt = name_spelt(std::move(name), has_street); !spelt.empty())
    keys.respelt = begin + '=' + spelt + '|' + number + flat;
  return keys;
}

}  // namespace cotejo::mx
