// What the store has, as handlers wait for it.
//
// g++ 12 destroys the temporary of `co_return co_await f()` and of `x = co_await f()` twice when its type has a
// destructor (seen as frames that overlap): such values get a name of their own in this folder and in connection.cpp,
// and so do arguments that are made for the call.
#pragma once
#include <chrono>
#include <memory>
#include <string_view>

#include "http/connection.hpp"

namespace cotejo::http::v1 {

using VerificationPtr = std::shared_ptr<const domain::Verification>;

inline constexpr std::chrono::seconds storage_time{30};  // for a commit or a read: beyond, 503
inline constexpr std::string_view tenant = "default";    // until keys exist

domain::Error late();  // the store took more than that: platform.storage

Task<domain::Result<VerificationPtr>> find(Exchange& exchange, std::string_view id);

}  // namespace cotejo::http::v1
