// What can be said of the given identifiers, each alone and against one another.
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "given.hpp"
#include "mx/problem.hpp"

namespace mx_identifiers {

struct Detail {
  std::string_view trait;  // "clabe_bank"
  std::string value;
};

struct Verdict {
  cotejo::mx::Problem problem = cotejo::mx::Problem::none;
  std::vector<Detail> details;  // only of what could be read
};

// One kind of identifier: its name, its validator and the further traits that it gives.
struct Identifier {
  std::string_view name;
  Verdict (*judge)(const std::string& text);
  std::vector<std::string_view> details;
};
const std::vector<Identifier>& identifiers();

// A statement about two or more of the given texts: "rfc_matches_curp".
struct CrossCheck {
  std::string_view trait;
  std::string_view summary;
  std::vector<std::string_view> needs;               // names; without one of them nothing is said
  std::optional<bool> (*holds)(const Given& given);  // nothing when an identifier is not valid
};
const std::vector<CrossCheck>& cross_checks();

// The certainty of a statement about these texts: the product of their probabilities.
double probability_of(const Given& given, const std::vector<std::string_view>& names);

}  // namespace mx_identifiers
