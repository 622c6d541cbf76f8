#include "domain/name.hpp"

#include <memory>
#include <mutex>
#include <ostream>
#include <shared_mutex>
#include <unordered_map>

#include "domain/json_quotes.hpp"

namespace cotejo::domain {
namespace {

using Kept = Name::Kept;

struct Table {
  std::shared_mutex mutex;
  std::unordered_map<std::string_view, std::unique_ptr<const Kept>> kept;  // by their own texts
};

std::unique_ptr<const Kept> make_kept(std::string_view text) {
  return std::unique_ptr<const Kept>(new Kept{std::string(text), ",\"" + escaped_json(text) + '"'});
}

// Left behind at exit: other objects with static storage may hold names.
Table& table() {
  static auto* const known = new Table;
  return *known;
}

const Kept* find_or_add(std::string_view text) {
  auto& known = table();
  {
    const std::shared_lock lock(known.mutex);
    if (const auto it = known.kept.find(text); it != known.kept.end()) return it->second.get();
  }
  auto made = make_kept(text);
  const std::string_view own_text = made->text;
  const std::unique_lock lock(known.mutex);
  return known.kept.emplace(own_text, std::move(made)).first->second.get();
}

// Made at its first use (no `constinit` variable: clang 14 refuses a string), and left behind like the others.
const Kept* empty_name() {
  static const auto* const kept = make_kept("").release();
  return kept;
}

}  // namespace

Name::Name() noexcept : kept_(empty_name()) {}

Name::Name(std::string_view text) : kept_(text.empty() ? empty_name() : find_or_add(text)) {}

std::ostream& operator<<(std::ostream& out, Name name) {
  return out << name.str();
}

}  // namespace cotejo::domain
