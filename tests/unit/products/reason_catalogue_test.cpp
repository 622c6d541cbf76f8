#include "products/reason_catalogue.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "products/folder.hpp"
#include "products/platform_codes.hpp"

namespace cotejo::products {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<std::string> messages(const configuration::Diagnostics& diagnostics) {
  std::vector<std::string> found;
  for (const auto& diagnostic : diagnostics.sorted())
    found.push_back(std::to_string(diagnostic.line) + ": " + diagnostic.message);
  return found;
}

// One reason `a.b` with these members.
std::string reason(const std::string& members) {
  return "reasons:\n  a.b: { " + members + " }\n";
}

constexpr const char* sound =
    "class: quality, retriable: true, action: resubmit, audiences: [ applicant ], texts: { applicant: { en: hi } }";

struct Case {
  const char* name;
  std::string text;
  const char* message;
};
void PrintTo(const Case& test, std::ostream* out) {
  *out << test.name;
}

class ReasonMistake : public testing::TestWithParam<Case> {};

TEST_P(ReasonMistake, IsFound) {
  Folder folder("good");
  folder.write("reasons/all.yaml", GetParam().text);
  configuration::Diagnostics diagnostics;
  load_reasons(folder.path() / "reasons", diagnostics);
  EXPECT_THAT(messages(diagnostics), ElementsAre(HasSubstr(GetParam().message)));
}

INSTANTIATE_TEST_SUITE_P(
    Mistakes, ReasonMistake,
    testing::Values(
        Case{"code", "reasons:\n  Blurred: { " + std::string(sound) + " }\n",
             "2: expected a code such as 'evidence.blurred', found 'Blurred'"},
        Case{"words_of_nothing", reason(sound) + "words: { field: { sex: 3 } }\n",
             "3: words of 'field' for 'sex': expected a map"},
        Case{"neither", "{}\n", "a reason file lacks the key 'reasons'"},
        Case{"key", reason(std::string(sound) + ", colour: red"), "reason 'a.b' has no key 'colour'"},
        Case{"lacks_action",
             reason("class: policy, retriable: false, audiences: [ agent ], texts: { agent: { en: hi } }"),
             "reason 'a.b' lacks the key 'action'"},
        Case{"class",
             reason("class: frawd, retriable: false, action: none, audiences: [ agent ], texts: { agent: { en: hi } }"),
             "did you mean 'fraud'?"},
        Case{"audience", reason("class: policy, retriable: false, action: none, audiences: [ agents ], texts: {}"),
             "did you mean 'agent'?"},
        Case{"no_audience", reason("class: policy, retriable: false, action: none, audiences: [], texts: {}"),
             "expected at least one of"},
        Case{"audience_without_text",
             reason("class: policy, retriable: false, action: none, audiences: [ agent, internal ], texts: { agent: { "
                    "en: hi } }"),
             "'a.b' has no text for its audience 'internal'"},
        Case{"text_without_audience",
             reason("class: policy, retriable: false, action: none, audiences: [ agent ], texts: { agent: { en: hi }, "
                    "applicant: { en: hi } }"),
             "texts of 'a.b' are for 'applicant', which is not among its audiences"},
        Case{"fraud_to_applicant",
             reason("class: fraud, retriable: false, action: none, audiences: [ applicant ], texts: { applicant: { en: "
                    "hi } }"),
             "is of class fraud and must not reach the applicant"},
        Case{"fraud_retriable",
             reason(
                 "class: fraud, retriable: true, action: resubmit, audiences: [ agent ], texts: { agent: { en: hi } }"),
             "is of class fraud and cannot be retriable"},
        Case{
            "retriable_without_action",
            reason("class: quality, retriable: true, action: none, audiences: [ agent ], texts: { agent: { en: hi } }"),
            "its action must be 'resubmit' or 'correct_data'"},
        Case{"resubmit_not_retriable",
             reason("class: quality, retriable: false, action: resubmit, audiences: [ agent ], texts: { agent: { en: "
                    "hi } }"),
             "`retriable: true` is needed"},
        Case{"placeholder",
             reason("class: policy, retriable: false, action: none, audiences: [ agent ], texts: { agent: { en: 'a {B} "
                    "c' } }"),
             "a brace that is no placeholder"},
        Case{"open_brace",
             reason("class: policy, retriable: false, action: none, audiences: [ agent ], texts: { agent: { en: 'a {b "
                    "c' } }"),
             "a brace that is no placeholder"},
        Case{"placeholders_differ",
             reason("class: policy, retriable: false, action: none, audiences: [ agent ], texts: { agent: { en: '{a}', "
                    "es-MX: '{b}' } }"),
             "its placeholders differ"},
        Case{
            "empty_text",
            reason("class: policy, retriable: false, action: none, audiences: [ agent ], texts: { agent: { en: '' } }"),
            "expected a text, found an empty one"},
        Case{"twice", "reasons:\n  a.b: { " + std::string(sound) + " }\n  a.b: { " + sound + " }\n",
             "3: key 'a.b' stands twice"},
        Case{"no_reasons", "reasons: []\n", "expected a map of keys, found a list"}),
    [](const auto& test) { return test.param.name; });

TEST(ReasonCatalogue, RefusesACodeThatAnotherFileDefines) {
  Folder folder("good");
  folder.write("reasons/all.yaml", reason(sound));
  folder.write("reasons/more.yaml", reason(sound));
  configuration::Diagnostics diagnostics;
  load_reasons(folder.path() / "reasons", diagnostics);
  EXPECT_THAT(messages(diagnostics), ElementsAre(HasSubstr("code 'a.b' is defined already in")));
}

TEST(ReasonCatalogue, TellsCodesFromOtherWords) {
  for (const char* code : {"a.b", "identity.curp_name_mismatch", "a.b2.c"}) EXPECT_TRUE(is_code(code)) << code;
  for (const char* word : {"", "a", "a.", ".a", "a..b", "A.b", "a.2b", "a b.c", "a._b"})
    EXPECT_FALSE(is_code(word)) << word;
}

// What the project ships: sound, with words for all that the host itself reports, in both languages.
TEST(ReasonCatalogue, TheShippedOneIsSoundAndSpeaksBothLanguages) {
  configuration::Diagnostics diagnostics;
  const ReasonCatalogue shipped =
      load_reasons(std::filesystem::path(COTEJO_SOURCE_DIR) / "configs/reasons", diagnostics);
  EXPECT_THAT(messages(diagnostics), IsEmpty());
  for (const std::string_view code : platform_codes) EXPECT_TRUE(shipped.find(code)) << code;
  for (const auto& [code, reason] : shipped.reasons())
    for (const auto& [audience, texts] : reason.texts)
      for (const char* locale : {"es-MX", "en"}) EXPECT_TRUE(texts.contains(locale)) << code << ' ' << locale;
}

}  // namespace
}  // namespace cotejo::products
