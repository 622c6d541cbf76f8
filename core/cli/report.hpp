// A verification as one self-contained HTML page: decision, evidence with the places where traits were read, findings,
// words, timings. For people: compliance, risk, auditors. It holds the evidence itself: treat the file as such.
#pragma once
#include <string>

#include "cli/engine_run.hpp"
#include "domain/verification.hpp"

namespace cotejo::cli {

std::string html_report(const domain::Verification& verification, const EvidenceByName& evidence,
                        const std::string& locale);

}  // namespace cotejo::cli
