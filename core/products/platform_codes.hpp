// The codes that the host itself reports. The catalogue must have texts for them in every locale of every product.
#pragma once
#include <array>
#include <string_view>

namespace cotejo::products {

// The general words of a decision, and why one is not automatic.
inline constexpr std::string_view code_approved = "decision.approved";
inline constexpr std::string_view code_rejected = "decision.rejected";
inline constexpr std::string_view code_in_review = "decision.in_review";
inline constexpr std::string_view code_low_confidence = "decision.low_confidence";
inline constexpr std::string_view code_attempts_exhausted = "decision.attempts_exhausted";

// Why an automatic decision goes to a person: texts are needed where a product has quality_control.
// Words are needed where a product grants more than one attempt.
inline constexpr std::string_view code_earlier_finding = "decision.earlier_finding";
inline constexpr std::string_view code_sampled = "quality_control.sampled";
inline constexpr std::string_view code_cap_reached = "quality_control.cap_reached";
inline constexpr auto quality_control_codes = std::to_array<std::string_view>({code_sampled, code_cap_reached});

// All of these, and the codes of errors: by the engine about evidence, by plugins/component.cpp about a call that
// failed, and by services/ about requests of connectors.
inline constexpr auto platform_codes = std::to_array<std::string_view>({
    code_approved,          code_rejected,           code_in_review,
    code_low_confidence,    code_attempts_exhausted, "evidence.missing",
    "evidence.unreadable",  "evidence.too_large",    "evidence.media_type_mismatch",
    "analysis.deadline",    "analysis.failed",       "analysis.contract",
    "analysis.unavailable", "analysis.cancelled",    "analysis.unsupported",
    "analysis.crashed",     "analysis.memory",       "analysis.forbidden",
    "analysis.not_told",    "check.deadline",        "check.failed",
    "check.contract",       "check.unavailable",     "check.cancelled",
    "check.unsupported",    "check.crashed",         "check.memory",
    "check.forbidden",      "analysis.overloaded",   "check.overloaded",
    "service.unknown",      "service.unavailable",   "service.overloaded",
});

}  // namespace cotejo::products
