// Evidence from files, for commands that run without the service.
#pragma once
#include <filesystem>
#include <memory>
#include <string>
#include <utility>

#include "domain/value.hpp"

namespace cotejo::cli {

// Maps the file; its media type is what its first bytes show. Throws Stop.
std::shared_ptr<const domain::Bytes> read_evidence(const std::filesystem::path& file);

// `NAME=FILE`. Throws Stop.
std::pair<std::string, std::filesystem::path> split_assignment(const std::string& text);

}  // namespace cotejo::cli
