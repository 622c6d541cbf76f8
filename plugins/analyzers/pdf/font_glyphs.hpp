// What a font inside a PDF draws for each of its codes, as far as two fonts can be compared without drawing anything.
#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <qpdf/QPDFObjectHandle.hh>
#include <string>
#include <string_view>

namespace pdf_analyzer {

// Whether it is one of the letters that are compared: A to Z, figures, `.`, `,`, `%` and `$`.
bool is_compared(char letter);

// The letter of a glyph's name (`five`, `a`, `one.tnum`, `uni0041`); 0 for other names.
char letter_of_name(std::string_view name);

// Whether the two look alike in some genuine font: `I`, `l` and `1`, `O` and `0`, small capitals.
bool may_look_alike(char one, char other);

// Reads the fonts of one file.
class FontGlyphs {
 public:
  struct Code {
    std::optional<std::size_t> drawing;  // the same number: the same drawing
    char named = 0;                      // the letter that the font's own encoding says; 0: it says none
  };
  // Of each of the font's codes that are compared. Throws std::runtime_error where it is too much work.
  std::map<unsigned, Code> look_at(QPDFObjectHandle font, const std::map<unsigned, char>& codes);

 private:
  struct Known {
    bool composite = false, true_type = false, identity_codes = false;
    std::shared_ptr<const std::string> program, glyph_of_code;
    std::size_t identity = 0;               // of program and encoding
    bool ascii = false;                     // its codes are those of ASCII
    std::map<unsigned, std::string> names;  // of single codes
  };
  Known known(QPDFObjectHandle font);
  static void read_encoding(QPDFObjectHandle encoding, Known& font);
  std::optional<std::size_t> drawing_of(const Known& font, unsigned code);
  std::shared_ptr<const std::string> bytes_of(QPDFObjectHandle stream);

  std::map<QPDFObjGen, std::shared_ptr<const std::string>> streams_;
  double compared_ = 0;  // bytes of glyphs
};

}  // namespace pdf_analyzer
