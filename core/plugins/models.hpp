// The models that components may ask for by name. A manifest names their files; a file is mapped read-only, and its
// digest is checked before the first use.
#pragma once
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>

#include "domain/error.hpp"
#include "plugins/file_identity.hpp"

namespace cotejo::plugins {

struct ModelInfo {
  std::string name;
  std::filesystem::path file;
  std::string expected_digest;  // sha256:…; empty for a file that a Debian package keeps up to date
  std::string what_is_lost;     // a sentence for operators, when it is missing
  bool replaceable = false;     // people may replace it with a newer file while the host runs
};

class Models {
 public:
  // `manifest`: JSON, an object with `models`: [{name, file | path, sha256, what_is_lost}…]; `file` is relative to
  // `directory`, `path` absolute. Throws std::runtime_error with a sentence when the manifest cannot be used; a missing
  // file is not an error.
  Models(const std::filesystem::path& manifest, const std::filesystem::path& directory);
  Models() = default;  // none

  // Adds a model whose file people may replace while the process runs. They must rename a new file over it, never write
  // into it, since it is mapped. It takes precedence over a model of the same name in the manifest.
  void add_file(const std::string& name, const std::filesystem::path& file);

  // Null when the manifest does not name it.
  const ModelInfo* find(std::string_view name) const;

  struct Opened {
    std::span<const std::uint8_t> bytes;
    std::string digest;
  };
  // Maps the file; later calls return the same mapping, unless a replaceable file was replaced meanwhile. Every mapping
  // stays valid as long as the process. The error is a sentence that says what to do. [thread-safe]
  domain::Result<Opened> open(std::string_view name);

 private:
  std::string unknown(std::string_view name) const;  // a sentence

  std::map<std::string, ModelInfo, std::less<>> models_;
  std::mutex mutex_;
  struct Mapped {
    FileIdentity identity;
    Opened opened;
  };
  std::map<std::string, Mapped, std::less<>> opened_;
};

}  // namespace cotejo::plugins
