// Grouping and shares on made-up embeddings: person p looks along axis p, and each sighting a little along one of its
// own.
#include "../sequence.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace face_analyzer {
namespace {

const cv::Rect2f kSeat{200, 150, 120, 150}, kDoor{430, 60, 60, 75};

// Cosine of two sightings of one person: likeness². `own` is an axis that nobody else has.
faces::Embedding face_of(std::size_t person, std::size_t own, float likeness = 0.9F) {
  faces::Embedding out{};
  out[person] = likeness;
  out[100 + own] = std::sqrt(1 - likeness * likeness);
  return out;
}

class Video {
 public:
  Video& sees(std::size_t frame, std::size_t person, cv::Rect2f box = kSeat, float likeness = 0.9F,
              double quality = 0.8) {
    sightings_.push_back({frame, box, quality, face_of(person, sightings_.size(), likeness)});
    return *this;
  }
  Video& sees_somebody_small(std::size_t frame, cv::Rect2f box) {
    sightings_.push_back({frame, box, 0.2, std::nullopt});
    return *this;
  }
  // Frames stand in the middle of equal parts of the time.
  Sequence told(std::size_t frames, std::optional<std::size_t> applicant = 0, SequenceOptions options = {}) const {
    std::vector<double> times;
    for (std::size_t f = 0; f < frames; ++f) times.push_back(static_cast<double>(f) + 0.5);
    faces::Embedding reference{};
    if (applicant) reference[*applicant] = 1;
    return persons_in(sightings_, times, static_cast<double>(frames),
                      applicant ? std::optional<std::span<const float>>(reference) : std::nullopt, options);
  }

 private:
  std::vector<Sighting> sightings_;
};

Video alone(std::size_t frames) {
  Video video;
  for (std::size_t f = 0; f < frames; ++f) video.sees(f, 0);
  return video;
}

TEST(Persons, OneWhoStaysIsOne) {
  const Sequence told = alone(10).told(10);
  ASSERT_EQ(told.persons.size(), 1U);
  EXPECT_DOUBLE_EQ(told.persons[0].share, 1);
  EXPECT_EQ(told.persons[0].frames, 10U);
  EXPECT_DOUBLE_EQ(told.persons[0].from, 0.5);
  EXPECT_DOUBLE_EQ(told.persons[0].to, 9.5);
  EXPECT_NEAR(told.applicant_share, 1, 1e-9);
  EXPECT_DOUBLE_EQ(told.other_share, 0);
  EXPECT_NEAR(told.no_face_share, 0, 1e-9);
}

TEST(Persons, WhoTakeTurnsInOneSeatAreTwo) {
  Video video;
  for (std::size_t f = 0; f < 10; ++f) video.sees(f, f % 2);
  const Sequence told = video.told(10);
  ASSERT_EQ(told.persons.size(), 2U);
  EXPECT_NEAR(told.applicant_share, 0.5, 1e-9);
  EXPECT_NEAR(told.other_share, 0.5, 1e-9);
}

TEST(Persons, ABystanderIsCountedForTheTimeThatHeIsSeen) {
  Video video = alone(12);
  for (std::size_t f = 4; f < 8; ++f) video.sees(f, 1, kDoor);
  const Sequence told = video.told(12);
  ASSERT_EQ(told.persons.size(), 2U);
  EXPECT_NEAR(told.other_share, 4.0 / 12, 1e-9);
  EXPECT_NEAR(told.applicant_share, 1, 1e-9);
  EXPECT_FLOAT_EQ(*told.persons[1].similarity, 0);
}

TEST(Persons, WhoIsSeenOnceIsNobody) {
  Video video = alone(10);
  video.sees(4, 1, kDoor);
  const Sequence told = video.told(10);
  EXPECT_EQ(told.persons.size(), 1U);
  EXPECT_NEAR(told.untold_share, 0.1, 1e-9);
  EXPECT_EQ(video.told(10, 0, {.groups = {.min_sightings = 1}}).persons.size(), 2U);
}

TEST(Persons, TwoFacesOfOneFrameAreNeverOnePerson) {
  Video video;
  for (std::size_t f = 0; f < 6; ++f) video.sees(f, 0).sees(f, 0, kDoor);
  EXPECT_EQ(video.told(6).persons.size(), 2U);
}

TEST(Persons, AHeadThatTurnsAwayInItsSeatStaysOnePerson) {
  Video turning;
  for (std::size_t f = 0; f < 6; ++f) turning.sees(f, 0);
  for (std::size_t f = 6; f < 9; ++f) turning.sees(f, 0, kSeat, 0.28F);  // cosine 0.25 to the others
  EXPECT_DOUBLE_EQ(turning.told(9).untold_share, 0);
  EXPECT_NEAR(turning.told(9).applicant_share, 1, 1e-9);
  Video elsewhere;
  for (std::size_t f = 0; f < 6; ++f) elsewhere.sees(f, 0);
  for (std::size_t f = 6; f < 9; ++f) elsewhere.sees(f, 0, kDoor, 0.28F);
  EXPECT_NEAR(elsewhere.told(9).untold_share, 3.0 / 9, 1e-9);
}

TEST(Persons, AFaceTooSmallToCompareIsTheOneWhoWasThere) {
  Video video = alone(8);
  video.sees_somebody_small(8, kSeat);
  EXPECT_NEAR(video.told(9).applicant_share, 1, 1e-9);
  Video stranger = alone(8);
  stranger.sees_somebody_small(8, kDoor);
  const Sequence told = stranger.told(9);
  EXPECT_NEAR(told.applicant_share, 8.0 / 9, 1e-9);
  EXPECT_NEAR(told.untold_share, 1.0 / 9, 1e-9);
}

TEST(Persons, SomebodyElseInTheSeatIsNotTheApplicant) {
  Video video;
  for (std::size_t f = 0; f < 8; ++f) video.sees(f, 3);
  const Sequence told = video.told(8);
  EXPECT_FALSE(told.applicant_found);
  EXPECT_DOUBLE_EQ(told.applicant_share, 0);
  EXPECT_NEAR(told.other_share, 1, 1e-9);
}

TEST(Persons, WithoutAReferenceTheLongestSeenCounts) {
  Video video = alone(9);
  for (std::size_t f = 0; f < 3; ++f) video.sees(f, 1, kDoor);
  const Sequence told = video.told(9, std::nullopt);
  EXPECT_NEAR(told.applicant_share, 1, 1e-9);
  EXPECT_NEAR(told.other_share, 3.0 / 9, 1e-9);
  EXPECT_FALSE(told.persons[0].similarity);
}

TEST(Persons, AnEmptyRoomHasNobody) {
  const Sequence told = Video().told(5);
  EXPECT_TRUE(told.persons.empty());
  EXPECT_DOUBLE_EQ(told.no_face_share, 1);
}

TEST(Persons, FramesStandForTheTimeAroundThem) {
  std::vector<Sighting> sightings;
  for (std::size_t i = 0; i < 2; ++i) sightings.push_back({i, kSeat, 0.8, face_of(0, i)});
  for (std::size_t i = 2; i < 4; ++i) sightings.push_back({i, kSeat, 0.8, face_of(1, i)});
  const double times[] = {1, 2, 3, 9};  // of 10 s: 1.5, 1, 3.5, 4
  const faces::Embedding reference = face_of(0, 50, 1);
  const Sequence told = persons_in(sightings, times, 10, std::span<const float>(reference), {});
  EXPECT_NEAR(told.applicant_share, 0.25, 1e-9);
  EXPECT_NEAR(told.other_share, 0.75, 1e-9);
}

}  // namespace
}  // namespace face_analyzer
