// The models of the product, against OpenCV's own implementation.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <opencv2/dnn.hpp>

#include "networks/network.hpp"

namespace {

struct Model {
  const char* name;
  int channels, height, width;
  float least, most;  // of what it is given
  std::vector<std::string> outputs;
};

// Of the largest value, where factors are rounded to 16 bits, over up to fifty layers.
constexpr double kRounded = 0.025;

class Models : public ::testing::TestWithParam<Model> {};

TEST_P(Models, AnswerAsInOpenCvOnEveryInstructionSet) {
  const Model& model = GetParam();
  std::ifstream stream(std::string(COTEJO_MODELS_DIR "/") + model.name + ".onnx", std::ios::binary);
  if (!stream) GTEST_SKIP() << "no models: it needs " << model.name;
  const std::vector<std::uint8_t> file((std::istreambuf_iterator<char>(stream)), {});

  const int sizes[] = {1, model.channels, model.height, model.width};
  cv::Mat input(4, sizes, CV_32F);
  cv::theRNG().state = 11;
  cv::randu(input, model.least, model.most);
  auto reference = cv::dnn::readNetFromONNX(reinterpret_cast<const char*>(file.data()), file.size());
  reference.setInput(input);
  std::vector<cv::Mat> expected;
  reference.forward(expected, std::vector<cv::String>(model.outputs.begin(), model.outputs.end()));

  for (const auto& kernels : networks::kernels()) {
    networks::Network network(file,
                              {static_cast<std::size_t>(model.channels), static_cast<std::size_t>(model.height),
                               static_cast<std::size_t>(model.width)},
                              kernels);
    const int pixels = model.height * model.width;
    for (int c = 0; c < model.channels; ++c)
      for (int i = 0; i < pixels; ++i)
        network.input()[static_cast<std::size_t>(i * model.channels + c)] = input.ptr<float>()[c * pixels + i];
    network.run();
    for (std::size_t o = 0; o < expected.size(); ++o) {
      const auto found = network.output(model.outputs[o]);
      ASSERT_EQ(found.size(), expected[o].total());
      const double largest = cv::norm(expected[o], cv::NORM_INF), tolerance = kernels.exact ? 1e-4 : kRounded * largest;
      for (std::size_t i = 0; i < found.size(); ++i)
        ASSERT_NEAR(found[i], expected[o].ptr<float>()[i], tolerance) << i << " of " << largest;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Faces, Models,
                         ::testing::Values(Model{"face-detect", 3, 240, 320, -1, 1, {"boxes", "scores"}},
                                           Model{"face-landmark", 1, 64, 64, 0, 1, {"output"}},
                                           Model{"face-feature", 3, 112, 112, -1, 1, {"output"}},
                                           Model{"face-liveness", 3, 128, 128, 0, 255, {"output"}},
                                           Model{"face-eye", 1, 24, 24, 0, 1, {"output"}}),
                         [](const auto& test) {
                           std::string name = test.param.name;
                           std::erase(name, '-');
                           return name;
                         });

}  // namespace
