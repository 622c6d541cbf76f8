// Coroutines with which handlers read from the store.
//
// g++ 12 destroys the temporary of `co_return co_await f()` and of `x = co_await f()` twice when its type has a
// destructor. In this folder and in connection.cpp such values, and temporary arguments of coroutines, are therefore
// given a variable of their own.
#pragma once
#include <chrono>
#include <memory>
#include <string_view>

#include "http/connection.hpp"

namespace cotejo::http::v1 {

using VerificationPtr = std::shared_ptr<const domain::Verification>;

inline constexpr std::chrono::seconds storage_time{30};  // how long a handler waits for a commit or a read; then 503
inline constexpr std::string_view tenant = "default";    // until keys exist

domain::Error late();  // the error when the store takes longer than storage_time: platform.storage

Task<domain::Result<VerificationPtr>> find(Exchange& exchange, std::string_view id);

}  // namespace cotejo::http::v1
