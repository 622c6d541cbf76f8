#include "products/graph.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>

#include "products/compiler.hpp"
#include "products/fake_registry.hpp"
#include "products/folder.hpp"
#include "products/page.hpp"

namespace cotejo::products {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

class GraphTest : public testing::Test {
 protected:
  Graph good() {
    const Compiled compiled = compile(folder_.path(), registry_, Readiness::declare);
    return graph_of(*compiled.products->by_id.at("good"));
  }

  FakeRegistry registry_;
  Folder folder_{"good"};
};

TEST_F(GraphTest, HasABoxForEachPartAndAnArrowForEachPairThatIsJoined) {
  const Graph graph = good();
  std::vector<std::string> boxes;
  for (const Box& box : graph.boxes) boxes.push_back(std::to_string(box.column) + ' ' + box.title);
  EXPECT_THAT(boxes,
              ElementsAre("0 front", "0 selfie", "0 application", "1 image", "2 card.rectify", "3 card.text",
                          "3 portrait", "1 video", "2 selfie", "1 application", "4 identity", "4 match", "5 decision"));
  std::vector<std::string> arrows;
  for (const Arrow& arrow : graph.arrows)
    arrows.push_back(graph.boxes[arrow.from].title + " -> " + graph.boxes[arrow.to].title +
                     (arrow.labels.empty() ? "" : ": " + arrow.labels[0]));
  EXPECT_THAT(arrows, ElementsAre("front -> image", "selfie -> video", "application -> application",
                                  "image -> card.rectify: pixels", "card.rectify -> card.text: card",
                                  "card.rectify -> portrait: card", "card.text -> identity: number",
                                  "portrait -> match: embedding", "video -> selfie: frames",
                                  "selfie -> match: embedding", "application -> identity: number",
                                  "identity -> decision: verdict, items", "match -> decision: verdict, items"));
  EXPECT_EQ(graph.columns, 6u);
}

TEST_F(GraphTest, AnalyzersOfOneEvidenceStandInItsLane) {
  folder_.write("products/good.yaml",
                "product: good\nversion: 1\nextends: base\n"
                "analysis: { selfie: { analyzer: [ video, audio ] } }\n"
                "checks: { length: { use: check.duration, inputs: { value: audio.duration },\n"
                "  on_error: { retriable: review, permanent: review } } }\n");
  const Graph graph = good();
  std::vector<std::string> analyzers;
  for (const Box& box : graph.boxes)
    if (box.kind == Box::Kind::analyzer && box.evidence == 1u) analyzers.push_back(box.title);
  EXPECT_THAT(analyzers, ElementsAre("video", "audio"));
  EXPECT_THAT(to_svg(graph), HasSubstr(">audio<"));
}

TEST_F(GraphTest, ShowsWhatIsForWhichKindOfEvidence) {
  folder_.write("products/good.yaml",
                "product: good\nversion: 1\nextends: base\n"
                "evidence: { bill: { kind: [ pdf, image ], max_bytes: { pdf: 2MiB, image: 9MiB } } }\n"
                "analysis: { bill: { analyzer: { pdf: pdf, image: image }, sub_analyzers: [ page.words ] } }\n"
                "checks: { words: { use: check.words, on_error: { retriable: review, permanent: review } } }\n");
  const std::string dot = to_dot(good());
  EXPECT_THAT(dot, HasSubstr("bill\\npdf or image\\npdf at most 2 MiB\\nimage at most 9 MiB"));
  EXPECT_THAT(dot, HasSubstr("[label=\"pdf\"]"));
  EXPECT_THAT(dot, HasSubstr("[label=\"image\"]"));
  const std::string page =
      to_markdown(*compile(folder_.path(), registry_, Readiness::declare).products->by_id.at("good"));
  EXPECT_THAT(page, HasSubstr("| `bill` | pdf or image | yes | pdf: 2 MiB, image: 9 MiB |"));
  EXPECT_THAT(page, HasSubstr("Runs only when `bill` is of kind pdf."));
}

TEST_F(GraphTest, ShowsAComponentThatIsOff) {
  registry_.info("person").unavailable = "a model is missing";
  EXPECT_EQ(good().boxes.size(), 13u);
}

struct Rectangle {
  double x, y, width, height;
};

TEST_F(GraphTest, SvgBoxesDoNotOverlapAndStayInThePicture) {
  const std::string svg = to_svg(good());
  const std::regex box("<rect x=\"([0-9.]+)\" y=\"([0-9.]+)\" width=\"([0-9.]+)\" height=\"([0-9.]+)\" rx=\"6\"");
  std::vector<Rectangle> boxes;
  for (std::sregex_iterator it(svg.begin(), svg.end(), box), end; it != end; ++it)
    boxes.push_back({std::stod((*it)[1]), std::stod((*it)[2]), std::stod((*it)[3]), std::stod((*it)[4])});
  ASSERT_EQ(boxes.size(), 13u);
  std::smatch size;
  ASSERT_TRUE(std::regex_search(svg, size, std::regex("viewBox=\"0 0 ([0-9]+) ([0-9]+)\"")));
  for (std::size_t a = 0; a < boxes.size(); ++a) {
    EXPECT_LE(boxes[a].x + boxes[a].width, std::stod(size[1]));
    EXPECT_LE(boxes[a].y + boxes[a].height, std::stod(size[2]));
    for (std::size_t b = 0; b < a; ++b)
      EXPECT_TRUE(boxes[a].x + boxes[a].width <= boxes[b].x || boxes[b].x + boxes[b].width <= boxes[a].x ||
                  boxes[a].y + boxes[a].height <= boxes[b].y || boxes[b].y + boxes[b].height <= boxes[a].y)
          << a << " and " << b;
  }
}

TEST_F(GraphTest, ConnectorsAreNotShownAsSubAnalyzersAndThePageSaysHowLongTheyRemember) {
  folder_.write("products/good.yaml",
                "product: good\nversion: 1\nextends: base\nindex: { retention: 48h }\n"
                "analysis: { application: { connectors: [ past.uses ] } }\n");
  EXPECT_THAT(to_mermaid(good()), HasSubstr("[\"past.uses<br>version 1.0.0\"]:::connector"));
  EXPECT_THAT(to_svg(good()), HasSubstr("#fbe3dc"));
  const Compiled compiled = compile(folder_.path(), registry_, Readiness::declare);
  EXPECT_THAT(to_markdown(*compiled.products->by_id.at("good")), HasSubstr("are remembered for 48 h."));
}

TEST_F(GraphTest, EscapesWhatEachFormatReserves) {
  Graph graph = good();
  graph.title = "a <b> & \"c\"";
  EXPECT_THAT(to_svg(graph), HasSubstr("a &lt;b&gt; &amp; &quot;c&quot;"));
  EXPECT_THAT(to_svg(graph), Not(HasSubstr("<b>")));
  EXPECT_THAT(to_dot(graph), HasSubstr("a <b> & \\\"c\\\""));
  EXPECT_THAT(to_mermaid(graph), HasSubstr("#quot;c#quot;"));
}

TEST_F(GraphTest, DotAndMermaidNameBoxesAndArrows) {
  const Graph graph = good();
  EXPECT_THAT(to_dot(graph), HasSubstr("n3 -> n4 [label=\"pixels\"]"));
  EXPECT_THAT(to_dot(graph), HasSubstr("n6 [label=\"portrait\\nperson\\nversion 1.0.0\""));
  EXPECT_THAT(to_mermaid(graph), HasSubstr("n3 -->|\"pixels\"| n4"));
  EXPECT_THAT(to_mermaid(graph), HasSubstr("n6[\"portrait<br>person<br>version 1.0.0\"]:::sub_analyzer"));
}

}  // namespace
}  // namespace cotejo::products
