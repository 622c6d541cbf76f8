#include "pdf_tampering.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFObjectHandle.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <qpdf/QPDFPageObjectHelper.hh>
#include <qpdf/QPDFWriter.hh>
#include <stdexcept>

#include "pdf_revision.hpp"

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

// A remark on the free margin, over nothing.
std::string remark(double size) {
  return fmt::format("0.2 0.2 0.5 rg BT /Changed {:.2f} Tf 40 18 Td (Documento validado por la sucursal) Tj ET\n",
                     size);
}

// An amount on the free margin, white on white.
std::string hidden_amount(double size) {
  return fmt::format("1 g BT /Changed {:.2f} Tf 40 18 Td (Saldo final 98,765.43) Tj ET\n", size);
}

StandardFont changed_font(Random& random) {
  return {"/Changed", random.chance(0.5) ? "/Helvetica" : "/Times-Roman"};
}

void draw_on_first_page(QPDF& pdf, const std::string& commands, Random& random) {
  auto page = QPDFPageDocumentHelper(pdf).getAllPages().front();
  add_font(page.getObjectHandle(), changed_font(random));
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

void set_info(QPDF& pdf, const char* key, const std::string& value) {
  auto trailer = pdf.getTrailer();
  if (!trailer.getKey("/Info").isDictionary())
    trailer.replaceKey("/Info", pdf.makeIndirectObject(QPDFObjectHandle::newDictionary()));
  trailer.getKey("/Info").replaceKey(key, QPDFObjectHandle::newString(value));
}

}  // namespace

const std::vector<std::string>& pdf_alterations() {
  static const std::vector<std::string> kinds{"genuine", "font_mixture", "covered", "updated", "written_on_scan",
                                              "editor",  "redated",      "stamped", "hidden"};
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
  if (kind == "stamped") {
    append_to_page(file, 0, remark(random.uniform(7, 10)), changed_font(random));
    return std::nullopt;
  }
  const std::string commands = drawn(mark, sheets.height, kind != "font_mixture", random);
  if (kind == "updated") {
    append_to_page(file, 0, commands, changed_font(random));
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
    } else if (kind == "hidden") {
      draw_on_first_page(pdf, hidden_amount(random.uniform(7, 10)), random);
    } else {
      draw_on_first_page(pdf, commands, random);
    }
    rewrite(pdf, file);
    if (kind == "editor" || kind == "redated" || kind == "hidden") return std::nullopt;
  }
  const double width = width_of(mark);
  return cv::Rect2d((mark.x - width) / sheets.width, (mark.y - mark.size) / sheets.height, width / sheets.width,
                    1.3 * mark.size / sheets.height);
}

}  // namespace cotejo::specimens
