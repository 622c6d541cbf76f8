#include "domain/png.hpp"

#include <png.h>

#include <vector>

#include "domain/digest.hpp"

namespace cotejo::domain {

Result<std::shared_ptr<const Bytes>> png(const Image& image) {
  png_image header{};
  header.version = PNG_IMAGE_VERSION;
  header.width = image.width;
  header.height = image.height;
  header.format = image.format == PixelFormat::gray8 ? PNG_FORMAT_GRAY : PNG_FORMAT_BGR;
  const auto stride = static_cast<png_int_32>(image.stride);
  auto file = std::make_shared<std::vector<std::uint8_t>>(PNG_IMAGE_PNG_SIZE_MAX(header));
  png_alloc_size_t size = file->size();
  if (!image.pixels || !png_image_write_to_memory(&header, file->data(), &size, 0, image.pixels.get(), stride, nullptr))
    return make_error(Scope::platform, "platform.memory", "a picture could not be encoded");
  file->resize(size);
  file->shrink_to_fit();
  auto bytes = std::make_shared<Bytes>();
  bytes->data = file->data();
  bytes->size = file->size();
  bytes->media_type = "image/png";
  bytes->digest = digest_of({reinterpret_cast<const char*>(file->data()), file->size()});
  bytes->owner = std::move(file);
  return std::shared_ptr<const Bytes>(std::move(bytes));
}

}  // namespace cotejo::domain
