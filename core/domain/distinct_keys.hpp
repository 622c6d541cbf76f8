// The keys of the JSON objects that are open while a text is read: tells when one occurs twice. A reader that takes the
// last of two equal keys and one that takes the first see two documents.
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
  // To the innermost object; false when it has this key already.
  bool add(std::string_view key);

 private:
  using Set = boost::unordered_flat_set<std::string>;
  struct Object {
    std::size_t first_key, first_byte;  // in ends_ and texts_
    std::unique_ptr<Set> many;          // of an object with too many keys to look through
  };
  std::string texts_;              // the keys of all open objects without a set, one after another
  std::vector<std::size_t> ends_;  // of each of them in texts_
  std::vector<Object> objects_;
};

}  // namespace cotejo::domain
