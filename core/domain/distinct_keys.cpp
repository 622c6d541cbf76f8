#include "domain/distinct_keys.hpp"

namespace cotejo::domain {
namespace {
constexpr std::size_t few_keys = 16;  // up to so many, looking through them is quicker than hashing
}

void DistinctKeys::begin_object() {
  if (objects_.capacity() == 0) {  // room for a form of a screen
    objects_.reserve(8);
    ends_.reserve(2 * few_keys);
    texts_.reserve(16 * ends_.capacity());
  }
  objects_.push_back({ends_.size(), texts_.size(), nullptr});
}

void DistinctKeys::end_object() {
  ends_.resize(objects_.back().first_key);
  texts_.resize(objects_.back().first_byte);
  objects_.pop_back();
}

bool DistinctKeys::add(std::string_view key) {
  Object& object = objects_.back();
  if (object.many) return object.many->emplace(key).second;
  const std::string_view texts = texts_;
  std::size_t begin = object.first_byte;
  for (std::size_t i = object.first_key; i < ends_.size(); begin = ends_[i++])
    if (texts.substr(begin, ends_[i] - begin) == key) return false;
  if (ends_.size() - object.first_key == few_keys) {
    object.many = std::make_unique<Set>();
    begin = object.first_byte;
    for (std::size_t i = object.first_key; i < ends_.size(); begin = ends_[i++])
      object.many->emplace(texts.substr(begin, ends_[i] - begin));
    object.many->emplace(key);
    return true;
  }
  texts_ += key;
  ends_.push_back(texts_.size());
  return true;
}

}  // namespace cotejo::domain
