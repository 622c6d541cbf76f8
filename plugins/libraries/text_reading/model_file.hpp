// Reads a Tesseract model (`*.traineddata`) from memory: the weights of its line recogniser and the characters of its
// outputs.
//
// Only the architecture of the fast models that Debian packages is accepted: a 3x3 convolution, a 3x3 maximum, a
// recurrent summary of each column, recurrent layers along the line, and a softmax whose outputs are single characters.
// Anything else is refused with a sentence. The bytes need not outlive the call. Free functions; safe from any thread.
#pragma once
#include <cstddef>
#include <networks/kernels.hpp>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

namespace cotejo::text_reading {

// Thrown while a component is made ready, never while it runs.
struct ModelError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// A dense layer: output = weights * input + bias.
struct Dense {
  int inputs = 0, outputs = 0;
  int stride = 0;            // outputs, rounded up to whole vectors
  networks::Matrix weights;  // as networks::Kernels::multiply takes them
  std::vector<float> bias;   // stride
};

// A long short-term memory. The outputs of `input` and `recurrent` are four blocks of `stride / 4`: cell input, input
// gate, forget gate, output gate.
struct Recurrent {
  int inputs = 0, states = 0;
  bool reversed = false;  // runs from the end of the line to its start
  Dense input, recurrent;
};

struct LineModel {
  int height = 0;  // pixels of a line
  Dense convolution;
  Recurrent column;
  std::vector<Recurrent> along;
  Dense output;
  int blank = 0;                        // the output that stands for "no character here"
  std::vector<std::string> characters;  // by output, UTF-8; empty for the blank and for outputs without one
};

LineModel read_model(std::span<const std::byte> traineddata);

}  // namespace cotejo::text_reading
