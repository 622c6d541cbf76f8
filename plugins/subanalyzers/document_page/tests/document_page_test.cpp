#include <gtest/gtest.h>

#include <cmath>
#include <cotejo/testing.hpp>
#include <opencv2/imgproc.hpp>
#include <span>
#include <text_reading/tests/text_models.hpp>

#include "../page_component.hpp"

namespace cotejo::document_page {
namespace {

constexpr int kWidth = 1100, kHeight = 1400;

// A sheet with rows of print, and room around them.
cv::Mat sheet(std::size_t count = 12) {
  cv::Mat paper(kHeight, kWidth, CV_8UC3, cv::Scalar(236, 240, 242));
  const char* lines[] = {"RECIBO DE AGUA POTABLE",    "NOMBRE ELENA TOVAR PRIETO", "DOMICILIO AVENIDA HIDALGO 45",
                         "COLONIA CENTRO 44100",      "GUADALAJARA JALISCO",       "CONTRATO 12345678",
                         "PERIODO SEPTIEMBRE 2026",   "TOTAL A PAGAR 245.00",      "VENCE EL 15 DE OCTUBRE",
                         "CONSUMO 18 METROS CUBICOS", "GRACIAS POR SU PAGO",       "ATENCION A CLIENTES"};
  int y = 180;
  for (const char* line : std::span(lines).first(count)) {
    cv::putText(paper, line, {90, y}, cv::FONT_HERSHEY_DUPLEX, 1.5, cv::Scalar(40, 40, 40), 2, cv::LINE_AA);
    y += 95;
  }
  return paper;
}

struct Scene {
  cv::Mat photo;
  Corners truth;  // of the sheet as it is read
};

// The sheet on a brown desk, turned by `degrees` and seen askew.
Scene scene(double degrees, const cv::Mat& paper = sheet()) {
  Scene out{cv::Mat(2000, 2000, CV_8UC3, cv::Scalar(40, 70, 110)), {}};
  const double c = std::cos(degrees * CV_PI / 180), s = std::sin(degrees * CV_PI / 180);
  const Corners from{cv::Point2f{0, 0}, {kWidth, 0}, {kWidth, kHeight}, {0, kHeight}};
  for (std::size_t i = 0; i < 4; ++i) {
    const double x = from[i].x - kWidth / 2.0, y = from[i].y - kHeight / 2.0, askew = i == 1 ? 0.94 : 1;
    out.truth[i] = {static_cast<float>(1000 + askew * (x * c - y * s)),
                    static_cast<float>(1000 + askew * (x * s + y * c))};
  }
  const cv::Mat map = cv::getPerspectiveTransform(from.data(), out.truth.data());
  cv::warpPerspective(paper, out.photo, map, out.photo.size(), cv::INTER_AREA, cv::BORDER_TRANSPARENT);
  return out;
}

// The farthest that a found corner is from the nearest true one.
double farthest(const Corners& found, const Corners& truth) {
  double most = 0;
  for (const auto& corner : found) {
    double nearest = 1e9;
    for (const auto& each : truth) nearest = std::min(nearest, cv::norm(corner - each));
    most = std::max(most, nearest);
  }
  return most;
}

TEST(PageFinder, FindsTheCornersOfASheetOnADesk) {
  for (const double degrees : {0.0, 4.0, -9.0, 90.0, 178.0}) {
    const Scene photo = scene(degrees);
    const auto found = find_page(photo.photo);
    ASSERT_TRUE(found) << degrees;
    EXPECT_LT(farthest(*found, photo.truth), 0.015 * kWidth) << degrees;
  }
}

TEST(PageFinder, FindsNothingWhereNothingStandsOut) {
  EXPECT_FALSE(find_page(cv::Mat(900, 700, CV_8UC3, cv::Scalar(200, 210, 220))));
  cv::Mat disc(900, 900, CV_8UC3, cv::Scalar(30, 30, 30));
  cv::circle(disc, {450, 450}, 330, cv::Scalar(240, 240, 240), -1);
  EXPECT_FALSE(find_page(disc)) << "a plate is no sheet";
}

using Fake = cotejo::testing::Fake<DocumentPage>;

cotejo::testing::Result run(const cv::Mat& photo) {
  Fake fake("{}", {{"tesseract-spa", test::text_model_bytes("spa")}});
  fake.given("image", as_image(photo, Image::whole(static_cast<std::uint32_t>(photo.cols),
                                                   static_cast<std::uint32_t>(photo.rows))));
  auto result = fake.run();
  EXPECT_EQ(result.status, Status::ok);
  EXPECT_TRUE(result.breaches.empty());
  return result;
}

// Where a point of the page, in shares of it, lies in the photo.
cv::Point2d in_photo(const Image& page, double x, double y) {
  const auto& h = page.to_evidence;
  const double px = x * page.width, py = y * page.height, w = h[6] * px + h[7] * py + h[8];
  return {(h[0] * px + h[1] * py + h[2]) / w, (h[3] * px + h[4] * py + h[5]) / w};
}

TEST(DocumentPage, CutsTheSheetOutUprightWhicheverWayItWasPhotographed) {
  for (const double degrees : {0.0, 90.0, 180.0, 270.0}) {
    const Scene photo = scene(degrees);
    const auto result = run(photo.photo);
    ASSERT_TRUE(result.trait("page")) << degrees;
    EXPECT_TRUE(result.trait("outlined")->boolean());
    const Image& page = std::get<std::shared_ptr<cotejo::testing::OwnedImage>>(result.trait("page")->value)->image;
    EXPECT_GT(page.height, page.width) << degrees;
    // The sheet's own top left, wherever it lies in the photo; to_evidence leads to shares of it.
    const cv::Point2d corner = in_photo(page, 0, 0);
    EXPECT_NEAR(corner.x, photo.truth[0].x / 2000, 0.01) << degrees;
    EXPECT_NEAR(corner.y, photo.truth[0].y / 2000, 0.01) << degrees;
  }
}

TEST(DocumentPage, ASheetThatIsEmptyInItsMiddleIsTurnedToo) {
  const Scene photo = scene(180, sheet(3));
  const auto result = run(photo.photo);
  ASSERT_TRUE(result.trait("page"));
  const Image& page = std::get<std::shared_ptr<cotejo::testing::OwnedImage>>(result.trait("page")->value)->image;
  const cv::Point2d corner = in_photo(page, 0, 0);
  EXPECT_NEAR(corner.x, photo.truth[0].x / 2000, 0.01);
  EXPECT_NEAR(corner.y, photo.truth[0].y / 2000, 0.01);
}

// Half of it lies in a shadow: what is left looks like another quadrilateral.
TEST(PageFinder, ASheetTapersLittle) {
  cv::Mat photo(1200, 900, CV_8UC3, cv::Scalar(30, 40, 60));
  const std::vector<cv::Point> lit{{100, 100}, {700, 110}, {330, 1100}, {120, 1090}};
  cv::fillConvexPoly(photo, lit, cv::Scalar(235, 238, 240));
  EXPECT_FALSE(find_page(photo));
}

TEST(DocumentPage, ThePhotoIsThePageWhereNoOutlineIsFound) {
  cv::Mat filled;
  cv::resize(sheet(), filled, {}, 0.8, 0.8, cv::INTER_AREA);
  const auto result = run(filled);
  ASSERT_TRUE(result.trait("page"));
  EXPECT_FALSE(result.trait("outlined")->boolean());
  const Image& page = std::get<std::shared_ptr<cotejo::testing::OwnedImage>>(result.trait("page")->value)->image;
  EXPECT_EQ(page.width, 880U);
  EXPECT_EQ(page.height, 1120U);
  EXPECT_LT(result.trait("page")->probability, 0.95) << "less sure than an outlined one";
}

TEST(DocumentPage, StopsWhenAsked) {
  for (const int polls : {0, 1, 2, 4}) {
    Fake fake("{}", {{"tesseract-spa", test::text_model_bytes("spa")}});
    const cv::Mat photo = scene(90).photo;
    fake.given("image", as_image(photo, Image::whole(2000, 2000)));
    fake.cancel_after(polls);
    EXPECT_EQ(fake.run().status, Status::cancelled) << polls;
  }
}

}  // namespace
}  // namespace cotejo::document_page
