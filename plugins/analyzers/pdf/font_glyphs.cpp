// C++17 alone, as pdf_structure.cpp.
#include "font_glyphs.hpp"

#include <cstdlib>
#include <functional>
#include <qpdf/Buffer.hh>
#include <stdexcept>

#include "true_type.hpp"

namespace pdf_analyzer {
namespace {

constexpr double kMostCompared = 64e6;  // bytes of glyphs of one file, which may say that all of them are one large one

}  // namespace

bool is_compared(char letter) {
  return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9') ||
         letter == '.' || letter == ',' || letter == '%' || letter == '$';
}

char letter_of_name(std::string_view name) {
  static const std::map<std::string_view, char> words{{"zero", '0'},    {"one", '1'},   {"two", '2'},    {"three", '3'},
                                                      {"four", '4'},    {"five", '5'},  {"six", '6'},    {"seven", '7'},
                                                      {"eight", '8'},   {"nine", '9'},  {"period", '.'}, {"comma", ','},
                                                      {"percent", '%'}, {"dollar", '$'}};
  name = name.substr(0, name.find('.'));
  if (const auto word = words.find(name); word != words.end()) return word->second;
  if (name.size() == 7 && name.substr(0, 5) == "uni00") {
    const auto code = static_cast<char>(std::strtoul(std::string(name.substr(5)).c_str(), nullptr, 16));
    return is_compared(code) ? code : char{0};
  }
  return name.size() == 1 && is_compared(name[0]) ? name[0] : char{0};
}

bool may_look_alike(char one, char other) {
  const auto kind = [](char c) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return c == 'i' || c == '1' ? 'l' : c == '0' ? 'o' : c;
  };
  return kind(one) == kind(other);
}

FontGlyphs::Known FontGlyphs::known(QPDFObjectHandle font) {
  Known known;
  auto encoding = font.getKey("/Encoding");
  if (font.getKey("/Subtype").isNameAndEquals("/Type3")) return known;
  known.composite = font.getKey("/Subtype").isNameAndEquals("/Type0");
  known.identity_codes = known.composite && encoding.isNameAndEquals("/Identity-H");
  auto drawn = font;
  if (known.composite) {
    auto all = font.getKey("/DescendantFonts");
    if (!all.isArray() || all.getArrayNItems() < 1 || !all.getArrayItem(0).isDictionary()) return known;
    drawn = all.getArrayItem(0);
    if (drawn.getKey("/CIDToGIDMap").isStream()) known.glyph_of_code = bytes_of(drawn.getKey("/CIDToGIDMap"));
  }
  auto descriptor = drawn.getKey("/FontDescriptor");
  if (descriptor.isDictionary())
    for (const char* key : {"/FontFile", "/FontFile2", "/FontFile3"}) {
      if (!descriptor.getKey(key).isStream()) continue;
      known.program = bytes_of(descriptor.getKey(key));
      known.true_type = std::string_view(key) == "/FontFile2";
    }
  if (known.program) known.identity = std::hash<std::string>{}(*known.program);
  if (known.composite) return known;
  if (known.true_type) known.identity ^= std::hash<std::string>{}(encoding.unparseResolved());
  constexpr int kSymbolic = 4;  // its encoding is its own, whatever the dictionary says
  auto flags = descriptor.isDictionary() ? descriptor.getKey("/Flags") : QPDFObjectHandle::newNull();
  const bool symbolic = flags.isInteger() && (flags.getIntValueAsInt() & kSymbolic) != 0;
  if (!known.true_type || !symbolic) read_encoding(encoding, known);
  return known;
}

void FontGlyphs::read_encoding(QPDFObjectHandle encoding, Known& font) {
  auto base = encoding.isDictionary() ? encoding.getKey("/BaseEncoding") : encoding;
  font.ascii = base.isNameAndEquals("/WinAnsiEncoding") || base.isNameAndEquals("/MacRomanEncoding") ||
               base.isNameAndEquals("/StandardEncoding");
  auto differences = encoding.isDictionary() ? encoding.getKey("/Differences") : QPDFObjectHandle::newNull();
  if (!differences.isArray()) return;
  unsigned code = 0;
  for (auto& entry : differences.getArrayAsVector()) {
    if (entry.isInteger()) code = entry.getUIntValueAsUInt();
    if (entry.isName()) font.names[code++] = entry.getName().substr(1);
  }
}

std::map<unsigned, FontGlyphs::Code> FontGlyphs::look_at(QPDFObjectHandle dictionary,
                                                         const std::map<unsigned, char>& codes) {
  std::map<unsigned, Code> all;
  if (codes.empty()) return all;
  const Known font = known(dictionary);
  for (const auto& [code, letter] : codes) {
    Code& found = all[code];
    const auto name = font.names.find(code);
    if (name != font.names.end())
      found.named = letter_of_name(name->second);
    else if (font.ascii && code < 0x7f && is_compared(static_cast<char>(code)))
      found.named = static_cast<char>(code);
    found.drawing = drawing_of(font, code);
  }
  return all;
}

std::optional<std::size_t> FontGlyphs::drawing_of(const Known& font, unsigned code) {
  if (!font.program || (font.composite && !font.identity_codes)) return std::nullopt;
  if (font.composite && font.true_type) {
    const unsigned glyph = font.glyph_of_code ? number_at(*font.glyph_of_code, 2 * std::size_t{code}, 2) : code;
    const auto drawing = true_type_glyph(*font.program, glyph);
    compared_ += static_cast<double>(drawing.size());
    if (compared_ > kMostCompared) throw std::runtime_error("too many glyphs");
    if (drawing.empty() || glyph == 0) return std::nullopt;
    return std::hash<std::string_view>{}(drawing);
  }
  const auto name = font.names.find(code);
  const std::string which = name != font.names.end() ? "/" + name->second : std::to_string(code);
  return font.identity ^ (std::hash<std::string>{}(which)*31);
}

std::shared_ptr<const std::string> FontGlyphs::bytes_of(QPDFObjectHandle stream) {
  auto& known = streams_[stream.getObjGen()];
  if (!known) {
    const auto data = stream.getStreamData(qpdf_dl_generalized);
    known = std::make_shared<std::string>(reinterpret_cast<const char*>(data->getBuffer()), data->getSize());
  }
  return known;
}

}  // namespace pdf_analyzer
