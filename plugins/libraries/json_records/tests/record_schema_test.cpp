#include "../record_schema.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

namespace cotejo::json_records {
namespace {

const RecordSchema& visits() {
  static const RecordSchema one(R"({"type": "object", "required": ["visits"], "properties": {"visits": {"type": "array",
    "items": {"type": "object", "properties": {"at": {"type": "string"}}}}}})");
  return one;
}

std::string fault(std::string_view document) {
  const auto found = visits().fault_in(boost::json::parse(document));
  return found ? found->where : "none";
}

TEST(RecordSchema, NamesThePlaceAndNothingOfTheDocument) {
  EXPECT_EQ(fault(R"({"visits": [{"at": "x"}, {"other": 1}]})"), "none");
  EXPECT_EQ(fault(R"({"visits": [{"at": "x"}, {"at": {"secret": 1}}]})"), "visits[1].at");
  EXPECT_EQ(fault(R"({"secret": 1})"), "the document");
  EXPECT_EQ(fault(R"("secret")"), "the document");
}

TEST(RecordSchema, InstantsThatDoNotExistAreRefusedWithTheirPlace) {
  Refusal refused;
  const auto visit = boost::json::parse(R"({"at": "2026-02-30T10:00:00Z"})").as_object();
  instant_of(visit, "at", "visits[4].", refused);
  EXPECT_EQ(refused.where(), "visits[4].at");
}

TEST(RecordSchema, TheFirstRefusalStands) {
  Refusal refused;
  refused.at("one");
  refused.at("other");
  EXPECT_EQ(refused.where(), "one");
}

}  // namespace
}  // namespace cotejo::json_records
