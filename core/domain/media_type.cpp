#include "domain/media_type.hpp"

#include <algorithm>
#include <utility>

namespace cotejo::domain {
namespace {

constexpr std::pair<std::string_view, std::string_view> kClasses[] = {
    {"application/json", "json"},  {"image/jpeg", "image"},      {"image/png", "image"},
    {"image/webp", "image"},       {"image/heic", "image"},      {"image/heif", "image"},
    {"video/mp4", "video"},        {"video/quicktime", "video"}, {"video/webm", "video"},
    {"video/x-matroska", "video"}, {"video/x-msvideo", "video"}, {"video/3gpp", "video"},
    {"audio/wav", "audio"},        {"audio/x-wav", "audio"},     {"audio/mpeg", "audio"},
    {"audio/ogg", "audio"},        {"audio/mp4", "audio"},       {"audio/flac", "audio"},
    {"audio/wave", "audio"},       {"audio/vnd.wave", "audio"},  {"audio/aac", "audio"},
    {"audio/x-m4a", "audio"},      {"audio/webm", "audio"},      {"audio/opus", "audio"},
    {"audio/amr", "audio"},        {"audio/3gpp", "audio"},      {"audio/mp3", "audio"},
    {"audio/m4a", "audio"},        {"audio/x-flac", "audio"},    {"application/ogg", "audio"},
    {"application/pdf", "pdf"},
};

struct Magic {
  std::size_t at;
  std::string_view bytes;
  std::string_view media_type;
};

using namespace std::string_view_literals;

// From the formats' specifications; the first that fits counts.
constexpr Magic kMagic[] = {
    {0, "\xff\xd8\xff"sv, "image/jpeg"}, {0, "\x89PNG\r\n\x1a\n"sv, "image/png"},
    {8, "WEBP"sv, "image/webp"},         {8, "AVI "sv, "video/x-msvideo"},
    {8, "WAVE"sv, "audio/wav"},          {4, "ftypheic"sv, "image/heic"},
    {4, "ftypmif1"sv, "image/heif"},     {4, "ftypqt"sv, "video/quicktime"},
    {4, "ftypM4A"sv, "audio/mp4"},       {4, "ftyp3g"sv, "video/3gpp"},
    {4, "ftyp"sv, "video/mp4"},          {0, "\x1a\x45\xdf\xa3"sv, "video/webm"},
    {0, "OggS"sv, "audio/ogg"},          {0, "fLaC"sv, "audio/flac"},
    {0, "ID3"sv, "audio/mpeg"},          {0, "\xff\xfb"sv, "audio/mpeg"},
    {0, "\xff\xf3"sv, "audio/mpeg"},     {0, "\xff\xf1"sv, "audio/aac"},
    {0, "\xff\xfa"sv, "audio/mpeg"},     {0, "\xff\xf2"sv, "audio/mpeg"},
    {0, "\xff\xe3"sv, "audio/mpeg"},     {0, "\xff\xf9"sv, "audio/aac"},
    {0, "#!AMR"sv, "audio/amr"},         {0, "%PDF-"sv, "application/pdf"},
};

}  // namespace

std::string_view media_class(std::string_view media_type) {
  // It is stored and shown as it came, parameters and all.
  if (!std::ranges::all_of(media_type, [](char c) { return c >= ' ' && c < '\x7f'; })) return {};
  const auto bare = media_type.substr(0, media_type.find_first_of("; "));
  for (const auto& [known, group] : kClasses)
    if (known.size() == bare.size() && std::equal(known.begin(), known.end(), bare.begin(), [](char a, char b) {
          return a == (b >= 'A' && b <= 'Z' ? static_cast<char>(b - 'A' + 'a') : b);
        }))
      return group;
  return {};
}

std::string_view usual_files(std::string_view media_class) {
  constexpr std::pair<std::string_view, std::string_view> files[] = {{"image", "JPG, PNG, WebP"},
                                                                     {"video", "MP4, MOV, WebM"},
                                                                     {"audio", "WAV, MP3, M4A, OGG"},
                                                                     {"pdf", "PDF"},
                                                                     {"json", "JSON"}};
  for (const auto& [group, names] : files)
    if (group == media_class) return names;
  return {};
}

std::string_view sniff_media_type(std::span<const std::uint8_t> bytes) {
  const std::string_view text{reinterpret_cast<const char*>(bytes.data()), bytes.size()};
  for (const auto& magic : kMagic)
    if (text.substr(std::min(magic.at, text.size())).starts_with(magic.bytes)) return magic.media_type;
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first != std::string_view::npos && (text[first] == '{' || text[first] == '[')) return "application/json";
  return "application/octet-stream";
}

}  // namespace cotejo::domain
