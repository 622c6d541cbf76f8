#include "../list.hpp"

#include <gmock/gmock.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fstream>
#include <sstream>

namespace watchlist_match {
namespace {

using ::testing::HasSubstr;

constexpr std::string_view kHead =
    R"("format": "cotejo.watchlist/1", "title": "T", "source": "S", "date": "2026-01-31")";

std::string with(std::string_view entries) {
  return "{" + std::string(kHead) + R"(, "kind": "internal", "entries": [)" + std::string(entries) + "]}";
}

std::string why_not(std::string_view json) {
  try {
    read_list("mine", json);
  } catch (const ListError& error) {
    return error.what();
  }
  return "it was taken";
}

TEST(Watchlist, TheSampleIsOne) {
  std::ifstream in(SAMPLE_LIST);
  std::stringstream text;
  text << in.rdbuf();
  const List list = read_list("sample", text.str());
  EXPECT_GE(list.entries.size(), 5u);
  EXPECT_EQ(list.entries[0].kind, "sanctions");
}

TEST(Watchlist, EntriesHaveTheirOwnKindOrThatOfTheList) {
  const List list = read_list("mine", with(R"({"id": "1", "name": "A B"}, {"id": "2", "kind": "pep", "name": "A B"})"));
  EXPECT_EQ(list.entries[0].kind, "internal");
  EXPECT_EQ(list.entries[1].kind, "pep");
}

TEST(Watchlist, ABirthDateMayBeAYear) {
  const List list = read_list("mine", with(R"({"id": "1", "name": "A B", "birth_date": "1970"})"));
  EXPECT_EQ(list.entries[0].birth_year, 1970);
  EXPECT_FALSE(list.entries[0].birth_date);
}

TEST(Watchlist, WhatIsWrongIsSaidWithItsEntryAndWithoutItsNames) {
  EXPECT_THAT(why_not("[]"), HasSubstr("is not a JSON object"));
  EXPECT_THAT(why_not("{"), HasSubstr("the list 'mine' is not JSON"));
  EXPECT_THAT(why_not("{\n\"title\": \"A\",\n\"entries\": [}\n}"), HasSubstr("in line 3"));
  EXPECT_THAT(why_not(with(R"({"id": "1", "name": "A B"}, {"id": "2", "nombre": "SECRET"})")),
              HasSubstr("unknown key in entry 2"));
  EXPECT_THAT(why_not(with(R"({"id": "1"})")), HasSubstr("nothing to find entry 1 by"));
  EXPECT_THAT(why_not(with(R"({"name": "A B"})")), HasSubstr("lacks 'id' in entry 1"));
  EXPECT_THAT(why_not(with(R"({"id": "1", "name": "A B", "birth_date": "31/01/1970"})")),
              HasSubstr("neither YYYY-MM-DD nor YYYY"));
  EXPECT_THAT(why_not(with(R"({"id": "1", "kind": "enemy", "name": "A B"})")), HasSubstr("another 'kind'"));
  EXPECT_THAT(why_not("{" + std::string(kHead) + "}"), HasSubstr("lacks the list 'entries'"));
}

}  // namespace
}  // namespace watchlist_match
