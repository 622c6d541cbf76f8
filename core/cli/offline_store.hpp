// The store and the index for commands that run without the service: in a data folder, or in memory.
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

  // `data`: the folder, which is created when it does not exist; empty: in memory, so that nothing outlives the
  // process. Throws Stop, also when a running service uses the folder.
  OfflineStore(const HostConfig& config, const std::filesystem::path& data);
  // Opens a folder that exists and creates nothing: erasing or looking something up in a misspelt folder must be an
  // error. Throws Stop.
  static OfflineStore existing(const HostConfig& config, const std::filesystem::path& data);
  ~OfflineStore();

  services::Index& index() { return *index_; }

  // Stores a verification as the service would. Throws Stop.
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
