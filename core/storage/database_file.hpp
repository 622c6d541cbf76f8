// Where the durable store of a folder is.
#pragma once
#include <filesystem>

namespace cotejo::storage {

inline std::filesystem::path database_file(const std::filesystem::path& directory) {
  return directory / "cotejo.db";
}

}  // namespace cotejo::storage
