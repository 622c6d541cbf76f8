// Converts between borrowed images and cv::Mat without copying pixels. Include it only in plugins that use OpenCV; no
// cv:: type crosses to the host.
#pragma once
#include <cotejo/call.hpp>
#include <opencv2/core.hpp>
#include <vector>

namespace cotejo {

// The OpenCV type of the image's pixels: CV_8UC1 or CV_8UC3.
inline int mat_type(const Image& image) {
  return image.format == COTEJO_GRAY8 ? CV_8UC1 : CV_8UC3;
}

// A matrix that borrows the image's pixels: never write to it, and never keep it beyond run().
inline const cv::Mat as_mat(const Image& image) {
  return cv::Mat(static_cast<int>(image.height), static_cast<int>(image.width), mat_type(image),
                 const_cast<std::uint8_t*>(image.pixels), static_cast<std::size_t>(image.stride));
}

// The image as three channels. Borrows the pixels of a colour image; copies those of a grey one.
inline cv::Mat as_colour_mat(const Image& image) {
  const cv::Mat mat = as_mat(image);
  if (mat.channels() == 3) return mat;
  cv::Mat colour;
  cv::merge(std::vector<cv::Mat>{mat, mat, mat}, colour);
  return colour;
}

// A view of `mat` (CV_8UC1 or CV_8UC3) that can be emitted; `mat` must live until emit() returns.
inline Image as_image(const cv::Mat& mat, const std::array<double, 9>& to_evidence, std::int64_t time_ns = 0) {
  return {mat.channels() == 1 ? std::uint32_t{COTEJO_GRAY8} : std::uint32_t{COTEJO_BGR8},
          static_cast<std::uint32_t>(mat.cols),
          static_cast<std::uint32_t>(mat.rows),
          mat.step[0],
          mat.data,
          time_ns,
          to_evidence};
}

// A matrix in a buffer of the host: an image emitted from it is not copied. Throws std::bad_alloc when it would exceed
// the call's memory limit.
inline cv::Mat allocate_mat(Call& call, int rows, int cols, int type) {
  auto* data = call.allocate(static_cast<std::uint64_t>(rows) * static_cast<std::uint64_t>(cols) * CV_ELEM_SIZE(type));
  if (!data) throw std::bad_alloc();
  return cv::Mat(rows, cols, type, data);
}

}  // namespace cotejo
