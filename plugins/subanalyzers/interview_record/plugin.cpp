#include "interview_record.hpp"

COTEJO_PLUGIN("interview_record", "1.0.0", cotejo::interview_record::InterviewRecord)
