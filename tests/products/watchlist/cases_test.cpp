#include "watchlist_check.hpp"

using Check = watchlist::WatchlistCheck;
constexpr const char* kEvidence = "tu solicitud";

#include "../check_cases.hpp"
