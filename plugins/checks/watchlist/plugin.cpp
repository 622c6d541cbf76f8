#include "watchlist_check.hpp"

COTEJO_PLUGIN("watchlist", "1.0.0", watchlist::WatchlistCheck)
