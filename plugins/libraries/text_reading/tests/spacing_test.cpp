#include "text_reading/spacing.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <deque>

namespace {

using namespace cotejo::text_reading;

constexpr int kHeight = 20;       // pixels
constexpr double kStep = 2;       // pixels of a step
constexpr double kSure = 0.98;    // from which ine_front takes blanks for certain
constexpr double kLetter = 0.6;   // width of a letter's ink, in letter heights
constexpr double kBetween = 0.1;  // room between letters of a word

// A reader of two letters.
struct Reader {
  std::vector<std::string> letters() const { return {"", " ", "N", "O"}; }
};

struct Gap {
  double room;                   // letter heights
  double first = 0, second = 0;  // what the readers believe of a blank in it
};

// Lines of N and O as two readers see them: letters where they are printed, and blanks as they are told to.
class Block {
 public:
  LetteredLine line(const std::vector<Gap>& gaps) {
    auto& [first, second] = lines_.emplace_back();
    first.place.letter_height = kHeight;
    double x = 0;
    for (std::size_t i = 0; i <= gaps.size(); ++i) {
      first.place.pieces.emplace_back(static_cast<int>(std::lround(x)), 0, static_cast<int>(kLetter * kHeight),
                                      kHeight);
      x += (kLetter + (i < gaps.size() ? gaps[i].room : 0)) * kHeight;
    }
    first.place.box = {0, 0, static_cast<int>(x), kHeight};
    first.posteriors = second.posteriors = silent(static_cast<int>(x / kStep) + 1);
    LetteredLine out{{&first, &second}, &alphabet_, {}};
    for (std::size_t i = 0; i <= gaps.size(); ++i) {
      const cv::Rect& piece = first.place.pieces[i];
      const int step = static_cast<int>((piece.x + piece.width / 2.0) / kStep), letter = i % 2 == 0 ? 2 : 3;
      for (auto* line : {&first, &second}) believe(line->posteriors, step, letter, 0.98);
      out.letters.push_back({Reader().letters()[static_cast<std::size_t>(letter)], {step, step + 1}});
      if (i == gaps.size()) break;
      const int between = static_cast<int>((piece.br().x + gaps[i].room * kHeight / 2) / kStep);
      believe(first.posteriors, between, kSpace, gaps[i].first);
      believe(second.posteriors, between, kSpace, gaps[i].second);
    }
    return out;
  }

 private:
  static Posteriors silent(int steps) {
    Posteriors out{steps, 4, std::vector<float>(static_cast<std::size_t>(steps) * 4, 0), kStep};
    for (int step = 0; step < steps; ++step) out.values[static_cast<std::size_t>(step) * 4 + kBlank] = 1;
    return out;
  }
  static void believe(Posteriors& line, int step, int letter, double share) {
    const auto at = static_cast<std::size_t>(step) * 4;
    line.values[at + static_cast<std::size_t>(letter)] = static_cast<float>(share);
    line.values[at + kBlank] = static_cast<float>(1 - share);
  }

  PanelAlphabet alphabet_{Reader(), Reader(), "NO"};
  std::deque<std::pair<PageLine, PageLine>> lines_;
};

const Gap kNone{kBetween}, kBlankGap{0.6, 0.9, 0.9};

TEST(Spacing, BlanksAreWhereRoomAndReadersAgree) {
  Block block;
  const auto spaced = space_out({block.line({kNone, kBlankGap, kNone, kNone})});
  EXPECT_EQ(spaced[0].text, "NO NON");
  EXPECT_GT(spaced[0].certainty, kSure);
  ASSERT_EQ(spaced[0].blanks.size(), 4U);
  EXPECT_LT(spaced[0].blanks[0], 0.02);
}

TEST(Spacing, RoomThatIsLessThanTheBlocksBlanksIsNoBlankThoughOneReaderSeesIt) {
  const Gap wide_letters{0.27}, between{0.41, 0, 0.74}, words{0.85, 0.99, 0.99};
  Block alone, together;
  const std::vector<Gap> name = {wide_letters, wide_letters, between, wide_letters, wide_letters, wide_letters};
  const auto doubtful = space_out({alone.line(name)});
  EXPECT_LT(doubtful[0].certainty, kSure);
  const auto spaced =
      space_out({together.line(name), together.line({wide_letters, words, wide_letters, wide_letters})});
  EXPECT_EQ(spaced[0].text, "NONONON");
  EXPECT_LT(spaced[0].blanks[2], doubtful[0].blanks[2] / 2);
  EXPECT_EQ(spaced[1].text, "NO NON");
}

TEST(Spacing, NarrowRoomIsABlankWhereTheBlocksBlanksAreNarrow) {
  const Gap tight{0}, narrow{0.25, 0.02, 0.3}, words{0.25, 0.99, 0.99};
  Block alone, together;
  const std::vector<Gap> name = {tight, narrow, tight};
  EXPECT_LT(space_out({alone.line(name)})[0].certainty, kSure);
  const auto spaced =
      space_out({together.line(name), together.line({tight, words, tight, tight, words, tight, tight})});
  EXPECT_EQ(spaced[0].text, "NO NO");
  EXPECT_GT(spaced[0].blanks[1], space_out({alone.line(name)})[0].blanks[1]);
}

TEST(Spacing, ABlankThatOneReaderExcludesIsNeverCertain) {
  Block block;
  const auto spaced = space_out({block.line({kNone, {0.6, 0, 0.97}, kNone, kNone})});
  EXPECT_EQ(spaced[0].text, "NO NON");
  EXPECT_LT(spaced[0].certainty, kSure);
}

TEST(Spacing, OneReaderIsEnough) {
  Block block;
  LetteredLine line = block.line({kNone, kBlankGap, kNone, kNone});
  line.line.second = nullptr;
  line.alphabet = nullptr;
  const auto spaced = space_out({line});
  EXPECT_EQ(spaced[0].text, "NO NON");
  EXPECT_GT(spaced[0].certainty, kSure);
}

TEST(Spacing, LinesWithoutLettersAreEmpty) {
  Block block;
  LetteredLine line = block.line({});
  line.letters.clear();
  EXPECT_EQ(space_out({line, block.line({})})[0].text, "");
  EXPECT_TRUE(space_out({}).empty());
}

}  // namespace
