// What editors append to a PDF: the file stays as it was, and a newer state of a page comes after it.
#pragma once
#include <cstddef>
#include <filesystem>
#include <qpdf/QPDFObjectHandle.hh>
#include <string>

namespace cotejo::specimens {

// One of the fonts that every reader has, under a name that drawing commands use.
struct StandardFont {
  std::string name, base;  // `/Later`, `/Helvetica`
};
// Into the page's resources, which may be shared with other pages of this QPDF.
void add_font(QPDFObjectHandle page, const StandardFont& font);

// `commands` are drawn after what the page has.
void append_to_page(const std::filesystem::path& file, std::size_t page, const std::string& commands,
                    const StandardFont& font);

}  // namespace cotejo::specimens
