#include "line_network.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <opencv2/imgproc.hpp>
#include <unfilled.hpp>

#include "folding.hpp"
#include "kernels.hpp"

namespace cotejo::text_reading {
namespace {

constexpr int kTile = 3;  // columns of the image that become one step

// rows of `in` * layer (+ residual), rows of out being layer.stride floats.
void multiply(const Dense& layer, const float* in, std::size_t in_pitch, std::size_t rows, float* out,
              const float* residual = nullptr) {
  networks::kernels().front().multiply(in, in_pitch, rows, static_cast<std::size_t>(layer.inputs), layer.weights,
                                       static_cast<std::size_t>(layer.stride), {layer.bias.data(), nullptr, residual},
                                       out);
}

// Where the darkest strokes and the paper lie: the network was trained with the quarter of the minima and of the maxima
// along a line's middle.
std::pair<float, float> ink_and_paper(const cv::Mat& line) {
  std::vector<uchar> minima, maxima;
  for (int y : {line.rows * 2 / 5, line.rows / 2, line.rows * 3 / 5}) {
    const uchar* row = line.ptr<uchar>(y);
    for (int x = 1; x + 1 < line.cols; ++x) {
      if ((row[x] < row[x - 1] && row[x] <= row[x + 1]) || (row[x] <= row[x - 1] && row[x] < row[x + 1]))
        minima.push_back(row[x]);
      if ((row[x] > row[x - 1] && row[x] >= row[x + 1]) || (row[x] >= row[x - 1] && row[x] > row[x + 1]))
        maxima.push_back(row[x]);
    }
  }
  const auto quantile = [](std::vector<uchar>& values, double q, uchar otherwise) {
    if (values.empty()) return static_cast<float>(otherwise);
    const auto at = values.begin() + static_cast<std::ptrdiff_t>(q * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), at, values.end());
    return static_cast<float>(*at);
  };
  return {quantile(minima, 0.25, 0), quantile(maxima, 0.75, 255)};
}

// The line at the network's height, ink at -1 and paper at 1, with a border of one neutral pixel.
cv::Mat normalise(const cv::Mat& line, int height) {
  const double scale = static_cast<double>(height) / line.rows;
  const int limit = LineNetwork::kMaxAspect * height;
  const int width = std::clamp(static_cast<int>(std::lround(line.cols * scale)), kTile, limit);
  cv::Mat scaled, out(height + 2, width + 2, CV_32FC1, cv::Scalar(0));
  cv::resize(line, scaled, {width, height}, 0, 0, scale < 1 ? cv::INTER_AREA : cv::INTER_CUBIC);
  const auto [ink, paper] = ink_and_paper(scaled);
  const float half = std::max(1.F, (paper - ink) / 2);
  for (int y = 0; y < height; ++y) {
    const uchar* from = scaled.ptr<uchar>(y);
    float* to = out.ptr<float>(y + 1) + 1;
    for (int x = 0; x < width; ++x) to[x] = std::clamp((static_cast<float>(from[x]) - ink) / half - 1.F, -1.F, 1.F);
  }
  return out;
}

}  // namespace

// Lines side by side, longest first, so that at each step the lines that still run are the first ones.
struct LineNetwork::Batch {
  std::vector<std::size_t> order;  // index of the caller's line, by place in the batch
  std::vector<int> steps;          // by place
  std::vector<double> step_width;
  std::vector<std::size_t> start;  // first row in `values`, by place; rows of a line follow each other
  Unfilled<float> values;          // rows x width
  int width = 0;                   // floats a row
  std::size_t rows = 0;
};

LineNetwork::LineNetwork(LineModel model) : model_(std::move(model)), letters_{"", " "} {
  letter_of_output_.assign(static_cast<std::size_t>(model_.output.outputs), -1);
  for (std::size_t i = 0; i < letter_of_output_.size(); ++i) {
    if (static_cast<int>(i) == model_.blank) {
      letter_of_output_[i] = kBlank;
      continue;
    }
    const std::string letter = upper_case(model_.characters[i]);
    if (letter.empty()) continue;
    auto found = std::find(letters_.begin() + 1, letters_.end(), letter);
    letter_of_output_[i] = static_cast<int>(found - letters_.begin());
    if (found == letters_.end()) letters_.push_back(letter);
  }
}

std::vector<Posteriors> LineNetwork::read(std::span<const cv::Mat> lines, const Stop& stop) const {
  lines = lines.first(std::min(lines.size(), kMaxLines));
  std::vector<cv::Mat> images;
  for (const auto& line : lines)
    images.push_back(line.rows < 2 || line.cols < 2 ? cv::Mat() : normalise(line, model_.height));

  Batch batch;
  for (std::size_t i = 0; i < images.size(); ++i)
    if (images[i].cols - 2 >= kTile) batch.order.push_back(i);
  std::stable_sort(batch.order.begin(), batch.order.end(),
                   [&](auto a, auto b) { return images[a].cols > images[b].cols; });
  for (auto i : batch.order) {
    batch.start.push_back(batch.rows);
    batch.steps.push_back((images[i].cols - 2) / kTile);
    batch.step_width.push_back(static_cast<double>(kTile) * lines[i].cols / (images[i].cols - 2));
    batch.rows += static_cast<std::size_t>(batch.steps.back());
  }
  const int tall = model_.height / kTile;
  batch.width = tall * kLanes;
  batch.values.resize(batch.rows * static_cast<std::size_t>(batch.width));
  for (std::size_t place = 0; place < batch.order.size(); ++place) {
    const cv::Mat& image = images[batch.order[place]];
    convolve_and_pool(image.ptr<float>(), image.step1(), batch.steps[place] * kTile, model_.height,
                      model_.convolution.weights.blocks.data(), model_.convolution.bias.data(),
                      batch.values.data() + batch.start[place] * static_cast<std::size_t>(batch.width));
  }
  std::vector<Posteriors> out(images.size());
  const auto stopped = [&] { return stop && stop(); };
  if (stopped()) return out;
  summarise_columns(batch);
  for (const auto& layer : model_.along) {
    if (stopped()) return out;
    run_along(layer, batch);
  }
  if (stopped()) return out;
  std::vector<Posteriors> found = conclude(batch);
  for (std::size_t place = 0; place < found.size(); ++place) out[batch.order[place]] = std::move(found[place]);
  return out;
}

// Each column is a sequence of its own, from top to bottom; only its last output is kept.
void LineNetwork::summarise_columns(Batch& batch) const {
  const Recurrent& layer = model_.column;
  const int block = round_up(layer.states), gates_width = layer.input.stride, tall = model_.height / kTile;
  constexpr std::size_t kRowsAtOnce = 64;  // keeps the gates in the first-level cache
  Unfilled<float> out(batch.rows * static_cast<std::size_t>(block)),
      gates(kRowsAtOnce * static_cast<std::size_t>(gates_width)), state(kRowsAtOnce * static_cast<std::size_t>(block));
  for (std::size_t first = 0; first < batch.rows; first += kRowsAtOnce) {
    const std::size_t rows = std::min(kRowsAtOnce, batch.rows - first);
    std::fill(state.begin(), state.end(), 0.F);
    float* output = out.data() + first * static_cast<std::size_t>(block);
    for (int y = 0; y < tall; ++y) {
      multiply(layer.input, batch.values.data() + first * static_cast<std::size_t>(batch.width) + y * kLanes,
               static_cast<std::size_t>(batch.width), rows, gates.data());
      if (y > 0) multiply(layer.recurrent, output, static_cast<std::size_t>(block), rows, gates.data(), gates.data());
      for (std::size_t r = 0; r < rows; ++r)
        step_memory(gates.data() + r * static_cast<std::size_t>(gates_width), block,
                    state.data() + r * static_cast<std::size_t>(block), output + r * static_cast<std::size_t>(block));
    }
  }
  batch.values = std::move(out);
  batch.width = block;
}

void LineNetwork::run_along(const Recurrent& layer, Batch& batch) const {
  const int block = round_up(layer.states), gates_width = layer.input.stride;
  const auto wide = static_cast<std::size_t>(gates_width), narrow = static_cast<std::size_t>(block);
  Unfilled<float> gates(batch.rows * wide), out(batch.rows * narrow);
  multiply(layer.input, batch.values.data(), static_cast<std::size_t>(batch.width), batch.rows, gates.data());
  // The recurrence itself, one step of every line that still runs at a time.
  const std::size_t lines = batch.order.size();
  std::vector<float> state(lines * narrow, 0.F), output(lines * narrow, 0.F), sums(lines * wide);
  std::size_t running = lines;
  for (int step = 0; lines > 0 && step < batch.steps[0]; ++step) {
    while (running > 0 && batch.steps[running - 1] <= step) --running;
    const auto row_of = [&](std::size_t place) {
      return batch.start[place] + static_cast<std::size_t>(layer.reversed ? batch.steps[place] - 1 - step : step);
    };
    for (std::size_t place = 0; place < running; ++place)
      std::copy_n(gates.begin() + static_cast<std::ptrdiff_t>(row_of(place) * wide), wide,
                  sums.begin() + static_cast<std::ptrdiff_t>(place * wide));
    if (step > 0) multiply(layer.recurrent, output.data(), narrow, running, sums.data(), sums.data());
    for (std::size_t place = 0; place < running; ++place) {
      step_memory(sums.data() + place * wide, block, state.data() + place * narrow, output.data() + place * narrow);
      std::copy_n(output.begin() + static_cast<std::ptrdiff_t>(place * narrow), narrow,
                  out.begin() + static_cast<std::ptrdiff_t>(row_of(place) * narrow));
    }
  }
  batch.values = std::move(out);
  batch.width = block;
}

std::vector<Posteriors> LineNetwork::conclude(const Batch& batch) const {
  const Dense& layer = model_.output;
  const auto wide = static_cast<std::size_t>(layer.stride);
  Unfilled<float> sums(batch.rows * wide);
  multiply(layer, batch.values.data(), static_cast<std::size_t>(batch.width), batch.rows, sums.data());
  std::vector<Posteriors> out(batch.order.size());
  for (std::size_t place = 0; place < out.size(); ++place) {
    Posteriors& line = out[place];
    line.steps = batch.steps[place];
    line.step_width = batch.step_width[place];
    line.letters = static_cast<int>(letters_.size());
    line.values.assign(static_cast<std::size_t>(line.steps * line.letters), 0.F);
    for (int step = 0; step < line.steps; ++step) {
      const float* row = sums.data() + (batch.start[place] + static_cast<std::size_t>(step)) * wide;
      const float top = *std::max_element(row, row + layer.outputs);
      float* to = line.values.data() + static_cast<std::ptrdiff_t>(step) * line.letters;
      float total = 0;
      for (int i = 0; i < layer.outputs; ++i) {
        const int letter = letter_of_output_[static_cast<std::size_t>(i)];
        if (letter < 0 || row[i] < top - 20.F) continue;
        const float value = std::exp(row[i] - top);
        to[letter] += value;
        total += value;
      }
      for (int i = 0; i < line.letters; ++i) to[i] /= total;
    }
  }
  return out;
}

}  // namespace cotejo::text_reading
