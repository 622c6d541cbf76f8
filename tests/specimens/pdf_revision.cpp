#include "pdf_revision.hpp"

#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <qpdf/QPDF.hh>
#include <stdexcept>

namespace cotejo::specimens {
namespace {

std::string bytes_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// Where the last table of objects is, as the file says at its end.
std::string last_table(const std::string& bytes) {
  const auto at = bytes.rfind("startxref");
  const auto first = bytes.find_first_of("0123456789", at);
  return bytes.substr(first, bytes.find_first_not_of("0123456789", first) - first);
}

std::string stream(const std::string& data) {
  return fmt::format("<</Length {}>>stream\n{}\nendstream", data.size(), data);
}

}  // namespace

void add_font(QPDFObjectHandle page, const StandardFont& font) {
  auto resources = page.getKey("/Resources");
  if (!resources.isDictionary()) resources = page.replaceKeyAndGetNew("/Resources", QPDFObjectHandle::newDictionary());
  if (!resources.getKey("/Font").isDictionary()) resources.replaceKey("/Font", QPDFObjectHandle::newDictionary());
  resources.getKey("/Font").replaceKey(
      font.name,
      QPDFObjectHandle::parse("<</Type/Font/Subtype/Type1/Encoding/WinAnsiEncoding/BaseFont" + font.base + ">>"));
}

void append_to_page(const std::filesystem::path& file, std::size_t page_index, const std::string& commands,
                    const StandardFont& font) {
  std::string bytes = bytes_of(file);
  QPDF pdf;
  pdf.processMemoryFile("document", bytes.data(), bytes.size());
  auto page = pdf.getAllPages().at(page_index);
  add_font(page, font);
  const int next = static_cast<int>(pdf.getObjectCount()) + 1;
  auto contents = page.getKey("/Contents");
  std::string streams;
  for (auto& each : contents.isArray() ? contents.getArrayAsVector() : std::vector{contents})
    streams += each.unparse() + " ";
  auto changed = page.shallowCopy();
  changed.replaceKey("/Contents",
                     QPDFObjectHandle::parse(&pdf, fmt::format("[{} 0 R {} {} 0 R]", next, streams, next + 1)));
  // Resources may be an object of their own, which the file still has without the font: they are written inside.
  auto resources = page.getKey("/Resources").shallowCopy();
  resources.replaceKey("/Font", page.getKey("/Resources").getKey("/Font").shallowCopy());
  changed.replaceKey("/Resources", resources);
  const std::string previous = last_table(bytes);
  std::string table = "xref\n";
  if (bytes.back() != '\n') bytes += '\n';
  const auto append = [&](int number, const std::string& body) {
    table += fmt::format("{} 1\n{:010} 00000 n \n", number, bytes.size());
    bytes += fmt::format("{} 0 obj\n{}\nendobj\n", number, body);
  };
  append(page.getObjectID(), changed.unparseResolved());
  append(next, stream("q"));
  append(next + 1, stream("Q q\n" + commands + "Q"));
  const std::size_t start = bytes.size();
  bytes += table + fmt::format("trailer\n<</Size {}/Root {}/Prev {}>>\nstartxref\n{}\n%%EOF\n", next + 2,
                               pdf.getTrailer().getKey("/Root").unparse(), previous, start);
  std::ofstream out(file, std::ios::binary);
  out << bytes;
  if (!out.flush()) throw std::runtime_error("cannot write " + file.string());
}

}  // namespace cotejo::specimens
