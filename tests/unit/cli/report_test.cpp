#include "cli/report.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <turbojpeg.h>

#include <boost/json/parse.hpp>

#include "cli/jpeg.hpp"
#include "cli/report_table.hpp"

namespace cotejo::cli {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr std::array<double, 9> kWholeOf100{0.01, 0, 0, 0, 0.01, 0, 0, 0, 1};

// Gray, but for a black square at (60..80, 20..40).
std::shared_ptr<const domain::Image> picture(const std::array<double, 9>& to_evidence, std::int64_t time_ns = 0) {
  auto pixels = std::shared_ptr<std::uint8_t>(new std::uint8_t[100 * 100], std::default_delete<std::uint8_t[]>());
  for (int i = 0; i < 100 * 100; ++i)
    pixels.get()[i] = i % 100 >= 60 && i % 100 < 80 && i / 100 >= 20 && i / 100 < 40 ? 0 : 200;
  auto image = std::make_shared<domain::Image>();
  image->format = domain::PixelFormat::gray8;
  image->width = image->height = 100;
  image->stride = 100;
  image->pixels = pixels;
  image->time_ns = time_ns;
  image->to_evidence = to_evidence;
  return image;
}

struct Size {
  int width = 0, height = 0;
};

Size size_of(const std::string& bytes) {
  Size size;
  int sampling = 0, space = 0;
  const std::unique_ptr<void, int (*)(tjhandle)> reader(tjInitDecompress(), tjDestroy);
  tjDecompressHeader3(reader.get(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), &size.width,
                      &size.height, &sampling, &space);
  return size;
}

domain::Region region(double x, double y, double width, double height) {
  domain::Region out;
  out.x = x, out.y = y, out.width = width, out.height = height;
  return out;
}

TEST(ReportJpeg, IsReducedByAWholeFactorUntilItFits) {
  const auto bytes = jpeg(*picture(kWholeOf100), {0, 0, 100, 50}, 40);
  EXPECT_EQ(size_of(bytes).width, 33);
  EXPECT_EQ(size_of(bytes).height, 16);
}

TEST(ReportJpeg, ShowsNothingOfAPlaceOutsideOfTheImage) {
  EXPECT_EQ(jpeg(*picture(kWholeOf100), {60, 0, 41, 10}, 100), "");
  EXPECT_EQ(jpeg(*picture(kWholeOf100), {0, 0, 0, 10}, 100), "");
}

TEST(ReportPictures, FindAPlaceOfTheEvidenceOnAStraightenedPicture) {
  ReportPictures pictures;
  // Shows the lower right quarter of the evidence, turned by half a turn.
  pictures.take("card", "card:straight.card",
                {domain::ValueType::image, picture({-0.005, 0, 1, 0, -0.005, 1, 0, 0, 1})});
  const auto* view = pictures.straightened("card");
  ASSERT_NE(view, nullptr);
  const auto box = view->box(region(0.9, 0.8, 0.1, 0.1));
  ASSERT_TRUE(box);
  EXPECT_NEAR(box->x, 0, 1e-9);
  EXPECT_NEAR(box->y, 0.2, 1e-9);
  EXPECT_NEAR(box->width, 0.2, 1e-9);
  EXPECT_FALSE(view->box(region(0.1, 0.1, 0.2, 0.2)));
}

TEST(ReportPictures, TakeTheEvidenceItselfForNoStraightenedPicture) {
  ReportPictures pictures;
  pictures.take("card", "card:image.pixels", {domain::ValueType::image, picture(kWholeOf100)});
  EXPECT_EQ(pictures.straightened("card"), nullptr);
}

TEST(ReportPictures, CropWithAMarginOfTheHeight) {
  ReportPictures pictures;
  pictures.take("card", "card:image.pixels", {domain::ValueType::image, picture(kWholeOf100)});
  const auto size = size_of(pictures.crop("card", region(0.4, 0.4, 0.3, 0.2)));
  EXPECT_EQ(size.width, 40);
  EXPECT_EQ(size.height, 30);
  EXPECT_EQ(pictures.crop("card", region(0, 0, 1, 1)), "") << "all of the picture is no crop";
  EXPECT_EQ(pictures.crop("another", region(0.4, 0.4, 0.3, 0.2)), "");
}

class ReportTest : public testing::Test {
 protected:
  ReportTest() {
    v_.decision.emplace();
    v_.decision->outcome = domain::Outcome::reject;
    v_.product.id = "credit";
    v_.evidence.push_back({"card", "application/json", "sha256:00", 2});
    bytes_->data = reinterpret_cast<const std::uint8_t*>(kDocument.data());
    bytes_->size = kDocument.size();
    evidence_.emplace("card", bytes_);
  }
  std::string html() { return html_report(v_, evidence_, pictures_, "en"); }
  void add_item(domain::Severity severity, const std::string& code) {
    v_.items.emplace_back();
    v_.items.back().severity = severity;
    v_.items.back().code = code;
  }

  static constexpr std::string_view kDocument = R"({"name":"<script>alert(1)</script>"})";
  domain::Verification v_;
  std::shared_ptr<domain::Bytes> bytes_ = std::make_shared<domain::Bytes>();
  EvidenceByName evidence_;
  ReportPictures pictures_;
};

TEST_F(ReportTest, ShowsWhatWasSubmittedAsTextAndNeverAsMarkup) {
  EXPECT_THAT(html(), HasSubstr("&lt;script&gt;alert(1)&lt;/script&gt;"));
  EXPECT_THAT(html(), Not(HasSubstr("<script")));
}

TEST_F(ReportTest, ShowsEachPageOfADocumentWithWhatWasReadOnIt) {
  v_.evidence.front().media_type = "application/pdf";
  auto pages = std::make_shared<domain::Frames>();
  for (int i = 0; i < 2; ++i) pages->frames.push_back(*picture(kWholeOf100));
  pictures_.take("card", "card:pdf.page_images",
                 {domain::ValueType::frames, std::shared_ptr<const domain::Frames>(pages)});
  domain::Trait trait;
  trait.name = "card:reader.total";
  trait.evidence = "card";
  trait.value = {domain::ValueType::text, std::string("80.00")};
  trait.region = region(0.1, 0.7, 0.2, 0.1);
  trait.region->page = 1;
  v_.traits.push_back(trait);
  const auto page = html();
  const auto second = page.find("card, page 2");
  ASSERT_NE(second, page.npos);
  EXPECT_THAT(page.substr(0, second), Not(HasSubstr("<title>reader.total</title>")));
  EXPECT_THAT(page.substr(second), HasSubstr("<title>reader.total</title>"));
  EXPECT_THAT(page, HasSubstr("page 2 of 2"));
}

TEST_F(ReportTest, LinksOnlyToPlacesThatAreShown) {
  v_.evidence.front().media_type = "application/pdf";
  auto pages = std::make_shared<domain::Frames>();
  pages->frames.push_back(*picture(kWholeOf100));
  pictures_.take("card", "card:pdf.page_images",
                 {domain::ValueType::frames, std::shared_ptr<const domain::Frames>(pages)});
  for (std::uint32_t sheet : {0u, 7u}) {
    domain::Trait trait;
    trait.name = "card:reader.total";
    trait.evidence = "card";
    trait.value = {domain::ValueType::text, std::string("80.00")};
    trait.region = region(0.1, 0.7, 0.2, 0.1);
    trait.region->page = sheet;
    v_.traits.push_back(trait);
  }
  const auto page = html();
  EXPECT_THAT(page, HasSubstr("href=\"#t0\""));
  EXPECT_THAT(page, HasSubstr("id=\"t0\""));
  EXPECT_THAT(page, Not(HasSubstr("#t1")));
}

TEST(ReportPictures, CropFromThePageOfTheRegion) {
  ReportPictures pictures;
  auto pages = std::make_shared<domain::Frames>();
  pages->frames.push_back(*picture(kWholeOf100));
  pictures.take("bill", "bill:pdf.page_images",
                {domain::ValueType::frames, std::shared_ptr<const domain::Frames>(pages)});
  auto place = region(0.4, 0.4, 0.3, 0.2);
  EXPECT_NE(pictures.crop("bill", place), "");
  place.page = 1;
  EXPECT_EQ(pictures.crop("bill", place), "") << "that page was not drawn";
}

TEST_F(ReportTest, LetsPeopleHearWhatWasSent) {
  v_.evidence.front().media_type = "audio/wav";
  const auto page = html();
  EXPECT_THAT(page, HasSubstr("<audio controls"));
  EXPECT_THAT(page, HasSubstr("src=\"data:audio/wav;base64,eyJuYW1lIjoi"));
}

TEST_F(ReportTest, NamesSoundThatIsTooLongForAPage) {
  v_.evidence.front().media_type = "audio/wav";
  const std::vector<std::uint8_t> minutes((8 << 20) + 1);
  bytes_->data = minutes.data();
  bytes_->size = minutes.size();
  EXPECT_THAT(html(), AllOf(HasSubstr("too long to be played"), Not(HasSubstr("<audio"))));
}

TEST_F(ReportTest, BeginsWithTheGravestFinding) {
  add_item(domain::Severity::minor, "a.small");
  add_item(domain::Severity::critical, "a.grave");
  const auto page = html();
  EXPECT_LT(page.find("a.grave"), page.find("a.small"));
}

TEST_F(ReportTest, ShowsForAFindingWhatWasReadAndWhere) {
  pictures_.take("card", "card:image.pixels", {domain::ValueType::image, picture(kWholeOf100)});
  domain::Trait trait;
  trait.name = "card:reader.number";
  trait.evidence = "card";
  trait.value = {domain::ValueType::text, std::string("4711")};
  trait.region = region(0.6, 0.2, 0.2, 0.2);
  v_.traits.push_back(trait);
  add_item(domain::Severity::major, "a.mismatch");
  v_.items.back().traits = {trait.name};
  const auto page = html();
  const auto finding =
      page.substr(page.find("a.mismatch"), page.find("<h2>", page.find("a.mismatch")) - page.find("a.mismatch"));
  EXPECT_THAT(finding, HasSubstr("4711"));
  EXPECT_THAT(finding, HasSubstr("src=\"data:image/jpeg;base64,"));
}

TEST_F(ReportTest, ShowsAListOfObjectsAsATableAndMarksTheRowOfAFinding) {
  domain::Trait trait;
  trait.name = "card:reader.rows";
  trait.evidence = "card";
  trait.value = {domain::ValueType::json, boost::json::parse(R"([
      {"date": "2026-09-01", "amount": 1234567.5, "balance": null, "page": 0, "box": [0.1, 0.2, 0.3, 0.01]},
      {"date": "<b>", "amount": -12.0, "balance": 10.25, "page": 1, "box": [0.1, 0.2, 0.3, 0.01]}])")};
  v_.traits.push_back(trait);
  add_item(domain::Severity::critical, "a.broken");
  v_.items.back().places.push_back({"card", region(0.1, 0.2, 0.3, 0.01)});
  v_.items.back().places.back().region.page = 1;
  const auto page = html();
  EXPECT_THAT(page, HasSubstr("<tr><td class=\"soft\">1</td><td>2026-09-01</td><td class=\"num\">1,234,567.50</td>"
                              "<td class=\"soft num\">\u2014</td></tr>"));
  EXPECT_THAT(page, HasSubstr("<tr class=\"bad\"><td class=\"soft\">2</td><td>&lt;b&gt;</td>"
                              "<td class=\"num\">\u221212.00</td><td class=\"num\">10.25</td></tr>"
                              "<tr class=\"bad\"><td></td><td colspan=\"3\"><code>a.broken</code>"));
  EXPECT_THAT(page, Not(HasSubstr("<th>box</th>")));
}

TEST(ReportTable, IsOfObjectsOnly) {
  EXPECT_FALSE(is_table(boost::json::parse("[1, 2, 3]")));
  EXPECT_FALSE(is_table(boost::json::parse(R"([{"a": 1}, 2])")));
  EXPECT_FALSE(is_table(boost::json::parse(R"([{"a": 1}])")));
  EXPECT_TRUE(is_table(boost::json::parse(R"([{"a": 1}, {"b": 2}])")));
}

TEST(ReportTable, AmountsHaveAllTheirDigitsAndScoresFour) {
  EXPECT_EQ(number_text(3051.36), "3,051.36");
  EXPECT_EQ(number_text(-12345.5), "\u221212,345.50");
  EXPECT_EQ(number_text(0.987654), "0.9877");
}

TEST(ReportTable, TakesOddPlacesAndColumnsForWhatTheyAre) {
  const auto rows = boost::json::parse(
      R"([{"a": 1, "page": -1, "box": [0, 0, 1, 1]}, {"b": 0.12345, "page": 0, "box": ["x", 0, 1, 1]}, {"b": [1]}])");
  const auto html = table_html(
      rows.get_array(), [](const domain::Region&) { return "told"; }, [](const domain::Region&) { return "seen"; });
  EXPECT_THAT(html, Not(HasSubstr("told")));
  EXPECT_THAT(html, HasSubstr("0.12345"));
  EXPECT_THAT(html, HasSubstr("<td>[1]</td>"));
}

TEST(ReportTable, BeginsTheRowsOfAVideoWithWhatIsSeen) {
  const auto row = boost::json::parse(R"([{"who": 1, "seconds": 2.5, "box": [0.25, 0.5, 0.125, 0.25]}])");
  ASSERT_TRUE(is_table(row));
  const auto html = table_html(
      row.get_array(), [](const domain::Region&) { return ""; },
      [](const domain::Region& place) {
        return fmt::format("{} {} {}", place.x, place.height, place.time_ns / 1'000'000);
      });
  EXPECT_THAT(html, HasSubstr("<th>seen</th>"));
  EXPECT_THAT(html, HasSubstr("<td>0.25 0.25 2500</td>"));
  for (const auto* odd : {R"([{"seconds": -1, "box": [0, 0, 1, 1]}])", R"([{"seconds": 1e300, "box": [0, 0, 1, 1]}])",
                          R"([{"seconds": 1, "box": [0, 0, 1]}])", R"([{"seconds": 1}])"})
    EXPECT_FALSE(is_table(boost::json::parse(odd))) << odd;
}

TEST_F(ReportTest, ShowsListsInSubmittedDocumentsAsTables) {
  const std::string text = R"({"questions": [{"id": "<a>", "answer": 1}, {"id": "b"}], "one": [{"id": "c"}]})";
  bytes_->data = reinterpret_cast<const std::uint8_t*>(text.data());
  bytes_->size = text.size();
  const auto page = html();
  EXPECT_THAT(page, HasSubstr("<td>&lt;a&gt;</td>"));
  EXPECT_THAT(page, HasSubstr("[{&quot;id&quot;:&quot;c&quot;}]"));
}

TEST_F(ReportTest, ShowsThePicturesOfTheResultWithTheirEvidence) {
  v_.artifacts.push_back(
      {"card:marks.map", "marks@1.0.0", "card", "image/png", bytes_->digest, bytes_->size, 2, 1, {}, bytes_});
  const auto page = html();
  EXPECT_THAT(page, HasSubstr("src=\"data:image/png;base64,"));
  EXPECT_LT(page.find("<h2>card"), page.find("card:marks.map, by marks@1.0.0"));
}

TEST_F(ReportTest, SaysWhatBlockedACheck) {
  v_.errors.push_back({domain::Scope::analysis, true, "analysis.deadline", "too slow", "selfie:face", {}});
  v_.checks.emplace_back();
  v_.checks.back().name = "same_person";
  v_.checks.back().verdict = domain::Verdict::undecided;
  v_.checks.back().blocked_by.push_back({"selfie:face", 0, ""});
  EXPECT_THAT(html(), HasSubstr("<b>same_person</b> could not decide: <code>selfie:face</code> did not deliver "
                                "(analysis.deadline, too slow)"));
}

TEST_F(ReportTest, SaysWhichAnalysisCouldNotTellItsFindings) {
  v_.errors.push_back({domain::Scope::analysis, true, "analysis.deadline", "too slow", "card:copy", {"card:copy"}});
  EXPECT_THAT(html(), AllOf(HasSubstr("<b>card:copy</b> could not tell what it might have found (analysis.deadline, "
                                      "too slow)"),
                            Not(HasSubstr("every check passed"))));
}

}  // namespace
}  // namespace cotejo::cli
