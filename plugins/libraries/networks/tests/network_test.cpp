#include "networks/network.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cfenv>
#include <cmath>
#include <limits>
#include <random>

#include "onnx_writer.hpp"

namespace {

using namespace networks;
using networks::testing::OnnxWriter;

std::vector<float> random_numbers(std::size_t count, unsigned seed) {
  std::mt19937 random(seed);
  std::uniform_real_distribution<float> distribution(-1, 1);
  std::vector<float> values(count);
  for (auto& value : values) value = distribution(random);
  return values;
}

struct Convolution {
  int in, out, height, width;  // channels, and the picture
  int kernel, stride, dilation, pad;
  bool by_itself;

  std::vector<std::int64_t> dimensions() const { return {out, by_itself ? 1 : in, kernel, kernel}; }
  std::size_t weights() const { return static_cast<std::size_t>(out * (by_itself ? 1 : in) * kernel * kernel); }
  int reach(int size) const { return (size + 2 * pad - dilation * (kernel - 1) - 1) / stride + 1; }
  std::map<std::string, std::vector<std::int64_t>> attributes() const {
    return {{"strides", {stride, stride}},
            {"dilations", {dilation, dilation}},
            {"pads", {pad, pad, pad, pad}},
            {"group", {by_itself ? in : 1}}};
  }
  // As the definition says it; the picture's channels lie side by side, the result's behind one another.
  std::vector<float> reference(std::span<const float> picture, const std::vector<float>& weight,
                               const std::vector<float>& bias) const {
    std::vector<float> result;
    for (int o = 0; o < out; ++o)
      for (int y = 0; y < reach(height); ++y)
        for (int x = 0; x < reach(width); ++x) {
          double sum = static_cast<double>(bias[static_cast<std::size_t>(o)]);
          for (int i = 0; i < (by_itself ? 1 : in); ++i)
            for (int ky = 0; ky < kernel; ++ky)
              for (int kx = 0; kx < kernel; ++kx) {
                const int row = y * stride + ky * dilation - pad, column = x * stride + kx * dilation - pad;
                if (row < 0 || row >= height || column < 0 || column >= width) continue;
                const int channel = by_itself ? o : i;
                const auto w = static_cast<std::size_t>(((o * (by_itself ? 1 : in) + i) * kernel + ky) * kernel + kx);
                sum += static_cast<double>(picture[static_cast<std::size_t>((row * width + column) * in + channel)]) *
                       static_cast<double>(weight[w]);
              }
          result.push_back(static_cast<float>(sum));
        }
    return result;
  }
};

void expect_near(std::span<const float> found, const std::vector<float>& expected, float tolerance = 1e-4F) {
  ASSERT_EQ(found.size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) ASSERT_NEAR(found[i], expected[i], tolerance) << i;
}

// Rounded factors of sums of up to a few hundred products of numbers below one.
constexpr float kRounded = 0.05F;
float tolerance(const Kernels& kernels) {
  return kernels.exact ? 1e-4F : kRounded;
}

// A convolution of single channels cannot be the first step: a point-wise one that changes nothing goes before it.
std::vector<float> identity(int channels) {
  std::vector<float> values(static_cast<std::size_t>(channels * channels), 0.F);
  for (int c = 0; c < channels; ++c) values[static_cast<std::size_t>(c * channels + c)] = 1;
  return values;
}

TEST(Network, ConvolutionsAreWhatTheirDefinitionSaysOnEveryInstructionSet) {
  const Convolution cases[] = {
      {3, 16, 13, 17, 3, 2, 1, 1, false},  {1, 32, 9, 9, 3, 1, 1, 1, false},    {13, 103, 7, 5, 1, 1, 1, 0, false},
      {8, 16, 11, 10, 3, 1, 2, 2, false},  {16, 33, 12, 25, 1, 1, 1, 0, false}, {40, 40, 9, 14, 3, 1, 1, 1, true},
      {103, 103, 8, 11, 3, 2, 1, 1, true}, {20, 20, 7, 7, 7, 1, 1, 0, true},    {16, 16, 1, 1, 3, 1, 1, 1, true},
      {17, 17, 2, 30, 3, 2, 1, 1, true},   {16, 64, 1, 1, 1, 1, 1, 0, false}};
  unsigned seed = 1;
  for (const auto& c : cases) {
    const auto weight = random_numbers(c.weights(), ++seed);
    const auto bias = random_numbers(static_cast<std::size_t>(c.out), ++seed);
    const auto file = OnnxWriter()
                          .input("picture")
                          .weights("same", {c.in, c.in, 1, 1}, identity(c.in))
                          .weights("w", c.dimensions(), weight)
                          .weights("b", {c.out}, bias)
                          .node("Conv", {"picture", "same"}, "copy")
                          .node("Conv", {"copy", "w", "b"}, "sums", c.attributes())
                          .node("Flatten", {"sums"}, "result")
                          .output("result")
                          .bytes();
    for (const Kernels& choice : kernels()) {
      Network network(
          file, {static_cast<std::size_t>(c.in), static_cast<std::size_t>(c.height), static_cast<std::size_t>(c.width)},
          choice);
      const auto picture = random_numbers(network.input().size(), 99);
      std::copy(picture.begin(), picture.end(), network.input().begin());
      network.run();
      SCOPED_TRACE(::testing::Message() << c.in << " to " << c.out << ", kernel " << c.kernel << ", set "
                                        << &choice - &kernels().front());
      expect_near(network.output("result"), c.reference(picture, weight, bias), tolerance(choice));
    }
  }
}

// y = p(w x), z = y + v y, r = max(z, 0): rectifiers and sums that become part of the convolutions before them.
TEST(Network, RectifiersAndSumsAreTheSameInsideAConvolutionAndBesideIt) {
  constexpr int kChannels = 5, kPixels = 6;
  const auto w = random_numbers(kChannels * 2, 1), v = random_numbers(kChannels * kChannels, 2),
             slope = random_numbers(kChannels, 3);
  auto writer = OnnxWriter()
                    .input("x")
                    .weights("w", {kChannels, 2, 1, 1}, w)
                    .weights("v", {kChannels, kChannels, 1, 1}, v)
                    .weights("slope", {kChannels, 1, 1}, slope)
                    .node("Conv", {"x", "w"}, "wx")
                    .node("PRelu", {"wx", "slope"}, "y")
                    .node("Conv", {"y", "v"}, "vy")
                    .node("Add", {"y", "vy"}, "z")
                    .node("Relu", {"z"}, "r")
                    .node("Flatten", {"r"}, "result")
                    .output("result");
  const auto x = random_numbers(2 * kPixels, 4);
  std::vector<float> expected(kChannels * kPixels);
  for (std::size_t pixel = 0; pixel < kPixels; ++pixel) {
    float y[kChannels];
    for (std::size_t c = 0; c < kChannels; ++c) {
      y[c] = w[c * 2] * x[pixel * 2] + w[c * 2 + 1] * x[pixel * 2 + 1];
      if (y[c] < 0) y[c] *= slope[c];
    }
    for (std::size_t c = 0; c < kChannels; ++c) {
      float z = y[c];
      for (std::size_t k = 0; k < kChannels; ++k) z += v[c * kChannels + k] * y[k];
      expected[c * kPixels + pixel] = std::max(z, 0.F);
    }
  }
  for (const Kernels& choice : kernels()) {
    Network network(writer.bytes(), {2, 2, 3}, choice);
    std::copy(x.begin(), x.end(), network.input().begin());
    network.run();
    expect_near(network.output("result"), expected, tolerance(choice));
  }
}

TEST(Network, TheLargestOfAWindowIsOfWhatLiesInThePicture) {
  const auto file =
      OnnxWriter()
          .input("picture")
          .weights("same", {1, 1, 1, 1}, {1})
          .node("Conv", {"picture", "same"}, "copy")
          .node("MaxPool", {"copy"}, "largest", {{"kernel_shape", {3, 3}}, {"strides", {2, 2}}, {"pads", {1, 1, 1, 1}}})
          .node("Flatten", {"largest"}, "result")
          .output("result")
          .bytes();
  Network network(file, {1, 3, 4});
  const float picture[] = {-9, -8, -7, -6,  //
                           -5, -4, -3, -2,  //
                           -1, -9, -9, -9};
  std::copy(std::begin(picture), std::end(picture), network.input().begin());
  network.run();
  expect_near(network.output("result"), {-4, -2, -1, -2}, kRounded);  // never the 0 of a padding
}

TEST(Network, RunsAgainWithTheSameResult) {
  const Convolution c{3, 24, 10, 10, 3, 2, 1, 1, false};
  const auto file = OnnxWriter()
                        .input("x")
                        .weights("w", c.dimensions(), random_numbers(c.weights(), 1))
                        .node("Conv", {"x", "w"}, "y", c.attributes())
                        .node("Flatten", {"y"}, "result")
                        .output("result")
                        .bytes();
  Network network(file, {3, 10, 10});
  std::ranges::copy(random_numbers(300, 5), network.input().begin());
  network.run();
  const std::vector<float> first(network.output("result").begin(), network.output("result").end());
  network.run();
  EXPECT_TRUE(std::ranges::equal(first, network.output("result")));
}

// Plugins may not change how their thread computes.
TEST(Network, LeavesSubnormalNumbersToTheirThread) {
  const auto file = OnnxWriter()
                        .input("x")
                        .weights("w", {1, 1, 1, 1}, {1})
                        .node("Conv", {"x", "w"}, "y")
                        .node("Flatten", {"y"}, "result")
                        .output("result")
                        .bytes();
  Network network(file, {1, 1, 1});
  network.run();
  const volatile float tiny = std::numeric_limits<float>::min();
  EXPECT_GT(tiny / 4, 0.F);
}

TEST(Network, RefusesWhatItCannotRunByItsName) {
  const auto refused = [](const OnnxWriter& writer) -> std::string {
    try {
      Network network(writer.bytes(), {4, 6, 6});
      return "accepted";
    } catch (const ModelError& error) {
      return error.what();
    }
  };
  EXPECT_EQ(refused(OnnxWriter().input("x").node("LSTM", {"x"}, "y").output("y")), "a network with operation LSTM");
  EXPECT_EQ(refused(OnnxWriter().input("x").node("Exp", {"z"}, "y").output("y")),
            "a network with a tensor that nothing makes");
  EXPECT_EQ(refused(OnnxWriter()
                        .input("x")
                        .weights("w", {4, 2, 1, 1}, std::vector<float>(8))
                        .node("Conv", {"x", "w"}, "y", {{"group", {2}}})
                        .output("y")),
            "a network with a convolution in groups");
  EXPECT_EQ(refused(OnnxWriter()
                        .input("x")
                        .weights("w", {4, 4, 9, 9}, std::vector<float>(4 * 4 * 81))
                        .node("Conv", {"x", "w"}, "y")
                        .output("y")),
            "a network with a window that is larger than its picture");
  EXPECT_EQ(refused(OnnxWriter().input("x").weights("w", {3}, {1, 2}).node("Exp", {"x"}, "y").output("y")),
            "a tensor has other numbers than its dimensions say");
  EXPECT_EQ(refused(OnnxWriter()), "not an ONNX file: it has no nodes");
}

TEST(Network, ADamagedFileIsReadOrRefusedButNeverHarmful) {
  const Convolution c{4, 8, 6, 6, 3, 1, 1, 1, false};
  const auto file = OnnxWriter()
                        .input("x")
                        .weights("w", c.dimensions(), random_numbers(c.weights(), 1))
                        .weights("v", {8, 1, 3, 3}, random_numbers(72, 2))
                        .node("Conv", {"x", "w"}, "y", c.attributes())
                        .node("Relu", {"y"}, "z")
                        .node("Conv", {"z", "v"}, "u", {{"group", {8}}, {"pads", {1, 1, 1, 1}}})
                        .node("Add", {"z", "u"}, "s")
                        .node("Flatten", {"s"}, "result")
                        .output("result")
                        .bytes();
  const auto run = [](std::span<const std::uint8_t> bytes) {
    try {
      Network network(bytes, {4, 6, 6});
      network.run();
    } catch (const ModelError&) {
      return false;
    }
    return true;
  };
  ASSERT_TRUE(run(file));
  for (std::size_t size = 0; size < file.size(); ++size) run(std::span(file).first(size));
  std::mt19937 random(7);
  for (int i = 0; i < 4000; ++i) {
    auto damaged = file;
    for (int k = 0; k <= i % 3; ++k)
      damaged[std::uniform_int_distribution<std::size_t>(0, file.size() - 1)(random)] =
          static_cast<std::uint8_t>(random());
    run(damaged);
  }
}

}  // namespace
