#include "services/index_request.hpp"

#include <gtest/gtest.h>

namespace cotejo::services {
namespace {

TEST(IndexRequest, IsReadWithItsDefaults) {
  const auto request = parse_index_request(
      R"({"owner": "P", "put": [{"space": "phone", "key": "1"}, {"space": "face.model-2", "vector": [3, 4]}],)"
      R"("find": [{"space": "phone", "key": "1"}], "nearest": [{"space": "face", "vector": [1, 0]}]})");
  EXPECT_FALSE(request);  // '-' is no character of a space
  const auto good =
      parse_index_request(
          R"({"owner": "P", "put": [{"space": "phone", "key": "1"}, {"space": "face.model_2", "vector": [3, 4]}],)"
          R"("find": [{"space": "phone", "key": "1"}], "nearest": [{"space": "face", "vector": [1, 0]}]})")
          .value();
  EXPECT_EQ(good.owner, "P");
  ASSERT_EQ(good.put.size(), 2u);
  EXPECT_EQ(good.put[1].vector, (std::vector<float>{0.6f, 0.8f}));  // of length 1
  EXPECT_EQ(good.find.at(0).count, 20u);
  EXPECT_EQ(good.find.at(0).since, domain::TimePoint::min());
  EXPECT_EQ(good.nearest.at(0).min_cosine, 0);
}

TEST(IndexRequest, MayBeEmpty) {
  EXPECT_TRUE(parse_index_request("{}"));
}

std::string many(std::string_view one, int count) {
  std::string all;
  for (int i = 0; i < count; ++i) (all += i ? "," : "") += one;
  return all;
}
std::string put_of(const std::string& entries) {
  return R"({"owner": "P", "put": [)" + entries + "]}";
}

struct Wrong {
  std::string name, body;
};
void PrintTo(const Wrong& wrong, std::ostream* out) {
  *out << wrong.name;
}
class WrongIndexRequest : public testing::TestWithParam<Wrong> {};
TEST_P(WrongIndexRequest, IsABreachOfTheContract) {
  const auto request = parse_index_request(GetParam().body);
  ASSERT_FALSE(request);
  EXPECT_EQ(request.error().code, "analysis.contract");
  EXPECT_EQ(request.error().message.find("secret"), std::string::npos) << request.error().message;
}
const Wrong kWrong[] = {
    {"NoJson", "secret"},
    {"NoObject", "[]"},
    {"UnknownMember", R"({"drop": []})"},
    {"UnknownMemberOfAnEntry", put_of(R"({"space": "phone", "key": "1", "secret": 1})")},
    {"PutWithoutOwner", R"({"put": [{"space": "phone", "key": "1"}]})"},
    {"EmptyOwner", R"({"owner": ""})"},
    {"LongOwner", R"({"owner": ")" + std::string(257, 'x') + "\"}"},
    {"NoSpace", put_of(R"({"key": "1"})")},
    {"SpaceInCapitals", put_of(R"({"space": "Secret", "key": "1"})")},
    {"LongSpace", put_of(R"({"space": ")" + std::string(65, 'x') + R"(", "key": "1"})")},
    {"NeitherKeyNorVector", put_of(R"({"space": "phone"})")},
    {"KeyAndVector", put_of(R"({"space": "phone", "key": "1", "vector": [1, 0]})")},
    {"EmptyKey", put_of(R"({"space": "phone", "key": ""})")},
    {"LongKey", put_of(R"({"space": "phone", "key": ")" + std::string(257, 'x') + "\"}")},
    {"KeyOfAnotherType", put_of(R"({"space": "phone", "key": 5550001111})")},
    {"ShortVector", put_of(R"({"space": "face", "vector": [1]})")},
    {"LongVector", put_of(R"({"space": "face", "vector": [)" + many("1", 1025) + "]}")},
    {"VectorOfZeros", put_of(R"({"space": "face", "vector": [0, 0]})")},
    {"VectorBeyondFloats", put_of(R"({"space": "face", "vector": [1e300, 1]})")},
    {"VectorOfTexts", put_of(R"({"space": "face", "vector": ["secret", 1]})")},
    {"TooManyPuts", put_of(many(R"({"space": "phone", "key": "1"})", 65))},
    {"TooManyVectors", put_of(many(R"({"space": "face", "vector": [1, 0]})", 9))},
    {"TooManyFinds", R"({"find": [)" + many(R"({"space": "phone", "key": "1"})", 65) + "]}"},
    {"TooManyNearest", R"({"nearest": [)" + many(R"({"space": "face", "vector": [1, 0]})", 9) + "]}"},
    {"FindWithoutKey", R"({"find": [{"space": "phone"}]})"},
    {"CountOfZero", R"({"find": [{"space": "phone", "key": "1", "count": 0}]})"},
    {"CountOfTooMany", R"({"find": [{"space": "phone", "key": "1", "count": 101}]})"},
    {"CountInParts", R"({"find": [{"space": "phone", "key": "1", "count": 1.5}]})"},
    {"SinceNoInstant", R"({"find": [{"space": "phone", "key": "1", "since": "yesterday"}]})"},
    {"CosineBeyondOne", R"({"nearest": [{"space": "face", "vector": [1, 0], "min_cosine": 1.1}]})"},
    {"KeyTwice", R"({"owner": "secret", "owner": "secret"})"},
    {"TooDeep", R"({"find": )" + std::string(50, '[') + std::string(50, ']') + "}"},
    {"TooLarge", R"({"owner": "P")" + std::string(256 << 10, ' ') + "}"},
};
INSTANTIATE_TEST_SUITE_P(Of, WrongIndexRequest, testing::ValuesIn(kWrong),
                         [](const auto& wrong) { return wrong.param.name; });

}  // namespace
}  // namespace cotejo::services
