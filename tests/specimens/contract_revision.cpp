// Appends to a PDF as editors do: what was there stays, a new page with the old one's number replaces it.
#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFObjectHandle.hh>
#include <stdexcept>

#include "contract.hpp"

namespace cotejo::specimens {
namespace {

std::string bytes_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string last_index(const std::string& bytes) {
  const auto at = bytes.rfind("startxref");
  const auto first = bytes.find_first_of("0123456789", at);
  return bytes.substr(first, bytes.find_first_not_of("0123456789", first) - first);
}

}  // namespace

void change_after_signing(const std::filesystem::path& file, const ContractPrint& contract, const std::string& slot,
                          const std::string& text) {
  const auto& [index, box] = contract.slots.at(slot);
  std::string bytes = bytes_of(file);
  QPDF pdf;
  pdf.processMemoryFile("contract", bytes.data(), bytes.size());
  auto page = pdf.getAllPages().at(index);
  const auto size = pdf.getTrailer().getKey("/Size").getIntValueAsInt();
  const int ink = size, font = size + 1;
  // The patch covers the old value, as white paint does.
  const double y = contract.print.height - box.y - box.height;
  const std::string drawing =
      fmt::format("q 1 1 1 rg {:.2f} {:.2f} {:.2f} {:.2f} re f Q BT 0 g /Later {:.2f} Tf {:.2f} {:.2f} Td ({}) Tj ET",
                  box.x, y, box.width, box.height, box.height * 0.78, box.x, y + box.height * 0.22, text);
  auto resources = page.getKey("/Resources");
  auto fonts = resources.getKey("/Font");
  if (!fonts.isDictionary()) throw std::runtime_error("the page has no fonts");
  std::string names = "<<";
  for (auto& [name, value] : fonts.getDictAsMap()) names += name + " " + value.unparse() + " ";
  names += fmt::format("/Later {} 0 R>>", font);
  std::string inside = "<<";
  for (auto& [name, value] : resources.getDictAsMap())
    if (name != "/Font") inside += name + " " + value.unparse() + " ";
  inside += "/Font " + names + ">>";
  std::string dictionary = "<<";
  for (auto& [name, value] : page.getDictAsMap()) {
    if (name == "/Resources")
      dictionary += "/Resources " + inside;
    else if (name == "/Contents")
      dictionary += fmt::format("/Contents [{} {} 0 R]", value.unparse(), ink);
    else
      dictionary += name + " " + value.unparse();
    dictionary += " ";
  }
  dictionary += ">>";
  if (bytes.back() != '\n') bytes += '\n';
  std::string index_table;
  const auto append = [&](int number, const std::string& body) {
    index_table += fmt::format("{} 1\n{:010} 00000 n \n", number, bytes.size());
    bytes += fmt::format("{} 0 obj\n{}\nendobj\n", number, body);
  };
  const std::string previous = last_index(bytes);
  append(page.getObjectID(), dictionary);
  append(ink, fmt::format("<</Length {}>>stream\n{}\nendstream", drawing.size(), drawing));
  append(font, "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>");
  const auto at = bytes.size();
  bytes += fmt::format("xref\n{}trailer\n<</Size {}/Root {}/Prev {}>>\nstartxref\n{}\n%%EOF\n", index_table, size + 2,
                       pdf.getTrailer().getKey("/Root").unparse(), previous, at);
  std::ofstream out(file, std::ios::binary);
  out << bytes;
  if (!out.flush()) throw std::runtime_error("cannot write " + file.string());
}

}  // namespace cotejo::specimens
