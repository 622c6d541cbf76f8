// Amounts in words from hostile text: what is read is an amount, and is read again from its own spelling.
#include <cstdint>
#include <cstdlib>
#include <mx/amount_in_words.hpp>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace mx = cotejo::mx;
  const auto cents = mx::parse_amount_in_words({reinterpret_cast<const char*>(data), size});
  if (!cents) return 0;
  if (*cents < 0 || *cents > mx::kMaxSpelledCents) std::abort();
  const auto words = mx::amount_in_words(*cents);
  if (!words || mx::parse_amount_in_words(*words) != cents) std::abort();
  return 0;
}
