// C++17 alone, as pdf_structure.cpp.
#include "own_letters.hpp"

#include <map>
#include <memory>
#include <new>
#include <optional>
#include <qpdf/Buffer.hh>
#include <qpdf/Pl_Buffer.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFObjectHandle.hh>
#include <qpdf/QPDFPageObjectHelper.hh>
#include <set>
#include <stdexcept>
#include <vector>

#include "font_glyphs.hpp"
#include "letter_table.hpp"
#include "written.hpp"

namespace pdf_analyzer {
namespace {

constexpr int kDeepestEntry = 32;  // of dictionaries and arrays inside one object
constexpr const char* kInPlace = "/ActualText";

struct Font {
  bool composite = false;  // codes have two bytes
  LetterTable letters;
};

using Fonts = std::map<std::string, std::shared_ptr<const Font>>;  // by the name that a page's commands use

// What fonts draw as one glyph: `fi`, `ffl`, `tt`, `Th`, `st`. Nothing that could change a figure, or much of a name.
bool is_ligature(const std::string& text) {
  if (text.size() < 2 || text.size() > 3) return false;
  return std::string_view("fctsT").find(text[0]) != std::string_view::npos &&
         std::string_view(text).substr(1).find_first_not_of("bfhijklt") == std::string_view::npos;
}

// Drops text in place of letters from a page's commands. It stays where it stands for one glyph that is a ligature, and
// that the font says nothing of.
class WithoutTextInPlace final : public QPDFObjectHandle::TokenFilter {
 public:
  explicit WithoutTextInPlace(Fonts fonts) : fonts_(std::move(fonts)) {}
  bool dropped = false;
  bool unexplained = false;  // what was dropped stood for letters that the font says nothing of

  void handleToken(const QPDFTokenizer::Token& token) override {
    waiting_.push_back(token);
    const bool command = token.getType() == QPDFTokenizer::tt_word;
    if (in_place_ && token.getType() == QPDFTokenizer::tt_string) {
      shown_ += token.getValue();
      ++strings_;
    }
    if (waiting_.size() > kMostTokens) write_waiting(false);
    if (command) apply(token.getValue());
  }
  void handleEOF() override { write_waiting(false); }

 private:
  static constexpr std::size_t kMostTokens = 4096;  // between two commands, or around a ligature

  void apply(const std::string& name) {
    static const std::set<std::string> within{"Tj", "TJ", "Td", "TD", "Tm"};
    if (name == "Tf") select_font();
    if (name == "Q" || name == "gs") font_.reset();  // another one, perhaps
    if (in_place_) {
      if (within.count(name) == 0) write_waiting(name == "EMC" && stays());
      return;
    }
    if (name == "BDC") look_for_text();
    if (!in_place_) write_waiting(false);
  }

  void select_font() {
    font_.reset();
    for (const auto& token : waiting_)
      if (token.getType() == QPDFTokenizer::tt_name) {
        const auto found = fonts_.find(token.getValue());
        font_ = found == fonts_.end() ? nullptr : found->second;
      }
  }

  void look_for_text() {
    int times = 0;
    bool next = false;
    for (const auto& token : waiting_) {
      if (token.getType() == QPDFTokenizer::tt_space) continue;
      if (next && token.getType() == QPDFTokenizer::tt_string)
        in_place_ = QPDFObjectHandle::newString(token.getValue()).getUTF8Value();
      next = token.getType() == QPDFTokenizer::tt_name && token.getValue() == kInPlace;
      times += next ? 1 : 0;
    }
    if (times != 1) in_place_.reset();
  }

  // Whether the font's table lacks one of the codes that were shown.
  bool is_beyond_the_font() const {
    if (!font_ || (!font_->composite && font_->letters.empty())) return false;
    const std::size_t length = font_->composite ? 2 : 1;
    for (std::size_t i = 0; i + length <= shown_.size(); i += length) {
      unsigned code = 0;
      for (std::size_t k = 0; k < length; ++k) code = code << 8U | static_cast<unsigned char>(shown_[i + k]);
      if (font_->letters.count(code) == 0) return true;
    }
    return false;
  }

  bool stays() const {
    return strings_ == 1 && font_ && shown_.size() == (font_->composite ? 2U : 1U) && is_beyond_the_font() &&
           is_ligature(*in_place_);
  }

  void write_waiting(bool stay) {
    unexplained = unexplained || (in_place_ && !stay && is_beyond_the_font());
    for (const auto& token : waiting_) {
      if (!stay && token.getType() == QPDFTokenizer::tt_name && token.getValue() == kInPlace) {
        write("/Dropped");
        dropped = true;
      } else {
        writeToken(token);
      }
    }
    waiting_.clear();
    in_place_.reset();
    shown_.clear();
    strings_ = 0;
  }

  const Fonts fonts_;
  std::shared_ptr<const Font> font_;
  std::vector<QPDFTokenizer::Token> waiting_;  // what belongs to the next command
  std::optional<std::string> in_place_;        // the text, while what it stands for is read
  std::string shown_;
  int strings_ = 0;
};

class LettersReader {
 public:
  explicit LettersReader(std::string_view file) {
    pdf_.setSuppressWarnings(true);
    pdf_.processMemoryFile("evidence", file.data(), file.size());
  }

  OwnLetters read() {
    for (auto& object : pdf_.getAllObjects()) look_into(object, 0);
    for (auto page : pdf_.getAllPages()) {  // handles, not pages
      QPDFPageObjectHelper helper(page);
      WithoutTextInPlace filter(fonts_of(helper.getAttribute("/Resources", false)));
      Pl_Buffer kept("kept");
      helper.filterContents(&filter, &kept);
      if (filter.dropped) page.replaceKey("/Contents", pdf_.newStream(kept.getBufferSharedPointer()));
      dropped_ = dropped_ || filter.dropped;
      believable_ = believable_ && !filter.unexplained;
    }
    for (auto& object : pdf_.getAllObjects()) {
      if (!object.isStream() || !object.getDict().getKey("/Subtype").isNameAndEquals("/Form")) continue;
      WithoutTextInPlace filter(fonts_of(object.getDict().getKey("/Resources")));
      Pl_Buffer kept("kept");
      object.filterAsContents(&filter, &kept);
      if (filter.dropped)
        object.replaceStreamData(kept.getBufferSharedPointer(), QPDFObjectHandle::newNull(),
                                 QPDFObjectHandle::newNull());
      dropped_ = dropped_ || filter.dropped;
      believable_ = believable_ && !filter.unexplained;
    }
    OwnLetters found;
    found.believable = believable_;
    if (dropped_) found.copy = written(pdf_);
    return found;
  }

 private:
  // Property lists that commands name, and the structure's elements.
  void look_into(QPDFObjectHandle object, int depth) {
    if (depth > kDeepestEntry) throw std::runtime_error("too deep");
    if (object.isStream()) object = object.getDict();
    if (object.isArray()) {
      for (auto& entry : object.getArrayAsVector())
        if (!entry.isIndirect()) look_into(entry, depth + 1);
    } else if (object.isDictionary()) {
      if (object.hasKey(kInPlace)) {
        object.removeKey(kInPlace);
        dropped_ = true;
      }
      for (auto& [key, entry] : object.getDictAsMap())
        if (!entry.isIndirect()) look_into(entry, depth + 1);
    }
  }

  Fonts fonts_of(QPDFObjectHandle resources) {
    Fonts fonts;
    if (!resources.isDictionary()) return fonts;
    auto all = resources.getKey("/Font");
    if (!all.isDictionary()) return fonts;
    for (auto& [name, font] : all.getDictAsMap())
      if (font.isDictionary()) fonts[name] = known(font);
    return fonts;
  }

  std::shared_ptr<const Font> known(QPDFObjectHandle dictionary) {
    if (const auto before = fonts_.find(dictionary.getObjGen()); dictionary.isIndirect() && before != fonts_.end())
      return before->second;
    const auto font = std::make_shared<Font>();
    font->composite = dictionary.getKey("/Subtype").isNameAndEquals("/Type0");
    font->letters = letter_table(dictionary.getKey("/ToUnicode"));
    letters_ += font->letters.size();
    if (letters_ > kMostLetters) throw std::runtime_error("too many letters");
    compare(dictionary, font->letters);
    if (dictionary.isIndirect()) fonts_[dictionary.getObjGen()] = font;
    return font;
  }

  // With what the font's encoding says, and with what other fonts call the same drawing.
  void compare(QPDFObjectHandle font, const LetterTable& letters) {
    std::map<unsigned, char> said;
    for (const auto& [code, text] : letters)
      if (text.size() == 2 && text[0] == 0 && is_compared(text[1])) said[code] = text[1];
    for (const auto& [code, glyph] : glyphs_.look_at(font, said)) {
      const char letter = said[code];
      if (glyph.named != 0 && !may_look_alike(glyph.named, letter)) believable_ = false;
      if (!glyph.drawing) continue;
      const char before = drawn_.emplace(*glyph.drawing, letter).first->second;
      if (!may_look_alike(before, letter)) believable_ = false;
    }
  }

  static constexpr std::size_t kMostLetters = 16 * kMaxLetters;  // of all fonts, for memory
  QPDF pdf_;
  bool dropped_ = false, believable_ = true;
  FontGlyphs glyphs_;
  std::map<std::size_t, char> drawn_;  // what fonts say that a drawing is
  std::map<QPDFObjGen, std::shared_ptr<const Font>> fonts_;
  std::size_t letters_ = 0;
};

}  // namespace

OwnLetters own_letters(std::string_view file) {
  try {
    return LettersReader(file).read();
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception&) {
    return {false, {}};
  }
}

}  // namespace pdf_analyzer
