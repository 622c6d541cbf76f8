#include "configuration/section.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

namespace cotejo::configuration {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
constexpr auto required = Section::Need::required;

// Messages after `use` has read a section over `text`.
std::vector<std::string> messages(std::string_view text, const std::function<void(Section&)>& use) {
  Diagnostics diagnostics;
  const auto node = parse(text, "f.yaml", diagnostics);
  Section section(*node, "the thing", diagnostics);
  use(section);
  section.finish();
  std::vector<std::string> found;
  for (const Diagnostic& diagnostic : diagnostics.sorted()) found.push_back(to_string(diagnostic));
  return found;
}

TEST(Section, ReadsSizesAndTimesWithTheirUnits) {
  const auto found = messages("{ a: 12MiB, b: 3 KiB, c: 250ms, d: 2min, e: 10s, f: 7B }", [](Section& section) {
    EXPECT_EQ(section.bytes("a"), 12u << 20);
    EXPECT_EQ(section.bytes("b"), 3u << 10);
    EXPECT_EQ(section.bytes("f"), 7u);
    EXPECT_EQ(section.duration("c", 10min), 250ms);
    EXPECT_EQ(section.duration("d", 10min), 2min);
    EXPECT_EQ(section.duration("e", 10min), 10s);
  });
  EXPECT_THAT(found, IsEmpty());
}

TEST(Section, RefusesQuantitiesThatAreNotExact) {
  for (const char* size :
       {"12", "12MB", "-1MiB", "1.5MiB", "0MiB", "99999999999999999999B", "9000000000GiB", "MiB", "[]"}) {
    const auto found =
        messages(std::string("{ a: ") + size + " }", [](Section& section) { EXPECT_FALSE(section.bytes("a")); });
    ASSERT_EQ(found.size(), 1u) << size;
    EXPECT_THAT(found[0], HasSubstr("f.yaml:1:6: a of the thing: expected a size with its unit")) << size;
  }
  const auto found = messages("{ a: 11s }", [](Section& section) { EXPECT_FALSE(section.duration("a", 10s)); });
  EXPECT_THAT(found, ElementsAre(HasSubstr("at most 10s, found '11s'")));
}

TEST(Section, SaysWhatWasExpectedAndWhatWasFound) {
  const auto found = messages("{ a: x, b: 5, c: yes, d: aply, e: [], f: '' }", [](Section& section) {
    section.integer("a", 1, 9);
    section.number("b", 0, 1);
    section.boolean("c");
    section.choice("d", {"apply", "skip"});
    section.texts("e");
    section.text("f");
    section.text("g", required);
  });
  EXPECT_THAT(found, ElementsAre(HasSubstr("1:1: the thing lacks the key 'g'"),
                                 HasSubstr("a of the thing: expected a whole number from 1 to 9, found 'x'"),
                                 HasSubstr("b of the thing: expected a number from 0 to 1, found '5'"),
                                 HasSubstr("c of the thing: expected true or false, found 'yes'"),
                                 HasSubstr("expected one of 'apply' and 'skip', found 'aply'; did you mean 'apply'?"),
                                 HasSubstr("expected at least one entry, found an empty list"),
                                 HasSubstr("f of the thing: expected a text, found an empty one")));
}

TEST(Section, RefusesUnknownKeysWithASuggestion) {
  const auto found = messages("required: 1\nmax_byets: 2\ncolour: 3\n", [](Section& section) {
    section.allow("required");
    section.bytes("max_bytes");
  });
  EXPECT_THAT(found, ElementsAre("f.yaml:2:1: the thing has no key 'max_byets'; did you mean 'max_bytes'?",
                                 "f.yaml:3:1: the thing has no key 'colour'; expected 'max_bytes' and 'required'"));
}

TEST(Section, ReportsAMapThatIsNoneOnce) {
  const auto found = messages("[1]", [](Section& section) { EXPECT_FALSE(section.text("a", required)); });
  EXPECT_THAT(found, ElementsAre("f.yaml:1:1: the thing: expected a map of keys, found a list"));
}

}  // namespace
}  // namespace cotejo::configuration
