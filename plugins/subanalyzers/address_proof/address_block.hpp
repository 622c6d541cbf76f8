// Finds a person's postal address on a page, and the name above it.
#pragma once
#include <document_text/labels.hpp>
#include <mx/address.hpp>

#include "layout.hpp"

namespace cotejo::address_proof {

struct AddressBlock {
  std::optional<document_text::Read<std::string>> holder;
  document_text::Read<std::string> text;  // lines as they are printed, with line feeds between them
  mx::Address address;
  // Of each part that is there: its place and how surely it was read.
  std::array<document_text::Read<std::string>, std::size(mx::kAddressParts)> parts;
  // Numbers whose first figure may be the sign before them (`#25` read as `425`) or whose last may be a letter (`12-B`
  // read as `12-8`), and the text that holds such a one.
  std::array<bool, std::size(mx::kAddressParts)> may_hold_sign{};
  bool text_may_hold_sign = false;
};

// The address to which a bill is sent or at which its service is: the lines of an address with a postal code,
// preferably with a name above. The issuer's own address has no name above it, or words that only issuers print.
std::optional<AddressBlock> find_address(const document_text::Surroundings& around, const Layout& layout,
                                         double page_height);

}  // namespace cotejo::address_proof
