#include "plain_marks.hpp"

#include <algorithm>
#include <string_view>

#include "words.hpp"

namespace cotejo::contract_document {
namespace {

// `#` is a number or a code. Whole phrases, so that no sentence can be made of their words.
constexpr std::string_view kPhrases[] = {
    "#",
    // What numbers are called.
    "FOLIO", "FECHA", "FECHA Y HORA", "FECHA DE IMPRESION", "HORA", "HRS", "AM", "PM", "UTC", "VERSION", "REV", "CLAVE",
    "CONTRATO", "SOLICITUD", "NO #", "NUM #", "NUMERO #", "RECA", "HASH", "CODIGO DE VERIFICACION", "CODIGO DE BARRAS",
    "ID", "PAGINA", "PAGINA # DE #", "PAG", "PAG # DE #", "HOJA", "HOJA # DE #", "PAGE", "PAGE # OF #", "# DE #",
    "# OF #", "# DE ENERO DE #", "# DE FEBRERO DE #", "# DE MARZO DE #", "# DE ABRIL DE #", "# DE MAYO DE #",
    "# DE JUNIO DE #", "# DE JULIO DE #", "# DE AGOSTO DE #", "# DE SEPTIEMBRE DE #", "# DE OCTUBRE DE #",
    "# DE NOVIEMBRE DE #", "# DE DICIEMBRE DE #",
    // Where each page is initialled.
    "RUBRICA", "INICIALES", "FIRMA",
    // Signing services and scanning programs.
    "DOCUSIGN", "DOCUSIGN ENVELOPE ID", "ENVELOPE ID", "ID DE SOBRE DE DOCUSIGN", "ID DE SOBRE DOCUSIGN", "DOCUMENT ID",
    "DOC ID", "ID DEL DOCUMENTO", "ID DE DOCUMENTO", "ADOBE ACROBAT SIGN", "ADOBE SIGN TRANSACTION NUMBER",
    "DROPBOX SIGN", "MIFIEL", "WEETRUST", "DOCUMENTO FIRMADO ELECTRONICAMENTE", "DOCUMENTO FIRMADO DIGITALMENTE",
    "FIRMADO ELECTRONICAMENTE", "FIRMADO DIGITALMENTE", "CAMSCANNER", "ESCANEADO CON CAMSCANNER",
    "SCANNED WITH CAMSCANNER", "SCANNED BY CAMSCANNER", "ESCANEADO CON ADOBE SCAN", "SCANNED WITH ADOBE SCAN"};

// `123-A`, `10:31`, `CV-2026-652602`, a bar code, a hash: few of its characters are letters, or all of them are digits
// to the base of sixteen.
bool is_code(std::string_view word) {
  if (!has_digit(word)) return false;
  constexpr std::size_t kLong = 8;  // characters from which it is no word with a digit for a letter (`p4gar`)
  const auto digits =
      static_cast<std::size_t>(std::count_if(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; }));
  const auto letters =
      static_cast<std::size_t>(std::count_if(word.begin(), word.end(), [](char c) { return c >= 'A' && c <= 'Z'; }));
  const bool hexadecimal = std::none_of(word.begin(), word.end(), [](char c) { return c > 'F' && c <= 'Z'; });
  return letters < digits || (word.size() >= kLong && (hexadecimal || digits * 3 >= word.size()));
}

// How many of the first words are that phrase; 0: they are not.
std::size_t length_of(std::string_view phrase, std::span<const std::string> words) {
  std::size_t met = 0;
  while (!phrase.empty()) {
    const auto end = std::min(phrase.find(' '), phrase.size());
    const auto wanted = phrase.substr(0, end);
    if (met >= words.size() || (wanted == "#" ? !is_code(words[met]) : words[met] != wanted)) return 0;
    phrase.remove_prefix(std::min(end + 1, phrase.size()));
    ++met;
  }
  return met;
}

}  // namespace

bool says_something(std::span<const std::string> words) {
  while (!words.empty()) {
    std::size_t longest = 0;
    for (const auto phrase : kPhrases) longest = std::max(longest, length_of(phrase, words));
    if (longest == 0) return true;
    words = words.subspan(longest);
  }
  return false;
}

}  // namespace cotejo::contract_document
