// `cotejo forget`: erases a person from the index, or the evidence of a verification, while no service runs.
#include <iostream>

#include "cli/commands.hpp"
#include "cli/offline_store.hpp"
#include "services/erasure_log.hpp"

namespace cotejo::cli {

int forget(const Places& places, const ForgetOptions& options) {
  if (places.data.empty()) throw Stop("forget needs --data: the folder of what is stored");
  if (options.owner.empty() == options.verification.empty()) throw Stop("forget takes --owner or --verification");
  const auto config = configuration_of(places);
  auto stored = OfflineStore::existing(config, places.data);
  const auto erased =
      options.owner.empty() ? stored.erase_verification(options.verification) : stored.erase_owner(options.owner);
  telemetry::Log log(config.log_level);
  services::log_erasure(log, OfflineStore::tenant, options.verification, erased);
  if (erased.keys + erased.vectors + erased.verifications.size() == 0) std::cout << "nothing stood there: ";
  std::cout << "erased " << erased.keys << " keys and " << erased.vectors << " vectors\n";
  for (const auto& id : erased.verifications) std::cout << id << '\n';
  return 0;
}

}  // namespace cotejo::cli
