#include "interview_check.hpp"

using Check = interview_check::InterviewCheck;
constexpr const char* kEvidence = "tu entrevista";

#include "../check_cases.hpp"
