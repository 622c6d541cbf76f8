// Which differences of a picture are the reader's.
#include "../reading.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <document_text/tests/sheets.hpp>

namespace cotejo::contract_document {
namespace {

using document_text::testing::Shows;

const std::string kForm =
    "El cliente {{name:upper}} debe pagar a la entidad la suma de {{amount:money}} con una tasa anual fija sin cargo "
    "mensual alguno y no podrá ceder sus derechos\n\n@sign lender: EL ACREDITANTE";

Filled filled() {
  std::string missing;
  return *fill(parse_template(kForm), boost::json::parse(R"({"name": "Ana Luz Roa", "amount": 5000})").as_object(),
               missing);
}

std::vector<FoundWord> words_of(const std::string& text, bool scanned = true, double probability = 0.99) {
  std::vector<FoundWord> out;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find(' ', at), text.size());
    const std::string word = text.substr(at, end - at);
    out.push_back({word, comparable(word), 0, {}, probability, scanned});
    at = end + 1;
  }
  return out;
}

const std::string kText =
    "El cliente ANA LUZ ROA debe pagar a la entidad la suma de $5,000.00 con una tasa anual fija sin cargo mensual "
    "alguno y no podrá ceder sus derechos EL ACREDITANTE";

std::string with(const std::string& part, const std::string& read) {
  std::string text = kText;
  return text.replace(text.find(part), part.size(), read);
}

bool agrees(const std::vector<FoundWord>& found) {
  const Filled form = filled();
  const auto steps = as_the_paper_has_it(align(form.words, found), form, found);
  return std::all_of(steps.begin(), steps.end(), [](const Step& step) { return step.equal; });
}

TEST(Reading, ForgivesWhatAReaderMakesOfAPicture) {
  for (const auto& [part, read] : std::map<std::string, std::string>{{"pagar a ", "AGARA "},
                                                                     {"tasa", "TA 5A"},
                                                                     {"la suma", "suma"},
                                                                     {"anual", "J anual"},
                                                                     {"EL ACREDITANTE", "E ELAC"}}) {
    EXPECT_TRUE(agrees(words_of(with(part, read)))) << read;
    EXPECT_FALSE(agrees(words_of(with(part, read), false))) << "a text says what it says: " << read;
  }
}

TEST(Reading, ForgivesNothingThatTurnsASentence) {
  for (const auto& [part, read] : std::map<std::string, std::string>{{"no podrá", "podrá"},
                                                                     {"podrá", "no podrá"},
                                                                     {"sin cargo", "con cargo"},
                                                                     {"anual", "mensual"},
                                                                     {"fija", "fija 30"},
                                                                     {"sus derechos", "sus obligaciones"},
                                                                     {"alguno", "alguno mas gastos"}})
    EXPECT_FALSE(agrees(words_of(with(part, read)))) << read;
}

TEST(Reading, LettersOfAValueAreWhatThePictureMayShow) {
  const auto name = [](double share) {
    auto found = words_of(with("LUZ", "LU2"));
    const auto at = std::find_if(found.begin(), found.end(), [](const FoundWord& word) { return word.text == "LU2"; });
    at->glimpse = std::make_shared<Shows>(std::map<std::string, double, std::less<>>{{"LU2", 0.5}, {"LUZ", share}});
    at->last_step = 10;
    return agrees(found);
  };
  EXPECT_TRUE(name(0.2));
  EXPECT_FALSE(name(0.001));
}

TEST(Reading, FiguresOfAValueAreWhatTheyWereReadAs) {
  auto found = words_of(with("$5,000.00", "$8,000.00"));
  const auto at =
      std::find_if(found.begin(), found.end(), [](const FoundWord& word) { return word.text == "$8,000.00"; });
  at->glimpse =
      std::make_shared<Shows>(std::map<std::string, double, std::less<>>{{"$8,000.00", 0.5}, {"$5,000.00", 0.5}});
  at->last_step = 10;
  EXPECT_FALSE(agrees(found));
}

}  // namespace
}  // namespace cotejo::contract_document
