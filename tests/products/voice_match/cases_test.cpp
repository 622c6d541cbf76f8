#include "voice_match_check.hpp"

using Check = voice_match::VoiceMatchCheck;
constexpr const char* kEvidence = "la lectura de tu contrato";

#include "../check_cases.hpp"
