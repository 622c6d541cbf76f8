#include "domain/name.hpp"

#include <mutex>
#include <ostream>
#include <shared_mutex>
#include <unordered_set>

namespace cotejo::domain {
namespace {

struct Hash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};

struct Table {
  std::shared_mutex mutex;
  std::unordered_set<std::string, Hash, std::equal_to<>> texts;  // nodes, whose addresses stay
};

// Left behind at exit: other objects with static storage may hold names.
Table& table() {
  static auto* const known = new Table;
  return *known;
}

const std::string* find_or_add(std::string_view text) {
  auto& known = table();
  {
    const std::shared_lock lock(known.mutex);
    if (const auto it = known.texts.find(text); it != known.texts.end()) return &*it;
  }
  const std::unique_lock lock(known.mutex);
  return &*known.texts.emplace(text).first;
}

// Made at its first use (no `constinit` variable: clang 14 refuses a string), and left behind like the others.
const std::string* empty_text() {
  static const auto* const text = new std::string;
  return text;
}

}  // namespace

Name::Name() noexcept : text_(empty_text()) {}

Name::Name(std::string_view text) : text_(text.empty() ? empty_text() : find_or_add(text)) {}

std::ostream& operator<<(std::ostream& out, Name name) {
  return out << name.str();
}

}  // namespace cotejo::domain
