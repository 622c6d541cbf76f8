// The schemas that editors use, against the files that are shipped and against mistakes as people make them.
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <fstream>
#include <sstream>
#include <valijson/adapters/boost_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include "cli/examples.hpp"
#include "configuration/node.hpp"
#include "program.hpp"

namespace {

namespace fs = std::filesystem;
const fs::path configs = CONFIGS;

std::string text_of(const fs::path& file) {
  std::ifstream in(file);
  std::stringstream out;
  out << in.rdbuf();
  return out.str();
}

// What the schema finds wrong in a YAML text; empty when nothing.
std::string wrong_in(const std::string& yaml, const std::string& kind) {
  cotejo::configuration::Diagnostics diagnostics;
  const auto node = cotejo::configuration::parse(yaml, "test.yaml", diagnostics);
  if (!node) return "not YAML";
  const auto document = cotejo::configuration::to_json(*node);
  const auto schema_json = boost::json::parse(text_of(configs / "schemas" / (kind + ".schema.json")));
  valijson::Schema schema;
  valijson::SchemaParser(valijson::SchemaParser::kDraft7)
      .populateSchema(valijson::adapters::BoostJsonAdapter(schema_json), schema);
  valijson::ValidationResults results;
  if (valijson::Validator().validate(schema, valijson::adapters::BoostJsonAdapter(document), &results)) return {};
  valijson::ValidationResults::Error error;
  results.popError(error);
  return error.description;
}

void expect_sound(const fs::path& folder, const std::string& kind) {
  int files = 0;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() != ".yaml") continue;
    EXPECT_EQ(wrong_in(text_of(entry.path()), kind), "") << entry.path();
    ++files;
  }
  EXPECT_GT(files, 0);
}

TEST(Schemas, AcceptAllThatIsShipped) {
  expect_sound(configs / "products", "product");
  expect_sound(configs / "products/shared", "block");
  expect_sound(configs / "reasons", "reasons");
  EXPECT_EQ(wrong_in(text_of(configs / "host.yaml"), "host"), "");
}

TEST(Schemas, AreNamedInEachShippedFile) {
  for (const auto& entry : fs::recursive_directory_iterator(configs)) {
    if (entry.path().extension() != ".yaml") continue;
    const std::string text = text_of(entry.path());
    constexpr std::string_view modeline = "# yaml-language-server: $schema=";
    ASSERT_TRUE(text.starts_with(modeline)) << entry.path();
    const auto schema = text.substr(modeline.size(), text.find('\n') - modeline.size());
    EXPECT_TRUE(fs::exists(entry.path().parent_path() / schema)) << entry.path() << ": " << schema;
  }
}

// The product that configs/README.md explains, in the place of one that is shipped.
TEST(DocumentedProduct, HasNoMistakes) {
  const fs::path folder = fs::path(WORK) / "documented";
  fs::remove_all(folder);
  fs::copy(configs, folder, fs::copy_options::recursive);
  std::ofstream(folder / "products/credito-personal.yaml") << cotejo::cli::product_example();
  const auto checked = cotejo::integration::run_program(std::string("'" COTEJO "' check-config '") + folder.string() +
                                                        "' --without-models --plugins '" PLUGINS "'");
  EXPECT_EQ(checked.exit, 0) << checked.out;
}

struct Slip {
  const char *kind, *file, *right, *wrong;
};

// What the schema finds wrong once the file says `wrong` instead of `right`.
std::string wrong_after(const Slip& slip) {
  std::string text = text_of(configs / slip.file);
  const auto at = text.find(slip.right);
  if (at == std::string::npos) return "not found: " + std::string(slip.right);
  text.replace(at, std::string_view(slip.right).size(), slip.wrong);
  return wrong_in(text, slip.kind);
}

TEST(Schemas, AcceptEachFormOfAnalyzer) {
  constexpr const char* selfie = "products/shared/selfie-en-vida.yaml";
  constexpr const char* right = "analyzer: video";
  for (const char* form : {"analyzer: { use: video, params: { frames: 3 } }", "analyzer: [ video ]",
                           "analyzer: [ video, { use: video, as: begin, params: { frames: 3 } } ]",
                           "analyzer: { video: video, image: { use: image, params: { max_side: 900 } } }",
                           "analyzer: { pdf: [ pdf ], video: video }"})
    EXPECT_EQ(wrong_after({"block", selfie, right, form}), "") << form;
  for (const char* form : {"kind: [ video, pdf ]", "kind: [ image ]"})
    EXPECT_EQ(wrong_after({"block", selfie, "kind: video", form}), "") << form;
  EXPECT_EQ(wrong_after({"block", selfie, "max_bytes: 30MiB", "max_bytes: { video: 30MiB, image: 2MiB }"}), "");
}

TEST(Schemas, FindWhatPeopleMistype) {
  constexpr const char* product = "products/identidad-basica.yaml";
  constexpr const char* block = "products/shared/persona-fisica.yaml";
  constexpr const char* selfie = "products/shared/selfie-en-vida.yaml";
  constexpr Slip slips[] = {
      {"product", product, "version: 1", "version: one"},
      {"product", product, "version: 1\n", ""},
      {"product", product, "deadline: 20s", "deadline: 20"},
      {"product", product, "deadline: 20s", "deadlines: 20s"},
      {"block", selfie, "kind: video", "kind: vidoe"},
      {"block", selfie, "max_bytes: 30MiB", "max_bytes: 30MB"},
      {"block", selfie, "analyzer: video", "analyzer: vidoe"},
      {"block", selfie, "kind: video", "kind: [ video, vidoe ]"},
      {"block", selfie, "kind: video", "kind: [ video, video ]"},
      {"block", selfie, "max_bytes: 30MiB", "max_bytes: { vidoe: 30MiB }"},
      {"block", selfie, "max_bytes: 30MiB", "max_bytes: { video: 30MB }"},
      {"block", selfie, "analyzer: video", "analyzer: { video: vidoe }"},
      {"block", selfie, "analyzer: video", "analyzer: { vidoe: video }"},
      {"block", selfie, "analyzer: video", "analyzer: [ video, vidoe ]"},
      {"block", selfie, "analyzer: video", "analyzer: [ { use: video, params: { frams: 3 } } ]"},
      {"block", selfie, "- liveness", "- livness"},
      {"block", selfie, "{ use: face, as: selfie }", "{ use: fase, as: selfie }"},
      {"block", selfie, "use: check.selfie_video", "use: check.selfi_video"},
      {"block", selfie, "min_similarity: 0.42", "min_similarity: much"},
      {"block", selfie, "min_similarity: 0.42", "min_similarty: 0.42"},
      {"product", product, "otherwise: review", "otherwise: approve"},
      {"product", product, "min_severity: critical", "min_severity: fatal"},
      {"block", block, "required: true", "required: surely"},
      {"block", block, "evidence:", "version: 1\nevidence:"},
      {"host", "host.yaml", "port: 8080", "port: 80800"},
      {"host", "host.yaml", "log_level: info", "log_level: loud"},
      {"host", "host.yaml", "max_running: 64", "max_runing: 64"},
      {"host", "host.yaml", "idle_timeout: 75s", "idle_timeout: 75 seconds"},
      {"host", "host.yaml", "kind: sqlite", "kind: mysql"},
      {"reasons", "reasons/identity.yaml", "class: quality", "class: qualty"},
      {"reasons", "reasons/identity.yaml", "retriable: true", "retriable: maybe"},
      {"reasons", "reasons/identity.yaml", "audiences: [applicant, agent]", "audiences: [aplicant, agent]"},
  };
  for (const auto& slip : slips) {
    ASSERT_NE(text_of(configs / slip.file).find(slip.right), std::string::npos) << slip.right;
    EXPECT_NE(wrong_after(slip), "") << slip.right << " -> " << slip.wrong;
  }
}

}  // namespace
