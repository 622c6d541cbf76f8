// Where on a page somebody's postal address stands, and whose name is above it.
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
  // Numbers whose first figure may be the sign before them (`#25` read as `425`), and the text that holds such a one.
  std::array<bool, std::size(mx::kAddressParts)> may_hold_sign{};
  bool text_may_hold_sign = false;
};

// The address that a bill is sent to or that its service is at: a postal code in the lines of an address, best with a
// name above. That of the issuer is another one: it has no name above it, or words that only issuers print.
std::optional<AddressBlock> find_address(const document_text::Surroundings& around, const Layout& layout,
                                         double page_height);

}  // namespace cotejo::address_proof
