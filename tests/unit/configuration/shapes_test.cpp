#include "configuration/shapes.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <stdexcept>

#include "configuration/section.hpp"

namespace cotejo::configuration {
namespace {

void read_animal(const Node& node, Diagnostics& diagnostics) {
  Section section(node, "an animal", diagnostics);
  section.choice("sound", {"moo", "baa"}, Section::Need::required);
  section.integer("legs", 0, 100);
  section.map("home");
  section.refine("home", {{"additionalProperties", true}});
  section.finish();
}

// A farm: animals by name, and the order in which they are fed, each by name or with a time.
void read_farm(const Node& node, Diagnostics& diagnostics) {
  Section section(node, "a farm", diagnostics);
  if (const Node* animals = section.map("animals", Section::Need::required))
    for (const Member& animal : animals->members) read_animal(animal.value, diagnostics);
  if (const Node* feeding = section.sequence("feeding"))
    for (const Node& item : feeding->items) {
      if (item.is_scalar()) continue;
      Section meal(item, "a meal", diagnostics);
      meal.text("animal", Section::Need::required);
      meal.duration("after", std::chrono::hours{1});
      meal.finish();
    }
  section.finish();
}

boost::json::object schema_of(std::string_view example) {
  Shapes shapes(example);
  Diagnostics diagnostics(shapes);
  const auto root = parse(example, "farm.yaml", diagnostics);
  read_farm(*root, diagnostics);
  EXPECT_TRUE(diagnostics.empty());
  return shapes.schema(*root);
}

constexpr std::string_view kFarm =
    "animals:            # who lives here\n"
    "  cow: { sound: moo, legs: 4 }\n"
    "feeding:            # in this order;\n"
    "                    # a name, or more\n"
    "  - cow\n"
    "  - animal: cow\n"
    "    after: 5min     # of the one before\n";

TEST(Shapes, AreWhatTheReaderAsksForWithTypesAndBounds) {
  const auto schema = schema_of(kFarm);
  EXPECT_EQ(schema.at("required"), boost::json::parse(R"(["animals"])"));
  EXPECT_EQ(schema.at("additionalProperties"), false);
  EXPECT_EQ(schema.at("properties").at("animals").at("additionalProperties"), boost::json::parse(R"({
    "type": "object",
    "properties": {"sound": {"enum": ["moo", "baa"]},
                   "legs": {"type": "integer", "minimum": 0, "maximum": 100},
                   "home": {"type": "object", "additionalProperties": true}},
    "required": ["sound"],
    "additionalProperties": false})"));
}

TEST(Shapes, OfAListAreThoseOfAllItsEntries) {
  const auto schema = schema_of(kFarm);
  const auto& items = schema.at("properties").at("feeding").at("items");
  ASSERT_EQ(items.at("anyOf").as_array().size(), 2u);
  EXPECT_EQ(items.at("anyOf").at(0), boost::json::parse(R"({"type": "string"})"));
  EXPECT_EQ(items.at("anyOf").at(1).at("properties").at("after").at("pattern").as_string(), "^[0-9]+ *(h|min|ms|s)$");
}

TEST(Shapes, TakeTheirWordsFromTheCommentsOfTheExample) {
  const auto schema = schema_of(kFarm);
  const auto& properties = schema.at("properties");
  EXPECT_EQ(properties.at("animals").at("description").as_string(), "who lives here");
  EXPECT_EQ(properties.at("feeding").at("description").as_string(), "in this order; a name, or more");
  const auto& meal = properties.at("feeding").at("items").at("anyOf").at(1).at("properties");
  EXPECT_EQ(meal.at("after").at("description").as_string(), "of the one before");
  EXPECT_FALSE(meal.at("animal").as_object().contains("description"));
}

TEST(Shapes, CannotBeToldFromAnExampleThatLeavesOutAList) {
  EXPECT_THROW(schema_of("animals: { cow: { sound: moo } }\n"), std::logic_error);
}

TEST(Shapes, AreNotObservedWhenNobodyAsks) {
  Diagnostics diagnostics;
  const auto root = parse(kFarm, "farm.yaml", diagnostics);
  read_farm(*root, diagnostics);
  EXPECT_TRUE(diagnostics.empty());
}

}  // namespace
}  // namespace cotejo::configuration
