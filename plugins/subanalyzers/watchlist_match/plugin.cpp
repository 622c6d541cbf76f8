#include "watchlist_match.hpp"

COTEJO_PLUGIN("watchlist_match", "1.0.0", watchlist_match::WatchlistMatch)
