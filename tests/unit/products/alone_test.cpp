#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "products/compiler.hpp"
#include "products/fake_registry.hpp"

namespace cotejo::products {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

EvidenceSpec evidence(std::string name, std::string kind) {
  EvidenceSpec spec;
  spec.name = std::move(name);
  spec.kinds = {{std::move(kind)}};
  return spec;
}

class AloneTest : public testing::Test {
 protected:
  // The plan as `node <- source source…`, one line a node.
  std::vector<std::string> plan(std::string_view component, const std::vector<EvidenceSpec>& given,
                                const boost::json::object& params = {}) {
    const auto product = compile_alone(component, params, given, registry_);
    if (!product) return {product.error().code + ": " + product.error().message};
    std::vector<std::string> lines;
    for (const Node& node : (*product)->plan.nodes) {
      EXPECT_TRUE(node.component);
      std::string line = node.name.str() + " <-";
      for (const auto& port : node.inputs) {
        if (port.empty()) line += " -";
        for (const Source& source : port)
          line += ' ' + std::string(source.from == Source::From::evidence
                                        ? (*product)->evidence[source.index].name
                                        : (*product)->plan.nodes[source.index].output_names[source.output]);
      }
      lines.push_back(line);
    }
    return lines;
  }

  FakeRegistry registry_;
};

TEST_F(AloneTest, AnAnalyzerTakesTheEvidence) {
  EXPECT_THAT(plan("image", {evidence("photo", "image")}), ElementsAre("photo:image <- photo"));
  EXPECT_THAT(plan("video", {evidence("photo", "image"), evidence("clip", "video")}),
              ElementsAre("photo:image <- photo", "clip:video <- clip"));
}

TEST_F(AloneTest, ASubAnalyzerGetsWhatItsPortsName) {
  EXPECT_THAT(plan("card.text", {evidence("photo", "image")}),
              ElementsAre("photo:image <- photo", "photo:card.rectify <- photo:image.pixels",
                          "photo:lines <- photo:image.pixels photo:card.rectify.card",
                          "photo:card.text <- photo:card.rectify.card photo:lines.lines"));
}

TEST_F(AloneTest, APortThatNothingFeedsStaysUnboundWhenOptional) {
  EXPECT_THAT(plan("person", {evidence("photo", "image")}),
              ElementsAre("photo:image <- photo", "photo:person <- photo:image.pixels -"));
  EXPECT_THAT(plan("person", {evidence("clip", "video")}),
              ElementsAre("clip:video <- clip", "clip:person <- - clip:video.frames"));
}

TEST_F(AloneTest, AVideoIsHeardWhereItsSoundIsAskedFor) {
  EXPECT_THAT(plan("talk", {evidence("clip", "video")}),
              ElementsAre("clip:video <- clip", "clip:audio <- clip", "clip:talk <- clip:audio.loudness"));
  EXPECT_THAT(plan("talk", {evidence("photo", "image")}), ElementsAre(HasSubstr("component.inputs_missing")));
}

TEST_F(AloneTest, StandsUnderTheFirstEvidenceThatFeedsItOrTheOneOfItsName) {
  EXPECT_THAT(plan("card.rectify", {evidence("clip", "video"), evidence("photo", "image")}),
              ElementsAre("clip:video <- clip", "photo:image <- photo", "photo:card.rectify <- photo:image.pixels"));
  EXPECT_THAT(plan("card.rectify", {evidence("photo", "image"), evidence("card_rectify", "image")}),
              ElementsAre("photo:image <- photo", "card_rectify:image <- card_rectify",
                          "card_rectify:card.rectify <- card_rectify:image.pixels"));
}

TEST_F(AloneTest, ACheckGetsItsProducersAcrossEvidence) {
  EXPECT_THAT(plan("check.sharpness", {evidence("a", "image"), evidence("b", "image")}),
              ElementsAre("a:image <- a", "b:image <- b", "check.sharpness <- a:image.sharpness b:image.sharpness"));
}

TEST_F(AloneTest, PassesParamsToTheComponentOnly) {
  const auto product =
      compile_alone("card.rectify", {{"expect_side", "back"}}, {evidence("photo", "image")}, registry_);
  ASSERT_TRUE(product);
  EXPECT_EQ((*product)->plan.nodes[1].params, (boost::json::object{{"expect_side", "back"}}));
  EXPECT_TRUE((*product)->plan.nodes[0].params.empty());
}

TEST_F(AloneTest, SaysInOneSentenceWhyItCannotRun) {
  EXPECT_THAT(plan("card.txt", {evidence("photo", "image")}),
              ElementsAre("component.not_found: there is no component 'card.txt'; did you mean 'card.text'?"));
  EXPECT_THAT(plan("card.rectify", {}), ElementsAre(HasSubstr("needs evidence, and none was given")));
  EXPECT_THAT(
      plan("card.rectify", {evidence("clip", "video")}),
      ElementsAre(
          "component.inputs_missing: 'card.rectify' needs 'image.pixels' at its port 'image', and nothing makes that "
          "from the evidence given"));
  EXPECT_THAT(plan("card.rectify", {evidence("photo", "image")}, {{"expect_side", "up"}}),
              ElementsAre(HasSubstr("expect_side of 'card.rectify': expected one of 'front' and 'back', found 'up'")));
  EXPECT_THAT(plan("needs.model", {evidence("photo", "image")}),
              ElementsAre(HasSubstr("'needs.model' is needed: the model 'big'")));
  EXPECT_THAT(plan("ring.a", {evidence("photo", "image")}), ElementsAre(HasSubstr("component.inputs_missing")));
  registry_.cannot_create = "person";
  EXPECT_THAT(plan("person", {evidence("photo", "image")}), ElementsAre(HasSubstr("its model is broken")));
}

}  // namespace
}  // namespace cotejo::products
