// `cotejo forget`: erases a person from the index, or the evidence of a verification, while no service runs.
#include <iostream>

#include "cli/commands.hpp"
#include "cli/offline_store.hpp"
#include "services/erasure_log.hpp"

namespace cotejo::cli {

namespace {

void tell(const storage::Erased& erased) {
  std::cout << "erased " << erased.keys << " keys and " << erased.vectors << " vectors\n";
}

storage::Erased forget_owner(OfflineStore& stored, const std::string& owner) {
  auto erased = stored.erase_owner(owner);
  if (erased.keys + erased.vectors == 0) std::cout << "nothing stood there: ";
  tell(erased);
  for (const auto& id : erased.verifications) std::cout << id << '\n';
  return erased;
}

storage::Erased forget_verification(OfflineStore& stored, const std::string& id) {
  const bool again = stored.work(id)->erased;
  auto erased = stored.erase_verification(id);
  std::cout << (again ? "its evidence was erased before: " : "its evidence is erased: ");
  tell(erased);
  return erased;
}

}  // namespace

int forget(const Places& places, const ForgetOptions& options) {
  if (places.data.empty()) throw Stop("forget needs --data: the folder of what is stored");
  if (options.owner.empty() == options.verification.empty()) throw Stop("forget takes --owner or --verification");
  const auto config = configuration_of(places);
  auto stored = OfflineStore::existing(config, places.data);
  const auto erased =
      options.owner.empty() ? forget_verification(stored, options.verification) : forget_owner(stored, options.owner);
  telemetry::Log log(config.log_level);
  services::log_erasure(log, OfflineStore::tenant, options.verification, erased);
  return 0;
}

}  // namespace cotejo::cli
