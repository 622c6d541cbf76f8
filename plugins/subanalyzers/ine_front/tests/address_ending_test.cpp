#include "../address_ending.hpp"

#include <gtest/gtest.h>

#include <text_reading/folding.hpp>

namespace {

using namespace cotejo::text_reading;
using cotejo::ine_front::with_known_state;

const std::vector<std::string>& known() {
  static const std::vector<std::string> all = [] {
    std::vector<std::string> out{"", " "};
    for (char c = 'A'; c <= 'Z'; ++c) out.emplace_back(1, c);
    out.insert(out.end(), {",", "."});
    return out;
  }();
  return all;
}
struct Reader {
  const std::vector<std::string>& letters() const { return known(); }
};

// Each letter for a step, with silence after it; '?' is no letter in particular, '~' a comma as well as a full stop.
PageLine line(const std::string& text, double doubt) {
  PageLine out;
  Posteriors& read = out.posteriors;
  read.letters = static_cast<int>(known().size());
  read.step_width = 5;
  for (char c : text)
    for (const bool silent : {false, true}) {
      std::vector<float> row(known().size(), static_cast<float>(doubt / static_cast<double>(known().size())));
      const auto at = std::find(known().begin(), known().end(), std::string(1, c));
      if (c == '~' && !silent)
        for (auto mark = known().size() - 2; mark < known().size(); ++mark)
          row[mark] += static_cast<float>((1 - doubt) / 2);
      else
        row[silent || c == '?' ? 0 : static_cast<std::size_t>(at - known().begin())] += static_cast<float>(1 - doubt);
      read.values.insert(read.values.end(), row.begin(), row.end());
      ++read.steps;
    }
  return out;
}

std::string ending(const std::string& text, double doubt) {
  const Reader reader;
  const PanelAlphabet alphabet(reader, reader, "ABCDEFGHIJKLMNOPQRSTUVWXYZ,.", {}, " ");
  const PageLine read = line(text, doubt);
  const TwiceRead twice{&read, &read};
  const auto settled = settle(twice, alphabet, read.whole());
  return settled ? with_known_state(twice, alphabet, read.whole(), *settled).text : std::string();
}

TEST(AddressEnding, AMarkThatMayBeAFullStopIsOneAfterAState) {
  EXPECT_EQ(ending("CELAYA,GTO~", 0.01), "CELAYA,GTO.");
}
TEST(AddressEnding, ABlurredLetterMakesAStateRatherThanNone) {
  EXPECT_EQ(ending("CELAYA,G?O.", 0.3), "CELAYA,GTO.");
}
TEST(AddressEnding, WhatWasReadClearlyStays) {
  EXPECT_EQ(ending("CELAYA,GTO", 1e-5), "CELAYA,GTO");
  EXPECT_EQ(ending("CELAYA,GBO.", 1e-5), "CELAYA,GBO.");
}

}  // namespace
