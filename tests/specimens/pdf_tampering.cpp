#include "pdf_tampering.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFObjectHandle.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <qpdf/QPDFPageObjectHelper.hh>
#include <qpdf/QPDFWriter.hh>
#include <stdexcept>

namespace cotejo::specimens {
namespace {

bool is_amount(const Mark& mark) {
  return mark.align == Mark::Align::right && mark.text.size() >= 5 && mark.text.find('.') == mark.text.size() - 3 &&
         std::all_of(mark.text.begin(), mark.text.end(),
                     [](char c) { return (c >= '0' && c <= '9') || c == ',' || c == '.'; });
}

// An amount of the first page, by chance.
std::size_t pick_amount(const StatementPage& page, Random& random) {
  std::vector<std::size_t> amounts;
  for (std::size_t i = 0; i < page.marks.size(); ++i)
    if (is_amount(page.marks[i])) amounts.push_back(i);
  if (amounts.empty()) throw std::invalid_argument("the statement has no amount to change");
  return amounts[static_cast<std::size_t>(random.next() % amounts.size())];
}

std::string larger(std::string amount) {
  amount.front() = amount.front() == '9' ? '8' : '9';
  return amount;
}

double width_of(const Mark& mark) {
  return 0.556 * mark.size * static_cast<double>(mark.text.size());  // Helvetica's digits; commas are narrower
}

// Drawing commands for the changed amount in a font that every reader has.
std::string drawn(const Mark& mark, double page_height, bool cover, Random& random) {
  const double size = mark.size * random.uniform(0.96, 1.08), width = width_of(mark);
  std::string out;
  if (cover)
    out += fmt::format("1 1 1 rg {:.2f} {:.2f} {:.2f} {:.2f} re f\n", mark.x - width - 1,
                       page_height - mark.y - 0.25 * mark.size, width + 2, 1.2 * mark.size);
  return out + fmt::format("0 g BT /Changed {:.2f} Tf {:.2f} {:.2f} Td ({}) Tj ET\n", size, mark.x - width * 0.93,
                           page_height - mark.y, larger(mark.text));
}

void add_font(QPDFObjectHandle page, Random& random) {
  auto resources = page.getKey("/Resources");
  if (!resources.isDictionary()) resources = page.replaceKeyAndGetNew("/Resources", QPDFObjectHandle::newDictionary());
  if (!resources.getKey("/Font").isDictionary()) resources.replaceKey("/Font", QPDFObjectHandle::newDictionary());
  const char* name = random.chance(0.5) ? "/Helvetica" : "/Times-Roman";
  resources.getKey("/Font").replaceKey(
      "/Changed", QPDFObjectHandle::parse(std::string("<</Type/Font/Subtype/Type1/Encoding/WinAnsiEncoding/BaseFont") +
                                          name + ">>"));
}

void draw_on_first_page(QPDF& pdf, const std::string& commands, Random& random) {
  auto page = QPDFPageDocumentHelper(pdf).getAllPages().front();
  add_font(page.getObjectHandle(), random);
  page.addPageContents(QPDFObjectHandle::newStream(&pdf, "q\n"), true);
  page.addPageContents(QPDFObjectHandle::newStream(&pdf, "\nQ\nq\n" + commands + "Q\n"), false);
}

void rewrite(QPDF& pdf, const std::filesystem::path& file) {
  const auto written = file.string() + ".new";
  QPDFWriter writer(pdf, written.c_str());
  writer.setDeterministicID(true);
  writer.write();
  std::filesystem::rename(written, file);
}

// As editors save: the old file stays, what changed comes after it.
void append(const std::filesystem::path& file, const std::string& commands, Random& random) {
  std::ifstream in(file, std::ios::binary);
  std::string bytes((std::istreambuf_iterator<char>(in)), {});
  QPDF pdf;
  pdf.processMemoryFile("statement", bytes.data(), bytes.size());
  auto page = pdf.getAllPages().front();
  add_font(page, random);
  const int next = static_cast<int>(pdf.getObjectCount()) + 1;
  auto contents = page.getKey("/Contents");
  std::string streams;
  for (auto& stream : contents.isArray() ? contents.getArrayAsVector() : std::vector{contents})
    streams += stream.unparse() + " ";
  auto changed = page.shallowCopy();
  changed.replaceKey("/Contents",
                     QPDFObjectHandle::parse(&pdf, fmt::format("[{} 0 R {} {} 0 R]", next, streams, next + 1)));
  // Resources may be an object of their own, which the file still has without the font: they are written inside.
  auto resources = page.getKey("/Resources").shallowCopy();
  resources.replaceKey("/Font", page.getKey("/Resources").getKey("/Font").shallowCopy());
  changed.replaceKey("/Resources", resources);
  const std::size_t last = bytes.rfind("startxref");
  const std::string previous = bytes.substr(last + 9, bytes.find("%%EOF", last) - last - 9);
  const auto stream = [](const std::string& data) {
    return fmt::format("<</Length {}>>stream\n{}\nendstream", data.size(), data);
  };
  const std::vector<std::pair<int, std::string>> objects{{page.getObjectID(), changed.unparseResolved()},
                                                         {next, stream("q")},
                                                         {next + 1, stream("Q q\n" + commands + "Q")}};
  std::string table = "xref\n";
  for (const auto& [number, body] : objects) {
    table += fmt::format("{} 1\n{:010} 00000 n \n", number, bytes.size() + 1);
    bytes += fmt::format("\n{} 0 obj\n{}\nendobj", number, body);
  }
  const std::size_t start = bytes.size() + 1;
  bytes += "\n" + table +
           fmt::format("trailer\n<</Size {}/Root {}/Prev {}>>\nstartxref\n{}\n%%EOF\n", next + 2,
                       pdf.getTrailer().getKey("/Root").unparse(), std::stoull(previous), start);
  std::ofstream(file, std::ios::binary) << bytes;
}

void set_info(QPDF& pdf, const char* key, const std::string& value) {
  auto trailer = pdf.getTrailer();
  if (!trailer.getKey("/Info").isDictionary())
    trailer.replaceKey("/Info", pdf.makeIndirectObject(QPDFObjectHandle::newDictionary()));
  trailer.getKey("/Info").replaceKey(key, QPDFObjectHandle::newString(value));
}

}  // namespace

const std::vector<std::string>& pdf_alterations() {
  static const std::vector<std::string> kinds{"genuine",         "font_mixture", "covered", "updated",
                                              "written_on_scan", "editor",       "redated"};
  return kinds;
}

std::optional<cv::Rect2d> write_altered_pdf(const StatementPrint& sheets, const std::string& kind, Random random,
                                            const std::filesystem::path& file) {
  const auto& kinds = pdf_alterations();
  if (std::find(kinds.begin(), kinds.end(), kind) == kinds.end())
    throw std::invalid_argument("unknown alteration " + kind);
  StatementPrint changed = sheets;
  auto& marks = changed.pages.front().marks;
  const std::size_t at = pick_amount(changed.pages.front(), random);
  const Mark mark = marks[at];
  if (kind == "font_mixture") marks.erase(marks.begin() + static_cast<std::ptrdiff_t>(at));
  if (kind == "written_on_scan") {
    write_scanned_pdf(changed, random.fork("scan"), file);
  } else {
    write_text_pdf(changed, file);
  }
  if (kind == "genuine") return std::nullopt;
  const std::string commands = drawn(mark, sheets.height, kind != "font_mixture", random);
  if (kind == "updated") {
    append(file, commands, random);
  } else {
    QPDF pdf;
    pdf.processFile(file.c_str());
    if (kind == "editor") {
      constexpr std::array kEditors{"Sejda 3.2.84 (sejda.com)",       "iLovePDF",
                                    "Adobe Photoshop 25.4 (Windows)", "Canva",
                                    "Wondershare PDFelement",         "Foxit PDF Editor Printer Version 12"};
      set_info(pdf, "/Producer", random.pick(kEditors));
    } else if (kind == "redated") {
      set_info(pdf, "/CreationDate", "D:20261001090000-06'00'");
      set_info(pdf, "/ModDate", fmt::format("D:202610{:02}181500-06'00'", random.integer(3, 28)));
    } else {
      draw_on_first_page(pdf, commands, random);
    }
    rewrite(pdf, file);
    if (kind == "editor" || kind == "redated") return std::nullopt;
  }
  const double width = width_of(mark);
  return cv::Rect2d((mark.x - width) / sheets.width, (mark.y - mark.size) / sheets.height, width / sheets.width,
                    1.3 * mark.size / sheets.height);
}

}  // namespace cotejo::specimens
