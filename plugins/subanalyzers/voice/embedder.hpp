// Computes a vector of the speaker from frames of speech. Use one embedder for each concurrent call.
#pragma once
#include <memory>
#include <opencv2/dnn.hpp>
#include <span>

#include "voice_network.hpp"

namespace voice {

using Embedding = std::vector<float>;

// Of vectors of unit length, and of sums of them.
double cosine(const Embedding& a, const Embedding& b);
// The direction of a sum of embeddings; a weight for each.
Embedding mean_direction(const std::vector<Embedding>& embeddings, const std::vector<double>& weights);

class Embedder {
 public:
  virtual ~Embedder() = default;
  // Sets the recording; call it before embed().
  virtual void listen(std::span<const float> samples, const speech::Hearing& heard, const speech::Stop& stop) = 0;
  // Of the frames that are named, in order. Unit length.
  virtual Embedding embed(const std::vector<int>& frames) = 0;
};

// The network that is linked in.
class OwnEmbedder final : public Embedder {
 public:
  explicit OwnEmbedder(std::span<const std::uint16_t> weights = trained_weights()) : network_(weights) {}
  void listen(std::span<const float> samples, const speech::Hearing& heard, const speech::Stop& stop) override;
  Embedding embed(const std::vector<int>& frames) override;

 private:
  Network network_;
  speech::Hearing heard_;
};

// A network from an ONNX file: one input of 1 x `frames` x bands, natural logarithms of power with the bands' means
// taken off, one output of any size.
class OnnxEmbedder final : public Embedder {
 public:
  // Throws std::runtime_error when it is no such network.
  OnnxEmbedder(std::span<const std::uint8_t> file, const speech::Bands& bands, int frames);
  void listen(std::span<const float> samples, const speech::Hearing& heard, const speech::Stop& stop) override;
  Embedding embed(const std::vector<int>& frames) override;

 private:
  cv::dnn::Net network_;
  speech::Bands wanted_;
  int frames_;
  cv::Mat bands_;
};

}  // namespace voice
