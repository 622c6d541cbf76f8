// Builds the JSON Schema of a kind of configuration file, for editors. The schema is recorded while the file's ordinary
// reader reads an example that uses every map and list once, so that it cannot differ from what loading accepts.
// Descriptions come from the example's comments.
#pragma once
#include <boost/json/object.hpp>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "configuration/node.hpp"

namespace cotejo::configuration {

class Shapes {
 public:
  // `example`: the text that is read. A comment behind a key becomes the key's description, together with the comment
  // lines directly below it.
  explicit Shapes(std::string_view example);

  // Called by Section. Asking for a key again makes its schema more precise.
  void key(const Node& map, std::string_view key, bool required, boost::json::object schema);
  void refine(const Node& map, std::string_view key, const boost::json::object& more);
  void finished(const Node& map);  // the map has no keys but those asked for
  void opened(const Node& map) { shapes_[&map]; }

  // Throws std::logic_error when the example leaves out a map or list that the reader asks for.
  boost::json::object schema(const Node& root) const;

 private:
  struct Property {
    std::string key;
    boost::json::object schema;
    bool required = false;
  };
  struct Shape {
    std::vector<Property> properties;  // in the order of asking
    bool finished = false;
  };
  Property& property(const Node& map, std::string_view key);
  bool known_below(const Node& node) const;
  boost::json::object of(const Node& node) const;
  boost::json::object of_map(const Node& node, const Shape& shape) const;
  void describe(const Member& member, boost::json::object& schema) const;

  std::map<const Node*, Shape> shapes_;
  struct Words {
    int column = 0;  // of the first key on the line, which the words describe
    std::string text;
  };
  std::map<int, Words> comments_;  // by line
};

// A schema for values that satisfy either `a` or `b`: maps are merged key by key.
boost::json::object either(boost::json::object a, const boost::json::object& b);

}  // namespace cotejo::configuration
