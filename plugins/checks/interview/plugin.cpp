#include "interview_check.hpp"

COTEJO_PLUGIN("interview", "1.0.0", interview_check::InterviewCheck)
