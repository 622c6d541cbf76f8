#include <sound_decoder.hpp>

#include "bits.hpp"
#include "corpus.hpp"
#include "made_sound.hpp"
#include "write_sound.hpp"

namespace cotejo::hostile {
namespace {

using audio_analyzer::testing::Recipe;

std::string written(const Recipe& recipe) {
  const auto file = audio_analyzer::testing::write_sound(audio_analyzer::testing::talk(1), recipe);
  return {file.begin(), file.end()};
}

// A WAV file whose header says so.
std::string wav(std::uint64_t channels, std::uint64_t rate, std::uint64_t block, std::uint64_t bits,
                const std::string& samples, std::uint64_t format = 1) {
  const std::string head = "WAVEfmt " + little(16, 4) + little(format, 2) + little(channels, 2) + little(rate, 4) +
                           little(rate * block, 4) + little(block, 2) + little(bits, 2) + "data" +
                           little(samples.size(), 4) + samples;
  return "RIFF" + little(head.size(), 4) + head;
}

}  // namespace

std::string sound_recording(const std::string& container) {
  if (container == "wav") return written({});
  if (container == "m4a") return written({.codec = "aac", .container = "mp4"});
  if (container == "ogg") return written({.codec = "libopus", .container = "ogg", .rate = 48000});
  if (container == "mp3") return written({.codec = "libmp3lame", .container = "mp3"});
  return written({.codec = "flac", .container = "flac"});
}

std::vector<Specimen> hostile_sounds() {
  const std::vector<std::string> unreadable{"evidence.unreadable"},
      bad{"evidence.unreadable", "evidence.truncated", "evidence.too_long", "evidence.too_large"};
  const std::vector<std::string> any;
  const std::string m4a = sound_recording("m4a"), ogg = sound_recording("ogg"), flac = sound_recording("flac"),
                    second(32000, '\x10');
  std::vector<Specimen> all;
  const auto add = [&](const std::string& name, std::string bytes, const std::vector<std::string>& codes,
                       const std::string& type = "audio/wav") {
    all.push_back({"sound_" + name, type, std::move(bytes), codes});
  };
  add("of_zero_bytes", "", bad);
  add("of_zeros", std::string(1U << 20, '\0'), unreadable);
  add("of_a_head_alone", wav(1, 16000, 2, 16, ""), bad);
  // ---- what a header may claim
  add("of_absurd_rate", wav(1, 0xfffffff0, 2, 16, second), bad);
  add("of_no_rate", wav(1, 0, 2, 16, second), bad);
  add("of_absurd_channels", wav(0xffff, 16000, 0xffff, 8, second), bad);
  add("of_no_channels", wav(0, 16000, 2, 16, second), bad);
  add("of_no_block", wav(1, 16000, 0, 16, second), any);
  add("of_absurd_bits", wav(1, 16000, 2, 0xffff, second), bad);
  add("of_an_unknown_codec", wav(1, 16000, 2, 16, second, 0x1234), bad);
  add("of_one_sample_a_second", wav(1, 1, 1, 8, second), bad);
  add("of_hours_in_small", wav(1, 8000, 1, 8, std::string(20U << 20, '\x80')), bad);
  add("of_absurd_length", patched(wav(1, 16000, 2, 16, second), 40, little(0x40000000, 4)), bad);
  add("of_infinite_samples", wav(1, 16000, 4, 32, repeated(little(0x7f800000, 4) + little(0x7fc00001, 4), 8000), 3),
      any);
  add("of_absurd_m4a_sizes", patched(m4a, place_of(m4a, "stsz") + 12, big(0xffffffff, 4)), bad, "audio/mp4");
  add("of_absurd_m4a_times", patched(m4a, place_of(m4a, "stts") + 12, big(0xffffffff, 4)), any, "audio/mp4");
  add("of_m4a_without_an_index", patched(m4a, place_of(m4a, "moov"), "skip"), bad, "audio/mp4");
  add("of_an_absurd_ogg_time", patched(ogg, ogg.rfind("OggS") + 6, big(0x7fffffffffffffff, 8)), any, "audio/ogg");
  add("of_endless_ogg_pages", ogg.substr(0, 200) + repeated("OggS" + std::string(23, '\0'), 200'000), bad, "audio/ogg");
  add("of_an_absurd_flac", patched(flac, 18, std::string(8, '\xff')), bad, "audio/flac");
  // ---- what is no sound, and names others
  add("that_is_a_playlist", "#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n", unreadable, "audio/mpeg");
  add("that_lists_files", "ffconcat version 1.0\nfile '/etc/passwd'\n", unreadable);
  add("that_is_a_jpeg", sound_picture(".jpg"), bad);
  add("that_is_a_document", sound_document, unreadable);
  add("that_is_tags_alone", "ID3\x04" + std::string(2, '\0') + "\x7f\x7f\x7f\x7f" + std::string(1U << 20, 'T'), bad,
      "audio/mpeg");
  return all;
}

}  // namespace cotejo::hostile
