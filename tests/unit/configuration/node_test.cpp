#include "configuration/node.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>

namespace cotejo::configuration {
namespace {

using testing::HasSubstr;

struct Parsed {
  std::optional<Node> node;
  std::vector<std::string> messages;
};

Parsed read(std::string_view text) {
  Diagnostics diagnostics;
  Parsed parsed{parse(text, "f.yaml", diagnostics), {}};
  for (const Diagnostic& diagnostic : diagnostics.sorted()) parsed.messages.push_back(to_string(diagnostic));
  return parsed;
}

TEST(Node, KnowsWhereEachValueAndKeyWasWritten) {
  const Parsed parsed = read("a: 1\nb:\n  - x\n  - { c: y }\n");
  ASSERT_TRUE(parsed.node);
  EXPECT_EQ(parsed.node->find("a")->position.line, 1);
  EXPECT_EQ(parsed.node->find("a")->position.column, 4);
  const Node& map = parsed.node->find("b")->items[1];
  EXPECT_EQ(map.find("c")->position.line, 4);
  EXPECT_EQ(map.member("c")->position.column, 7);
}

TEST(Node, KeepsTextAsTextWhenQuoted) {
  const Parsed parsed =
      read("{ a: 12, b: '12', c: true, d: \"true\", e: 0.5, f: ~, g: 'null', h: no, i: .nan, j: 1e999 }");
  ASSERT_TRUE(parsed.node);
  EXPECT_EQ(boost::json::serialize(to_json(*parsed.node)),
            R"({"a":12,"b":"12","c":true,"d":"true","e":5E-1,"f":null,"g":"null","h":"no","i":".nan","j":"1e999"})");
}

struct Refusal {
  const char* name;
  std::string text;
  std::string message;
};

class Refused : public testing::TestWithParam<Refusal> {};

TEST_P(Refused, WithItsPlaceAndReason) {
  const Parsed parsed = read(GetParam().text);
  EXPECT_FALSE(parsed.node);
  ASSERT_EQ(parsed.messages.size(), 1u);
  EXPECT_THAT(parsed.messages[0], HasSubstr(GetParam().message));
}

std::string nested(int levels) {
  return std::string(static_cast<std::size_t>(levels), '[') + std::string(static_cast<std::size_t>(levels), ']');
}

INSTANTIATE_TEST_SUITE_P(
    Yaml, Refused,
    testing::Values(
        Refusal{"duplicate_key", "a: 1\nb: 2\na: 3\n", "f.yaml:3:1: key 'a' stands twice in this map, first in line 1"},
        Refusal{"anchor", "a: &x 1\n", "an anchor ('&name') is not allowed"},
        Refusal{"alias_bomb", "a: &x [1, 1]\nb: [*x, *x]\n", "f.yaml:1:4: an anchor"},
        Refusal{"merge_key", "a:\n  <<: { b: 1 }\n", "f.yaml:2:3: a merge key"},
        Refusal{"tag", "a: !!binary aGk=\n", "a tag ('tag:yaml.org,2002:binary')"},
        Refusal{"second_document", "a: 1\n---\nb: 2\n", "a second document"}, Refusal{"empty", "", "the file is empty"},
        Refusal{"syntax", "a: [1, 2\nb: 3\n", "this is not YAML"}, Refusal{"deep", nested(33), "more than 32 levels"},
        Refusal{"very_deep", nested(100'000), "more than 32 levels"},
        Refusal{"not_utf8", "a: 1\nb: \xff\n", "f.yaml:2:4: this is not UTF-8"},
        Refusal{"zero_byte", std::string("a: 1\0b", 6), "not UTF-8"},
        Refusal{"large", "a: " + std::string(1 << 20, 'x'), "more than 1048576 bytes"},
        Refusal{"list_as_key", "? [a]\n: 1\n", "expected a name as key, found a list"},
        Refusal{"tab", "a:\n\tb: 1\n", "(line 2 is indented with a tab; use blanks)"},
        Refusal{"tab_later", "a:\n  b: 1\n\tc: 1\n", "(line 3 is indented with a tab"},
        Refusal{"no_blank", "a: 1\nversion:1\nb: 2\n", "(line 2 needs a blank after the colon)"},
        Refusal{"second_colon", "a: 1\nsummary: a loan: for cars\n",
                "(line 2 has a second colon: put the text in quotes)"},
        Refusal{"merge_marks", "a: 1\n<<<<<<< ours\nb: 1\n=======\nb: 2\n>>>>>>> theirs\n",
                "(line 2 is the mark of a merge that was not finished)"}),
    [](const auto& test) { return test.param.name; });

TEST(Node, AcceptsNestingUpToItsLimit) {
  EXPECT_TRUE(read(nested(32)).node);
}

TEST(Suggestion, NamesTheNearestWordOnlyWhenItIsNear) {
  const std::vector<std::string> words{"required", "max_bytes", "kind"};
  EXPECT_EQ(suggestion("requird", words), "; did you mean 'required'?");
  EXPECT_EQ(suggestion("max_byets", words), "; did you mean 'max_bytes'?");
  EXPECT_EQ(suggestion("colour", words), "");
}

TEST(Diagnostics, AreSortedAndNotRepeated) {
  Diagnostics diagnostics;
  diagnostics.add({"b.yaml", 1, 1, "z"});
  diagnostics.add({"a.yaml", 9, 1, "y"});
  diagnostics.add({"a.yaml", 2, 1, "x"});
  diagnostics.add({"a.yaml", 2, 1, "x"});
  std::string all;
  for (const Diagnostic& diagnostic : diagnostics.sorted()) all += diagnostic.message;
  EXPECT_EQ(all, "xyz");
}

}  // namespace
}  // namespace cotejo::configuration
