#include "../actions.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <opencv2/imgproc.hpp>

#include "../eye_model.hpp"

namespace face_actions {
namespace {

constexpr double kRate = 15;  // frames a second

struct Posture {
  double yaw = 0, pitch = 0, open = 15, gap = 0.3;
};

// Two eyes of which the lids show what is between them, or a line.
cv::Mat eyes_of(const Posture& posture) {
  cv::Mat eyes(kEyeSide, 2 * kEyeSide, CV_8U, cv::Scalar::all(150));
  for (const int left : {0, kEyeSide}) {
    const cv::Point middle(left + kEyeSide / 2, kEyeSide / 2);
    const bool open = posture.gap >= 0.25;
    cv::ellipse(eyes, middle, {9, open ? 5 : 1}, 0, 0, 360, cv::Scalar::all(open ? 210 : 60), -1);
    if (open) cv::circle(eyes, middle, 4, cv::Scalar::all(40), -1);
  }
  return eyes;
}

// Five seconds of somebody whose posture is what `at` says, beside a neutral one that is turned a little.
std::vector<Moment> film(const std::function<Posture(double)>& at, double seconds = 5) {
  std::vector<Moment> moments;
  for (int i = 0; i < static_cast<int>(seconds * kRate); ++i) {
    const double t = i / kRate;
    const Posture posture = at(t);
    moments.push_back(
        {t, Moment::Face{
                posture.yaw + 6, posture.pitch - 9, posture.open, posture.gap, eyes_of(posture), {100, 120, 80, 90}}});
  }
  return moments;
}

bool between(double t, double from, double to) {
  return t >= from && t < to;
}

std::vector<Kind> kinds(const Actions& actions) {
  std::vector<Kind> all;
  for (const Action& action : actions.list) all.push_back(action.kind);
  return all;
}

TEST(Actions, StillHeadDoesNothing) {
  const Actions found = find_actions(film([](double) { return Posture{}; }), {});
  EXPECT_TRUE(found.list.empty());
  EXPECT_TRUE(found.eyes_seen);
}

TEST(Actions, TurnsNodsAndBlinksComeInTheirOrderWithTheirTimes) {
  const auto moments = film([](double t) {
    Posture p;
    if (between(t, 0.5, 1.2)) p.yaw = 25;
    if (between(t, 1.8, 2.2)) p.open = -2, p.gap = 0.22;
    if (between(t, 2.7, 3.3)) p.pitch = -20;
    if (between(t, 3.8, 4.5)) p.yaw = -25;
    return p;
  });
  const Actions found = find_actions(moments, {});
  EXPECT_EQ(kinds(found),
            (std::vector{Kind::turn_right_of_picture, Kind::blink, Kind::look_down, Kind::turn_left_of_picture}));
  EXPECT_NEAR(found.list[0].start, 0.5, 1.5 / kRate);
  EXPECT_NEAR(found.list[0].end, 1.2, 1.5 / kRate);
  EXPECT_NEAR(found.list[0].peak, 25, 0.01);
  EXPECT_NEAR(found.list[1].start, 1.8, 1.5 / kRate);
  EXPECT_EQ(found.list[1].box, cv::Rect2f(100, 120, 80, 90));
}

TEST(Actions, ScoreIsOneHalfWhereATurnIsJustEnough) {
  const auto turned = [](double degrees) {
    return find_actions(film([=](double t) { return Posture{between(t, 1, 2) ? degrees : 0, 0, 15, 0.3}; }), {});
  };
  EXPECT_NEAR(turned(12).list.at(0).score, 0.5, 1e-6);
  EXPECT_LT(turned(10).list.at(0).score, 0.5);
  EXPECT_DOUBLE_EQ(turned(30).list.at(0).score, 1);
  EXPECT_TRUE(turned(7).list.empty());
}

TEST(Actions, ATurnThatSeemsToNodIsATurn) {
  const auto moments = film([](double t) { return between(t, 1, 2) ? Posture{25, -17, 15, 0.3} : Posture{}; });
  EXPECT_EQ(kinds(find_actions(moments, {})), std::vector{Kind::turn_right_of_picture});
}

TEST(Actions, EyesThatLookClosedWhileTheHeadIsDownDoNotBlink) {
  const auto moments = film([](double t) { return between(t, 1, 2) ? Posture{0, -25, -3, 0.15} : Posture{}; });
  EXPECT_EQ(kinds(find_actions(moments, {})), std::vector{Kind::look_down});
}

TEST(Actions, EyesThatStayClosedDoNotBlink) {
  const auto moments = film([](double t) { return between(t, 1, 3.5) ? Posture{0, 0, -3, 0.15} : Posture{}; }, 9);
  EXPECT_TRUE(find_actions(moments, {}).list.empty());
}

TEST(Actions, ANetworkThatErrsOnALidThatDidNotMoveIsNotBelieved) {
  const auto moments = film([](double t) { return between(t, 1, 1.3) ? Posture{0, 0, -3, 0.3} : Posture{}; });
  EXPECT_TRUE(find_actions(moments, {}).list.empty());
}

TEST(Actions, EyesThatNeverLookOpenAreNotSeen) {
  const Actions found = find_actions(film([](double) { return Posture{0, 0, -12, 0.3}; }), {});
  EXPECT_FALSE(found.eyes_seen);
}

TEST(Actions, EyesThatHardlyLookOpenBlinkWhenTheyLookMoreClosedThanUsual) {
  const auto moments = film([](double t) {
    return between(t, 2, 2.3) ? Posture{0, 0, -15, 0.18} : Posture{0, 0, -2, 0.26};
  });
  const Actions found = find_actions(moments, {});
  EXPECT_TRUE(found.eyes_seen);
  EXPECT_EQ(kinds(found), std::vector{Kind::blink});
}

TEST(Actions, EyesThatLookNowOpenNowClosedAreNotSeen) {
  int frame = 0;
  const auto moments = film([&](double) { return ++frame % 2 == 0 ? Posture{0, 0, 16, 0.36} : Posture{0, 0, 0, 0.2}; });
  const Actions found = find_actions(moments, {});
  EXPECT_FALSE(found.eyes_seen);
  EXPECT_TRUE(found.list.empty());
}

TEST(Actions, ABlinkThatFallsIntoOneFrameIsABlink) {
  const auto moments = film([](double t) {
    return between(t, 2, 2 + 0.9 / kRate) ? Posture{0, 0, -4, 0.15} : Posture{};
  });
  EXPECT_EQ(kinds(find_actions(moments, {})), std::vector{Kind::blink});
}

TEST(Actions, APointThatJumpsInOneFrameTurnsNoHead) {
  const auto moments = film([](double t) {
    return between(t, 2, 2 + 0.9 / kRate) ? Posture{40, 0, 15, 0.3} : Posture{};
  });
  EXPECT_TRUE(find_actions(moments, {}).list.empty());
}

TEST(Actions, PointsThatFlipForAMomentEndNoAction) {
  const auto moments = film([](double t) {
    if (between(t, 2, 2.25)) return Posture{0, -40, 15, 0.3};
    return between(t, 1.4, 2.9) ? Posture{0, 22, 15, 0.3} : Posture{};
  });
  EXPECT_EQ(kinds(find_actions(moments, {})), std::vector{Kind::look_up});
}

TEST(Actions, PointsThatJumpAreCounted) {
  int frame = 0;
  const auto jumping = [&](double) { return ++frame % 10 == 0 ? Posture{40, 0, 15, 0.3} : Posture{}; };
  EXPECT_NEAR(find_actions(film(jumping), {}).unsteady, 0.1, 0.02);
  const auto turning = [](double t) { return Posture{40 * std::clamp(1.5 - std::abs(t - 2), 0.0, 1.0), 0, 15, 0.3}; };
  EXPECT_EQ(find_actions(film(turning), {}).unsteady, 0);
}

TEST(Actions, UsualPostureOfAFaceTurnedAwayIsTold) {
  EXPECT_NEAR(find_actions(film([](double) { return Posture{30, 0, 15, 0.3}; }), {}).usual_yaw, 36, 1e-6);
}

TEST(Actions, AHeadLostForAMomentInATurnTurnsOnce) {
  auto moments = film([](double t) { return between(t, 1, 3) ? Posture{28, 0, 15, 0.3} : Posture{}; });
  for (Moment& moment : moments)
    if (between(moment.time, 1.4, 1.8)) moment.face.reset();
  EXPECT_EQ(kinds(find_actions(moments, {})), std::vector{Kind::turn_right_of_picture});
  for (Moment& moment : moments)
    if (between(moment.time, 1.4, 2.6)) moment.face.reset();
  EXPECT_EQ(find_actions(moments, {}).list.size(), 2U);  // who knows what happened in a second
}

TEST(Actions, NothingComesOfNothing) {
  EXPECT_TRUE(find_actions({}, {}).list.empty());
  EXPECT_TRUE(find_actions({{0, {}}, {1, {}}}, {}).list.empty());
}

}  // namespace
}  // namespace face_actions
