#include "videos.hpp"

#include "bits.hpp"
#include "corpus.hpp"

namespace cotejo::hostile {
namespace {

// Behind the name of a box of samples: version and flags, then the count.
std::string with_count(const std::string& sound, const std::string& name, std::size_t behind, std::uint32_t count) {
  return patched(sound, place_of(sound, name) + name.size() + behind, big(count, 4));
}

}  // namespace

std::string sound_video(const std::string& container) {
  video_analyzer::testing::Recipe recipe;
  recipe.pictures = 20;
  recipe.rate = 10;
  recipe.width = 96;
  recipe.height = 64;
  recipe.container = container;
  recipe.codec = container == "webm" ? "libvpx" : "libx264";
  const auto file = video_analyzer::testing::make_video(recipe);
  return {file.begin(), file.end()};
}

std::vector<Specimen> hostile_videos() {
  const std::vector<std::string> unreadable{"evidence.unreadable"},
      bad{"evidence.unreadable", "evidence.truncated", "evidence.too_long", "evidence.too_many_pixels"};
  const std::vector<std::string> any;  // the pictures themselves know better
  const std::string mp4 = sound_video("mp4"), webm = sound_video("webm");
  const std::string head = mp4.substr(0, place_of(mp4, "ftyp") - 4 + 32);
  std::vector<Specimen> all;
  const auto add = [&](const std::string& name, std::string bytes, const std::vector<std::string>& codes,
                       const std::string& type = "video/mp4") {
    all.push_back({"video_" + name, type, std::move(bytes), codes});
  };
  add("of_zero_bytes", "", bad);
  add("of_zeros", std::string(1u << 20, '\0'), unreadable);
  add("of_a_head_alone", head, bad);
  // ---- what an index may claim
  add("of_absurd_sizes", with_count(mp4, "stsz", 8, 0xffffffff), bad);
  add("of_absurd_equal_sizes", patched(mp4, place_of(mp4, "stsz") + 8, big(1, 4) + big(0xffffffff, 4)), bad);
  add("of_absurd_times", with_count(mp4, "stts", 4, 0xffffffff), bad);
  add("of_absurd_samples_of_one_time", with_count(mp4, "stts", 8, 0xffffffff), any);
  add("of_absurd_chunks", with_count(mp4, "stsc", 4, 0xffffffff), bad);
  add("of_absurd_places", with_count(mp4, "stco", 4, 0xffffffff), bad);
  add("with_places_outside", patched(mp4, place_of(mp4, "stco") + 12, big(0xfffffff0, 4)), bad);
  add("of_absurd_sides", patched(mp4, place_of(mp4, "avc1") + 28, big(0xffff, 2) + big(0xffff, 2)), any);
  add("of_sides_of_zero", patched(mp4, place_of(mp4, "avcC") + 8, std::string(24, '\0')), bad);
  add("of_absurd_time_scale", patched(mp4, place_of(mp4, "mdhd") + 16, big(1, 4)), any);
  add("without_an_index", patched(mp4, place_of(mp4, "moov"), "skip"), bad);
  add("without_tracks", patched(mp4, place_of(mp4, "trak"), "free"), bad);
  // ---- headers without end
  add("of_a_box_that_never_ends", head + big(0, 4) + "moov" + repeated(box("free", ""), 100'000), bad);
  add("of_a_box_of_absurd_length", head + big(1, 4) + "moov" + big(0x7fffffffffffffff, 8) + mp4.substr(40), bad);
  add("of_endless_boxes", head + repeated(box("free", ""), 500'000), bad);
  add(
      "of_boxes_in_boxes",
      head +
          [] {
            std::string inner;
            for (int i = 0; i < 10'000; ++i) inner = box("moov", inner);
            return inner;
          }(),
      bad);
  add("of_tracks_without_end", head + box("moov", repeated(box("trak", box("tkhd", std::string(84, '\0'))), 20'000)),
      bad);
  add("of_an_endless_webm",
      webm.substr(0, 4) + std::string("\x01\xff\xff\xff\xff\xff\xff\xff", 8) + std::string(1u << 20, '\xec'), bad,
      "video/webm");
  add("of_endless_voids",
      webm.substr(0, place_of(webm, "\x18\x53\x80\x67")) +
          std::string("\x18\x53\x80\x67\x01\xff\xff\xff\xff\xff\xff\xff", 12) +
          repeated(std::string("\xec\x80", 2), 500'000),
      bad, "video/webm");
  add("of_deep_webm",
      webm.substr(0, place_of(webm, "\x18\x53\x80\x67")) +
          repeated(std::string("\x18\x53\x80\x67\x01\xff\xff\xff\xff\xff\xff\xff", 12), 20'000),
      bad, "video/webm");
  // ---- what is no video, and names others
  add("that_is_a_playlist", "#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n", unreadable);
  add("that_lists_files", "ffconcat version 1.0\nfile '/etc/passwd'\n", unreadable);
  add("that_is_a_session", "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\nm=video 5000 RTP/AVP 96\r\n", unreadable);
  add("that_is_an_avi", "RIFF" + little(0xffffffff, 4) + "AVI LIST" + little(0xffffffff, 4) + "hdrl", unreadable);
  add("that_is_a_jpeg", sound_picture(".jpg"), unreadable);
  add("that_is_a_document", sound_document, unreadable);
  add("that_is_a_zip", std::string("PK\x03\x04", 4) + deflated_zeros(64u << 20), unreadable);
  return all;
}

}  // namespace cotejo::hostile
