#include "drawing_copies.hpp"

#include <memory>
#include <new>
#include <qpdf/Buffer.hh>
#include <qpdf/Pl_Buffer.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFAcroFormDocumentHelper.hh>
#include <qpdf/QPDFObjectHandle.hh>
#include <qpdf/QPDFPageObjectHelper.hh>
#include <stdexcept>
#include <vector>

#include "box_font.hpp"
#include "written.hpp"

namespace pdf_analyzer {
namespace {

constexpr int kDeepestNesting = 32;  // of dictionaries and arrays inside one object

// Drops what shows letters from a page's commands.
class LettersLeftOut final : public QPDFObjectHandle::TokenFilter {
 public:
  void handleToken(const QPDFTokenizer::Token& token) override {
    const bool command = token.getType() == QPDFTokenizer::tt_word;
    const auto& name = token.getValue();
    if (command && (name == "Tj" || name == "TJ" || name == "'" || name == "\"")) {
      waiting_.clear();
      return;
    }
    waiting_.push_back(token);
    if (command) handleEOF();
  }
  void handleEOF() override {
    for (const auto& token : waiting_) writeToken(token);
    waiting_.clear();
  }

 private:
  std::vector<QPDFTokenizer::Token> waiting_;  // what belongs to the next command
};

// Copies of a file for drawing, which no other file is needed for.
class Copies {
 public:
  explicit Copies(std::string_view file) {
    pdf_.setSuppressWarnings(true);
    pdf_.processMemoryFile("evidence", file.data(), file.size());
    QPDFAcroFormDocumentHelper(pdf_).generateAppearancesIfNeeded();
    for (auto& object : pdf_.getAllObjects()) look_into(object, 0);
  }

  std::string whole() { return written(pdf_); }

  std::string without_letters() {
    for (auto page : pdf_.getAllPages()) {  // handles, not pages
      Pl_Buffer kept("kept");
      LettersLeftOut filter;
      QPDFPageObjectHelper(page).filterContents(&filter, &kept);
      page.replaceKey("/Contents", pdf_.newStream(kept.getBufferSharedPointer()));
    }
    for (auto& object : pdf_.getAllObjects()) {
      if (!object.isStream()) continue;
      auto dictionary = object.getDict();
      if (!dictionary.getKey("/Subtype").isNameAndEquals("/Form") && !dictionary.hasKey("/PatternType")) continue;
      Pl_Buffer kept("kept");
      LettersLeftOut filter;
      object.filterAsContents(&filter, &kept);
      object.replaceStreamData(kept.getBufferSharedPointer(), QPDFObjectHandle::newNull(), QPDFObjectHandle::newNull());
    }
    return written(pdf_);
  }

 private:
  void look_into(QPDFObjectHandle object, int depth) {
    if (depth > kDeepestNesting) throw std::runtime_error("too deep");
    if (object.isStream()) object = object.getDict();
    if (object.isArray()) {
      for (auto& entry : object.getArrayAsVector())
        if (!entry.isIndirect()) look_into(entry, depth + 1);
    } else if (object.isDictionary()) {
      if (object.getKey("/Type").isNameAndEquals("/Font")) put_boxes(object);
      for (auto& [key, entry] : object.getDictAsMap())
        if (!entry.isIndirect()) look_into(entry, depth + 1);
    }
  }

  // Into a font that is not in the file, and which the worker could not open.
  void put_boxes(QPDFObjectHandle font) {
    auto kind = font.getKey("/Subtype");
    const bool composed = kind.isNameAndEquals("/CIDFontType0") || kind.isNameAndEquals("/CIDFontType2");
    const bool simple =
        kind.isNameAndEquals("/Type1") || kind.isNameAndEquals("/MMType1") || kind.isNameAndEquals("/TrueType");
    if (!composed && !simple) return;
    auto known = font.getKey("/FontDescriptor");
    for (const char* file : {"/FontFile", "/FontFile2", "/FontFile3"})
      if (known.isDictionary() && known.getKey(file).isStream()) return;
    auto descriptor = known.isDictionary() ? known.shallowCopy()
                                           : QPDFObjectHandle::parse(
                                                 "<</Type/FontDescriptor/FontName/Boxes/Flags 32/ItalicAngle 0"
                                                 "/Ascent 800/Descent -200/CapHeight 700/StemV 80"
                                                 "/FontBBox[0 -200 1000 800]>>");
    if (!boxes_.isStream()) boxes_ = pdf_.newStream(box_font());
    descriptor.replaceKey("/FontFile2", boxes_);
    font.replaceKey("/FontDescriptor", pdf_.makeIndirectObject(descriptor));
    font.replaceKey("/Subtype", QPDFObjectHandle::newName(composed ? "/CIDFontType2" : "/TrueType"));
    if (!composed) return;
    constexpr std::size_t kLetters = 65536;
    if (!no_letter_.isStream()) no_letter_ = pdf_.newStream(std::string(2 * kLetters, '\0'));
    font.replaceKey("/CIDToGIDMap", no_letter_);
  }

  QPDF pdf_;
  QPDFObjectHandle boxes_, no_letter_;
};

}  // namespace

std::optional<DrawingCopies> drawing_copies(std::string_view file) {
  try {
    Copies copies(file);
    DrawingCopies both;
    both.whole = copies.whole();
    both.without_letters = copies.without_letters();
    return both;
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

}  // namespace pdf_analyzer
