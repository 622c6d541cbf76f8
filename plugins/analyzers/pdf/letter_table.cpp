// C++17 alone, as pdf_structure.cpp.
#include "letter_table.hpp"

#include <optional>
#include <qpdf/QPDFTokenizer.hh>
#include <stdexcept>
#include <utility>
#include <vector>

namespace pdf_analyzer {
namespace {

// `beginbfchar <code> <text>... endbfchar`, `beginbfrange <first> <last> <text> or [<text>...]... endbfrange`.
class TableReader final : public QPDFObjectHandle::TokenFilter {
 public:
  LetterTable found;
  bool too_long = false;  // QPDF swallows what a filter throws

  void handleToken(const QPDFTokenizer::Token& token) override {
    const auto& value = token.getValue();
    switch (token.getType()) {
      case QPDFTokenizer::tt_word:
        operands_.clear();
        listed_.reset();
        wanted_ = value == "beginbfchar" ? 2 : value == "beginbfrange" ? 3 : 0;
        break;
      case QPDFTokenizer::tt_array_open:
        if (wanted_ == 3 && operands_.size() == 2) listed_ = 0;
        break;
      case QPDFTokenizer::tt_array_close:
        if (std::exchange(listed_, std::nullopt)) operands_.clear();
        break;
      case QPDFTokenizer::tt_string:
        if (wanted_ > 0) take(value);
        break;
      default:
        break;
    }
  }

 private:
  static unsigned code(const std::string& bytes) {
    unsigned value = 0;
    for (const char c : bytes) value = (value << 8U | static_cast<unsigned char>(c)) & 0xFFFFFFU;
    return value;
  }

  void put(unsigned at, const std::string& text) {
    too_long = too_long || at >= kMaxLetters;
    if (!too_long) found[at] = text;
  }

  void take(const std::string& value) {
    if (listed_) {
      put(code(operands_[0]) + (*listed_)++, value);
      return;
    }
    operands_.push_back(value);
    if (operands_.size() < wanted_) return;
    const unsigned first = code(operands_[0]), last = wanted_ == 3 ? code(operands_[1]) : first;
    std::string text = value;
    for (unsigned at = first; at <= last && !too_long; ++at) {
      put(at, text);
      for (std::size_t i = text.size(); i-- > 0 && ++text[i] == 0;) {
      }  // the next letter
    }
    operands_.clear();
  }

  std::size_t wanted_ = 0;
  std::vector<std::string> operands_;
  std::optional<unsigned> listed_;  // of an array: how many were read
};

}  // namespace

LetterTable letter_table(QPDFObjectHandle to_unicode) {
  if (!to_unicode.isStream()) return {};
  TableReader reader;
  to_unicode.filterAsContents(&reader);
  if (reader.too_long) throw std::runtime_error("too many letters");
  return std::move(reader.found);
}

}  // namespace pdf_analyzer
