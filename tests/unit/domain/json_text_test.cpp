#include "domain/json_text.hpp"

#include <gtest/gtest.h>

namespace cotejo::domain {
namespace {

std::string written(const std::string& text) {
  std::string out;
  JsonWriter(out).value(text);
  return out;
}

TEST(JsonText, EscapesAtEveryPlaceOfTextsOfEveryLength) {
  for (std::size_t length = 1; length <= 20; ++length)
    for (std::size_t at = 0; at < length; ++at)
      for (const char special : {'"', '\\', '\n', '\x1f', '\x7f'}) {
        std::string text(length, 'a');
        text[at] = special;
        const auto read = parse_json(written(text));
        ASSERT_TRUE(read) << length << ' ' << at;
        EXPECT_EQ(std::string(read->as_string()), text);
      }
}

TEST(JsonText, ReplacesWhatIsNotUtf8AtEveryPlace) {
  for (std::size_t length = 1; length <= 20; ++length)
    for (std::size_t at = 0; at < length; ++at) {
      std::string text(length, 'a');
      text[at] = '\xFF';
      EXPECT_EQ(written(text), '"' + std::string(at, 'a') + "\xEF\xBF\xBD" + std::string(length - at - 1, 'a') + '"');
    }
}

}  // namespace
}  // namespace cotejo::domain
