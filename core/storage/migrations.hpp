// The database's schema, as numbered steps from the first one on. A step that was released is never edited; a change is
// a new step.
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

// Brings the database to the newest version, each step in a transaction of its own. Throws when the database is newer
// than this program.
void migrate(soci::session& session);

}  // namespace cotejo::storage
