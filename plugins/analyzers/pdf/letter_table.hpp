// A font's /ToUnicode table: which text each of its codes stands for.
#pragma once
#include <map>
#include <qpdf/QPDFObjectHandle.hh>
#include <string>

namespace pdf_analyzer {

using LetterTable = std::map<unsigned, std::string>;  // UTF-16BE by code

inline constexpr std::size_t kMaxLetters = 65536;  // of one table: a code has two bytes at most

// Empty for what is no such table. Throws std::runtime_error for one that is too long.
LetterTable letter_table(QPDFObjectHandle to_unicode);

}  // namespace pdf_analyzer
