// PDF files of statements that somebody changed after the bank made them, with the truth of what was done where.
#pragma once

#include <filesystem>
#include <opencv2/core.hpp>
#include <optional>

#include "statement.hpp"

namespace cotejo::specimens {

// genuine, font_mixture (an amount set anew in another font), covered (white paint and a new amount over the old one),
// updated (the same, appended to the file), written_on_scan (over a scanned page), editor (went through a program for
// changing files), redated (says that it was changed later), stamped (a remark is appended), hidden (an amount that
// nobody sees)
const std::vector<std::string>& pdf_alterations();

// Writes the file; the region of the changed amount in relative coordinates of the first page, when there is one.
// Throws std::invalid_argument for an unknown kind.
std::optional<cv::Rect2d> write_altered_pdf(const StatementPrint& sheets, const std::string& kind, Random random,
                                            const std::filesystem::path& file);

}  // namespace cotejo::specimens
