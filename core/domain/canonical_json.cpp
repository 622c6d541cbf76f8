#include "domain/canonical_json.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <vector>

namespace cotejo::domain {
namespace {

void write(const boost::json::value& value, std::string& out) {
  if (const auto* array = value.if_array()) {
    out += '[';
    for (std::size_t i = 0; i < array->size(); ++i) {
      if (i > 0) out += ',';
      write((*array)[i], out);
    }
    out += ']';
    return;
  }
  const auto* object = value.if_object();
  if (!object) {
    out += boost::json::serialize(value);
    return;
  }
  std::vector<const boost::json::key_value_pair*> members;
  for (const auto& member : *object) members.push_back(&member);
  std::sort(members.begin(), members.end(), [](const auto* a, const auto* b) { return a->key() < b->key(); });
  out += '{';
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (i > 0) out += ',';
    out += boost::json::serialize(members[i]->key());
    out += ':';
    write(members[i]->value(), out);
  }
  out += '}';
}

}  // namespace

std::string canonical_json(const boost::json::value& value) {
  std::string out;
  write(value, out);
  return out;
}

}  // namespace cotejo::domain
