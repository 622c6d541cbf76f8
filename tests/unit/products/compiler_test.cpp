#include "products/compiler.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "products/fake_registry.hpp"
#include "products/folder.hpp"

namespace cotejo::products {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::StartsWith;

class CompilerTest : public testing::Test {
 protected:
  std::shared_ptr<const Product> good() {
    compiled_ = compile(folder_.path(), registry_);
    for (const Diagnostic& diagnostic : compiled_.diagnostics) ADD_FAILURE() << to_string(diagnostic);
    if (!compiled_.products || !compiled_.products->by_id.contains("good")) return nullptr;
    return compiled_.products->by_id.at("good");
  }

  static const Node& node(const Product& product, std::string_view name) {
    const auto& nodes = product.plan.nodes;
    return *std::find_if(nodes.begin(), nodes.end(), [&](const Node& n) { return n.name == name; });
  }

  // `a.b` for each source of each port, `-` for an unbound one.
  static std::vector<std::string> inputs(const Product& product, std::string_view name) {
    std::vector<std::string> found;
    for (const auto& port : node(product, name).inputs) {
      if (port.empty()) found.emplace_back("-");
      for (const Source& source : port)
        found.push_back(source.from == Source::From::evidence
                            ? product.evidence[source.index].name
                            : product.plan.nodes[source.index].output_names[source.output]);
    }
    return found;
  }

  FakeRegistry registry_;
  Folder folder_{"good"};
  Compiled compiled_;
};

TEST_F(CompilerTest, OrdersNodesByTheirNeedsWithChecksLast) {
  const auto product = good();
  ASSERT_TRUE(product);
  std::vector<std::string> names;
  for (const Node& node : product->plan.nodes) names.push_back(node.name);
  EXPECT_THAT(names, ElementsAre("front:image", "front:card.rectify", "front:card.text", "front:portrait",
                                 "selfie:video", "selfie:selfie", "application:application", "identity", "match"));
  EXPECT_EQ(product->plan.first_check, 7u);
  EXPECT_THAT(product->plan.nodes[0].dependents, ElementsAre(1u));
  EXPECT_THAT(product->plan.nodes[1].dependents, ElementsAre(2u, 3u));
  EXPECT_THAT(product->plan.nodes[6].dependents, ElementsAre(7u));
}

TEST_F(CompilerTest, BindsPortsByDefaultNamesAndByInputs) {
  const auto product = good();
  ASSERT_TRUE(product);
  EXPECT_THAT(inputs(*product, "front:image"), ElementsAre("front"));
  EXPECT_THAT(inputs(*product, "front:card.text"), ElementsAre("front:card.rectify.card", "-"));
  EXPECT_THAT(inputs(*product, "front:portrait"), ElementsAre("front:card.rectify.card", "-"));
  EXPECT_THAT(inputs(*product, "selfie:selfie"), ElementsAre("-", "selfie:video.frames"));
  EXPECT_THAT(inputs(*product, "identity"),
              ElementsAre("front:card.text.number", "application:application.number", "-"));
  EXPECT_THAT(inputs(*product, "match"), ElementsAre("front:portrait.embedding", "selfie:selfie.embedding"));
}

TEST_F(CompilerTest, TypesWhatTheYamlSays) {
  const auto product = good();
  ASSERT_TRUE(product);
  EXPECT_EQ(product->version, 3);
  EXPECT_EQ(product->deadline, std::chrono::seconds(8));
  EXPECT_EQ(product->time_zone, "America/Mexico_City");
  EXPECT_EQ(product->evidence[0].kinds[0].max_bytes, 12u << 20);
  EXPECT_EQ(product->evidence[0].labels.at("en"), "the front");
  EXPECT_TRUE(product->evidence[2].required);
  EXPECT_EQ(product->evidence[1].max_seconds, 20);
  EXPECT_EQ(node(*product, "selfie:selfie").timeout, std::chrono::seconds(2));
  EXPECT_EQ(node(*product, "match").on_error.retriable, domain::Outcome::review);
  EXPECT_EQ(node(*product, "match").on_error.permanent, domain::Outcome::reject);
  ASSERT_THAT(product->decision.reject, SizeIs(1));
  EXPECT_EQ(product->decision.reject[0].min_severity, domain::Severity::critical);
  EXPECT_DOUBLE_EQ(product->decision.reject[0].min_confidence, 0.97);
  EXPECT_DOUBLE_EQ(product->decision.approve_min_confidence, 0.8);
  EXPECT_THAT(product->feedback.locales, ElementsAre("es-MX", "en"));
  for (const Node& node : product->plan.nodes) EXPECT_TRUE(node.component) << node.name;
}

TEST_F(CompilerTest, OwnValuesWinOverThoseOfABlockAndNullDropsThem) {
  folder_.write("products/good.yaml",
                "product: good\nversion: 1\nextends: base\n"
                "checks: { match: ~, identity: { params: { min_similarity: 0.5 } } }\n"
                "analysis: { selfie: ~, front: { sub_analyzers: [ card.rectify, card.text ] } }\n"
                "evidence: { selfie: ~, front: { max_bytes: 1MiB } }\n");
  const auto product = good();
  ASSERT_TRUE(product);
  EXPECT_THAT(product->evidence, SizeIs(2));
  EXPECT_EQ(product->evidence[0].kinds[0].max_bytes, 1u << 20);
  EXPECT_EQ(product->evidence[0].kinds[0].kind, "image");
  EXPECT_THAT(product->plan.nodes, SizeIs(5));
  EXPECT_EQ(node(*product, "identity").params.at("min_similarity"), 0.5);
}

TEST_F(CompilerTest, LaterBlocksWinOverEarlierOnes) {
  folder_.write("products/shared/quick.yaml", "deadline: 3s\nfeedback: { attempts: 1 }\n");
  folder_.write("products/shared/slow.yaml", "extends: quick\ndeadline: 30s\n");
  folder_.write("products/good.yaml", "product: good\nversion: 1\nextends: [ base, quick, slow ]\n");
  const auto product = good();
  ASSERT_TRUE(product);
  EXPECT_EQ(product->deadline, std::chrono::seconds(30));
  EXPECT_EQ(product->feedback.attempts, 1);
}

// Whichever comes last, its list is all that is left: nobody would see that `person` does not look at the card.
TEST_F(CompilerTest, RefusesABlockWhoseListDropsWhatAnotherBesideItLists) {
  folder_.write("products/shared/face.yaml",
                "analysis: { front: { sub_analyzers: [ card.rectify, card.text, { use: person, as: portrait }, { use: "
                "person, as: other } ] } }\n");
  folder_.write("products/shared/text.yaml",
                "analysis:\n  front:\n    sub_analyzers: [ card.rectify, card.text, { use: person, as: portrait } ]\n");
  folder_.write("products/good.yaml", "product: good\nversion: 1\nextends: [ base, face, text ]\n");
  const auto compiled = compile(folder_.path(), registry_);
  ASSERT_THAT(compiled.diagnostics, SizeIs(1));
  EXPECT_THAT(to_string(compiled.diagnostics[0]),
              AllOf(HasSubstr("text.yaml:3:20: this list drops 'other' of 'front', which face.yaml:1 lists")));
  folder_.write("products/good.yaml",
                "product: good\nversion: 1\nextends: [ base, face, text ]\n"
                "analysis: { front: { sub_analyzers: [ card.rectify, card.text, { use: person, as: portrait } ] } }\n");
  EXPECT_TRUE(good()) << "written where both are extended";
  folder_.write("products/shared/text.yaml",
                "extends: face\nanalysis: { front: { sub_analyzers: [ card.rectify, card.text, { use: person, as: "
                "portrait } ] } }\n");
  folder_.write("products/good.yaml", "product: good\nversion: 1\nextends: [ base, text ]\n");
  EXPECT_TRUE(good()) << "over what it extends itself";
}

TEST_F(CompilerTest, FindsMistakesInWhatEveryProductReplaces) {
  folder_.write("products/shared/front.yaml",
                "extends: base\n"
                "deadline: soon\n"
                "analysis:\n"
                "  front:\n"
                "    sub_analyzers:\n"
                "      - { use: card.rectify, params: { expect_side: upper } }\n"
                "      - card.txt\n"
                "      - { use: person, as: portrait, inputs: { imag: card.rectify.card } }\n"
                "checks: { identity: { params: { min_similarity: 9 } } }\n");
  const std::string own =
      "version: 1\nextends: front\ndeadline: 3s\n"
      "checks: { identity: { params: { min_similarity: 0.5 } } }\n"
      "analysis: { front: { sub_analyzers: [ card.rectify, card.text, { use: person, as: portrait } ] } }\n";
  folder_.write("products/good.yaml", "product: good\n" + own);
  folder_.write("products/other.yaml", "product: other\n" + own);
  std::vector<std::string> found;
  for (const Diagnostic& d : compile(folder_.path(), registry_).diagnostics)
    found.push_back(fmt::format("{}:{}:{} {}", d.file.filename().string(), d.line, d.column, d.message));
  EXPECT_THAT(found, ElementsAre(StartsWith("front.yaml:2:11 deadline"), StartsWith("front.yaml:6:53 "),
                                 StartsWith("front.yaml:7:9 there is no component 'card.txt'; did you mean"),
                                 StartsWith("front.yaml:8:54 'front:portrait' has no port 'imag'; did you mean"),
                                 StartsWith("front.yaml:9:49 ")));
}

// What products say together with a block's own is no mistake of the block, and what they drop need not be right.
TEST_F(CompilerTest, AsksOfABlockNoMoreThanThatItBeRightByItself) {
  folder_.write("products/shared/abstract.yaml",
                "extends: base\n"
                "analysis: { front: { sub_analyzers: [ card.rectify ] } }\n"  // and who reads the card?
                "checks: { match: { params: { of_a_later_one: 1 } } }\n");
  folder_.write("products/good.yaml",
                "product: good\nversion: 1\nextends: abstract\n"
                "checks: { match: { params: ~ } }\n"
                "analysis: { front: { sub_analyzers: [ card.rectify, card.text, { use: person, as: portrait } ] } }\n");
  EXPECT_TRUE(good());
}

TEST_F(CompilerTest, NamesBlocksThatNoProductExtends) {
  folder_.write("products/shared/unused.yaml", "# for later\nevidence: { thing: { kind: stone } }\n");
  const auto compiled = compile(folder_.path(), registry_);
  EXPECT_TRUE(compiled.products);
  ASSERT_THAT(compiled.unread, SizeIs(1));
  EXPECT_EQ(compiled.unread[0].file.filename(), "unused.yaml");
}

TEST_F(CompilerTest, TellsTheMistakeOfABrokenBlockAndNotWhatItsProductsLack) {
  for (const char* text : {"checks: { match: \n", "- one\n- two\n"}) {
    folder_.write("products/shared/base.yaml", text);
    const auto compiled = compile(folder_.path(), registry_);
    EXPECT_FALSE(compiled.products);
    ASSERT_THAT(compiled.diagnostics, SizeIs(1)) << text;
    EXPECT_EQ(compiled.diagnostics[0].file.filename(), "base.yaml");
  }
}

TEST_F(CompilerTest, AManyPortCollectsOverAllEvidence) {
  folder_.write("products/good.yaml",
                "product: good\nversion: 1\nextends: base\n"
                "evidence: { back: { kind: image } }\n"
                "analysis: { back: { analyzer: { use: image, as: reverse } } }\n"
                "checks: { sharp: { use: check.sharpness, on_error: { retriable: review, permanent: review } } }\n");
  const auto product = good();
  ASSERT_TRUE(product);
  EXPECT_THAT(inputs(*product, "sharp"), ElementsAre("front:image.sharpness", "back:reverse.sharpness"));
}

TEST_F(CompilerTest, SeveralAnalyzersOfOneEvidenceAreComponentsOfTheirOwn) {
  folder_.write("products/good.yaml",
                "product: good\nversion: 1\nextends: base\n"
                "analysis: { selfie: { analyzer: [ video, { use: audio, as: sound, params: { frames: 3 } } ] } }\n"
                "checks: { length: { use: check.duration, inputs: { value: sound.duration },\n"
                "  on_error: { retriable: review, permanent: review } } }\n");
  const auto product = good();
  ASSERT_TRUE(product);
  EXPECT_THAT(inputs(*product, "selfie:sound"), ElementsAre("selfie"));
  EXPECT_THAT(inputs(*product, "selfie:selfie"), ElementsAre("-", "selfie:video.frames"));
  EXPECT_THAT(inputs(*product, "length"), ElementsAre("selfie:sound.duration"));
  EXPECT_EQ(node(*product, "selfie:sound").params.at("frames"), 3);
  EXPECT_EQ(node(*product, "selfie:sound").params.at("max_seconds"), 20.0) << "the evidence's length holds for each";
  EXPECT_EQ(node(*product, "selfie:video").params.at("max_seconds"), 20.0);
}

constexpr const char* pdf_or_photo =
    "product: good\nversion: 1\nextends: base\n"
    "evidence: { bill: { kind: [ pdf, image ], max_bytes: { pdf: 2MiB } } }\n"
    "analysis: { bill: { analyzer: { pdf: pdf, image: { use: image, as: photo } }, sub_analyzers: [ page.words ] } }\n"
    "checks: { words: { use: check.words, on_error: { retriable: review, permanent: review } } }\n";

TEST_F(CompilerTest, EvidenceMayBeOfSeveralKindsEachWithItsAnalyzerAndLimit) {
  folder_.write("products/good.yaml", pdf_or_photo);
  const auto product = good();
  ASSERT_TRUE(product);
  const EvidenceSpec& bill = *product->find_evidence("bill");
  EXPECT_EQ(bill.listing(), "pdf or image");
  EXPECT_EQ(bill.accepts("pdf")->max_bytes, 2u << 20);
  EXPECT_EQ(bill.accepts("image")->max_bytes, 0u) << "the host's";
  EXPECT_FALSE(bill.accepts("json"));
  EXPECT_FALSE(misfit(bill, 3u << 20, "image/jpeg"));
  EXPECT_EQ(misfit(bill, 3u << 20, "application/pdf")->code, "evidence.too_large");
  EXPECT_THAT(misfit(bill, 1, "video/mp4")->message, HasSubstr("kind pdf or image"));
  EXPECT_THAT(node(*product, "bill:pdf").kinds, ElementsAre("pdf"));
  EXPECT_THAT(node(*product, "bill:photo").kinds, ElementsAre("image"));
  EXPECT_THAT(inputs(*product, "bill:page.words"), ElementsAre("bill:pdf.text", "bill:photo.pixels"));
}

TEST_F(CompilerTest, NoKindOfEvidenceMayBeLargerThanTheHostTakes) {
  folder_.write("products/good.yaml", pdf_or_photo);
  const auto with = [&](std::uint64_t evidence_bytes) {
    return compile(folder_.path(), registry_, Readiness::declare, {{}, evidence_bytes});
  };
  EXPECT_TRUE(with(30u << 20).products) << "as large as the block's selfie may be";
  const Compiled compiled = with(1u << 20);
  EXPECT_FALSE(compiled.products);
  std::vector<std::string> found;
  for (const Diagnostic& diagnostic : compiled.diagnostics) found.push_back(to_string(diagnostic));
  EXPECT_THAT(found, testing::Contains(HasSubstr("products/good.yaml:4:61: pdf of max_bytes of evidence 'bill': this "
                                                 "host takes no evidence above 1048576 bytes")));
}

TEST(EvidenceSpec, ContainerOfVideoIsTakenForSoundWhereNoVideoIsWanted) {
  EvidenceSpec sound, both;
  sound.kinds = {{"pdf"}, {"audio"}};
  both.kinds = {{"audio"}, {"video"}};
  EXPECT_EQ(sound.accepts("video")->kind, "audio");
  EXPECT_EQ(sound.accepts("audio")->kind, "audio");
  EXPECT_EQ(both.accepts("video")->kind, "video");
  EXPECT_FALSE(sound.accepts("image"));
  EXPECT_FALSE(misfit(sound, 1, "video/mp4"));
}

TEST_F(CompilerTest, SaysWhatCanRunForEachKind) {
  folder_.write("products/good.yaml", pdf_or_photo);
  const auto product = good();
  ASSERT_TRUE(product);
  const auto left_out = [&](std::string_view kind) {
    std::vector<std::string_view> kinds(product->evidence.size());
    kinds[static_cast<std::size_t>(product->find_evidence("bill") - product->evidence.data())] = kind;
    const auto applies = applicable(product->plan, kinds);
    std::vector<std::string> names;
    for (std::size_t i = 0; i < applies.size(); ++i)
      if (!applies[i]) names.push_back(product->plan.nodes[i].name);
    return names;
  };
  EXPECT_THAT(left_out("pdf"), ElementsAre("bill:photo"));
  EXPECT_THAT(left_out("image"), ElementsAre("bill:pdf"));
  EXPECT_THAT(left_out(""), IsEmpty()) << "evidence that did not come is told as such";
}

TEST_F(CompilerTest, OneAnalyzerMayServeSeveralKinds) {
  folder_.write("products/good.yaml",
                "product: good\nversion: 1\nextends: base\n"
                "evidence: { talk: { kind: [ audio, video ], max_seconds: 9 } }\n"
                "analysis: { talk: { analyzer: { audio: audio, video: audio } } }\n"
                "checks: { length: { use: check.duration, inputs: { value: audio.duration },\n"
                "  on_error: { retriable: review, permanent: review } } }\n");
  const auto product = good();
  ASSERT_TRUE(product);
  EXPECT_THAT(node(*product, "talk:audio").kinds, ElementsAre("audio", "video"));
  EXPECT_EQ(node(*product, "talk:audio").params.at("max_seconds"), 9.0);
}

TEST_F(CompilerTest, AnOptionalPortCanBeLeftUnbound) {
  folder_.write(
      "products/good.yaml",
      "product: good\nversion: 1\nextends: base\n"
      "analysis: { front: { sub_analyzers: [ card.rectify, lines, { use: card.text, inputs: { lines: none } },\n"
      "  { use: person, as: portrait } ] } }\n"
      "checks: { identity: { inputs: { lines: 'front:lines.lines' } } }\n");
  const auto product = good();
  ASSERT_TRUE(product);
  EXPECT_THAT(inputs(*product, "front:card.text"), ElementsAre("front:card.rectify.card", "-"));
  EXPECT_THAT(inputs(*product, "front:lines"), ElementsAre("front:image.pixels", "front:card.rectify.card"));
  EXPECT_THAT(inputs(*product, "identity"),
              ElementsAre("front:card.text.number", "application:application.number", "front:lines.lines"));
}

TEST_F(CompilerTest, HandsTheLengthOfEvidenceAndTheHostsDefaultsToTheAnalyzer) {
  configuration::Diagnostics diagnostics;
  const ComponentDefaults defaults{
      {"video", *configuration::parse("{ frames: 4, max_seconds: 60 }", "host.yaml", diagnostics)},
      {"not.loaded", *configuration::parse("{ a: 1 }", "host.yaml", diagnostics)}};
  const Compiled compiled = compile(folder_.path(), registry_, Readiness::create, {defaults});
  ASSERT_TRUE(compiled.products);
  const auto& params = node(*compiled.products->by_id.at("good"), "selfie:video").params;
  EXPECT_EQ(params.at("frames"), 4);
  EXPECT_EQ(params.at("max_seconds"), 20.0);
}

TEST_F(CompilerTest, ChecksTheHostsDefaultsAtTheirOwnPlace) {
  configuration::Diagnostics diagnostics;
  const ComponentDefaults defaults{{"video", *configuration::parse("frames: 0\nframs: 1\n", "host.yaml", diagnostics)}};
  const Compiled compiled = compile(folder_.path(), registry_, Readiness::declare, {defaults});
  EXPECT_FALSE(compiled.products);
  std::vector<std::string> found;
  for (const Diagnostic& diagnostic : compiled.diagnostics)
    if (diagnostic.file == "host.yaml") found.push_back(to_string(diagnostic));
  EXPECT_THAT(found, ElementsAre("host.yaml:1:9: frames of 'video': expected a whole number of at least 1, found 0",
                                 "host.yaml:2:1: 'video' has no param 'frams'; did you mean 'frames'?"));
}

TEST_F(CompilerTest, MapsOfWhichAComponentSaysNothingMoreMayHoldAnything) {
  registry_.info("image").declaration.params_schema =
      boost::json::parse(R"({"type": "object", "additionalProperties": false,
          "properties": {"tables": {"type": "array", "items": {"type": "object"}}}})")
          .as_object();
  configuration::Diagnostics diagnostics;
  const auto defaults = [&](const char* yaml) {
    return ComponentDefaults{{"image", *configuration::parse(yaml, "host.yaml", diagnostics)}};
  };
  EXPECT_TRUE(
      compile(folder_.path(), registry_, Readiness::declare, {defaults("tables: [ { id: a, b: [ 1 ] } ]")}).products);
  EXPECT_FALSE(compile(folder_.path(), registry_, Readiness::declare, {defaults("tables: [ 1 ]")}).products);
}

TEST_F(CompilerTest, DigestChangesWithDefinitionComponentsAndWordsOnly) {
  const std::string first = good()->digest;
  EXPECT_EQ(good()->digest, first);
  folder_.write(
      "products/good.yaml",
      "# reordered\nversion: 3\nproduct: good\ndeadline: 8s\nsummary: A product without a mistake\nextends: base\n");
  EXPECT_EQ(good()->digest, first) << "order and comments do not matter";
  registry_.info("image").models = {{"m", "sha256:1"}};
  const std::string with_model = good()->digest;
  EXPECT_NE(with_model, first);
  registry_.info("image").models.clear();
  registry_.info("check.match").declaration.version = "1.0.1";
  EXPECT_NE(good()->digest, first);
  registry_.info("check.match").declaration.version = "1.0.0";
  folder_.replace("reasons/all.yaml", "en: \"identity.mismatch\"", "en: \"other words\"");
  EXPECT_NE(good()->digest, first);
  folder_.replace("reasons/all.yaml", "en: \"other words\"", "en: \"identity.mismatch\"");
  EXPECT_EQ(good()->digest, first);
  folder_.replace("products/shared/base.yaml", "max_bytes: 12MiB", "max_bytes: 13MiB");
  EXPECT_NE(good()->digest, first);
}

TEST_F(CompilerTest, RefusesAProductThatNeedsAComponentThatIsOffAndKeepsTheOthers) {
  folder_.write("products/second.yaml",
                "product: second\nversion: 1\nextends: base\n"
                "analysis: { front: { sub_analyzers: [ card.rectify, card.text, { use: person, as: portrait }, "
                "needs.model ] } }\n"
                "checks: { number: { use: check.number, on_error: { retriable: review, permanent: review } } }\n");
  ASSERT_TRUE(good());
  EXPECT_FALSE(compiled_.products->by_id.contains("second"));
  const auto& why = compiled_.products->refused.at("second");
  ASSERT_THAT(why, SizeIs(1));
  EXPECT_THAT(to_string(why[0]),
              HasSubstr("second.yaml:4:95: component 'needs.model' is needed: the model 'big' is not installed"));
}

TEST_F(CompilerTest, RefusesAProductWhoseComponentMayBeThatOfARefusedPlugin) {
  registry_.refused = {{"tamper.so", "built for plugin ABI 2, this host speaks 1"}};
  folder_.write(
      "products/second.yaml",
      "product: second\nversion: 1\nextends: base\n"
      "analysis: { front: { sub_analyzers: [ card.rectify, card.text, { use: person, as: portrait }, tamper ] } }\n");
  ASSERT_TRUE(good());
  const auto& why = compiled_.products->refused.at("second");
  ASSERT_THAT(why, SizeIs(1));
  EXPECT_THAT(
      why[0].message,
      HasSubstr("component 'tamper' is not loaded; these plugins were refused: tamper.so: built for plugin ABI 2"));
}

TEST_F(CompilerTest, RefusesAProductWhoseComponentCannotBeMadeReady) {
  registry_.cannot_create = "person";
  compiled_ = compile(folder_.path(), registry_);
  ASSERT_TRUE(compiled_.products);
  EXPECT_THAT(compiled_.products->by_id, IsEmpty());
  EXPECT_THAT(compiled_.products->refused.at("good")[0].message,
              HasSubstr("'front:portrait' cannot be made ready: its model is broken"));
  EXPECT_EQ(compiled_.products->refused.at("good")[0].file.filename(), "base.yaml");
  EXPECT_EQ(compiled_.products->refused.at("good")[0].line, 12);
}

TEST_F(CompilerTest, CreatesNothingWhenItOnlyDeclares) {
  compiled_ = compile(folder_.path(), registry_, Readiness::declare);
  ASSERT_TRUE(compiled_.products);
  EXPECT_THAT(compiled_.products->by_id, SizeIs(1));
  EXPECT_THAT(registry_.created, IsEmpty());
}

TEST_F(CompilerTest, IsAllOrNothingAndCreatesNothingWhenAnyProductIsWrong) {
  folder_.write("products/second.yaml", "product: second\nversion: one\nextends: base\n");
  compiled_ = compile(folder_.path(), registry_);
  EXPECT_FALSE(compiled_.products);
  EXPECT_THAT(compiled_.diagnostics, SizeIs(1));
  EXPECT_THAT(registry_.created, IsEmpty());
}

TEST_F(CompilerTest, ReportsProductsOfTheSameNameAndMissingFolders) {
  folder_.write("products/second.yaml", "product: good\nversion: 1\nextends: base\n");
  compiled_ = compile(folder_.path(), registry_);
  ASSERT_THAT(compiled_.diagnostics, SizeIs(1));
  EXPECT_THAT(to_string(compiled_.diagnostics[0]), HasSubstr("second.yaml:1:10: product 'good' is defined already in"));
  const Compiled nothing = compile(folder_.path() / "nowhere", registry_);
  EXPECT_THAT(nothing.diagnostics, SizeIs(2));
  EXPECT_FALSE(nothing.products);
}

TEST_F(CompilerTest, MatchesGlobsOnWholeCodes) {
  EXPECT_TRUE(matches("a.*", "a.b"));
  EXPECT_TRUE(matches("*", "a.b"));
  EXPECT_TRUE(matches("a.*_x*", "a.b_y_x"));
  EXPECT_TRUE(matches("a.b", "a.b"));
  EXPECT_FALSE(matches("a.b", "a.bc"));
  EXPECT_FALSE(matches("a.*c", "a.cb"));
  EXPECT_FALSE(matches("", "a"));
  EXPECT_FALSE(matches("a.**b", "a."));
}

}  // namespace
}  // namespace cotejo::products
