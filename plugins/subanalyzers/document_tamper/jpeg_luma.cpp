#include "jpeg_luma.hpp"

#include <jpeglib.h>

#include <algorithm>
#include <cmath>
#include <csetjmp>
#include <cstdio>  // jpeglib.h needs it
#include <iterator>
#include <numbers>

namespace cotejo::tamper {
namespace {

constexpr int kMaxScans = 64;  // as the image analyzer: more are an attack
// Of a table of 8 bits (T.81, B.2.4.1). Tables of 16 bits serve samples of 12; histograms grow with the steps.
constexpr int kLargestTableStep = 255;

struct Reader {
  jpeg_decompress_struct info{};
  jpeg_error_mgr errors{};
  jpeg_progress_mgr progress{};
  const Stop* stop = nullptr;
  std::jmp_buf out{};
  ~Reader() { jpeg_destroy_decompress(&info); }
};

[[noreturn]] void give_up(j_common_ptr info) {
  std::longjmp(static_cast<Reader*>(info->client_data)->out, 1);
}

void look(j_common_ptr info) {
  auto* reader = static_cast<Reader*>(info->client_data);
  if ((*reader->stop)() || (reader->info.input_scan_number > kMaxScans)) give_up(info);
}

// What may be left by longjmp holds nothing that has a destructor.
jvirt_barray_ptr* coefficients(Reader& reader, std::span<const std::uint8_t> file, double max_pixels) {
  if (setjmp(reader.out) != 0) return nullptr;
  jpeg_create_decompress(&reader.info);
  reader.progress.progress_monitor = look;
  reader.info.progress = &reader.progress;
  jpeg_mem_src(&reader.info, file.data(), static_cast<unsigned long>(file.size()));
  if (jpeg_read_header(&reader.info, TRUE) != JPEG_HEADER_OK) return nullptr;
  const auto& luma = reader.info.comp_info[0];
  if (reader.info.data_precision != 8 || luma.h_samp_factor != reader.info.max_h_samp_factor ||
      luma.v_samp_factor != reader.info.max_v_samp_factor)
    return nullptr;
  if (static_cast<double>(reader.info.image_width) * reader.info.image_height > max_pixels) return nullptr;
  return jpeg_read_coefficients(&reader.info);
}

JBLOCKARRAY row_of(Reader& reader, jvirt_barray_ptr array, JDIMENSION row) {
  if (setjmp(reader.out) != 0) return nullptr;
  return (*reader.info.mem->access_virt_barray)(reinterpret_cast<j_common_ptr>(&reader.info), array, row, 1, FALSE);
}

// Mean of a colour around each block of the luma; false when the file breaks off.
bool read_chroma(Reader& reader, jvirt_barray_ptr array, const jpeg_component_info& component, const JpegLuma& luma,
                 std::vector<float>& out) {
  const auto& whole = reader.info.comp_info[0];
  const auto blocks = static_cast<std::size_t>(luma.columns) * static_cast<std::size_t>(luma.rows);
  const auto step = static_cast<float>(std::max<int>(1, component.quant_table->quantval[0]));
  out.resize(blocks);
  for (int row = 0; row < luma.rows; ++row) {
    const auto at = static_cast<JDIMENSION>(row * component.v_samp_factor / whole.v_samp_factor);
    const auto line = row_of(reader, array, std::min(at, component.height_in_blocks - 1));
    if (!line) return false;
    for (int column = 0; column < luma.columns; ++column) {
      const auto x = static_cast<JDIMENSION>(column * component.h_samp_factor / whole.h_samp_factor);
      out[static_cast<std::size_t>(row) * static_cast<std::size_t>(luma.columns) + static_cast<std::size_t>(column)] =
          static_cast<float>(line[0][std::min(x, component.width_in_blocks - 1)][0]) * step / 8;
    }
  }
  return true;
}

const std::array<float, 64>& cosines() {
  static const auto table = [] {
    std::array<float, 64> out{};
    for (int u = 0; u < 8; ++u)
      for (int x = 0; x < 8; ++x)
        out[static_cast<std::size_t>(u * 8 + x)] =
            static_cast<float>((u == 0 ? std::sqrt(0.125) : 0.5) * std::cos((2 * x + 1) * u * std::numbers::pi / 16));
    return out;
  }();
  return table;
}

}  // namespace

std::optional<JpegLuma> read_luma(std::span<const std::uint8_t> file, double max_pixels, const Stop& stop) {
  Reader reader;
  reader.info.err = jpeg_std_error(&reader.errors);
  reader.errors.error_exit = give_up;
  reader.errors.emit_message = [](j_common_ptr, int) {};
  reader.info.client_data = &reader;
  reader.stop = &stop;
  auto* arrays = coefficients(reader, file, max_pixels);
  if (!arrays || !reader.info.comp_info[0].quant_table) return std::nullopt;
  const auto& steps = reader.info.comp_info[0].quant_table->quantval;
  if (*std::max_element(std::begin(steps), std::end(steps)) > kLargestTableStep) return std::nullopt;
  JpegLuma out;
  out.width = static_cast<int>(reader.info.image_width);
  out.height = static_cast<int>(reader.info.image_height);
  out.columns = out.width / 8, out.rows = out.height / 8;
  if (out.columns == 0 || out.rows == 0) return std::nullopt;
  for (std::size_t k = 0; k < 64; ++k) out.table[k] = std::max<int>(1, steps[k]);
  out.levels.resize(static_cast<std::size_t>(out.columns) * static_cast<std::size_t>(out.rows) * 64);
  for (int row = 0; row < out.rows; ++row) {
    const auto blocks = row_of(reader, arrays[0], static_cast<JDIMENSION>(row));
    if (!blocks) return std::nullopt;
    std::copy_n(&blocks[0][0][0], static_cast<std::size_t>(out.columns) * 64,
                out.levels.begin() + static_cast<std::ptrdiff_t>(row) * out.columns * 64);
  }
  if (reader.info.jpeg_color_space != JCS_YCbCr || reader.info.num_components != 3) return out;
  for (std::size_t i = 0; i < out.chroma.size(); ++i) {
    const auto& component = reader.info.comp_info[i + 1];
    if (!component.quant_table || !read_chroma(reader, arrays[i + 1], component, out, out.chroma[i]))
      return std::nullopt;
  }
  return out;
}

void forward_dct(const float* pixels, std::size_t stride, Block& out) {
  const auto& c = cosines();
  Block half;
  for (std::size_t y = 0; y < 8; ++y)
    for (std::size_t u = 0; u < 8; ++u) {
      float sum = 0;
      for (std::size_t x = 0; x < 8; ++x) sum += c[u * 8 + x] * pixels[y * stride + x];
      half[y * 8 + u] = sum;
    }
  out.fill(0);
  for (std::size_t v = 0; v < 8; ++v)
    for (std::size_t y = 0; y < 8; ++y)
      for (std::size_t u = 0; u < 8; ++u) out[v * 8 + u] += c[v * 8 + y] * half[y * 8 + u];
}

void inverse_dct(const Block& in, float* pixels, std::size_t stride) {
  const auto& c = cosines();
  Block half{};
  for (std::size_t v = 0; v < 8; ++v)
    for (std::size_t u = 0; u < 8; ++u) {
      const float value = in[v * 8 + u];
      if (value == 0) continue;
      for (std::size_t x = 0; x < 8; ++x) half[v * 8 + x] += c[u * 8 + x] * value;
    }
  for (std::size_t y = 0; y < 8; ++y)
    for (std::size_t x = 0; x < 8; ++x) pixels[y * stride + x] = 0;
  for (std::size_t y = 0; y < 8; ++y)
    for (std::size_t v = 0; v < 8; ++v) {
      const float weight = c[v * 8 + y];
      for (std::size_t x = 0; x < 8; ++x) pixels[y * stride + x] += weight * half[v * 8 + x];
    }
}

std::optional<cv::Mat> pixels_of(const JpegLuma& luma, const Stop& stop) {
  cv::Mat out(luma.rows * 8, luma.columns * 8, CV_32F);
  Block block;
  for (int row = 0; row < luma.rows; ++row) {
    if (row % 8 == 0 && stop()) return std::nullopt;
    for (int column = 0; column < luma.columns; ++column) {
      const auto* levels = luma.block(column, row);
      for (std::size_t k = 0; k < 64; ++k) block[k] = static_cast<float>(levels[k] * luma.table[k]);
      inverse_dct(block, out.ptr<float>(row * 8) + column * 8, out.step1());
    }
  }
  out += 128;
  return out;
}

cv::Mat clipped_blocks(const JpegLuma& luma, const cv::Mat& pixels, const cv::Rect& within) {
  constexpr double kDark = 3, kBright = 251;
  cv::Mat out(within.size(), CV_8U, cv::Scalar(0));
  for (int y = 0; y < within.height; ++y)
    for (int x = 0; x < within.width; ++x) {
      const int column = within.x + x, row = within.y + y;
      double least = 0, most = 0, blue = 0, red = 0;
      cv::minMaxLoc(pixels(cv::Rect(column * 8, row * 8, 8, 8)), &least, &most);
      if (!luma.chroma[0].empty()) {
        const auto at =
            static_cast<std::size_t>(row) * static_cast<std::size_t>(luma.columns) + static_cast<std::size_t>(column);
        blue = static_cast<double>(luma.chroma[0][at]), red = static_cast<double>(luma.chroma[1][at]);
      }
      const auto [low, high] = std::minmax({1.402 * red, 1.772 * blue, -0.344 * blue - 0.714 * red});  // JFIF
      if (least + low < kDark || most + high > kBright) out.at<uchar>(y, x) = 255;
    }
  return out;
}

}  // namespace cotejo::tamper
