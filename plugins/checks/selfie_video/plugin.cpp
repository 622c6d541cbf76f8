#include "selfie_video_check.hpp"

COTEJO_PLUGIN("selfie_video", "1.0.0", selfie_video::SelfieVideoCheck)
