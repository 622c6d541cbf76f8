// Finds duplicate keys while a JSON text is read. It holds the keys of all objects that are open. Duplicates are
// refused because of two readers one may take the first value and the other the last: they would see different
// documents.
#pragma once
#include <boost/unordered/unordered_flat_set.hpp>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace cotejo::domain {

class DistinctKeys {
 public:
  void begin_object();
  void end_object();
  // Adds a key to the innermost open object; false when the object has this key already.
  bool add(std::string_view key);

 private:
  using Set = boost::unordered_flat_set<std::string>;
  struct Object {
    std::size_t first_key, first_byte;  // in ends_ and texts_
    std::unique_ptr<Set> many;          // the keys of an object that has too many for a linear search
  };
  std::string texts_;              // the keys of all open objects without a set, one after another
  std::vector<std::size_t> ends_;  // where each of these keys ends in texts_
  std::vector<Object> objects_;
};

}  // namespace cotejo::domain
