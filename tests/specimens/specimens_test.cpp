#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>
#include <fstream>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <opencv2/videoio.hpp>
#include <set>
#include <sstream>

#include "mrz/reading.hpp"
#include "mx/clave_elector.hpp"
#include "mx/curp.hpp"
#include "specimen.hpp"

namespace cotejo::specimens {
namespace {

namespace fs = std::filesystem;

constexpr int kYear = 2026;

Specimen make(const std::string& variant, Level level = Level::kClean, std::uint64_t seed = 1) {
  PhotoLibrary drawings({});
  return make_specimen({level, variant, kYear}, drawings, Random(seed));
}

bool inside(const Capture& capture) {
  return std::all_of(capture.quad.begin(), capture.quad.end(), [&](const cv::Point2d& corner) {
    return corner.x >= 0 && corner.y >= 0 && corner.x < capture.pixels.cols && corner.y < capture.pixels.rows;
  });
}

std::string content(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return (std::ostringstream() << in.rdbuf()).str();
}

class Folder {
 public:
  explicit Folder(const std::string& name) : path_(fs::path(::testing::TempDir()) / ("cotejo-specimens-" + name)) {
    fs::remove_all(path_);
  }
  ~Folder() { fs::remove_all(path_); }
  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

mrz::ParseResult zone(const Person& person) {
  return mrz::parse(mrz_lines(person), kYear);
}

TEST(Specimens, SameSeedGivesTheSameFiles) {
  Folder first("first"), second("second");
  for (const auto* folder : {&first, &second}) {
    Specimen specimen = make("genuine", Level::kPhone, 7);
    specimen.selfie.seconds = 0.4;
    write(specimen, folder->path());
  }
  for (const char* name :
       {"ine_front.jpg", "ine_back.jpg", "selfie.jpg", "selfie.mp4", "applicant.json", "truth.json"}) {
    const std::string bytes = content(first.path() / name);
    EXPECT_FALSE(bytes.empty()) << name;
    EXPECT_EQ(bytes, content(second.path() / name)) << name;
  }
}

TEST(Specimens, AnotherSeedGivesAnotherPerson) {
  EXPECT_NE(make_person(Random(1), {}).curp, make_person(Random(2), {}).curp);
}

TEST(Specimens, NearSeedsShareNobody) {
  std::set<std::uint64_t> streams;
  for (std::uint64_t seed = 0; seed < 64; ++seed) {
    for (int i = 0; i < 64; ++i) streams.insert(Random(seed).fork(std::to_string(i)).next());
  }
  EXPECT_EQ(streams.size(), 64U * 64U);
}

TEST(Specimens, IdentifiersAreValidAndFitThePerson) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    const Person person = make_person(Random(seed), {});
    const auto curp = mx::parse_curp(person.curp);
    const auto clave = mx::parse_clave_elector(person.clave_elector);
    ASSERT_TRUE(curp.valid()) << person.curp << " " << mx::code(curp.problem);
    ASSERT_TRUE(clave.valid()) << person.clave_elector << " " << mx::code(clave.problem);
    EXPECT_TRUE(mx::curp_contradictions(*curp.value, registered(person)).empty()) << person.curp;
    EXPECT_TRUE(mx::clave_contradictions(*clave.value, *curp.value).empty())
        << person.clave_elector << " " << person.curp;
    const auto lines = zone(person);
    ASSERT_TRUE(lines.reading) << person.curp;
    EXPECT_TRUE(lines.reading->valid()) << person.curp;
    EXPECT_EQ(lines.reading->ine->ocr, person.ocr());
  }
}

TEST(Specimens, PeopleHaveTheNamesAndAddressesThatTroubleReaders) {
  int with_enye = 0, single_surname = 0, hidden_address = 0, two_lines = 0, particles = 0;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    const Person person = make_person(Random(seed), {});
    with_enye += printed(person.surname + person.second_surname + person.given_names).find("Ñ") != std::string::npos;
    single_surname += person.second_surname.empty();
    hidden_address += person.address.empty();
    two_lines += person.address.size() == 2;
    particles += printed(person.surname).starts_with("DE ");
  }
  for (int count : {with_enye, single_surname, hidden_address, two_lines, particles}) EXPECT_GT(count, 3);
}

TEST(Specimens, ACardIsValidInTheYearAndItsHolderOfAge) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    const Person person = make_person(Random(seed), {.today_year = kYear});
    EXPECT_GE(person.valid_until, kYear);
    EXPECT_LE(person.emission_year, kYear);
    EXPECT_LE(person.registration_year, person.emission_year);
    EXPECT_GE(person.emission_year - int(person.birth.year()), 18);
  }
}

TEST(Specimens, AllCornersOfTheCardLieInsideThePicture) {
  for (Level level : {Level::kClean, Level::kPhone, Level::kHard}) {
    const cv::Mat card(kCardHeight, kCardWidth, CV_8UC3, cv::Scalar::all(240));
    for (std::uint64_t seed = 0; seed < 2; ++seed) EXPECT_TRUE(inside(capture(card, level, {}, Random(seed)))) << seed;
  }
}

TEST(Specimens, ACutOffCardHasACornerOutsideThePicture) {
  const cv::Mat card(kCardHeight, kCardWidth, CV_8UC3, cv::Scalar::all(240));
  for (std::uint64_t seed = 0; seed < 2; ++seed) {
    EXPECT_FALSE(inside(capture(card, Level::kPhone, {.cut_off = true}, Random(seed)))) << seed;
  }
}

TEST(Specimens, AnUpsideDownCardHasItsTopLeftCornerBelowItsBottomRight) {
  const Specimen specimen = make("upside_down");
  EXPECT_GT(specimen.ine_front.quad[0].y, specimen.ine_front.quad[2].y);
  EXPECT_GT(specimen.ine_front.quad[0].x, specimen.ine_front.quad[2].x);
}

TEST(Specimens, ATurnedFileShowsTheSamePictureToAViewer) {
  cv::Mat card(kCardHeight, kCardWidth, CV_8UC3, cv::Scalar::all(240));
  cv::rectangle(card, {0, 0, 300, 300}, {0, 0, 255}, -1);
  Capture shot = capture(card, Level::kPhone, {}, Random(3));
  for (int orientation : {1, 3, 6, 8}) {
    shot.orientation = orientation;
    const cv::Mat viewed = cv::imdecode(jpeg(shot), cv::IMREAD_COLOR);
    ASSERT_EQ(viewed.size(), shot.pixels.size()) << orientation;
    EXPECT_LT(cv::norm(viewed, shot.pixels, cv::NORM_L1) / static_cast<double>(viewed.total() * 3), 6) << orientation;
  }
}

TEST(Specimens, EveryPrintedFieldTellsItsPlaceOnTheCard) {
  for (std::uint64_t seed = 0; seed < 3; ++seed) {
    const Specimen specimen = make("genuine", Level::kClean, seed);
    for (const char* trait : {"surname", "given_names", "sex", "clave_elector", "curp", "birth_date",
                              "registration_year", "section", "valid_until"}) {
      EXPECT_TRUE(specimen.front_card.regions.contains(std::string("ine.front.") + trait)) << trait;
    }
    for (const auto* card : {&specimen.front_card, &specimen.back_card}) {
      for (const auto& [trait, box] : card->regions)
        EXPECT_EQ(box & cv::Rect2d(0, 0, 1, 1), box) << trait << " " << box;
    }
    const cv::Rect2d& curp = specimen.front_card.regions.at("ine.front.curp");
    const cv::Mat& card = specimen.front_card.pixels;
    const cv::Mat ink = card(
        cv::Rect(cv::Rect2d(curp.x * card.cols, curp.y * card.rows, curp.width * card.cols, curp.height * card.rows)));
    EXPECT_LT(cv::mean(ink)[1], cv::mean(card.colRange(card.cols * 9 / 10, card.cols))[1])
        << "there is ink where the text is said to be";
  }
}

TEST(Variants, AnInconsistentCurpIsValidButOfAnotherName) {
  const Specimen specimen = make("inconsistent");
  const auto curp = mx::parse_curp(specimen.front.curp);
  ASSERT_TRUE(curp.valid());
  EXPECT_FALSE(mx::curp_contradictions(*curp.value, registered(specimen.front)).empty());
  EXPECT_EQ(truth(specimen).at("expected").at("decision"), "reject");
}

TEST(Variants, AnInconsistentZoneIsValidButOfAnotherPerson) {
  const Specimen specimen = make("inconsistent_mrz");
  const auto lines = zone(specimen.back);
  EXPECT_TRUE(lines.reading->valid());
  EXPECT_NE(lines.reading->birth_date, specimen.front.birth);
  const auto facts = truth(specimen);
  EXPECT_NE(facts.at("traits").at("mrz.birth_date"), facts.at("traits").at("ine.front.birth_date"));
}

TEST(Variants, AnExpiredCardEndedBeforeTheYear) {
  EXPECT_LT(make("expired").front.valid_until, kYear);
}

TEST(Variants, AnUnderageHolderIsUnderEighteenAllYear) {
  EXPECT_LT(kYear - int(make("underage").person.birth.year()), 18);
}

TEST(Variants, TheSpecimenPersonBreaksItsCheckDigits) {
  const Specimen specimen = make("specimen_person");
  EXPECT_EQ(truth(specimen).at("traits").at("ine.back.ocr"), "0747116375842");
  EXPECT_EQ(truth(specimen).at("traits").at("mrz.valid"), false);
  EXPECT_EQ(truth(make("genuine")).at("traits").at("mrz.valid"), true);
}

TEST(Variants, AnotherFaceIsSaidToBeAnother) {
  const auto facts = truth(make("portrait_other"));
  EXPECT_FALSE(facts.at("same_person").as_bool());
  EXPECT_TRUE(truth(make("genuine")).at("same_person").as_bool());
}

TEST(Variants, TheWrongSideIsTheBackTwice) {
  const auto facts = truth(make("wrong_side"));
  EXPECT_TRUE(facts.at("regions").at("ine_front").as_object().contains("mrz.lines"));
  EXPECT_TRUE(facts.at("traits").at("ine.front.curp").is_null());
  EXPECT_FALSE(facts.at("traits").at("ine.back.cic").is_null());
}

TEST(Variants, ACopyHasNoColour) {
  cv::Mat hsv;
  cv::cvtColor(make("black_and_white_copy").ine_front.pixels, hsv, cv::COLOR_BGR2HSV);
  EXPECT_LT(cv::mean(hsv)[1], 12);
  cv::cvtColor(make("genuine").ine_front.pixels, hsv, cv::COLOR_BGR2HSV);
  EXPECT_GT(cv::mean(hsv)[1], 12);
}

TEST(Variants, AnUnknownVariantIsRefused) {
  EXPECT_THROW(make("no_such_variant"), std::invalid_argument);
}

TEST(Selfie, TheVideoLastsAndMoves) {
  Folder folder("video");
  fs::create_directories(folder.path());
  const Selfie selfie(draw_face(Random(1)), {.seconds = 1}, Random(2));
  selfie.write_video(folder.path() / "selfie.mp4");
  cv::VideoCapture video((folder.path() / "selfie.mp4").string());
  int frames = 0;
  cv::Mat first, last;
  for (cv::Mat picture; video.read(picture); ++frames) picture.copyTo(frames == 0 ? first : last);
  EXPECT_EQ(frames, 15);
  EXPECT_GT(cv::norm(first, last, cv::NORM_L1) / static_cast<double>(first.total() * 3), 1);
}

}  // namespace
}  // namespace cotejo::specimens
