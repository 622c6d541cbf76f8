// Golden cases: what a component must say about given inputs. GOLDEN/COMPONENT/CASE.yaml, with its files beside it;
// sdk/README.md documents the keys.
#pragma once
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "configuration/node.hpp"
#include "inputs.hpp"

namespace cotejo::plugin_check {

struct ExpectedTrait {
  std::optional<boost::json::value> value;
  double within = 0;  // for numbers
  double min_probability = 0;
  std::string absent;
};

struct Golden {
  Inputs inputs;  // labelled by the file's name
  std::map<std::string, ExpectedTrait> traits;
  std::optional<std::vector<std::string>> items;  // all codes, in any order
  std::string verdict, error;
  struct Request {
    std::string service, method;
    std::optional<boost::json::value> body;
  };
  std::optional<Request> request;  // of a connector: what it asks instead of ending
};

// Reads every case of a component; what is wrong in a file is a diagnostic, and the case is left out. `describe` gives
// the declaration with the params of a case.
using Describe = std::function<domain::Result<plugins::Declaration>(const boost::json::object& params)>;
std::vector<Golden> read_golden(const std::filesystem::path& directory, const Describe& describe,
                                configuration::Diagnostics& diagnostics);

// What differs from what the case expects, one sentence each.
std::vector<std::string> differences(const Golden& golden, const plugins::Declaration& declaration,
                                     const plugins::CallResult& result);

}  // namespace cotejo::plugin_check
