// The models that components may ask for: a manifest by name, files mapped read-only, digests checked before the first
// use.
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
  bool replaceable = false;     // people put a newer file in its place
};

class Models {
 public:
  // `manifest`: JSON, an object with `models`: [{name, file | path, sha256, what_is_lost}…]; `file` is relative to
  // `directory`, `path` absolute. Throws std::runtime_error with a sentence when the manifest cannot be used; a missing
  // file is not an error.
  Models(const std::filesystem::path& manifest, const std::filesystem::path& directory);
  Models() = default;  // none

  // A file that people replace while the process runs (by renaming another one over it: what is mapped may not shrink),
  // as a model of that name. It goes before one of the manifest.
  void add_file(const std::string& name, const std::filesystem::path& file);

  // Null when the manifest does not name it.
  const ModelInfo* find(std::string_view name) const;

  struct Opened {
    std::span<const std::uint8_t> bytes;
    std::string digest;
  };
  // Maps the file, once, and once more when a replaceable one is another file by now; every mapping is valid as long as
  // the process. The error is a sentence that says what to do. [thread-safe]
  domain::Result<Opened> open(std::string_view name);

 private:
  std::map<std::string, ModelInfo, std::less<>> models_;
  std::mutex mutex_;
  struct Mapped {
    FileIdentity identity;
    Opened opened;
  };
  std::map<std::string, Mapped, std::less<>> opened_;
};

}  // namespace cotejo::plugins
