#include <gtest/gtest.h>

#include <cmath>
#include <cotejo/testing.hpp>
#include <opencv2/imgproc.hpp>

#include "outline_judge.hpp"
#include "rectify_component.hpp"

namespace cotejo::rectify {
namespace {

// A front as any voter card has it: header, portrait on the left, text beside it.
cv::Mat front() {
  cv::Mat card(kCardHeight, kCardWidth, CV_8UC3, cv::Scalar(232, 236, 240));
  cv::putText(card, "INSTITUTO DE PRUEBA", {220, 70}, cv::FONT_HERSHEY_DUPLEX, 1.4, cv::Scalar(120, 30, 120), 3,
              cv::LINE_AA);
  cv::rectangle(card, {50, 170, 230, 300}, cv::Scalar(150, 120, 90), -1);
  cv::ellipse(card, {165, 310}, {70, 95}, 0, 0, 360, cv::Scalar(90, 120, 190), -1, cv::LINE_AA);
  const char* kLines[] = {"NOMBRE",         "OJEDA ZARATE",     "LUCIA",        "DOMICILIO",
                          "C LOS OLMOS 12", "COL CENTRO 91000", "XALAPA, VER.", "CLAVE OJZRLC82031430M100"};
  for (int i = 0; i < 8; ++i)
    cv::putText(card, kLines[i], {330, 170 + i * 55}, cv::FONT_HERSHEY_SIMPLEX, 0.95, cv::Scalar(40, 40, 40), 2,
                cv::LINE_AA);
  return card;
}

// A back with little but its zone.
cv::Mat back() {
  cv::Mat card(kCardHeight, kCardWidth, CV_8UC3, cv::Scalar(232, 236, 240));
  const char* kZone[] = {"IDMEX1094979403<<4960022500332", "7412040M2812313MEX<02<<61816<0",
                         "JUAREZ<GOMEZ<<ITZEL<<<<<<<<<<<"};
  for (int i = 0; i < 3; ++i)
    for (int k = 0; k < 30; ++k)
      cv::putText(card, std::string(1, kZone[i][k]), {45 + 31 * k, 470 + 55 * i}, cv::FONT_HERSHEY_SIMPLEX, 0.9,
                  cv::Scalar(70, 70, 70), 1, cv::LINE_AA);
  return card;
}

struct Scene {
  cv::Mat photo;
  Quad truth;  // corners of the upright card
};

// The card on a desk: turned by `degrees`, seen slightly askew.
Scene scene(const cv::Mat& card, double degrees, cv::Scalar desk = cv::Scalar(60, 80, 100), double share = 0.6,
            cv::Point2f shift = {}) {
  Scene out{cv::Mat(960, 1280, CV_8UC3, desk), {}};
  const double width = share * 1000, height = width / kAspect, c = std::cos(degrees * CV_PI / 180),
               s = std::sin(degrees * CV_PI / 180);
  const double corners[4][2] = {{-1, -1}, {1, -1}, {1, 1}, {-1, 1}};
  for (std::size_t i = 0; i < 4; ++i) {
    const double x = corners[i][0] * width / 2, y = corners[i][1] * height / 2,
                 askew = 1 + 0.05 * corners[i][0] * corners[i][1];
    out.truth[i] = {static_cast<float>(640 + askew * (x * c - y * s)) + shift.x,
                    static_cast<float>(480 + askew * (x * s + y * c)) + shift.y};
  }
  cv::warpPerspective(card, out.photo, to_picture(out.truth), out.photo.size(), cv::INTER_AREA, cv::BORDER_TRANSPARENT);
  cv::GaussianBlur(out.photo, out.photo, {3, 3}, 0);
  return out;
}

double error(const Quad& a, const Quad& b) {
  double most = 0;
  for (std::size_t i = 0; i < 4; ++i) most = std::max<double>(most, std::hypot(a[i].x - b[i].x, a[i].y - b[i].y));
  return most;
}

TEST(Rectify, FindsTheCornersAtAnyAngleAndTurnsTheCardUpright) {
  for (double degrees : {0.0, 20.0, 67.0, 90.0, 135.0, 180.0, 200.0, 270.0, 345.0}) {
    const Scene s = scene(front(), degrees);
    const auto found = rectify(s.photo);
    ASSERT_TRUE(found) << degrees;
    EXPECT_LT(error(found->quad, s.truth), 5) << degrees;
    EXPECT_EQ(found->content.side, Side::front);
    EXPECT_FALSE(found->cut_off);
    EXPECT_EQ(found->card.size(), cv::Size(kCardWidth, kCardHeight));
  }
}

TEST(Rectify, FindsACardThatIsHardlyLighterThanTheDesk) {
  const Scene s = scene(front(), 8, cv::Scalar(212, 218, 222));
  const auto found = rectify(s.photo);
  ASSERT_TRUE(found);
  EXPECT_LT(error(found->quad, s.truth), 8);
}

TEST(Rectify, TakesAScanWithoutBorderAsItIs) {
  const auto found = rectify(front());
  ASSERT_TRUE(found);
  EXPECT_LT(error(found->quad, whole({kCardWidth, kCardHeight})), 12);
}

TEST(Rectify, TurnsAScanThatIsUpsideDown) {
  cv::Mat scan;
  cv::rotate(front(), scan, cv::ROTATE_180);
  const auto found = rectify(scan);
  ASSERT_TRUE(found);
  EXPECT_GT(found->quad[0].x, found->quad[1].x);
}

TEST(Rectify, NoticesACornerOutsideOfThePhoto) {
  const Scene s = scene(front(), 12, cv::Scalar(60, 80, 100), 0.8, {330, 0});
  const auto found = rectify(s.photo);
  ASSERT_TRUE(found);
  EXPECT_TRUE(found->cut_off);
}

// What the photo keeps of a scene when its left part, as the card stands upright or upside down, is cut off.
cv::Mat without_left(const Scene& s, float share) {
  const float at = s.truth[0].x + (s.truth[1].x - s.truth[0].x) * share;
  const bool upright = s.truth[0].x < s.truth[1].x;
  const int column = cvRound(at);
  return upright ? s.photo.colRange(column, s.photo.cols) : s.photo.colRange(0, column);
}

// Whichever way up it lies, and on a desk that hides where the other sides are.
TEST(Rectify, SaysThatASideIsCutOffWhereThatSideIsThePhotosBorder) {
  for (const cv::Scalar& desk : {cv::Scalar(60, 80, 100), cv::Scalar(190, 196, 200), cv::Scalar(206, 212, 216)})
    for (double degrees : {0.0, 180.0})
      for (float share : {0.10F, 0.20F, 0.33F}) {
        const auto found = rectify(without_left(scene(front(), degrees, desk), share));
        if (!found) continue;
        EXPECT_TRUE(found->cut_off) << desk << " " << degrees << " " << share;
        const bool turned = found->quad[0].x > found->quad[1].x;
        EXPECT_EQ(turned, degrees > 90) << desk << " " << share;
      }
}

// A scanner's glass ends where the card that lies in its corner does.
TEST(Rectify, TakesACardInTheCornerOfAScanForWhole) {
  cv::Mat scan(900, 1300, CV_8UC3, cv::Scalar(60, 80, 100));
  front().copyTo(scan(cv::Rect(0, 0, kCardWidth, kCardHeight)));
  const auto found = rectify(scan);
  ASSERT_TRUE(found);
  EXPECT_FALSE(found->cut_off);
}

// A desk with one thing beside another.
cv::Mat two_things(const cv::Mat& left, const cv::Mat& right) {
  cv::Mat desk(1000, 1700, CV_8UC3, cv::Scalar(60, 80, 100));
  const cv::Size size(700, cvRound(700 / kAspect));
  for (int i = 0; i < 2; ++i) {
    cv::Mat thing;
    cv::resize(i == 0 ? left : right, thing, size, 0, 0, cv::INTER_AREA);
    thing.copyTo(desk(cv::Rect({80 + 830 * i, 250 + 40 * i}, size)));
  }
  return desk;
}

TEST(Rectify, TellsTwoFrontsInOnePhoto) {
  const auto found = rectify(two_things(front(), front()));
  ASSERT_TRUE(found);
  EXPECT_TRUE(found->several);
}

TEST(Rectify, AnythingElseBesideACardIsNoSecondOne) {
  const cv::Mat blank(kCardHeight, kCardWidth, CV_8UC3, cv::Scalar(240, 240, 240));
  cv::Mat page = blank.clone();
  for (int y = 40; y < page.rows - 20; y += 30)
    cv::putText(page, "Cargo por servicio del periodo, importe e impuesto al valor", {30, y}, cv::FONT_HERSHEY_SIMPLEX,
                0.8, cv::Scalar(50, 50, 50), 1, cv::LINE_AA);
  for (const cv::Mat& other : {blank, page, back()}) {
    const auto found = rectify(two_things(front(), other));
    ASSERT_TRUE(found);
    EXPECT_FALSE(found->several);
  }
}

TEST(Rectify, FindsNoCardWhereThereIsNone) {
  EXPECT_FALSE(rectify(cv::Mat(900, 1200, CV_8UC3, cv::Scalar(90, 100, 110))));
  cv::Mat sheet(900, 1200, CV_8UC3, cv::Scalar(60, 60, 60));
  cv::rectangle(sheet, {200, 200, 793, 500}, cv::Scalar(240, 240, 240), -1);  // of a card's proportions, but blank
  EXPECT_FALSE(rectify(sheet));
}

cv::Mat striped_desk(cv::Scalar one, cv::Scalar other, int period) {
  cv::Mat desk(960, 1280, CV_8UC3, one);
  for (int y = 0; y < desk.rows; y += 2 * period) cv::rectangle(desk, {0, y}, {desk.cols, y + period}, other, -1);
  return desk;
}

// The card of a scene on another desk.
Scene laid_on(const cv::Mat& desk, double degrees, double share, cv::Point2f shift = {}) {
  Scene s = scene(front(), degrees, cv::Scalar(), share, shift);
  s.photo = desk.clone();
  cv::warpPerspective(front(), s.photo, to_picture(s.truth), s.photo.size(), cv::INTER_AREA, cv::BORDER_TRANSPARENT);
  cv::GaussianBlur(s.photo, s.photo, {3, 3}, 0);
  return s;
}

TEST(Rectify, IsNotLedAstrayByStripes) {
  for (double degrees : {0.0, 7.0, 33.0, 90.0}) {
    const Scene s = laid_on(striped_desk(cv::Scalar(90, 60, 150), cv::Scalar(200, 190, 180), 35), degrees, 0.6);
    const auto found = rectify(s.photo);
    ASSERT_TRUE(found) << degrees;
    EXPECT_LT(error(found->quad, s.truth), 0.02 * 600) << degrees;
  }
}

// Rows that someone wrote, as light as the card: their ends line up into edges, the card's own are weak.
TEST(Rectify, FindsACardOnWrittenPaper) {
  cv::Mat desk(960, 1280, CV_8UC3, cv::Scalar(226, 232, 234));
  cv::RNG random(7);
  for (int y = 20; y < desk.rows; y += 34)
    for (int x = 30; x < desk.cols - 60;) {
      const int length = random.uniform(20, 120);
      cv::line(desk, {x, y}, {x + length, y}, cv::Scalar(90, 90, 90), 8, cv::LINE_AA);
      x += length + random.uniform(14, 30);
    }
  for (double degrees : {4.0, 38.0, 90.0}) {
    const Scene s = laid_on(desk, degrees, 0.7);
    const auto found = rectify(s.photo);
    ASSERT_TRUE(found) << degrees;
    EXPECT_LT(error(found->quad, s.truth), 0.05 * 700) << degrees;
  }
}

TEST(Rectify, FindsACardAQuarterAsWideAsThePhoto) {
  for (double degrees : {4.0, 61.0}) {
    const Scene s = scene(front(), degrees, cv::Scalar(60, 80, 100), 0.32, {200, -150});
    const auto found = rectify(s.photo);
    ASSERT_TRUE(found) << degrees;
    EXPECT_LT(error(found->quad, s.truth), 6) << degrees;
  }
}

TEST(Rectify, FindsACardInALargePhotoAsWell) {
  const Scene s = scene(front(), 12);
  cv::Mat large;
  cv::resize(s.photo, large, {}, 3, 3, cv::INTER_CUBIC);
  const auto found = rectify(large);
  ASSERT_TRUE(found);
  EXPECT_LT(error(found->quad, scaled(s.truth, 3)), 20);
}

// Seen from low down: the far side is much shorter than the near one.
TEST(Rectify, FindsACardThatIsSteeplyTilted) {
  Scene s{cv::Mat(960, 1280, CV_8UC3, cv::Scalar(60, 80, 100)), {}};
  s.truth = {cv::Point2f{390, 330}, {890, 330}, {1010, 700}, {270, 700}};
  cv::warpPerspective(front(), s.photo, to_picture(s.truth), s.photo.size(), cv::INTER_AREA, cv::BORDER_TRANSPARENT);
  const auto found = rectify(s.photo);
  ASSERT_TRUE(found);
  EXPECT_LT(error(found->quad, s.truth), 8);
}

TEST(Rectify, PrefersTheWholeScanToThePortraitOnIt) {
  cv::Mat scan = front();
  cv::rectangle(scan, {60, 215}, {270, 545}, cv::Scalar(30, 30, 30), 5);  // a framed portrait
  const auto found = rectify(scan);
  ASSERT_TRUE(found);
  EXPECT_LT(error(found->quad, whole({kCardWidth, kCardHeight})), 12);
}

// A sheet of a card's proportions, full of rows, is no card: it has neither a portrait nor a machine-readable zone.
TEST(Rectify, DoesNotTakeAPageForACard) {
  cv::Mat page(kCardHeight, kCardWidth, CV_8UC3, cv::Scalar(245, 245, 245));
  for (int y = 40; y < page.rows - 20; y += 30)
    cv::putText(page, "Cargo por servicio del periodo, importe e impuesto al valor", {30, y}, cv::FONT_HERSHEY_SIMPLEX,
                0.8, cv::Scalar(50, 50, 50), 1, cv::LINE_AA);
  for (double degrees : {14.0}) {
    Scene s = scene(page, degrees);
    EXPECT_FALSE(rectify(s.photo)) << degrees;
  }
}

// Layouts differ; which way is up is read.
TEST(Rectify, TakesACardForOneWhosePortraitStandsOnTheRight) {
  cv::Mat card(kCardHeight, kCardWidth, CV_8UC3, cv::Scalar(232, 236, 240));
  const cv::Mat usual = front();
  usual(cv::Rect(40, 160, 250, 320)).copyTo(card(cv::Rect(720, 160, 250, 320)));
  usual(cv::Rect(220, 20, 700, 60)).copyTo(card(cv::Rect(30, 20, 700, 60)));
  usual(cv::Rect(320, 130, 600, 460)).copyTo(card(cv::Rect(30, 130, 600, 460)));
  usual(cv::Rect(40, 160, 250, 320)).copyTo(card(cv::Rect(720, 160, 250, 320)));
  for (double degrees : {8.0, 188.0}) {
    Scene s = scene(card, degrees, cv::Scalar(215, 220, 222));
    const auto found = rectify(s.photo);
    ASSERT_TRUE(found) << degrees;
    EXPECT_LT(error(found->quad, s.truth), 12) << degrees;
    EXPECT_GT(found->content.side_score, 0.7);
    EXPECT_GT(found->content.upright_score, 0.8);
  }
}

// The back of a card may hold little but its zone, in thin type: three rows that are read are a card.
TEST(Rectify, TakesABackForACardHoweverLittleOfItIsPrinted) {
  const Scene s = scene(back(), 10);
  const auto found = rectify(s.photo);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->content.side, Side::back);
  EXPECT_LT(found->content.print, 0.04);
  EXPECT_LT(error(found->quad, s.truth), 12);
}

// A finger over two of the zone's lines: what is left of them has the pitch of no value, and nobody is accused of
// having sent the front.
TEST(Rectify, TakesABackWhoseZoneIsPartlyHiddenForABack) {
  cv::Mat card(kCardHeight, kCardWidth, CV_8UC3, cv::Scalar(232, 236, 240));
  const char* kZone[] = {"IDMEX1094979403<<4960022500332", "7412040M2812313MEX<02<<61816<0",
                         "JUAREZ<GOMEZ<<ITZEL<<<<<<<<<<<"};
  for (int i = 0; i < 3; ++i)
    for (int k = 0; k < 30; ++k)
      cv::putText(card, std::string(1, kZone[i][k]), {45 + 31 * k, 470 + 55 * i}, cv::FONT_HERSHEY_SIMPLEX, 1.5,
                  cv::Scalar(40, 40, 40), 2, cv::LINE_AA);
  cv::rectangle(card, {50, 170, 230, 200}, cv::Scalar(90, 90, 90), -1);  // stands where a front has its portrait
  cv::ellipse(card, {250, 530}, {300, 75}, 0, 0, 360, cv::Scalar(120, 150, 200), -1, cv::LINE_AA);
  const auto content = look_at(card);
  EXPECT_EQ(content.side, Side::back);
  EXPECT_LT(content.side_score, 0.75) << "a doubt";
}

// Security grounds hold more rows than print does; pale, they are no sign of a page.
TEST(Rectify, TakesACardForOneWhateverMicroprintIsBehindItsText) {
  cv::Mat card(kCardHeight, kCardWidth, CV_8UC3, cv::Scalar(232, 236, 240));
  for (int y = 12; y < card.rows; y += 14)
    cv::putText(card, "MEXICO INE MEXICO INE MEXICO INE MEXICO INE MEXICO INE MEXICO INE MEXICO INE MEXICO INE MEXICO",
                {-y % 40, y}, cv::FONT_HERSHEY_SIMPLEX, 0.4, cv::Scalar(196, 206, 204), 1, cv::LINE_AA);
  cv::Mat print = front();
  cv::min(card, print, card);
  const Scene s = scene(card, 2, cv::Scalar(250, 250, 250), 1.0);
  const auto found = rectify(s.photo);
  ASSERT_TRUE(found);
  EXPECT_LT(found->content.rows, 20);
  EXPECT_LT(error(found->quad, s.truth), 12);
}

// Printed as dark as the values, only the portrait tells them from a page's rows.
TEST(Rectify, TakesACardForOneThoughTheWordsOfItsGroundAreAsDarkAsItsPrint) {
  cv::Mat card(kCardHeight, kCardWidth, CV_8UC3, cv::Scalar(232, 236, 240));
  const cv::Mat print = front();
  for (int y = 20; y < card.rows; y += 21)
    cv::putText(card, "MEXICO INE MEXICO INE MEXICO INE MEXICO INE MEXICO INE MEXICO INE MEXICO INE MEXICO INE MEXICO",
                {-y % 40, y}, cv::FONT_HERSHEY_SIMPLEX, 0.5, cv::Scalar(110, 60, 90), 1, cv::LINE_AA);
  cv::min(card, print, card);
  print(cv::Rect(40, 160, 250, 320)).copyTo(card(cv::Rect(40, 160, 250, 320)));
  const Scene s = scene(card, 2, cv::Scalar(250, 250, 250), 1.0);
  const auto found = rectify(s.photo);
  ASSERT_TRUE(found);
  EXPECT_GT(found->content.rows, 24);
  EXPECT_EQ(found->content.side, Side::front);
  EXPECT_LT(error(found->quad, s.truth), 25);
}

TEST(Shape, TakesATiltedCardForOneAndATiltedPageNot) {
  const cv::Mat grey(960, 1280, CV_8U, cv::Scalar(0));
  const Gradient gradient = gradient_of(cv::Mat(960, 1280, CV_8UC3, cv::Scalar()));
  const OutlineJudge judge(gradient, grey);
  const Quad flat{cv::Point2f{240, 230}, {1040, 230}, {1040, 734}, {240, 734}};
  const Quad tilted{cv::Point2f{390, 330}, {890, 330}, {1010, 700}, {270, 700}};
  const Quad square{cv::Point2f{400, 200}, {900, 200}, {900, 700}, {400, 700}};
  EXPECT_GT(judge.shape(flat), 0.8);
  EXPECT_GT(judge.shape(tilted), 0.4);
  EXPECT_LT(judge.shape(square), 0.1);
}

TEST(WellCut, FallsWithSlopeAndWithPrintThatRunsToTheBorder) {
  Content content;
  content.rows = 8, content.row_height = 24, content.reach = 0.75;
  EXPECT_GT(well_cut(content), 0.95);
  Content askew = content, wide = content, fine = content, crosswise = content;
  askew.askew = 0.05, wide.reach = 0.97, fine.row_height = 8, crosswise.crosswise = 0.9;
  for (const Content& worse : {askew, wide, fine, crosswise}) EXPECT_LT(well_cut(worse), 0.3);
}

TEST(Rectify, SurvivesTinyAndOddPictures) {
  for (const cv::Size size : {cv::Size(1, 1), cv::Size(3, 500), cv::Size(500, 3), cv::Size(64, 40)})
    EXPECT_FALSE(rectify(cv::Mat(size, CV_8UC3, cv::Scalar(9, 9, 9))));
}

Image image_of(const cv::Mat& mat) {
  return as_image(mat, Image::whole(static_cast<std::uint32_t>(mat.cols), static_cast<std::uint32_t>(mat.rows)));
}

TEST(RectifyComponent, MapsCardPixelsToTheEvidence) {
  const Scene s = scene(front(), 180);
  testing::Fake<DocumentRectify> fake;
  const auto result = fake.given("image", image_of(s.photo)).run();
  ASSERT_EQ(result.status, Status::ok);
  EXPECT_TRUE(result.breaches.empty());
  EXPECT_TRUE(std::get<bool>(result.traits.at("found").value));
  const auto& card = std::get<std::shared_ptr<testing::OwnedImage>>(result.traits.at("card").value)->image;
  ASSERT_EQ(card.width, 1011U);
  // The card's top left pixel lies at its true corner of the turned photo.
  const auto corner = card.region(0, 0, 1, 1);
  EXPECT_NEAR(corner.x * 1280, static_cast<double>(s.truth[0].x), 6);
  EXPECT_NEAR(corner.y * 960, static_cast<double>(s.truth[0].y), 6);
}

TEST(RectifyComponent, SaysThatACornerIsCutOff) {
  const Scene s = scene(front(), 12, cv::Scalar(60, 80, 100), 0.8, {330, 0});
  testing::Fake<DocumentRectify> fake;
  const auto result = fake.given("image", image_of(s.photo)).run();
  ASSERT_EQ(result.items.size(), 1U);
  EXPECT_EQ(result.items[0].code, "document.corner_cut_off");
}

// A card that was surely cut out well is told from one whose sides were guessed.
TEST(RectifyComponent, IsLessCertainOfACardOnADeskOfItsOwnLightness) {
  const auto certainty = [](const Scene& s) {
    testing::Fake<DocumentRectify> fake;
    const auto result = fake.given("image", image_of(s.photo)).run();
    return result.traits.at("card").probability;
  };
  const double clear = certainty(scene(front(), 8));
  EXPECT_GT(clear, 0.95);
  EXPECT_LT(certainty(scene(front(), 8, cv::Scalar(230, 234, 238))), clear);
}

TEST(RectifyComponent, SaysThatThereIsNoCard) {
  const cv::Mat desk(600, 800, CV_8UC3, cv::Scalar(120, 130, 140));
  testing::Fake<DocumentRectify> fake;
  const auto result = fake.given("image", image_of(desk)).run();
  EXPECT_FALSE(std::get<bool>(result.traits.at("found").value));
  EXPECT_EQ(result.traits.at("card").absent_reason, "document.not_found");
  ASSERT_EQ(result.items.size(), 1U);
  EXPECT_EQ(result.items[0].code, "document.not_found");
}

TEST(RectifyComponent, ReadsNeitherOfTwoCards) {
  testing::Fake<DocumentRectify> fake;
  const auto result = fake.given("image", image_of(two_things(front(), front()))).run();
  EXPECT_TRUE(std::get<bool>(result.traits.at("found").value));
  EXPECT_EQ(result.traits.at("card").absent_reason, "document.several_cards");
  ASSERT_EQ(result.items.size(), 1U);
  EXPECT_EQ(result.items[0].code, "document.several_cards");
}

TEST(RectifyComponent, SaysThatTheOtherSideWasAskedFor) {
  const Scene s = scene(front(), 5);
  testing::Fake<DocumentRectify> fake{R"({"expect_side": "back"})"};
  const auto result = fake.given("image", image_of(s.photo)).run();
  EXPECT_EQ(std::get<std::string>(result.traits.at("side").value), "front");
  ASSERT_EQ(result.items.size(), 1U);
  EXPECT_EQ(result.items[0].code, "document.wrong_side");
}

}  // namespace
}  // namespace cotejo::rectify
