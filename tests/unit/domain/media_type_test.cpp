#include "domain/media_type.hpp"

#include <gtest/gtest.h>

namespace cotejo::domain {
namespace {

TEST(MediaClass, IgnoresParametersThatCanBeShown) {
  EXPECT_EQ(media_class("Image/JPEG"), "image");
  EXPECT_EQ(media_class("application/json; charset=utf-8"), "json");
  EXPECT_EQ(media_class("text/html"), "");
  for (const char* bad : {"image/jpeg; x=\xff", "image/jpeg; x=\n", "image/jpeg;\x7f"}) EXPECT_EQ(media_class(bad), "");
}

TEST(MediaClass, SoundThatPhonesAndBrowsersRecordIsTaken) {
  for (const char* type : {"audio/wav", "audio/mpeg", "audio/mp4", "audio/x-m4a", "audio/aac", "audio/ogg; codecs=opus",
                           "audio/webm", "audio/flac", "audio/amr", "audio/3gpp", "audio/mp3", "application/ogg"})
    EXPECT_EQ(media_class(type), "audio") << type;
}

TEST(SniffMediaType, KnowsSoundByItsFirstBytes) {
  const auto sniffed = [](std::string_view head) {
    return sniff_media_type({reinterpret_cast<const std::uint8_t*>(head.data()), head.size()});
  };
  EXPECT_EQ(sniffed("\xff\xfb\x90\x64"), "audio/mpeg");
  EXPECT_EQ(sniffed("\xff\xf3\x40\xc4"), "audio/mpeg");
  EXPECT_EQ(sniffed("\xff\xe3\x18\xc4"), "audio/mpeg");
  EXPECT_EQ(sniffed("\xff\xf1\x50\x80"), "audio/aac");
  EXPECT_EQ(sniffed("\xff\xf9\x50\x80"), "audio/aac");
  EXPECT_EQ(sniffed("#!AMR\n"), "audio/amr");
  EXPECT_EQ(sniffed("\xff\xd8\xff\xe0"), "image/jpeg");
}

}  // namespace
}  // namespace cotejo::domain
