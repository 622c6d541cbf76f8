// What a command without the service remembers: the store and the index of a data folder, or of this process alone.
#pragma once
#include <filesystem>
#include <memory>

#include "cli/host_config.hpp"
#include "engine/engine.hpp"
#include "services/index.hpp"
#include "storage/store.hpp"

namespace cotejo::cli {

class OfflineStore {
 public:
  static constexpr const char* tenant = "default";  // until keys exist

  // `data` empty: nothing outlives the process; a folder is made when it is not there. Throws Stop, also when a service
  // uses the folder.
  OfflineStore(const HostConfig& config, const std::filesystem::path& data);
  // Only what is there: whoever erases or looks something up in a folder that was misspelt must hear of it. Throws Stop.
  static OfflineStore existing(const HostConfig& config, const std::filesystem::path& data);
  ~OfflineStore();

  services::Index& index() { return *index_; }

  // As the service keeps it. Throws Stop.
  void keep(const engine::Submission& submission, const domain::Verification& verification);
  std::shared_ptr<const domain::Verification> find(const std::string& id);
  std::shared_ptr<const storage::Work> work(const std::string& id);
  storage::Erased erase_owner(const std::string& owner);
  storage::Erased erase_verification(const std::string& id);

 private:
  std::unique_ptr<storage::Store> store_;
  std::unique_ptr<services::Index> index_;
};

}  // namespace cotejo::cli
