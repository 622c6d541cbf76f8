#include "services/erasure_log.hpp"

namespace cotejo::services {

void log_erasure(telemetry::Log& log, std::string_view tenant, std::string_view verification,
                 const domain::Result<storage::Erased>& done) {
  const std::string_view of = verification.empty() ? "owner" : "verification";
  if (!done)
    return log.error("erasure.failed",
                     {{"tenant", tenant}, {"of", of}, {"verification_id", verification}, {"code", done.error().code}});
  log.info("erasure.done", {{"tenant", tenant},
                            {"of", of},
                            {"verification_id", verification},
                            {"keys", done->keys},
                            {"vectors", done->vectors},
                            {"verifications", done->verifications.size()}});
}

}  // namespace cotejo::services
