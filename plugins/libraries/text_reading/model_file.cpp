#include "model_file.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string_view>
#include <utility>

#include "kernels.hpp"

namespace cotejo::text_reading {
namespace {

// Places of the components in the container's table of offsets.
constexpr std::size_t kNetworkComponent = 17, kCharactersComponent = 21, kCodesComponent = 22;
constexpr std::uint32_t kLayerRatesFlag = 64;  // a compound layer is followed by its layers' learning rates
constexpr std::uint32_t kMaxSize = 1 << 24;    // of any list in the file, to refuse nonsense before it is allocated
constexpr int kMaxDepth = 8;                   // of compound layers

class Cursor {
 public:
  explicit Cursor(std::span<const std::byte> bytes) : bytes_(bytes) {}

  template <class T>
  T take() {
    T value;
    std::memcpy(&value, take_bytes(sizeof(T)).data(), sizeof(T));  // both the format and our targets are little-endian
    return value;
  }
  std::span<const std::byte> take_bytes(std::size_t size) {
    if (size > bytes_.size() - at_) throw ModelError("the text model ends too early");
    at_ += size;
    return bytes_.subspan(at_ - size, size);
  }
  std::uint32_t take_size() {
    const auto size = take<std::uint32_t>();
    if (size > kMaxSize) throw ModelError("the text model names an impossible size");
    return size;
  }
  std::string take_text() {
    const auto raw = take_bytes(take_size());
    return {reinterpret_cast<const char*>(raw.data()), raw.size()};
  }

 private:
  std::span<const std::byte> bytes_;
  std::size_t at_ = 0;
};

struct Matrix {
  int rows = 0, columns = 0;  // the last column is the bias
  std::vector<float> values;
  float at(int row, int column) const {
    return values[static_cast<std::size_t>(row) * static_cast<std::size_t>(columns) + static_cast<std::size_t>(column)];
  }
};

// A layer as it is stored; compound layers have children.
struct Layer {
  std::string type;
  int inputs = 0, outputs = 0;
  std::array<std::int32_t, 4>
      shape{};  // of an input: batch, height, width, depth; of a convolution or a maximum: half sizes or sizes
  std::vector<Matrix> weights;
  std::vector<Layer> children;
};

Matrix take_matrix(Cursor& in) {
  constexpr std::uint8_t kInteger = 1, kDouble = 128;
  const auto mode = in.take<std::uint8_t>();
  if ((mode & kDouble) == 0) throw ModelError("the text model is of an old format");
  Matrix out;
  out.rows = static_cast<int>(in.take_size());
  out.columns = static_cast<int>(in.take_size());
  const std::uint64_t count = static_cast<std::uint64_t>(out.rows) * static_cast<std::uint64_t>(out.columns);
  if (out.rows < 1 || out.columns < 2 || count > kMaxSize)
    throw ModelError("the text model has a matrix of impossible size");
  out.values.resize(count);
  if ((mode & kInteger) == 0) {
    in.take<double>();  // the value of an empty cell
    for (auto& value : out.values) value = static_cast<float>(in.take<double>());
    return out;
  }
  in.take<std::int8_t>();
  for (auto& value : out.values) value = static_cast<float>(in.take<std::int8_t>());
  if (in.take_size() < static_cast<std::uint32_t>(out.rows)) throw ModelError("the text model lacks scales");
  for (int row = 0; row < out.rows; ++row) {
    const auto scale = static_cast<float>(in.take<double>());
    for (int column = 0; column < out.columns; ++column)
      out.values[static_cast<std::size_t>(row * out.columns + column)] *= scale;
  }
  return out;
}

Layer take_layer(Cursor& in, int depth) {
  if (depth > kMaxDepth) throw ModelError("the text model nests too deeply");
  if (in.take<std::int8_t>() != 0) throw ModelError("the text model names its layers by number");
  Layer out;
  out.type = in.take_text();
  in.take<std::int16_t>();  // two states of training
  const auto flags = in.take<std::uint32_t>();
  out.inputs = in.take<std::int32_t>();
  out.outputs = in.take<std::int32_t>();
  in.take<std::int32_t>();  // number of weights
  in.take_text();           // its name
  const auto take_matrices = [&](int count) {
    while (count-- > 0) out.weights.push_back(take_matrix(in));
  };
  if (out.type == "Input") {
    for (auto& value : out.shape) value = in.take<std::int32_t>();
    in.take<std::int32_t>();  // kind of loss
  } else if (out.type == "Convolve" || out.type == "Maxpool") {
    out.shape[0] = in.take<std::int32_t>();
    out.shape[1] = in.take<std::int32_t>();
  } else if (out.type == "Tanh" || out.type == "Softmax") {
    take_matrices(1);
  } else if (out.type == "LSTM" || out.type == "SummLSTM") {
    const auto arguments = in.take<std::int32_t>();
    take_matrices(4);
    if (arguments != out.inputs + out.outputs) throw ModelError("the text model has a two-dimensional recurrent layer");
  } else if (out.type == "Series" || out.type == "RTLReversed" || out.type == "XYTranspose") {
    const auto count = in.take_size();
    if (count > 64) throw ModelError("the text model has too many layers");
    for (std::uint32_t i = 0; i < count; ++i) out.children.push_back(take_layer(in, depth + 1));
    if (flags & kLayerRatesFlag) in.take_bytes(std::size_t{4} * in.take_size());
  } else {
    throw ModelError("the text model has a layer that this reader does not know: " + out.type.substr(0, 32));
  }
  return out;
}

// Rows of `parts` become the outputs of one dense layer, each part starting at a whole vector; only columns [first,
// last) and, if asked, the bias.
Dense dense_of(const std::vector<const Matrix*>& parts, int first, int last, bool with_bias) {
  Dense out;
  const int part = round_up(parts.front()->rows);
  out.inputs = last - first;
  out.outputs = static_cast<int>(parts.size()) * parts.front()->rows;
  out.stride = part * static_cast<int>(parts.size());
  std::vector<float> weights(static_cast<std::size_t>(out.inputs) * static_cast<std::size_t>(out.stride), 0.F);
  out.bias.assign(static_cast<std::size_t>(out.stride), 0.F);
  for (std::size_t p = 0; p < parts.size(); ++p)
    for (int row = 0; row < parts[p]->rows; ++row) {
      const auto column = p * static_cast<std::size_t>(part) + static_cast<std::size_t>(row);
      const std::size_t lane = column % networks::kBlock;
      float* block = weights.data() + (column - lane) * static_cast<std::size_t>(out.inputs);
      for (int i = first; i < last; ++i)
        block[static_cast<std::size_t>(i - first) * networks::kBlock + lane] = parts[p]->at(row, i);
      if (with_bias) out.bias[column] = parts[p]->at(row, parts[p]->columns - 1);
    }
  out.weights = {std::move(weights), static_cast<std::size_t>(out.inputs)};
  return out;
}

Dense dense_of(const Layer& layer) {
  const Matrix& matrix = layer.weights.at(0);
  if (matrix.columns != layer.inputs + 1 || matrix.rows != layer.outputs)
    throw ModelError("the text model contradicts itself about a dense layer");
  return dense_of({&matrix}, 0, matrix.columns - 1, true);
}

Recurrent recurrent_of(const Layer& layer, bool reversed) {
  Recurrent out;
  out.inputs = layer.inputs;
  out.states = layer.outputs;
  out.reversed = reversed;
  std::vector<const Matrix*> gates;
  for (const auto& matrix : layer.weights) {
    if (matrix.columns != out.inputs + out.states + 1 || matrix.rows != out.states)
      throw ModelError("the text model contradicts itself about a recurrent layer");
    gates.push_back(&matrix);
  }
  out.input = dense_of(gates, 0, out.inputs, true);
  out.recurrent = dense_of(gates, out.inputs, out.inputs + out.states, false);
  return out;
}

void require(bool condition, const char* what) {
  if (!condition) throw ModelError(std::string("the text model is not of the expected architecture: ") + what);
}

LineModel assemble(const Layer& top) {
  LineModel out;
  require(top.type == "Series" && top.children.size() >= 6, "a series of layers");
  const auto& layers = top.children;
  require(layers[0].type == "Input" && layers[0].shape[1] >= 12 && layers[0].shape[1] <= 96 &&
              layers[0].shape[1] % 3 == 0 && layers[0].shape[3] == 1,
          "grey lines of fixed height");
  out.height = layers[0].shape[1];
  const auto& convolution = layers[1];
  require(convolution.type == "Series" && convolution.children.size() == 2 &&
              convolution.children[0].type == "Convolve" && convolution.children[0].shape[0] == 1 &&
              convolution.children[0].shape[1] == 1 && convolution.children[1].type == "Tanh" &&
              convolution.children[1].inputs == 9 && convolution.children[1].outputs == kLanes,
          "a 3x3 convolution with 16 outputs");
  out.convolution = dense_of(convolution.children[1]);
  require(layers[2].type == "Maxpool" && layers[2].shape[0] == 3 && layers[2].shape[1] == 3, "a 3x3 maximum");
  const auto& column = layers[3];
  require(column.type == "XYTranspose" && column.children.size() == 1 && column.children[0].type == "SummLSTM" &&
              column.children[0].inputs == kLanes,
          "a summary of columns");
  out.column = recurrent_of(column.children[0], false);
  int width = out.column.states;
  for (std::size_t i = 4; i + 1 < layers.size(); ++i) {
    const bool reversed = layers[i].type == "RTLReversed";
    require(!reversed || layers[i].children.size() == 1, "a reversed layer");
    const Layer& inner = reversed ? layers[i].children[0] : layers[i];
    require(inner.type == "LSTM" && inner.inputs == width, "a recurrent layer along the line");
    out.along.push_back(recurrent_of(inner, reversed));
    width = inner.outputs;
  }
  require(layers.back().type == "Softmax" && layers.back().inputs == width, "a softmax");
  out.output = dense_of(layers.back());
  return out;
}

std::vector<std::string> take_characters(std::string_view text) {
  std::vector<std::string> out;
  std::size_t start = text.find('\n');  // the first line is their number
  while (start != std::string_view::npos && ++start < text.size()) {
    const auto end = text.find('\n', start);
    const auto line = text.substr(start, end == std::string_view::npos ? end : end - start);
    const auto name = line.substr(0, line.find(' '));
    out.emplace_back(name == "NULL" ? " " : name == "Joined" || name.starts_with("|Broken") ? "" : name);
    start = end;
  }
  return out;
}

std::span<const std::byte> component(std::span<const std::byte> file, std::size_t index) {
  Cursor in(file);
  const auto count = in.take_size();
  if (index >= count || count > 64) throw ModelError("the text model is not a Tesseract 4 or 5 model");
  std::vector<std::int64_t> offsets(count);
  for (auto& offset : offsets) offset = in.take<std::int64_t>();
  const auto size = static_cast<std::int64_t>(file.size());
  std::int64_t end = size;
  for (auto offset : offsets)
    if (offset > offsets[index]) end = std::min(end, offset);
  if (offsets[index] < 0 || offsets[index] >= end) throw ModelError("the text model lacks its line recogniser");
  return file.subspan(static_cast<std::size_t>(offsets[index]), static_cast<std::size_t>(end - offsets[index]));
}

}  // namespace

LineModel read_model(std::span<const std::byte> traineddata) {
  Cursor network(component(traineddata, kNetworkComponent));
  LineModel out = assemble(take_layer(network, 0));
  network.take_text();                           // the architecture in words
  network.take_bytes(3 * sizeof(std::int32_t));  // flags and two counts of iterations
  out.blank = network.take<std::int32_t>();
  const int outputs = out.output.outputs;
  if (out.blank < 0 || out.blank >= outputs) throw ModelError("the text model has no blank");

  const auto raw = component(traineddata, kCharactersComponent);
  const auto characters = take_characters({reinterpret_cast<const char*>(raw.data()), raw.size()});
  Cursor codes(component(traineddata, kCodesComponent));
  const auto count = codes.take_size();
  if (count > characters.size()) throw ModelError("the text model has more codes than characters");
  out.characters.resize(static_cast<std::size_t>(outputs));
  for (std::uint32_t i = 0; i < count; ++i) {
    codes.take<std::int8_t>();
    if (codes.take_size() != 1) throw ModelError("the text model writes characters in several codes");
    const auto code = codes.take<std::int32_t>();
    if (code < 0 || code >= outputs) throw ModelError("the text model has a code out of range");
    if (code != out.blank) out.characters[static_cast<std::size_t>(code)] = characters[i];
  }
  return out;
}

}  // namespace cotejo::text_reading
