#include <selfie_video_check.hpp>

using Check = selfie_video::SelfieVideoCheck;
constexpr const char* kEvidence = "el video selfie";

#include "../check_cases.hpp"
