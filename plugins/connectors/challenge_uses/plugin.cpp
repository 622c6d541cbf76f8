#include "challenge_uses.hpp"

COTEJO_PLUGIN("challenge_uses", "1.0.0", challenge_uses::ChallengeUses)
