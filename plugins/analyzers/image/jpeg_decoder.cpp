#include "jpeg_decoder.hpp"

#include <turbojpeg.h>

#include <cstring>
#include <memory>

namespace image_analyzer {
namespace {

struct End {
  void operator()(void* decoder) const { tjDestroy(decoder); }
};

// Rows come from top to bottom, and no photo ends in a row of these: where it still stands, the decoder gave up.
void mark(cv::Mat row) {
  for (int i = 0; i < row.cols * 3; ++i) row.data[i] = i % 2 ? 0 : 255;
}
bool is_marked(const cv::Mat& row) {
  cv::Mat marked(row.size(), row.type());
  mark(marked);
  return std::memcmp(row.data, marked.data, marked.total() * marked.elemSize()) == 0;
}

}  // namespace

JpegResult decode_jpeg(std::span<const std::uint8_t> file, int denominator, cv::Mat& pixels) {
  CV_Assert(pixels.type() == CV_8UC3 && pixels.isContinuous());
  const std::unique_ptr<void, End> decoder(tjInitDecompress());
  int width = 0, height = 0, sampling = 0, colours = 0;
  if (!decoder ||
      tjDecompressHeader3(decoder.get(), file.data(), file.size(), &width, &height, &sampling, &colours) != 0)
    return JpegResult::unreadable;
  if (colours == TJCS_CMYK || colours == TJCS_YCCK) return JpegResult::four_inks;
  const tjscalingfactor factor{1, denominator};
  if (TJSCALED(width, factor) != pixels.cols || TJSCALED(height, factor) != pixels.rows) return JpegResult::unreadable;
  const cv::Mat last_row = pixels.row(pixels.rows - 1);
  mark(last_row);
  if (tjDecompress2(decoder.get(), file.data(), file.size(), pixels.data, pixels.cols, 0, pixels.rows, TJPF_BGR,
                    TJFLAG_LIMITSCANS) == 0)
    return JpegResult::decoded;
  // A warning is about damage that the decoder went on after. It calls an error one too after an earlier warning, and
  // leaves the memory as it was: that is the picture before this one.
  return tjGetErrorCode(decoder.get()) == TJERR_WARNING && !is_marked(last_row) ? JpegResult::decoded
                                                                                : JpegResult::unreadable;
}

}  // namespace image_analyzer
