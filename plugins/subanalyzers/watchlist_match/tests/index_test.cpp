#include "../index.hpp"

#include <gmock/gmock.h>

namespace watchlist_match {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

List people() {
  List list{"mine", "Mine", "Nobody", cotejo::mx::Date{}, {}};
  const auto add = [&](const char* id, std::vector<std::string> names, const char* curp, const char* birth) {
    Entry entry{id, "internal", std::move(names), curp, "", {}, cotejo::mx::parse_iso_date(birth)};
    if (entry.birth_date) entry.birth_year = static_cast<int>(entry.birth_date->year());
    list.entries.push_back(std::move(entry));
  };
  add("1", {"Evaristo Quiñonero Zambrana", "El Varo Quiñonero"}, "", "1961-04-17");
  add("2", {"Juan Hernández García"}, "", "1970-02-11");
  add("3", {"Casimira Olmedilla Urrutia"}, "OEUC740902MDFLRS01", "1974-09-02");
  add("4", {"Юрий Забавников", "Yuriy Zabavnikov"}, "", "");
  return list;
}

class Search : public ::testing::Test {
 protected:
  std::vector<Hit> of(std::string name, double min_score = 0.8) const {
    Subject subject;
    subject.names = {std::move(name)};
    return index.find(subject, min_score, 10);
  }
  std::string first(std::string name) const {
    const auto hits = of(std::move(name));
    return hits.empty() ? "nobody" : list.entries[hits[0].entry].id;
  }
  List list = people();
  Index index{list};
};

TEST_F(Search, FindsAName) {
  const auto hits = of("EVARISTO QUIÑONERO ZAMBRANA");
  ASSERT_THAT(hits, SizeIs(1));
  EXPECT_DOUBLE_EQ(hits[0].score, 1);
  EXPECT_LT(hits[0].namesakes, 0.1);
}

TEST_F(Search, FindsItInAnotherOrderSpellingAndLength) {
  EXPECT_EQ(first("Zambrana Quinonero, Evaristo"), "1");
  EXPECT_EQ(first("Ebaristo Kiñonero Sambrana"), "1");
  EXPECT_EQ(first("Evaristo Quiñonero"), "1");
  EXPECT_EQ(first("Evaristo Quiñnero Zambrana"), "1");
  EXPECT_EQ(first("Jose Evaristo Quiñonero Zambrana"), "1");
  EXPECT_EQ(first("Yuri Zabavnikov"), "4");
}

TEST_F(Search, DoesNotTakeAnotherSurnameForAMissingOne) {
  EXPECT_THAT(of("Juan Hernández López"), IsEmpty());
  EXPECT_THAT(of("Pedro Hernández García"), IsEmpty());
  EXPECT_THAT(of("Juan"), IsEmpty());
}

TEST_F(Search, OneCommonNameIsNoMisspellingOfAnother) {
  EXPECT_THAT(of("Juan Fernández García"), IsEmpty());
  EXPECT_THAT(of("Juana Hernández García"), IsEmpty());
  EXPECT_EQ(first("Juan Hernánde García"), "2");
}

TEST_F(Search, SaysHowManyPeopleBearACommonName) {
  const auto hits = of("Juan Hernández García");
  ASSERT_THAT(hits, SizeIs(1));
  EXPECT_GT(hits[0].namesakes, 1000);
}

TEST_F(Search, ANumberIsEnoughAndSaysWhatElseAgrees) {
  Subject subject;
  subject.names = {"Somebody Else Entirely"};
  subject.curps = {"OEUC740902MDFLRS01"};
  subject.birth_dates = {*cotejo::mx::parse_iso_date("1974-09-02")};
  const auto hits = index.find(subject, 0.8, 10);
  ASSERT_THAT(hits, SizeIs(1));
  EXPECT_TRUE(hits[0].by_number());
  EXPECT_DOUBLE_EQ(hits[0].score, 0);
  EXPECT_EQ(hits[0].birth_date, Agreement::equal);
}

TEST_F(Search, AnotherNumberAndAnotherBirthDateAreToldApart) {
  Subject subject;
  subject.names = {"Casimira Olmedilla Urrutia"};
  subject.curps = {"OEUC810315MDFLRS05"};
  subject.birth_dates = {*cotejo::mx::parse_iso_date("1981-03-15")};
  const auto hits = index.find(subject, 0.8, 10);
  ASSERT_THAT(hits, SizeIs(1));
  EXPECT_EQ(hits[0].curp, Agreement::differs);
  EXPECT_EQ(hits[0].birth_date, Agreement::differs);
}

TEST_F(Search, GivesTheBestFirstAndNoMoreThanAsked) {
  List many{"mine", "Mine", "Nobody", {}, {}};
  for (int i = 0; i < 50; ++i)
    many.entries.push_back({std::to_string(i), "pep", {i == 30 ? "Ana Ruiz Soto" : "Ana Ruiz Zoto"}, "", "", {}, {}});
  const Index all(many);
  Subject subject;
  subject.names = {"Ana Ruiz Soto"};
  const auto hits = all.find(subject, 0.8, 5);
  ASSERT_THAT(hits, SizeIs(5));
  EXPECT_EQ(hits[0].entry, 30u);
}

}  // namespace
}  // namespace watchlist_match
