// Where a reader of JSON is, as a JSON pointer (RFC 6901).
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace cotejo::domain {

class JsonPath {
 public:
  void begin_object() { levels_.push_back({false, 0, keys_.size()}); }
  void begin_array() { levels_.push_back({true, 0, keys_.size()}); }
  void end();                      // of the innermost of them
  void key(std::string_view key);  // of the member that comes next
  void value_ended();              // in an array the next one comes
  std::string pointer() const;     // empty: the whole document

 private:
  struct Level {
    bool array;
    std::size_t index;  // of an array
    std::size_t begin;  // of an object's key in keys_
  };
  std::string keys_;  // of all open objects, escaped, one after another; each begins with its slash
  std::vector<Level> levels_;
};

}  // namespace cotejo::domain
