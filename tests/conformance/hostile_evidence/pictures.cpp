#include <opencv2/imgcodecs.hpp>

#include "bits.hpp"
#include "corpus.hpp"

namespace cotejo::hostile {
namespace {

const Codes kCut{"evidence.unreadable", "evidence.truncated"};
const Codes kTooMany{"evidence.too_many_pixels"};
const Codes kMismatch{"evidence.media_type_mismatch"};

// The start of a frame: length, bits, height, width.
std::string jpeg_of(const std::string& sound, std::uint32_t width, std::uint32_t height) {
  return patched(sound, place_of(sound, "\xff\xc0") + 5, big(height, 2) + big(width, 2));
}

void add_jpegs(std::vector<Specimen>& all) {
  const std::string sound = sound_picture(".jpg"), type = "image/jpeg";
  const auto scan = place_of(sound, "\xff\xda");
  const auto add = [&](const std::string& name, std::string bytes, const Codes& codes) {
    all.push_back({"jpeg_" + name, type, std::move(bytes), codes});
  };
  add("of_absurd_sides", jpeg_of(sound, 65'500, 65'500), kTooMany);
  add("without_width", jpeg_of(sound, 0, 48), kUnreadable);
  add("without_height", jpeg_of(sound, 64, 0), kUnreadable);
  add("of_a_thousand_scans",
      sound.substr(0, scan) + repeated(sound.substr(scan, sound.size() - scan - 2), 1000) + "\xff\xd9", kUnreadable);
  add("of_endless_segments", sound.substr(0, 2) + repeated(jpeg_segment(0xe1, std::string(65'000, 'x')), 64),
      kTruncated);
  add("of_endless_fill", sound.substr(0, 2) + std::string(4u << 20, '\xff'), kTruncated);
  add("of_two_frames", sound.substr(0, scan) + sound.substr(place_of(sound, "\xff\xc0")), kUnreadable);
  add("without_a_scan", sound.substr(0, scan) + "\xff\xd9", kUnreadable);
  add("that_ends_at_once", "\xff\xd8\xff\xd9", kUnreadable);
  add("with_a_segment_of_no_length", sound.substr(0, 2) + std::string("\xff\xe0\0\0", 4) + sound.substr(2),
      kUnreadable);
  add("with_an_endless_exif",
      sound.substr(0, 2) + jpeg_segment(0xe1, std::string("Exif\0\0MM\0*", 10) + big(0xffffffff, 4) + big(0xffff, 2)) +
          sound.substr(2, scan - 2),
      kTruncated);
  add("that_is_a_png", sound_picture(".png"), kMismatch);
  add("that_is_a_pdf", "%PDF-1.4\n" + sound, kUnreadable);
  add("behind_a_gif", "GIF89a" + sound, kUnreadable);
  add("that_is_a_zip", std::string("PK\x03\x04\x14\0\x08\0\x08\0", 10) + deflated_zeros(64u << 20), kUnreadable);
  add("that_is_a_script", "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", kUnreadable);
  add("that_is_a_bmp", "BM" + little(54 + 3u * 100'000 * 100'000, 4) + std::string(48, '\0'), kUnreadable);
  add(
      "of_noise",
      [] {
        std::string noise(1u << 20, '\0');
        std::uint32_t state = 1;
        for (char& c : noise) c = static_cast<char>((state = state * 1664525 + 1013904223) >> 24);
        return noise;
      }(),
      kUnreadable);
  add("of_zeros", std::string(1u << 20, '\0'), kUnreadable);
}

void add_pngs(std::vector<Specimen>& all) {
  const std::string sound = sound_picture(".png");
  const auto add = [&](const std::string& name, std::string bytes, const Codes& codes) {
    all.push_back({"png_" + name, "image/png", std::move(bytes), codes});
  };
  add("of_absurd_sides", black_png(60'000, 60'000, 1), kTooMany);
  add("of_the_largest_sides", black_png(0x7fffffff, 0x7fffffff, 0), kTooMany);
  add("of_sides_beyond", black_png(0xffffffff, 0xffffffff, 0), kUnreadable);
  add("without_sides", black_png(0, 0, 1), kUnreadable);
  add("that_inflates_without_end", black_png(20'000, 20'000, 20'000), kTooMany);
  add("with_less_data_than_rows", black_png(6000, 6000, 10), kUnreadable);
  add("of_two_headers", png_header(64, 48) + sound.substr(8), kUnreadable);
  add("without_a_header", kPng + png_chunk("IDAT", deflated_zeros(100)) + png_chunk("IEND", ""), kUnreadable);
  add("without_data", png_header(64, 48) + png_chunk("IEND", ""), kUnreadable);
  add("with_a_chunk_of_absurd_length", sound.substr(0, 33) + big(0xffffffff, 4) + "tEXt" + sound.substr(33),
      kTruncated);
  add("with_a_wrong_sum", patched(sound, 29, "\1\2\3\4"), kUnreadable);
  add("that_is_an_animation", sound.substr(0, 33) + png_chunk("acTL", big(1'000'000, 4) + big(0, 4)) + sound.substr(33),
      kUnreadable);
  add("of_endless_chunks", sound.substr(0, 33) + repeated(png_chunk("teXt", ""), 300'000), kTruncated);
  add("that_is_a_jpeg", sound_picture(".jpg"), kMismatch);
}

void add_webps(std::vector<Specimen>& all) {
  const std::string sound = sound_picture(".webp");
  const auto riff = [](const std::string& chunks) { return "RIFF" + little(chunks.size() + 4, 4) + "WEBP" + chunks; };
  const auto chunk = [](const std::string& type, const std::string& body) {
    return type + little(body.size(), 4) + body;
  };
  const auto extended = [&](std::uint8_t flags) {
    return chunk("VP8X", little(flags, 4) + little(0xffffff, 3) + little(0xffffff, 3));
  };
  const auto add = [&](const std::string& name, std::string bytes, const Codes& codes) {
    all.push_back({"webp_" + name, "image/webp", std::move(bytes), codes});
  };
  add("of_the_largest_sides",
      patched(sound, place_of(sound, "\x9d\x01\x2a") + 3, little(0x3fff, 2) + little(0x3fff, 2)), kTooMany);
  add("without_sides", patched(sound, place_of(sound, "\x9d\x01\x2a") + 3, std::string(4, '\0')), kUnreadable);
  add("of_an_absurd_canvas", riff(extended(0) + sound.substr(12)), kUnreadable);
  add("that_is_an_animation", riff(extended(2) + sound.substr(12)), kUnreadable);
  add("without_a_picture", riff(extended(0)), kUnreadable);
  add("of_absurd_length", patched(sound, 4, little(0xfffffffe, 4)), kTruncated);
  add("of_two_pictures", riff(sound.substr(12) + sound.substr(12)), kUnreadable);
  add("of_endless_chunks", riff(repeated(chunk("JUNK", ""), 300'000)), kUnreadable);
}

}  // namespace

std::string sound_picture(const std::string& extension) {
  cv::Mat picture(48, 64, CV_8UC3);
  cv::RNG(7).fill(picture, cv::RNG::UNIFORM, 40, 200);
  std::vector<std::uint8_t> bytes;
  // Lossy WebP: without a quality it would be the other kind.
  if (!cv::imencode(extension, picture, bytes,
                    extension == ".webp" ? std::vector<int>{cv::IMWRITE_WEBP_QUALITY, 90} : std::vector<int>{}))
    throw std::runtime_error("no encoder for " + extension);
  return {bytes.begin(), bytes.end()};
}

std::vector<Specimen> hostile_pictures() {
  std::vector<Specimen> all{{"picture_of_zero_bytes", "image/jpeg", "", kCut},
                            {"picture_of_one_byte", "image/jpeg", "\xff", kUnreadable},
                            {"picture_of_unknown_format", "image/heic",
                             "\0\0\0\x18"
                             "ftypheic",
                             kUnreadable}};
  add_jpegs(all);
  add_pngs(all);
  add_webps(all);
  return all;
}

}  // namespace cotejo::hostile
