// A verification as one self-contained HTML page: decision, findings with the places they rest on, evidence, what was
// read, words, timings, origin. For people: compliance, risk, auditors. It holds the evidence itself: treat the file as
// such.
#pragma once
#include <string>

#include "cli/engine_run.hpp"
#include "cli/report_pictures.hpp"
#include "domain/verification.hpp"

namespace cotejo::cli {

std::string html_report(const domain::Verification& verification, const EvidenceByName& evidence,
                        const ReportPictures& pictures, const std::string& locale);

}  // namespace cotejo::cli
