#include "keys.hpp"

#include <algorithm>
#include <bitset>
#include <mx/clabe.hpp>
#include <mx/curp.hpp>
#include <mx/numbers.hpp>

namespace identity_links {
namespace {

constexpr std::size_t kHomonymAt = 16;                        // of a CURP: what follows are homonymy and check digit
constexpr std::size_t kDateAt = 4, kDateLength = 6;           // of a CURP
constexpr std::size_t kShortestDevice = 8;                    // shorter ones are names of models
constexpr std::size_t kLongestDevice = 128;                   // an identifier of a device has 16 to 64
constexpr std::size_t kFewestDigits = 3, kFewestLetters = 4;  // different ones; fewer are a pattern, not an identity

// Said by devices that have none to say: words of software that failed to ask, and the one that a fault of Android 2.2
// gave many phones.
constexpr std::string_view kNobodys[] = {"unknown", "undefined", "null", "none", "notavailable", "9774d56d682e549c"};

std::size_t different_characters(std::string_view text) {
  std::bitset<256> seen;
  for (const char c : text) seen.set(static_cast<unsigned char>(c));
  return seen.count();
}

std::string plain(std::string_view text) {
  std::string out;
  for (const char c : text)
    if (std::isalnum(static_cast<unsigned char>(c)))
      out += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

}  // namespace

std::optional<std::string> curp_key(std::string_view text) {
  const auto curp = mx::parse_curp(text);
  return curp.valid() ? std::optional(curp.value->text) : std::nullopt;
}

std::optional<std::string> clabe_key(std::string_view text) {
  const auto clabe = mx::parse_clabe(text);
  return clabe.valid() ? std::optional(clabe.value->text) : std::nullopt;
}

std::optional<std::string> phone_key(std::string_view text) {
  const auto phone = mx::parse_phone(text);
  if (!phone.valid() || different_characters(phone.value->national) < kFewestDigits) return std::nullopt;
  return phone.value->national;
}

std::optional<std::string> device_key(std::string_view text, std::span<const std::string> own) {
  if (text.size() > kMaxKey) return std::nullopt;
  std::string key = plain(text);
  if (key.size() < kShortestDevice || key.size() > kLongestDevice || different_characters(key) < kFewestLetters)
    return std::nullopt;
  const bool nobodys = std::any_of(std::begin(kNobodys), std::end(kNobodys),
                                   [&](std::string_view word) { return key.starts_with(word); });
  const bool lenders = std::any_of(own.begin(), own.end(), [&](const std::string& one) { return plain(one) == key; });
  return nobodys || lenders ? std::nullopt : std::optional(std::move(key));
}

std::optional<std::string> digits_key(std::string_view text, std::size_t length) {
  const bool digits = std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!digits || text.size() != length || different_characters(text) < kFewestDigits) return std::nullopt;
  return std::string(text);
}

std::string homonym_key(std::string_view curp) {
  return std::string(curp.substr(0, kHomonymAt));
}

std::string letters_key(std::string_view curp) {
  return std::string(curp.substr(0, kDateAt)) +
         std::string(curp.substr(kDateAt + kDateLength, kHomonymAt - kDateAt - kDateLength));
}

}  // namespace identity_links
