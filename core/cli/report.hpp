// Writes a verification as one self-contained HTML page for compliance, risk and audit: the decision, findings with the
// places they rest on, evidence, traits, feedback, timings and origins. The page contains the evidence itself, so the
// file needs the same protection.
#pragma once
#include <string>

#include "cli/engine_run.hpp"
#include "cli/report_pictures.hpp"
#include "domain/verification.hpp"

namespace cotejo::cli {

std::string html_report(const domain::Verification& verification, const EvidenceByName& evidence,
                        const ReportPictures& pictures, const std::string& locale);

}  // namespace cotejo::cli
