// What was changed in a contract's file after it was signed, from what the `pdf` analyzer says of its states.
#pragma once
#include <boost/json/value.hpp>
#include <cstdint>
#include <optional>
#include <vector>

namespace cotejo::contract_document {

struct LaterChange {
  std::optional<std::size_t> page;  // nothing: which page cannot be told
  bool contents = false;            // text, pictures or fonts of the page; else an annotation or a field
  // It followed a digital signature. A file without one does not say when it was signed with a pen: what was appended
  // may be the signing itself.
  bool after_signature = false;
};

// `appended` and `signatures` as plugins/analyzers/pdf/README.md describes them. Nothing when they have another form.
std::optional<std::vector<LaterChange>> later_changes(const boost::json::value& appended,
                                                      const boost::json::value& signatures);

}  // namespace cotejo::contract_document
