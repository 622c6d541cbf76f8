// The database's schema as numbered steps. A released step is never edited; a change of the schema is a new step.
#pragma once
#include <span>
#include <string_view>

namespace soci {
class session;
}

namespace cotejo::storage {

struct Migration {
  int version;
  std::span<const std::string_view> statements;
};
std::span<const Migration> migrations();

// Applies the missing steps, each in its own transaction. Throws when the database is newer than this program.
void migrate(soci::session& session);

}  // namespace cotejo::storage
