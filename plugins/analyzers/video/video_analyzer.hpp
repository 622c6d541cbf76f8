// The `video` analyzer: a video's bytes -> upright frames sampled over its time.
#pragma once
#include <cotejo/opencv.hpp>
#include <cotejo/plugin.hpp>

#include "frame_choice.hpp"
#include "frame_decoder.hpp"
#include "video_packets.hpp"

namespace video_analyzer {

using namespace cotejo;

class VideoAnalyzer final : public Analyzer {
 public:
  static constexpr About about{"video", "1.0.0", "Samples upright frames of a video (MP4, MOV, WebM) over its time"};
  static constexpr bool parallel = true;  // nothing is kept from call to call

  struct Params {
    std::int64_t frames = 8;
    double max_seconds = 60;
    std::int64_t max_side = 640;
    std::int64_t max_resolution = 4096;
    static void describe(ParamSet<Params>& set) {
      set.add("frames", &Params::frames, "Frames to sample, evenly over the video").range(1, 256);
      set.add("max_seconds", &Params::max_seconds, "Longer videos are refused").range(0.1, 3600);
      set.add("max_side", &Params::max_side, "Pixels of a frame's longer side; larger ones are shrunk to it")
          .range(64, 4096);
      set.add("max_resolution", &Params::max_resolution, "Videos with a longer side above this are refused")
          .range(64, 8192);
    }
  };

  explicit VideoAnalyzer(const Params& params) : params_(params) {}

  Port<Evidence> evidence{this, "evidence", "evidence", "The video as it was submitted"};

  Trait<Frames> frames{this, "frames", "Upright, three bytes a pixel, in the order of time"};
  Trait<double> duration{this, "duration", "Seconds, measured from the pictures"};
  Trait<std::int64_t> width{this, "width", "Pixels of the submitted video, upright"};
  Trait<std::int64_t> height{this, "height", "Pixels of the submitted video, upright"};
  Trait<double> frame_rate{this, "frame_rate", "Pictures a second"};

  Code unreadable{this, "evidence.unreadable"};
  Code truncated{this, "evidence.truncated"};
  Code too_long{this, "evidence.too_long"};
  Code too_many_pixels{this, "evidence.too_many_pixels"};
  Code media_type_mismatch{this, "evidence.media_type_mismatch"};

  Status run(Call& call) override {
    const auto file = call.get(evidence);
    if (!containers::may_be(file->media_type, {"video/"}))
      return call.reject(media_type_mismatch, "the declared media type is not a video's");
    const Limits limits{params_.max_seconds, static_cast<int>(params_.max_resolution)};
    const Stop stop = [&] { return call.cancelled(); };
    const auto read = read_packets(file->data, limits, stop);
    if (const auto* error = std::get_if<VideoError>(&read)) return refuse(call, *error);
    const auto& video = std::get<Packets>(read);
    const auto chosen = choose_frames(video.packets, video.duration, static_cast<int>(params_.frames));
    const auto decoded = decode_frames(
        video, chosen, static_cast<int>(params_.max_side), limits,
        [&](std::uint64_t size) { return call.allocate(size); }, stop);
    if (const auto* error = std::get_if<VideoError>(&decoded)) return refuse(call, *error);
    report(call, video, std::get<std::vector<Frame>>(decoded));
    return Status::ok;
  }

 private:
  Status refuse(Call& call, VideoError error) {
    switch (error) {
      case VideoError::cancelled:
        return Status::cancelled;
      case VideoError::out_of_memory:
        return call.unavailable("no memory for the frames");
      case VideoError::too_long:
        return call.reject(too_long, "longer than max_seconds, or more pictures than such a video has");
      case VideoError::too_many_pixels:
        return call.reject(too_many_pixels, "larger than max_resolution");
      case VideoError::truncated:
        return call.reject(truncated, "the file ends before the video does");
      case VideoError::unreadable:
        break;
    }
    return call.reject(unreadable, "no video that can be decoded");
  }

  void report(Call& call, const Packets& video, const std::vector<Frame>& decoded) {
    std::vector<Image> images;
    for (const auto& frame : decoded) {
      const auto whole =
          Image::whole(static_cast<std::uint32_t>(frame.pixels.cols), static_cast<std::uint32_t>(frame.pixels.rows));
      images.push_back(as_image(frame.pixels, whole, static_cast<std::int64_t>(frame.time * 1e9)));
    }
    const bool swapped = video.quarter_turns % 2 == 1;
    call.emit(frames, images, std::chrono::nanoseconds(static_cast<std::int64_t>(video.duration * 1e9)));
    call.emit(duration, video.duration, 1);
    call.emit(width, std::int64_t{swapped ? video.codec->height : video.codec->width}, 1);
    call.emit(height, std::int64_t{swapped ? video.codec->width : video.codec->height}, 1);
    call.emit(frame_rate, video.frame_rate, 1);
  }

  const Params params_;
};

}  // namespace video_analyzer
