// A component's declaration (abi.h, cotejo_factory.describe), parsed and validated.
#pragma once
#include <boost/json/object.hpp>
#include <string>
#include <vector>

#include "domain/error.hpp"
#include "domain/value.hpp"

namespace cotejo::plugins {

enum class Kind { analyzer, sub_analyzer, connector, check };
std::string_view to_string(Kind kind);

struct Port {
  std::string name;    // `card`
  std::string source;  // default source, `document.rectify.card`; `evidence` for the raw bytes of an analyzer
  domain::ValueType type{};
  bool required = true;
  bool many = false;  // collects the values of all evidence
  std::string summary;
};

struct Produce {
  std::string name;  // without the instance
  domain::ValueType type{};
  std::string summary;
  bool keep = false;  // an image that is stored with the result
};

struct Declaration {
  std::string id, version, summary;
  Kind kind{};
  bool parallel = false;
  bool isolated = false;  // asks for a process of its own
  boost::json::object params_schema;
  std::vector<std::string> models;
  std::vector<Port> consumes;
  std::vector<Produce> produces;
  std::vector<std::string> codes;

  std::string id_and_version() const;  // `card.text@1.0.0`
};

// Parses the declaration that a plugin wrote. The error's message says what is wrong with it.
domain::Result<Declaration> parse_declaration(Kind kind, std::string_view text);

}  // namespace cotejo::plugins
