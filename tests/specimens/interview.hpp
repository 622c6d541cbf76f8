// An interview of a specimen's applicant: pictures, sound and the record of it.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "specimen.hpp"

namespace cotejo::specimens {

// What is wrong with an interview, and the appraisal item that names it.
struct InterviewVariant {
  const char* name;
  const char* code;  // null: nothing is wrong
};
const std::vector<InterviewVariant>& interview_variants();
const InterviewVariant* find_interview_variant(std::string_view name);  // null when there is none

// The statement that applicants consent to, and its version.
inline constexpr const char* kConsentVersion = "2026-03";
inline constexpr const char* kConsentText =
    "Autorizo que se grabe esta entrevista y que se consulte mi historial de crédito.";

// Writes interview.mp4 (the person of the selfie, in motion, and what is said) and interview_record.json; adds the
// amount and the term to applicant.json, and `interview` to truth.json. Throws std::invalid_argument for an unknown
// variant.
void write_interview(const Specimen& specimen, const std::string& variant, PhotoLibrary& photos,
                     const std::filesystem::path& folder);

}  // namespace cotejo::specimens
