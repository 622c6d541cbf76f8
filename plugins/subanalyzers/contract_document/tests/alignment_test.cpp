#include "../alignment.hpp"

#include <gtest/gtest.h>

namespace cotejo::contract_document {
namespace {

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> words;
  std::size_t at = 0;
  while (at < text.size()) {
    const auto end = std::min(text.find(' ', at), text.size());
    words.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

std::vector<ExpectedWord> expected(const std::string& text) {
  std::vector<ExpectedWord> words;
  for (const auto& word : split(text)) words.push_back({word, comparable(word)});
  return words;
}

std::vector<FoundWord> found(const std::string& text, bool scanned = false) {
  std::vector<FoundWord> words;
  for (const auto& word : split(text)) words.push_back({word, comparable(word), 0, {}, 1, scanned, false});
  return words;
}

std::string differences(const std::string& a, const std::string& b, bool scanned = false) {
  std::string out;
  const auto e = expected(a);
  const auto f = found(b, scanned);
  std::size_t at_e = 0, at_f = 0;
  for (const Step& step : align(e, f)) {
    EXPECT_EQ(step.first, at_e);
    EXPECT_EQ(step.found_first, at_f);
    at_e = step.last, at_f = step.found_last;
    if (step.equal) continue;
    out += "[";
    for (std::size_t i = step.first; i < step.last; ++i) out += e[i].text;
    out += "|";
    for (std::size_t j = step.found_first; j < step.found_last; ++j) out += f[j].text;
    out += "]";
  }
  EXPECT_EQ(at_e, e.size());
  EXPECT_EQ(at_f, f.size());
  return out;
}

TEST(Alignment, FindsWhatWasChangedMissingAndAdded) {
  EXPECT_EQ(differences("el monto es de 100 pesos", "el monto es de 900 pesos"), "[100|900]");
  EXPECT_EQ(differences("uno dos tres cuatro cinco", "uno dos cuatro cinco"), "[tres|]");
  EXPECT_EQ(differences("uno dos tres cuatro", "uno dos tres no cuatro"), "[|no]");
  EXPECT_EQ(differences("uno dos", "uno dos"), "");
  EXPECT_EQ(differences("uno", ""), "[uno|]");
}

TEST(Alignment, WhatAPictureMakesOfAWordIsThatWordButNumbersAreExact) {
  EXPECT_EQ(differences("II. declara que por su propio derecho", "1I. declara Q UE P OR su PI ROPIO derecho", true),
            "");
  EXPECT_EQ(differences("comparece y que acepta", "comparece YQ UE acepta", true), "");
  EXPECT_EQ(differences("anexo B. pagos", "anexo 8. pagos", true), "");
  EXPECT_EQ(differences("anexo B. pagos", "anexo 8. pagos"), "[B.|8.]") << "a text says what it says";
  EXPECT_EQ(differences("un plazo de 24 meses", "un plazo de 74 meses", true), "[24|74]");
  EXPECT_EQ(differences("no podra cobrar", "podra cobrar", true), "[no|]");
}

TEST(Alignment, SeamsAreNoDifferences) {
  EXPECT_EQ(differences("la contraprestación se pagará", "la contra- prestación se pagará"), "");
  EXPECT_EQ(differences("la tasa es fija", "latasa es fija"), "");
  EXPECT_EQ(
      differences("capital, intereses e impuestos 00/100 M.N.), que", "capital,interesese impuestos 00/100M.N.),que"),
      "");
  EXPECT_EQ(differences("a 1.5 veces", "a15 veces"), "[a|][1.5|a15]");
}

TEST(Alignment, OnlyLettersOfScansAreForgiven) {
  EXPECT_EQ(differences("el acreditado pagará", "el acreditodo pagará", true), "");
  EXPECT_EQ(differences("el acreditado pagará", "el acreditodo pagará", false), "[acreditado|acreditodo]");
  EXPECT_EQ(differences("plazo de 24000 meses", "plazo de 24001 meses", true), "[24000|24001]");
  EXPECT_EQ(differences("si no paga", "si se paga", true), "[no|se]");
}

TEST(Alignment, LongTextsWithoutAnythingInCommonAreNotComparedWordByWord) {
  std::string a, b;
  for (int i = 0; i < 2000; ++i) a += "a" + std::to_string(i) + "x ", b += "b" + std::to_string(i) + "x ";
  EXPECT_EQ(align(expected(a), found(b)).size(), 1U);
}

}  // namespace
}  // namespace cotejo::contract_document
