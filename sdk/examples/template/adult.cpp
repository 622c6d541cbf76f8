#include "adult.hpp"

COTEJO_PLUGIN("adult", "1.0.0", Adult)
