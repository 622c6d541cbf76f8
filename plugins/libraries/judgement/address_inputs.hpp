// The parts of an address as inputs, in the order of mx::kAddressParts, for the declared address, the bill's and the
// card's. As a member of `Ports`:  AddressInputs declared = declared_address(owner);
#pragma once
#include <array>
#include <mx/address.hpp>

#include "gathering.hpp"

namespace cotejo::judgement {

using AddressInputs = std::array<Input<std::string>, std::size(mx::kAddressParts)>;

namespace detail {

struct AddressPort {
  std::string_view name, source;
};
using AddressPorts = std::array<AddressPort, std::size(mx::kAddressParts)>;

inline constexpr AddressPorts kDeclaredAddress{{{"declared_street", "declared_address.street"},
                                                {"declared_exterior_number", "declared_address.exterior_number"},
                                                {"declared_interior_number", "declared_address.interior_number"},
                                                {"declared_colonia", "declared_address.colonia"},
                                                {"declared_postal_code", "declared_address.postal_code"},
                                                {"declared_municipality", "declared_address.municipality"},
                                                {"declared_state", "declared_address.state"}}};
inline constexpr AddressPorts kBillAddress{{{"street", "address.proof.street"},
                                            {"exterior_number", "address.proof.exterior_number"},
                                            {"interior_number", "address.proof.interior_number"},
                                            {"colonia", "address.proof.colonia"},
                                            {"postal_code", "address.proof.postal_code"},
                                            {"municipality", "address.proof.municipality"},
                                            {"state", "address.proof.state"}}};
inline constexpr AddressPorts kCardAddress{{{"card_street", "card_address.street"},
                                            {"card_exterior_number", "card_address.exterior_number"},
                                            {"card_interior_number", "card_address.interior_number"},
                                            {"card_colonia", "card_address.colonia"},
                                            {"card_postal_code", "card_address.postal_code"},
                                            {"card_municipality", "card_address.municipality"},
                                            {"card_state", "card_address.state"}}};

template <std::size_t... I>
AddressInputs address_inputs(Component* owner, const AddressPorts& ports, std::index_sequence<I...>) {
  return {{Input<std::string>(owner, ports[I].name, ports[I].source)...}};
}

inline AddressInputs address_inputs(Component* owner, const AddressPorts& ports) {
  return address_inputs(owner, ports, std::make_index_sequence<std::size(mx::kAddressParts)>());
}

}  // namespace detail

inline AddressInputs declared_address(Component* owner) {
  return detail::address_inputs(owner, detail::kDeclaredAddress);
}
inline AddressInputs bill_address(Component* owner) {
  return detail::address_inputs(owner, detail::kBillAddress);
}
inline AddressInputs card_address(Component* owner) {
  return detail::address_inputs(owner, detail::kCardAddress);
}

}  // namespace cotejo::judgement
