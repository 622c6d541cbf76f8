#include "../later_changes.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

namespace cotejo::contract_document {
namespace {

std::vector<LaterChange> changes(const char* appended, const char* signatures) {
  return later_changes(boost::json::parse(appended), boost::json::parse(signatures)).value();
}

TEST(LaterChanges, AFileThatWasSavedOnceHasNone) {
  EXPECT_TRUE(changes("[]", "[]").empty());
}

TEST(LaterChanges, WhatFollowsASignatureIsToldApart) {
  const char* appended = R"([{"start": 100, "pages": [], "annotations": [2], "signature": true, "readable": true},
                             {"start": 500, "pages": [0], "annotations": [], "signature": false, "readable": true}])";
  const auto with = changes(appended, R"([{"covered_end": 500}])");
  ASSERT_EQ(with.size(), 1U) << "the signature's own field is no change";
  EXPECT_EQ(with[0].page, 0U);
  EXPECT_TRUE(with[0].contents);
  EXPECT_TRUE(with[0].after_signature);
  EXPECT_FALSE(changes(appended, "[]")[0].after_signature);
}

TEST(LaterChanges, AStateThatCannotBeReadIsAChangeOfNoKnownPage) {
  const auto all =
      changes(R"([{"start": 5, "pages": [], "annotations": [], "signature": false, "readable": false}])", "[]");
  ASSERT_EQ(all.size(), 1U);
  EXPECT_FALSE(all[0].page);
  EXPECT_TRUE(all[0].contents);
}

TEST(LaterChanges, AnotherFormIsNothing) {
  EXPECT_FALSE(later_changes(boost::json::parse("{}"), boost::json::parse("[]")));
  EXPECT_FALSE(later_changes(boost::json::parse("[1]"), boost::json::parse("[]")));
}

}  // namespace
}  // namespace cotejo::contract_document
