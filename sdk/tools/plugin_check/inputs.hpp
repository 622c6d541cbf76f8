// What a call is given: values that are made up for each port type, mutated, or read from golden files.
#pragma once
#include <boost/json/object.hpp>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "domain/value.hpp"
#include "plugins/component.hpp"

namespace cotejo::plugin_check {

struct Given {
  std::uint32_t port = 0;
  std::optional<domain::Value> value;  // none: the producer could not tell
  double probability = 1;
  std::string absent_reason, name, evidence;
};

struct Inputs {
  std::string label;
  boost::json::object params;
  std::string today = "2026-01-15";
  std::vector<Given> given;
  std::optional<domain::Response> response;  // connectors: to what they asked last
};

using Random = std::mt19937_64;

// Sound inputs for every port. `large`: images of 1.6 megapixels instead of small ones.
Inputs made_up(const plugins::Declaration& declaration, Random& random, bool large);

// The same inputs with something hostile in them, within what the host lets through: text stays UTF-8, numbers finite,
// images consistent.
Inputs mutated(Inputs inputs, const plugins::Declaration& declaration, Random& random);

// A context that borrows from `inputs`.
plugins::CallContext context_of(const Inputs& inputs, const plugins::Declaration& declaration);

}  // namespace cotejo::plugin_check
