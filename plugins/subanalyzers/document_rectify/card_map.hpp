// A small network that shows where a card is in a photo, including occluded parts, and where its sides run. Unlike
// edges alone it recognises a card as one object on written paper, among keys or in a shadow.
//
// Thread safety: const after construction.
#pragma once
#include <opencv2/core.hpp>
#include <span>

namespace cotejo::rectify {

// Longer side in pixels of the reduced photo that the network gets; both sides are multiples of kMapMultiple.
inline constexpr int kMapSize = 160, kMapMultiple = 16;
// Of the copy, in each direction, to one cell of the map.
inline constexpr int kMapCell = 2;

struct CardMap {
  cv::Mat inside;                   // 32-bit float: probability that the cell is part of a card
  cv::Mat long_sides, short_sides;  // that one of these sides of a card runs through it
};

// Sizes of the layers, in the order in which their kernels ([ky][kx][in][out]) and biases stand in the weights.
struct MapLayer {
  int kernel, in, out;
};
inline constexpr MapLayer kMapLayers[] = {{3, 3, 8},   {3, 8, 16},  {3, 16, 32}, {3, 32, 32}, {3, 32, 64},
                                          {3, 64, 64}, {1, 64, 32}, {3, 32, 32}, {1, 32, 32}, {3, 32, 32},
                                          {1, 32, 16}, {3, 16, 16}, {1, 16, 8}};
inline constexpr int kMapOutputs = 8;  // padded to a whole vector; the first three are used

constexpr long map_weights() {
  long sum = 0;
  for (const auto& l : kMapLayers) sum += static_cast<long>(l.kernel) * l.kernel * l.in * l.out + l.out;
  return sum;
}

// Size of the copy of a photo.
cv::Size map_copy_size(cv::Size photo);
// Makes light and contrast even: 32-bit float, three channels.
cv::Mat map_input(const cv::Mat& copy);

class CardMapNetwork {
 public:
  // Borrows the weights, of which there must be map_weights().
  explicit CardMapNetwork(std::span<const float> weights) : weights_(weights) {}
  // `copy`: 8-bit BGR of map_copy_size.
  CardMap look(const cv::Mat& copy) const;

 private:
  std::span<const float> weights_;
};

// With the weights of card_map.bin.
const CardMapNetwork& card_map_network();

}  // namespace cotejo::rectify
