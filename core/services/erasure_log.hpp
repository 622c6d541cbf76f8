// Logs that somebody's data was erased, as proof that it was done: when and how much, never whose.
#pragma once
#include <string_view>

#include "domain/error.hpp"
#include "storage/index_rows.hpp"
#include "telemetry/log.hpp"

namespace cotejo::services {

// `verification`: the one whose evidence was erased; empty: everything of one owner, who is not named. A failure is
// logged too.
void log_erasure(telemetry::Log& log, std::string_view tenant, std::string_view verification,
                 const domain::Result<storage::Erased>& done);

}  // namespace cotejo::services
