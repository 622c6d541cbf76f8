#include "embedder.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace voice {
namespace {

Embedding of_unit_length(Embedding embedding) {
  const double length = cv::norm(embedding);
  for (auto& e : embedding) e = length > 0 && std::isfinite(length) ? static_cast<float>(e / length) : 0;
  return embedding;
}

}  // namespace

double cosine(const Embedding& a, const Embedding& b) {
  double dot = 0;
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) dot += static_cast<double>(a[i]) * b[i];
  return dot;
}

Embedding mean_direction(const std::vector<Embedding>& embeddings, const std::vector<double>& weights) {
  if (embeddings.empty()) return {};
  Embedding sum(embeddings.front().size());
  for (std::size_t k = 0; k < embeddings.size(); ++k)
    for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += static_cast<float>(weights[k]) * embeddings[k][i];
  return of_unit_length(std::move(sum));
}

void OwnEmbedder::listen(std::span<const float>, const speech::Hearing& heard, const speech::Stop&) {
  heard_ = heard;  // shares its pixels
}

Embedding OwnEmbedder::embed(const std::vector<int>& frames) {
  return network_.embed(features_of(heard_, frames));
}

OnnxEmbedder::OnnxEmbedder(std::span<const std::uint8_t> file, const speech::Bands& bands, int frames)
    : wanted_(bands), frames_(frames) {
  try {
    network_ = cv::dnn::readNetFromONNX(reinterpret_cast<const char*>(file.data()), file.size());
    const int shape[] = {1, frames_, wanted_.count};
    network_.setInput(cv::Mat(3, shape, CV_32F, cv::Scalar(0)));
    if (network_.forward().total() < 2) throw std::runtime_error("its output is no embedding");
  } catch (const cv::Exception& error) {
    throw std::runtime_error("voice-embedding is no network of 1 x " + std::to_string(frames_) + " x " +
                             std::to_string(wanted_.count) + " that OpenCV can run: " + error.err);
  }
}

void OnnxEmbedder::listen(std::span<const float> samples, const speech::Hearing&, const speech::Stop& stop) {
  bands_ = speech::log_bands(samples, wanted_, stop);
}

Embedding OnnxEmbedder::embed(const std::vector<int>& frames) {
  cv::Mat rows(frames_, wanted_.count, CV_32F);
  for (int f = 0; f < frames_; ++f)  // too few are repeated
    bands_.row(frames[static_cast<std::size_t>(f) % frames.size()]).copyTo(rows.row(f));
  for (int b = 0; b < wanted_.count; ++b) {
    cv::Mat column = rows.col(b);
    column -= cv::mean(column);
  }
  const int shape[] = {1, frames_, wanted_.count};
  network_.setInput(cv::Mat(3, shape, CV_32F, rows.data));
  const cv::Mat out = network_.forward();
  return of_unit_length({out.ptr<float>(), out.ptr<float>() + out.total()});
}

}  // namespace voice
