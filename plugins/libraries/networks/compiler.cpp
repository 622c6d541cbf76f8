#include "compiler.hpp"

#include <algorithm>
#include <cmath>
#include <set>

namespace networks {
namespace {

// What a name of the graph stands for while it is compiled: a picture, a plain tensor, or integers known by now.
struct Value {
  Dimensions dimensions;
  bool is_picture = false;
  Picture picture;                 // a picture
  std::size_t buffer = kNoBuffer;  // a plain tensor, in ONNX's order
  std::vector<std::int64_t> integers;
  std::size_t memory() const { return is_picture ? picture.buffer : buffer; }
};

class Compiler {
 public:
  Compiler(Graph graph, const InputShape& shape, const Kernels& kernels) : graph_(std::move(graph)), kernels_(kernels) {
    if (graph_.inputs.size() != 1) throw ModelError("only networks with one input are run here");
    Value input;
    input.dimensions = {1, side(shape.channels), side(shape.height), side(shape.width)};
    input.is_picture = true;
    out_.input_count = count_of(input.dimensions);
    // The input keeps its buffer: run() may be called again without filling it.
    input.picture = {out_.memory.take(out_.input_count), {shape.height, shape.width}, shape.channels, shape.channels};
    out_.input = input.picture.buffer;
    values_[graph_.inputs.front()] = std::move(input);
    for (const Node& node : graph_.nodes)
      for (const auto& name : node.inputs) ++uses_[name];
    for (const auto& name : graph_.outputs) ++uses_[name];
    ++uses_[graph_.inputs.front()];
  }

  Compiled compile() {
    for (std::size_t i = 0; i < graph_.nodes.size(); ++i)
      if (!merged_.contains(i)) add(i);
    for (const auto& name : graph_.outputs) {
      const Value& value = this->value(name);
      if (value.is_picture || value.buffer == kNoBuffer) refuse("output '" + name + "' that is a picture");
      out_.outputs[name] = {value.buffer, count_of(value.dimensions)};
    }
    return std::move(out_);
  }

 private:
  using Add = void (Compiler::*)(const Node&);

  [[noreturn]] static void refuse(const std::string& what) { throw ModelError("a network with " + what); }
  static std::int64_t side(std::size_t value) { return static_cast<std::int64_t>(value); }

  void add(std::size_t index) {
    static const std::map<std::string, Add, std::less<>> kinds{{"Conv", &Compiler::add_convolution},
                                                               {"Gemm", &Compiler::add_product},
                                                               {"MatMul", &Compiler::add_product},
                                                               {"BatchNormalization", &Compiler::add_normalisation},
                                                               {"Relu", &Compiler::add_each},
                                                               {"Sigmoid", &Compiler::add_each},
                                                               {"Exp", &Compiler::add_each},
                                                               {"Add", &Compiler::add_arithmetic},
                                                               {"Sub", &Compiler::add_arithmetic},
                                                               {"Mul", &Compiler::add_arithmetic},
                                                               {"Div", &Compiler::add_arithmetic},
                                                               {"GlobalAveragePool", &Compiler::add_mean},
                                                               {"MaxPool", &Compiler::add_largest},
                                                               {"Concat", &Compiler::add_joined},
                                                               {"Slice", &Compiler::add_slice},
                                                               {"Softmax", &Compiler::add_softmax},
                                                               {"Transpose", &Compiler::add_transposed},
                                                               {"Reshape", &Compiler::add_reshaped},
                                                               {"Flatten", &Compiler::add_reshaped},
                                                               {"Constant", &Compiler::add_constant},
                                                               {"Shape", &Compiler::add_shape},
                                                               {"Gather", &Compiler::add_gathered},
                                                               {"Unsqueeze", &Compiler::add_unsqueezed}};
    const Node& node = graph_.nodes[index];
    const auto kind = kinds.find(node.operation);
    if (kind == kinds.end()) refuse("operation " + node.operation);
    index_ = index;
    (this->*kind->second)(node);
    for (const auto& name : node.inputs) release(name);
  }

  // ---- names ----
  const std::string& input(const Node& node, std::size_t i) const {
    if (i >= node.inputs.size()) refuse(node.operation + " without its inputs");
    return node.inputs[i];
  }
  const Value& value(const std::string& name) const {
    const auto found = values_.find(name);
    if (found == values_.end()) refuse("a tensor that nothing makes");
    return found->second;
  }
  const Value& value(const Node& node, std::size_t i) const { return value(input(node, i)); }
  const Constant* constant(const std::string& name) const {
    const auto found = graph_.constants.find(name);
    return found == graph_.constants.end() ? nullptr : &found->second;
  }
  const Constant& weights(const Node& node, std::size_t i) const {
    const Constant* found = constant(input(node, i));
    if (found == nullptr || found->numbers.empty()) refuse(node.operation + " whose weights are not constant");
    return *found;
  }
  const Picture& picture(const Node& node, std::size_t i) const {
    const Value& found = value(node, i);
    if (!found.is_picture) refuse(node.operation + " of something else than a picture");
    return found.picture;
  }
  const Value& plain(const Node& node, std::size_t i) const {
    const Value& found = value(node, i);
    if (found.is_picture || found.buffer == kNoBuffer) refuse(node.operation + " of a tensor in this order");
    return found;
  }

  // ---- results ----
  Picture new_picture(const std::string& name, Plane plane, std::size_t channels) {
    Value made;
    made.dimensions = {1, side(channels), side(plane.height), side(plane.width)};
    count_of(made.dimensions);
    made.is_picture = true;
    made.picture = {kNoBuffer, plane, channels, whole_blocks(channels)};
    made.picture.buffer = out_.memory.take(made.picture.floats());
    return (values_[name] = made).picture;
  }
  std::size_t new_plain(const std::string& name, Dimensions dimensions) {
    Value made;
    made.buffer = out_.memory.take(count_of(dimensions));
    made.dimensions = std::move(dimensions);
    values_[name] = made;
    return made.buffer;
  }
  void step(Step step) { out_.steps.push_back(std::move(step)); }
  void release(const std::string& name) {
    const auto found = values_.find(name);
    if (--uses_[name] > 0 || found == values_.end() || found->second.memory() == kNoBuffer) return;
    out_.memory.give_back(found->second.memory());
    values_.erase(found);
  }

  // The one node that uses `name`, when it comes later; none when there are several or it is an output.
  std::optional<std::size_t> only_user(const std::string& name) const {
    const auto uses = uses_.find(name);
    if (uses == uses_.end() || uses->second != 1) return std::nullopt;
    for (std::size_t i = index_ + 1; i < graph_.nodes.size(); ++i)
      for (const auto& other : graph_.nodes[i].inputs)
        if (other == name) return i;
    return std::nullopt;
  }

  // ---- convolutions ----
  struct Ending {
    std::string name;  // of the result
    std::vector<float> slope;
    std::string residual;
  };

  // Takes a rectifier, or a sum with what is there already, into the node before it.
  Ending ending_of(const std::string& name, std::size_t channels) {
    Ending ending{name, {}, {}};
    const auto user = only_user(name);
    if (!user) return ending;
    const Node& next = graph_.nodes[*user];
    if (next.operation == "Relu") {
      ending.slope.assign(whole_blocks(channels), 0.F);
    } else if (next.operation == "PRelu") {
      ending.slope = per_channel(weights(next, 1).numbers, channels);
    } else if (next.operation == "Add" && next.inputs.size() == 2) {
      const auto& other = next.inputs[0] == name ? next.inputs[1] : next.inputs[0];
      const auto found = values_.find(other);
      if (other == name || found == values_.end() || !found->second.is_picture) return ending;
      ending.residual = other;
    } else {
      return ending;
    }
    merged_.insert(*user);
    ending.name = next.outputs.front();
    return ending;
  }

  static std::size_t attribute(const Node& node, const std::string& name, std::size_t at, std::int64_t otherwise) {
    const auto found = node.integers.find(name);
    const std::int64_t value = found == node.integers.end() ? otherwise
                               : at < found->second.size()  ? found->second[at]
                                                            : -1;
    constexpr std::int64_t kMost = 1024;
    if (value < 0 || value > kMost) refuse(node.operation + " with an absurd " + name);
    return static_cast<std::size_t>(value);
  }

  static Window window_of(const Node& node, const Constant& weights) {
    if (weights.dimensions.size() != 4) refuse("a convolution that is not flat");
    return window_of(node, static_cast<std::size_t>(weights.dimensions[2]),
                     static_cast<std::size_t>(weights.dimensions[3]));
  }
  static Window window_of(const Node& node, std::size_t height, std::size_t width) {
    Window window;
    window.height = height;
    window.width = width;
    window.stride_y = attribute(node, "strides", 0, 1), window.stride_x = attribute(node, "strides", 1, 1);
    window.dilation_y = attribute(node, "dilations", 0, 1), window.dilation_x = attribute(node, "dilations", 1, 1);
    window.top = attribute(node, "pads", 0, 0), window.left = attribute(node, "pads", 1, 0);
    if (window.stride_y == 0 || window.stride_x == 0 || window.height == 0 || window.width == 0)
      refuse("a window without a size");
    return window;
  }

  static std::size_t reach(std::size_t size, std::size_t padding, std::size_t kernel, std::size_t dilation,
                           std::size_t stride) {
    const std::size_t needed = dilation * (kernel - 1) + 1;
    if (size + padding < needed) refuse("a window that is larger than its picture");
    return (size + padding - needed) / stride + 1;
  }

  static Plane plane_under(const Node& node, const Window& window, Plane in) {
    return {
        reach(in.height, window.top + attribute(node, "pads", 2, 0), window.height, window.dilation_y, window.stride_y),
        reach(in.width, window.left + attribute(node, "pads", 3, 0), window.width, window.dilation_x, window.stride_x)};
  }

  void add_convolution(const Node& node) {
    const Picture in = picture(node, 0);
    const Constant& kernel = weights(node, 1);
    const Window window = window_of(node, kernel);
    const auto columns = static_cast<std::size_t>(kernel.dimensions[0]);
    const auto group = attribute(node, "group", 0, 1);
    const Plane to = plane_under(node, window, in.plane);
    const bool by_itself = group == in.channels && columns == in.channels && group > 1;
    const std::size_t expected = by_itself ? 1 : in.channels;
    if ((group != 1 && !by_itself) || static_cast<std::size_t>(kernel.dimensions[1]) != expected)
      refuse("a convolution in groups");
    if (by_itself && (window.dilation_y != 1 || window.dilation_x != 1 || in.pitch % kBlock != 0))
      refuse("a dilated convolution of single channels");

    Weights packed;
    packed.bias = per_channel(node.inputs.size() > 2 ? weights(node, 2).numbers : std::vector<float>{}, columns);
    const std::size_t taps = window.height * window.width;
    if (by_itself) {
      packed.values.assign(taps * in.pitch, 0.F);
      for (std::size_t c = 0; c < columns; ++c)
        for (std::size_t k = 0; k < taps; ++k) packed.values[k * in.pitch + c] = kernel.numbers[c * taps + k];
    } else {
      packed.values = in_blocks(columns, taps * in.channels, [&](std::size_t column, std::size_t k) {
        return kernel.numbers[(column * in.channels + k % in.channels) * taps + k / in.channels];
      });
    }
    Ending ending = ending_of(node.outputs.front(), columns);
    packed.slope = std::move(ending.slope);
    std::size_t residual = kNoBuffer;
    if (!ending.residual.empty()) {
      const Picture& other = value(ending.residual).picture;
      if (other.channels != columns || other.plane.height != to.height || other.plane.width != to.width)
        refuse("a sum of pictures of different sizes");
      residual = other.buffer;
    }
    const Picture out = new_picture(ending.name, to, columns);
    step((by_itself ? convolution_of_each : convolution)(kernels_, in, out, window, std::move(packed), residual));
    if (!ending.residual.empty()) release(ending.residual);
  }

  // ---- other operations of pictures and plain tensors ----
  void add_product(const Node& node) {
    const Value& in = plain(node, 0);
    const Constant& matrix = weights(node, 1);
    const bool transposed = node.integer("transB", 0) != 0;
    if (in.dimensions.size() != 2 || in.dimensions[0] != 1 || matrix.dimensions.size() != 2)
      refuse("a product of more than one row");
    const auto depth = static_cast<std::size_t>(in.dimensions[1]);
    const auto columns = static_cast<std::size_t>(matrix.dimensions[transposed ? 0 : 1]);
    if (static_cast<std::size_t>(matrix.dimensions[transposed ? 1 : 0]) != depth)
      refuse("a product of tensors that do not fit");
    Weights packed;
    packed.values = in_blocks(columns, depth, [&](std::size_t column, std::size_t k) {
      return matrix.numbers[transposed ? column * depth + k : k * columns + column];
    });
    packed.bias = per_channel(node.inputs.size() > 2 ? weights(node, 2).numbers : std::vector<float>{}, columns);
    const std::size_t from = in.buffer, to = new_plain(node.outputs.front(), {1, side(columns)});
    step(product(kernels_, from, depth, to, columns, std::move(packed)));
  }

  void add_normalisation(const Node& node) {
    const Value in = plain(node, 0);
    const std::size_t count = count_of(in.dimensions);
    const auto &gain = weights(node, 1).numbers, &offset = weights(node, 2).numbers, &mean = weights(node, 3).numbers,
               &variance = weights(node, 4).numbers;
    if (in.dimensions.size() != 2 || gain.size() != count || offset.size() != count || mean.size() != count ||
        variance.size() != count)
      refuse("a normalisation of something else than a row");
    constexpr float kEpsilon = 1e-5F;  // the default of ONNX, which no network here changes
    std::vector<float> scale(count), shift(count);
    for (std::size_t i = 0; i < count; ++i) {
      scale[i] = gain[i] / std::sqrt(variance[i] + kEpsilon);
      shift[i] = offset[i] - mean[i] * scale[i];
    }
    step(scaled(in.buffer, std::move(scale), std::move(shift), new_plain(node.outputs.front(), in.dimensions)));
  }

  void add_each(const Node& node) {
    const Value in = value(node, 0);
    float (*function)(float) = node.operation == "Relu"      ? [](float x) { return std::max(x, 0.F); }
                               : node.operation == "Sigmoid" ? [](float x) { return 1 / (1 + std::exp(-x)); }
                                                             : [](float x) { return std::exp(x); };
    if (in.is_picture) {
      const Picture out = new_picture(node.outputs.front(), in.picture.plane, in.picture.channels);
      if (in.picture.pitch != out.pitch) refuse(node.operation + " of the input");
      step(each(in.picture.buffer, out.buffer, out.floats(), function));
    } else {
      const std::size_t from = plain(node, 0).buffer;
      step(each(from, new_plain(node.outputs.front(), in.dimensions), count_of(in.dimensions), function));
    }
  }

  void add_arithmetic(const Node& node) {
    static const std::map<std::string, Arithmetic> kinds{{"Add", Arithmetic::add},
                                                         {"Sub", Arithmetic::subtract},
                                                         {"Mul", Arithmetic::multiply},
                                                         {"Div", Arithmetic::divide}};
    const Arithmetic kind = kinds.at(node.operation);
    const Constant* second = constant(input(node, 1));
    const Value a = value(node, 0);
    if (a.is_picture && second == nullptr) {
      const Picture &x = a.picture, y = picture(node, 1);
      const bool fit = (x.pixels() == y.pixels() && x.plane.width == y.plane.width) || y.pixels() == 1;
      if (!fit || x.channels != y.channels || x.pitch != y.pitch || x.pitch % kBlock != 0 ||
          (kind != Arithmetic::add && kind != Arithmetic::multiply))
        refuse(node.operation + " of these pictures");
      const Picture out = new_picture(node.outputs.front(), x.plane, x.channels);
      step(combination(x, y, out, kind == Arithmetic::multiply));
      return;
    }
    const std::size_t count = a.is_picture ? a.picture.floats() : count_of(plain(node, 0).dimensions);
    std::vector<float> numbers;
    std::size_t other = kNoBuffer;
    if (second != nullptr) {
      numbers = second->numbers;
      if (numbers.empty() || (numbers.size() != 1 && (a.is_picture || numbers.size() != count)))
        refuse(node.operation + " with a constant of another size");
    } else {
      other = plain(node, 1).buffer;
      if (count_of(plain(node, 1).dimensions) != count) refuse(node.operation + " of tensors that do not fit");
    }
    const std::size_t to = a.is_picture ? new_picture(node.outputs.front(), a.picture.plane, a.picture.channels).buffer
                                        : new_plain(node.outputs.front(), a.dimensions);
    if (a.is_picture && a.picture.pitch % kBlock != 0) refuse(node.operation + " of the input");
    step(arithmetic(kind, a.memory(), count, std::move(numbers), other, to));
  }

  void add_mean(const Node& node) {
    const Picture in = picture(node, 0);
    const Picture out = new_picture(node.outputs.front(), {1, 1}, in.channels);
    if (in.pitch != out.pitch) refuse("a mean of the input");
    step(mean_of_channels(in, out));
  }

  void add_largest(const Node& node) {
    const Picture in = picture(node, 0);
    const Window window = window_of(node, attribute(node, "kernel_shape", 0, 0), attribute(node, "kernel_shape", 1, 0));
    if (node.integer("ceil_mode", 0) != 0 || window.dilation_y != 1 || window.dilation_x != 1 ||
        window.top >= window.height || window.left >= window.width)
      refuse("a maximum over such windows");
    const Picture out = new_picture(node.outputs.front(), plane_under(node, window, in.plane), in.channels);
    if (in.pitch != out.pitch) refuse("a maximum of the input");
    step(largest_in_windows(in, out, window));
  }

  void add_joined(const Node& node) {
    const std::int64_t axis = node.integer("axis", 0);
    if (known_integers(node)) {
      std::vector<std::int64_t> all;
      for (const auto& name : node.inputs) {
        const auto part = integers(name);
        all.insert(all.end(), part.begin(), part.end());
      }
      values_[node.outputs.front()].integers = std::move(all);
      return;
    }
    if (value(node, 0).is_picture) {
      std::vector<Picture> parts;
      std::size_t channels = 0;
      for (std::size_t i = 0; i < node.inputs.size(); ++i) {
        parts.push_back(picture(node, i));
        channels += parts.back().channels;
        if (parts[i].plane.height != parts[0].plane.height || parts[i].plane.width != parts[0].plane.width || axis != 1)
          refuse("pictures of different sizes behind one another");
      }
      step(joined_channels(parts, new_picture(node.outputs.front(), parts[0].plane, channels)));
      return;
    }
    Dimensions dimensions = plain(node, 0).dimensions;
    if (axis < 0 || axis >= side(dimensions.size())) refuse("tensors behind one another along no axis");
    const auto at = static_cast<std::size_t>(axis);
    const std::size_t groups = count_of({dimensions.begin(), dimensions.begin() + axis});
    dimensions[at] = 0;
    std::vector<std::size_t> sources, spans;
    for (std::size_t i = 0; i < node.inputs.size(); ++i) {
      const Value& part = plain(node, i);
      Dimensions others = part.dimensions;
      if (others.size() != dimensions.size()) refuse("tensors of different kinds behind one another");
      dimensions[at] += others[at];
      others[at] = dimensions[at];
      if (others != dimensions) refuse("tensors of different sizes behind one another");
      sources.push_back(part.buffer);
      spans.push_back(groups == 0 ? 0 : count_of(part.dimensions) / groups);
    }
    step(joined(std::move(sources), std::move(spans), groups, new_plain(node.outputs.front(), dimensions)));
  }

  void add_slice(const Node& node) {
    const Value in = plain(node, 0);
    const auto attribute_of = [&](const char* name) {
      const auto found = node.integers.find(name);
      if (found == node.integers.end() || found->second.size() != 1) refuse("a slice along several axes");
      return found->second[0];
    };
    const std::int64_t last = side(in.dimensions.size()) - 1;
    if (last < 0 || attribute_of("axes") != last) refuse("a slice along another axis than the last");
    const std::int64_t width = in.dimensions.back();
    const std::int64_t from = attribute_of("starts"), to = std::min(attribute_of("ends"), width);
    if (from < 0 || to < from || width == 0) refuse("a slice from the end");
    Dimensions dimensions = in.dimensions;
    dimensions.back() = to - from;
    const auto columns = static_cast<std::size_t>(width);
    step(sliced(in.buffer, count_of(in.dimensions) / columns, columns, static_cast<std::size_t>(from),
                static_cast<std::size_t>(to - from), new_plain(node.outputs.front(), dimensions)));
  }

  void add_softmax(const Node& node) {
    const Value in = plain(node, 0);
    if (in.dimensions.empty() || node.integer("axis", 1) != side(in.dimensions.size()) - 1 || in.dimensions.back() == 0)
      refuse("a softmax along another axis than the last");
    const auto width = static_cast<std::size_t>(in.dimensions.back());
    step(softmax(in.buffer, count_of(in.dimensions) / width, width, new_plain(node.outputs.front(), in.dimensions)));
  }

  void add_transposed(const Node& node) {
    const Picture in = picture(node, 0);
    const auto order = node.integers.find("perm");
    if (order == node.integers.end() || order->second != std::vector<std::int64_t>{0, 2, 3, 1})
      refuse("a picture in another order");
    step(flattened(in,
                   new_plain(node.outputs.front(), {1, side(in.plane.height), side(in.plane.width), side(in.channels)}),
                   true));
  }

  void add_reshaped(const Node& node) {
    const Value in = value(node, 0);
    const std::size_t count = count_of(in.dimensions);
    Dimensions wanted;
    if (node.operation == "Flatten") {
      if (node.integer("axis", 1) != 1) refuse("a flattened part of a tensor");
      wanted = {1, side(count)};
    } else {
      wanted = integers(input(node, 1));
      for (std::size_t i = 0; i < wanted.size(); ++i)
        if (wanted[i] == 0 && i < in.dimensions.size()) wanted[i] = in.dimensions[i];
      const auto open = std::find(wanted.begin(), wanted.end(), -1);
      if (open != wanted.end()) {
        *open = 1;
        const std::size_t rest = count_of(wanted);
        if (rest == 0 || count % rest != 0) refuse("a tensor in a shape that does not fit");
        *open = side(count / rest);
      }
    }
    if (count_of(wanted) != count) refuse("a tensor in a shape that does not fit");
    if (in.is_picture) {
      step(flattened(in.picture, new_plain(node.outputs.front(), wanted), false));
    } else {
      const std::size_t from = plain(node, 0).buffer;
      step(sliced(from, 1, count, 0, count, new_plain(node.outputs.front(), wanted)));
    }
  }

  // ---- integers that are known by now: sizes of tensors ----
  bool known_integers(const Node& node) const {
    return std::all_of(node.inputs.begin(), node.inputs.end(), [&](const auto& name) {
      const auto found = values_.find(name);
      if (const Constant* known = constant(name)) return !known->integers.empty();
      return found != values_.end() && !found->second.integers.empty();
    });
  }
  std::vector<std::int64_t> integers(const std::string& name) const {
    const Constant* known = constant(name);
    const auto& found = known != nullptr ? known->integers : value(name).integers;
    if (found.empty()) refuse("a size that is not known beforehand");
    return found;
  }
  void add_constant(const Node& node) {
    if (!node.value) refuse("a constant without a value");
    graph_.constants[node.outputs.front()] = *node.value;
  }
  void add_shape(const Node& node) {
    const Dimensions dimensions = value(node, 0).dimensions;
    values_[node.outputs.front()].integers = dimensions;
  }
  void add_gathered(const Node& node) {
    const auto all = integers(input(node, 0));
    std::vector<std::int64_t> chosen;
    for (const std::int64_t index : integers(input(node, 1))) {
      if (index < 0 || index >= side(all.size())) refuse("a size that is not there");
      chosen.push_back(all[static_cast<std::size_t>(index)]);
    }
    values_[node.outputs.front()].integers = std::move(chosen);
  }
  void add_unsqueezed(const Node& node) {
    auto same = integers(input(node, 0));
    values_[node.outputs.front()].integers = std::move(same);
  }

  Graph graph_;
  const Kernels& kernels_;
  std::map<std::string, Value> values_;
  std::map<std::string, std::size_t> uses_;
  std::set<std::size_t> merged_;  // nodes that became part of an earlier one
  std::size_t index_ = 0;         // the node that is being added
  Compiled out_;
};

}  // namespace

Compiled compile(Graph graph, const InputShape& shape, const Kernels& kernels) {
  return Compiler(std::move(graph), shape, kernels).compile();
}

}  // namespace networks
