#include "../video_analyzer.hpp"

#include <gtest/gtest.h>

#include <random>

#include "../../testing/analyze.hpp"
#include "videos.hpp"

namespace video_analyzer {
namespace {

using cotejo::testing::Fake;
using cotejo::testing::Result;
using testing::File;
using testing::make_video;
using testing::Recipe;

Result analyze(const File& file, std::string_view params = "{}", std::string_view declared = "video/mp4") {
  return cotejo::testing::analyze<VideoAnalyzer>(cotejo::testing::text_of(file), declared, params);
}

const auto& frames_of(const Result& result) {
  return std::get<std::vector<std::shared_ptr<cotejo::testing::OwnedImage>>>(result.trait("frames")->value);
}

cv::Vec3b at(const Image& image, double x, double y) {
  return as_mat(image).at<cv::Vec3b>(static_cast<int>(y * image.height), static_cast<int>(x * image.width));
}

struct Kind {
  const char* name;
  Recipe recipe;
};

class EveryKind : public ::testing::TestWithParam<Kind> {};

// Each sampled frame must show the picture of its time: a wrong one, or one that was predicted from nothing, has
// another grey.
TEST_P(EveryKind, FramesShowThePicturesOfTheirTimes) {
  const Recipe& recipe = GetParam().recipe;
  const Result result = analyze(make_video(recipe));
  ASSERT_EQ(result.status, cotejo::Status::ok) << result.failure_message;
  ASSERT_EQ(frames_of(result).size(), 8U);
  EXPECT_NEAR(result.trait("duration")->number(), static_cast<double>(recipe.pictures) / recipe.rate, 0.02);
  EXPECT_NEAR(result.trait("frame_rate")->number(), recipe.rate, 0.5);
  std::int64_t last = -1;
  for (const auto& frame : frames_of(result)) {
    EXPECT_GT(frame->image.time_ns, last);
    last = frame->image.time_ns;
    const double index = static_cast<double>(last) * 1e-9 * recipe.rate;
    EXPECT_NEAR(at(frame->image, 0.75, 0.75)[1], 20 + index, 3.5);
    const auto red = at(frame->image, 0.25, 0.25);
    EXPECT_GT(red[2], red[0] + 100);
  }
  EXPECT_LT(frames_of(result).front()->image.time_ns, 200'000'000);
  EXPECT_GT(last, 1'600'000'000);
}

Recipe kind(std::string codec, std::string container, int group, int b_pictures) {
  Recipe recipe;
  recipe.codec = std::move(codec);
  recipe.container = std::move(container);
  recipe.group = group;
  recipe.b_pictures = b_pictures;
  return recipe;
}

INSTANTIATE_TEST_SUITE_P(VideoAnalyzer, EveryKind,
                         ::testing::Values(Kind{"PhoneMp4", kind("libx264", "mp4", 30, 0)},
                                           Kind{"OneGroup", kind("libx264", "mp4", 250, 0)},
                                           Kind{"BPictures", kind("libx264", "mp4", 250, 3)},
                                           Kind{"QuickTime", kind("libx264", "mov", 15, 2)},
                                           Kind{"BrowserVp8", kind("libvpx", "webm", 100, 0)},
                                           Kind{"BrowserH264", kind("libx264", "matroska", 60, 0)},
                                           Kind{"OldMpeg4", kind("mpeg4", "mp4", 12, 0)},
                                           Kind{"MotionJpeg", kind("mjpeg", "mov", 1, 0)}),
                         [](const auto& kind_info) { return kind_info.param.name; });

TEST(VideoAnalyzer, VideoHeldSidewaysComesOutUpright) {
  for (const int turn : {90, 180, 270}) {
    Recipe recipe;
    recipe.turn = turn;
    const Result result = analyze(make_video(recipe));
    ASSERT_EQ(result.status, cotejo::Status::ok);
    const bool swapped = turn != 180;
    EXPECT_EQ(result.trait("width")->integer(), swapped ? 240 : 320) << turn;
    EXPECT_EQ(result.trait("height")->integer(), swapped ? 320 : 240) << turn;
    const auto& image = frames_of(result)[3]->image;
    EXPECT_EQ(image.width, swapped ? 240U : 320U);
    // The red quarter, top left as stored, after turning clockwise.
    const double x = turn == 270 ? 0.25 : 0.75;
    const double y = turn == 90 ? 0.25 : 0.75;
    EXPECT_GT(at(image, x, y)[2], at(image, x, y)[0] + 100) << turn;
    EXPECT_NEAR(at(image, 1 - x, 1 - y)[2], at(image, 1 - x, 1 - y)[0], 20) << turn;
  }
}

TEST(VideoAnalyzer, FramesOfAVaryingRateKeepTheTimesOfTheirPictures) {
  Recipe recipe;
  recipe.pictures = 40;
  recipe.shown_at = [](int picture) { return picture < 20 ? picture : 20 + 3 * (picture - 20); };
  const Result result = analyze(make_video(recipe), R"({"frames": 20})");
  ASSERT_EQ(result.status, cotejo::Status::ok) << result.failure_message;
  EXPECT_NEAR(result.trait("duration")->number(), 80.0 / recipe.rate, 0.12);
  ASSERT_GT(frames_of(result).size(), 10U);
  for (const auto& frame : frames_of(result)) {
    const int picture = at(frame->image, 0.75, 0.75)[1] - 20;
    const int shown = static_cast<int>(std::lround(static_cast<double>(frame->image.time_ns) * 1e-9 * recipe.rate));
    EXPECT_NEAR(shown, recipe.shown_at(picture), 9.5) << picture;  // three levels of grey are three pictures
  }
}

TEST(VideoAnalyzer, VideoOfOnePictureHasOneFrameAndHardlyAnyLength) {
  Recipe recipe;
  recipe.pictures = 1;
  const Result result = analyze(make_video(recipe));
  ASSERT_EQ(result.status, cotejo::Status::ok) << result.failure_message;
  EXPECT_EQ(frames_of(result).size(), 1U);
  EXPECT_LT(result.trait("duration")->number(), 0.5);  // check.selfie_video asks for 1.5 seconds
}

TEST(VideoAnalyzer, LargeFramesAreShrunk) {
  Recipe recipe;
  recipe.width = 1280;
  recipe.height = 720;
  const Result result = analyze(make_video(recipe));
  EXPECT_EQ(result.trait("width")->integer(), 1280);
  EXPECT_EQ(frames_of(result)[0]->image.width, 640U);
  EXPECT_EQ(frames_of(result)[0]->image.height, 360U);
}

TEST(VideoAnalyzer, LimitsAreKeptWithTheirOwnCode) {
  const File file = make_video({});
  EXPECT_EQ(analyze(file, R"({"max_seconds": 1.5})").failure_code, "evidence.too_long");
  EXPECT_EQ(analyze(file, R"({"max_seconds": 0.5})").failure_code, "evidence.too_long");
  EXPECT_EQ(analyze(file, R"({"max_resolution": 300})").failure_code, "evidence.too_many_pixels");
  EXPECT_EQ(analyze(file, "{}", "image/jpeg").failure_code, "evidence.media_type_mismatch");
}

TEST(VideoAnalyzer, FileThatWasCutOffIsNeverJudgedAsWhole) {
  for (const char* container : {"mp4", "mov"}) {
    Recipe recipe;
    recipe.container = container;
    const File file = make_video(recipe);
    for (const double share : {0.2, 0.5, 0.8, 0.99}) {
      const File part(file.begin(),
                      file.begin() + static_cast<std::ptrdiff_t>(static_cast<double>(file.size()) * share));
      EXPECT_EQ(analyze(part).status, cotejo::Status::invalid_input) << container << share;
    }
  }
}

TEST(VideoAnalyzer, BytesThatAreNoVideoAreRefused) {
  EXPECT_EQ(analyze({}).failure_code, "evidence.unreadable");
  EXPECT_EQ(analyze(File(5000, 'x')).failure_code, "evidence.unreadable");
  const std::string playlist = "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///etc/passwd\n";
  EXPECT_EQ(analyze(File(playlist.begin(), playlist.end())).failure_code, "evidence.unreadable");
}

TEST(VideoAnalyzer, DamagedBytesNeverCrash) {
  const File file = make_video({});
  std::mt19937 random(11);
  for (int round = 0; round < 60; ++round) {
    File damaged = file;
    for (int i = 0; i < 40; ++i) damaged[random() % damaged.size()] = static_cast<std::uint8_t>(random());
    const Result result = analyze(damaged);
    EXPECT_TRUE(result.status == cotejo::Status::ok || !result.failure_code.empty());
  }
}

TEST(VideoAnalyzer, CancelledCallStops) {
  const File file = make_video({});
  Fake<VideoAnalyzer> fake;
  fake.given_evidence("evidence", {reinterpret_cast<const char*>(file.data()), file.size()}, "video/mp4");
  EXPECT_EQ(fake.cancel_after(20).run().status, cotejo::Status::cancelled);
}

}  // namespace
}  // namespace video_analyzer
