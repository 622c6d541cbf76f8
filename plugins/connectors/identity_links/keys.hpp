// Identifiers in the one spelling under which an index can find them again. Nothing stands for what is nobody's: a key
// that many share by accident would link strangers.
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
// Letters and digits in lower case. Not what devices say that have no identity of their own, and none of `own`: those
// of the lender, which many apply on.
std::optional<std::string> device_key(std::string_view text, std::span<const std::string> own);

// CURPs of one name, day, sex and place of birth, whatever their homonymy character: RENAPO gives a second one to true
// namesakes alone. `curp` is curp_key()'s.
std::string homonym_key(std::string_view curp);
// The letters of the name, sex and place of birth without the day: what a series of invented people shares whose names
// are kept and whose days are counted up. Real namesakes share it, too.
std::string letters_key(std::string_view curp);

}  // namespace identity_links
