// Signs of tampering in a PDF, from what the `pdf` analyzer read of it.
#pragma once
#include <array>
#include <boost/json/value.hpp>
#include <cotejo/plugin.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "jpeg_luma.hpp"

namespace cotejo::tamper {

struct PdfInput {
  std::optional<boost::json::value> text;    // `pdf.text`
  std::optional<boost::json::value> unseen;  // `pdf.unseen`
  std::string producer, creator;
  std::string created, modified;  // ISO dates, empty when not stated
  std::int64_t revisions = 1, signatures = 0;
  bool page_changed = false;            // what a page shows, by an appended revision
  std::int64_t text_over_pictures = 0;  // pages
};

enum class PdfSign {
  updated,
  mixed_fonts,
  rare_font,
  covered_text,
  hidden_text,
  text_over_picture,
  editor,
  modified_later
};
inline constexpr std::size_t kPdfSigns = 8;
std::string_view name_of(PdfSign sign);

struct PdfSigns {
  std::array<double, kPdfSigns> value{};  // 0..1, how strong
  std::array<std::optional<Region>, kPdfSigns> where{};
  std::string editor;  // the program that is no bank's or company's
};

// Nothing when stopped.
std::optional<PdfSigns> find_signs(const PdfInput& input, const Stop& stop);

// A program that people change documents or pictures with, when `text` names one; otherwise empty.
std::string_view editor_named(std::string_view text);

}  // namespace cotejo::tamper
