#include "jpeg_decoder.hpp"

#include <turbojpeg.h>

#include <memory>

namespace image_analyzer {
namespace {

struct End {
  void operator()(void* decoder) const { tjDestroy(decoder); }
};

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
  const int failed = tjDecompress2(decoder.get(), file.data(), file.size(), pixels.data, pixels.cols, 0, pixels.rows,
                                   TJPF_BGR, TJFLAG_LIMITSCANS);
  // A warning is about damage that the decoder went on after.
  return failed == 0 || tjGetErrorCode(decoder.get()) == TJERR_WARNING ? JpegResult::decoded : JpegResult::unreadable;
}

}  // namespace image_analyzer
