// The `image` analyzer: decodes a photo into upright pixels and measures how well it was taken.
#pragma once
#include <cmath>
#include <cotejo/opencv.hpp>
#include <cotejo/plugin.hpp>

#include "image_decoder.hpp"
#include "image_quality.hpp"

namespace image_analyzer {

using namespace cotejo;

class ImageAnalyzer final : public Analyzer {
 public:
  static constexpr About about{"image", "1.0.0",
                               "Decodes a photo (JPEG, PNG, WebP) upright and measures how well it was taken"};

  // The thresholds of the items were set on sharp and artificially spoilt photos; see README.md.
  struct Params {
    double max_pixels = 50e6;
    std::int64_t max_side = 2400;
    std::int64_t min_side = 300;
    double min_sharpness = 0.2;
    double min_exposure = 0.1;
    double max_exposure = 0.93;
    double max_glare = 0.02;
    static void describe(ParamSet<Params>& set) {
      set.add("max_pixels", &Params::max_pixels, "Photos with more pixels are refused before they are decoded")
          .range(1, 268435456);
      set.add("max_side", &Params::max_side, "Pixels of the longer side; larger photos are shrunk to it")
          .range(64, 16384);
      set.add("min_side", &Params::min_side, "Pixels of the shorter side below which image.too_small is reported")
          .range(1, 16384);
      set.add("min_sharpness", &Params::min_sharpness, "Sharpness below which image.blurred is reported").range(0, 1);
      set.add("min_exposure", &Params::min_exposure, "Exposure below which image.too_dark is reported").range(0, 1);
      set.add("max_exposure", &Params::max_exposure, "Exposure above which image.overexposed is reported").range(0, 1);
      set.add("max_glare", &Params::max_glare, "Share of the photo under glare above which image.glare is reported")
          .range(0, 1);
    }
  };

  explicit ImageAnalyzer(const Params& params) : params_(params) {}

  Port<Evidence> evidence{this, "evidence", "evidence", "The photo as it was submitted"};

  Trait<Image> pixels{this, "pixels", "Upright, three bytes a pixel"};
  Trait<std::int64_t> width{this, "width", "Pixels of the submitted photo, upright"};
  Trait<std::int64_t> height{this, "height", "Pixels of the submitted photo, upright"};
  Trait<double> sharpness{this, "sharpness", "Score, 0 blurred .. 1 sharp"};
  Trait<double> exposure{this, "exposure", "Mean luminance, 0 black .. 1 white"};
  Trait<double> glare{this, "glare", "Share of the photo under burnt-out spots"};
  Trait<std::string> media_type_trait{this, "media_type", "What the bytes are"};

  Code unreadable{this, "evidence.unreadable"};
  Code truncated{this, "evidence.truncated"};
  Code too_many_pixels{this, "evidence.too_many_pixels"};
  Code media_type_mismatch{this, "evidence.media_type_mismatch"};
  Code too_small{this, "image.too_small"};
  Code blurred{this, "image.blurred"};
  Code too_dark{this, "image.too_dark"};
  Code overexposed{this, "image.overexposed"};
  Code glaring{this, "image.glare"};

  Status run(Call& call) override {
    const auto file = call.get(evidence);
    const auto read = read_header(file->data);
    if (const auto* error = std::get_if<HeaderError>(&read)) return refuse(call, *error);
    const Header& header = std::get<Header>(read);
    if (!agrees(file->media_type, header.format)) {
      return call.reject(media_type_mismatch, "the bytes are not of the declared media type");
    }
    DecodeLimits limits;
    limits.max_pixels = params_.max_pixels;
    limits.max_side = static_cast<int>(params_.max_side);
    const auto decoded = decode(file->data, header, limits, [&](std::uint64_t size) { return call.allocate(size); });
    if (const auto* error = std::get_if<DecodeError>(&decoded)) return refuse(call, *error);
    if (call.cancelled()) return Status::cancelled;
    report(call, header, std::get<Decoded>(decoded));
    return Status::ok;
  }

 private:
  Status refuse(Call& call, HeaderError error) {
    switch (error) {
      case HeaderError::truncated:
        return call.reject(truncated, "the file ends before the picture does");
      case HeaderError::malformed:
        return call.reject(unreadable, "the file breaks its format's rules or is a variant that is not read");
      case HeaderError::not_an_image:
        break;
    }
    return call.reject(unreadable, "the bytes are neither JPEG, PNG nor WebP");
  }

  Status refuse(Call& call, DecodeError error) {
    switch (error) {
      case DecodeError::too_many_pixels:
        return call.reject(too_many_pixels, "more pixels than max_pixels");
      case DecodeError::out_of_memory:
        return call.unavailable("no memory for the decoded pixels");
      case DecodeError::unreadable:
        break;
    }
    return call.reject(unreadable, "the picture cannot be decoded");
  }

  void report(Call& call, const Header& header, const Decoded& decoded) {
    const auto& picture = decoded.pixels;
    const auto whole = Image::whole(static_cast<std::uint32_t>(picture.cols), static_cast<std::uint32_t>(picture.rows));
    const Quality quality = measure_quality(picture);  // before the pixels are handed over
    call.emit(pixels, as_image(picture, whole));
    call.emit(width, static_cast<std::int64_t>(decoded.width), 1);
    call.emit(height, static_cast<std::int64_t>(decoded.height), 1);
    call.emit(media_type_trait, media_type(header.format), 1);
    call.emit(sharpness, quality.sharpness, 1);
    call.emit(exposure, quality.exposure, 1);
    call.emit(glare, quality.glare, 1);

    const auto shorter = static_cast<double>(std::min(decoded.width, decoded.height));
    below(call, too_small, "pixels", shorter, static_cast<double>(params_.min_side));
    below(call, blurred, "sharpness", quality.sharpness, params_.min_sharpness);
    below(call, too_dark, "exposure", quality.exposure, params_.min_exposure);
    above(call, overexposed, "exposure", quality.exposure, params_.max_exposure, 1);
    above(call, glaring, "glare", quality.glare, params_.max_glare, params_.max_glare + 0.1);
  }

  // The confidence of these items is a score: 0.5 at the limit, 1 at the end of the scale.
  void below(Call& call, const Code& code, std::string_view what, double value, double limit) {
    if (value >= limit) return;
    item(call, code, what, value, limit, (limit - value) / limit);
  }
  void above(Call& call, const Code& code, std::string_view what, double value, double limit, double end) {
    if (value <= limit) return;
    item(call, code, what, value, limit, (value - limit) / (end - limit));
  }
  void item(Call& call, const Code& code, std::string_view what, double value, double limit, double distance) {
    call.item(code, Severity::minor, 0.5 + 0.5 * std::clamp(distance, 0.0, 1.0), {evidence},
              {{what, std::round(value * 1e4) / 1e4}, {"limit", limit}});
  }

  const Params params_;
};

}  // namespace image_analyzer
