// The identifiers and the person that a call is about, from its ports or from one JSON document.
#pragma once
#include <cotejo/plugin.hpp>
#include <map>
#include <optional>
#include <string>

namespace mx_identifiers {

// One text that was given, and how certain it is.
struct Text {
  std::string value;
  double probability = 1;
};

// By name; what is absent, blank, or neither a text nor a whole number in the document is not in it.
using Given = std::map<std::string, Text, std::less<>>;

// Names that the document may hold, each also a port.
inline constexpr std::string_view kNames[] = {"curp",  "rfc",         "clabe",       "nss",     "clave_elector",
                                              "phone", "postal_code", "card_number", "surname", "second_surname",
                                              "sex",   "given_names", "birth_date"};

// Adds a text unless the name has one already: ports go before the document.
void add(Given& given, std::string_view name, std::string_view value, double probability);
// The members of an object that have one of the names. Anything but an object adds nothing.
void add_document(Given& given, const boost::json::value& document, double probability);

}  // namespace mx_identifiers
