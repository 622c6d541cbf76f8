#include "voice_match_check.hpp"

COTEJO_PLUGIN("voice_match", "1.0.0", voice_match::VoiceMatchCheck)
