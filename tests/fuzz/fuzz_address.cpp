// Addresses and bills from hostile text. Nothing crashes; an address is made of the words that it was given, a
// comparison has no sides, and what is told of a bill is of a page that exists.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <mx/address.hpp>

#include "../../plugins/subanalyzers/address_proof/bill_reader.hpp"
#include "typed_pages.hpp"

namespace {

namespace mx = cotejo::mx;
namespace bills = cotejo::address_proof;

constexpr std::size_t kMaxBytes = 8'000;

void expect(bool holds) {
  if (!holds) std::abort();
}

void addresses(std::string_view input) {
  const mx::Address address = mx::parse_address(input);
  const auto half = input.size() / 2;
  const mx::Address other = mx::parse_address(input.substr(half));
  for (const auto part : mx::kAddressParts) {
    const auto& written = address.at(part);
    expect(written.value.empty() || written.first < written.last);
    expect(written.last <= mx::kMaxAddressWords);
    expect(mx::compare(part, address[part], other[part]) == mx::compare(part, other[part], address[part]));
    (void)mx::normal_part(part, input.substr(0, half));
  }
  (void)mx::postal_fit(address[mx::AddressPart::postal_code], address[mx::AddressPart::municipality],
                       address[mx::AddressPart::state]);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const bills::BillReader reader{bills::Layouts{}};
  const std::string_view input(reinterpret_cast<const char*>(data), std::min(size, kMaxBytes));
  addresses(input);
  const auto pages = fuzz::pages_from(input);
  const auto bill = reader.read(pages);
  if (bill.addressed) expect(bill.addressed->text.page < pages.size());
  if (bill.period) expect(bill.period->value.from <= bill.period->value.to);
  for (const auto& repeat : bill.repeats) expect(repeat.read.page < pages.size());
  return 0;
}
