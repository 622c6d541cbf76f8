// Normalises identifiers so that an index finds them again. None for a value that does not identify anybody: a key that
// many share by accident would link strangers.
#pragma once
#include <mx/address.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace identity_links {

namespace mx = cotejo::mx;

inline constexpr std::size_t kMaxKey = 256;  // bytes, as the index takes them

// 18 characters, all rules obeyed.
std::optional<std::string> curp_key(std::string_view text);
// 18 digits with the right check digit and a bank.
std::optional<std::string> clabe_key(std::string_view text);
// Ten digits, without country and trunk prefixes; not 5555555555 and its like.
std::optional<std::string> phone_key(std::string_view text);
// Letters and digits in lower case. None for the placeholder ids of devices without an identity, and for `own`: the
// lender's devices, on which many people apply.
std::optional<std::string> device_key(std::string_view text, std::span<const std::string> own);

// The numbers of a voter card: exactly so many digits; not 000000000 and its like.
inline constexpr std::size_t kCardNumber = 9;                // CIC
inline constexpr std::size_t kSection = 4, kOcrNumber = 13;  // the OCR number: section, then the citizen's number
std::optional<std::string> digits_key(std::string_view text, std::size_t length);

// A key shared by CURPs of one name, date, sex and place of birth with any homonymy character: RENAPO assigns a second
// one only to true namesakes. `curp` is a result of curp_key().
std::string homonym_key(std::string_view curp);
// A key of name, sex and place of birth without the date: shared by a series of invented people with one name and
// consecutive dates of birth. Real namesakes share it too.
std::string letters_key(std::string_view curp);

}  // namespace identity_links
