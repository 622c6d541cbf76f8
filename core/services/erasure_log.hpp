// That somebody was erased, for who must prove that it was done: when and how much, never whom.
#pragma once
#include <string_view>

#include "domain/error.hpp"
#include "storage/index_rows.hpp"
#include "telemetry/log.hpp"

namespace cotejo::services {

// `verification`: whose evidence it was; empty: everything that stood under one owner, who is not named. What failed is
// logged as well.
void log_erasure(telemetry::Log& log, std::string_view tenant, std::string_view verification,
                 const domain::Result<storage::Erased>& done);

}  // namespace cotejo::services
