#include "plugins/isolation/wire.hpp"

namespace cotejo::plugins::isolation {
namespace {

// Sides and rows beyond which the extent of an image could overflow; what is an image that the host takes is said by
// HostCall.
constexpr std::uint32_t kMaxSide = 1u << 20;
constexpr std::uint64_t kMaxStride = 1ull << 32;
constexpr std::uint64_t kMaxSamples = 1ull << 40;

std::uint64_t extent(const cotejo_image& image) {
  return image.stride * (image.height - 1) + std::uint64_t{image.width} * image.format;
}
bool measurable(const cotejo_image& image) {
  return (image.format == COTEJO_GRAY8 || image.format == COTEJO_BGR8) && image.width > 0 && image.width <= kMaxSide &&
         image.height > 0 && image.height <= kMaxSide && image.stride <= kMaxStride &&
         image.stride >= std::uint64_t{image.width} * image.format;
}

bool write_block(Writer& to, const void* data, std::uint64_t size, Placing& placing) {
  const auto location = placing.place(data, size);
  if (!location) return false;
  to.number(static_cast<std::uint32_t>(location->in));
  to.number(location->offset);
  return true;
}

const std::uint8_t* read_block(Reader& from, std::uint64_t size, const Memory& memory) {
  const auto in = from.number<std::uint32_t>();
  const auto offset = from.number<std::uint64_t>();
  if (in > 1) from.fail();
  if (from.failed()) return nullptr;
  const auto* found = memory.at({static_cast<Location::In>(in), offset}, size);
  if (!found) from.fail();
  return found;
}

// An image that cannot be measured is sent without pixels: the host refuses it as it refuses one of a plugin of its
// own.
bool write_image(Writer& to, const cotejo_image* image, Placing& placing) {
  const bool sound = image && image->pixels && measurable(*image);
  to.number<std::uint32_t>(sound);
  if (!sound) return true;
  to.number(image->format);
  to.number(image->width);
  to.number(image->height);
  to.number(image->stride);
  to.number(image->time_ns);
  for (const double cell : image->to_evidence) to.number(cell);
  return write_block(to, image->pixels, extent(*image), placing);
}

const cotejo_image* read_image(Reader& from, const Memory& memory, PointedTo& keep) {
  const auto sound = from.number<std::uint32_t>();
  auto& image = keep.images.emplace_back();
  image.struct_size = sizeof image;
  if (sound == 0) return &image;
  image.format = from.number<std::uint32_t>();
  image.width = from.number<std::uint32_t>();
  image.height = from.number<std::uint32_t>();
  image.stride = from.number<std::uint64_t>();
  image.time_ns = from.number<std::int64_t>();
  for (double& cell : image.to_evidence) cell = from.number<double>();
  if (sound != 1 || !measurable(image)) from.fail();
  if (from.failed()) return nullptr;
  image.pixels = read_block(from, extent(image), memory);
  return &image;
}

bool sound_list(const void* artifact) {
  const auto& frames = *static_cast<const cotejo_frames*>(artifact);
  return frames.count == 0 || frames.frames;
}

bool write_frames(Writer& to, const cotejo_frames& frames, Placing& placing) {
  to.number(frames.duration_ns);
  to.number<std::uint64_t>(frames.count);
  for (std::uint32_t i = 0; i < frames.count; ++i)
    if (!write_image(to, frames.frames[i], placing)) return false;
  return true;
}

const cotejo_frames* read_frames(Reader& from, const Memory& memory, PointedTo& keep) {
  const auto duration = from.number<std::int64_t>();
  const auto count = from.count();
  auto& list = keep.image_lists.emplace_back();
  for (std::uint64_t i = 0; i < count && !from.failed(); ++i) list.push_back(read_image(from, memory, keep));
  return &keep.frames.emplace_back(
      cotejo_frames{sizeof(cotejo_frames), static_cast<std::uint32_t>(list.size()), list.data(), duration});
}

bool write_audio(Writer& to, const cotejo_audio& audio, Placing& placing) {
  const bool any = audio.samples && audio.count > 0 && audio.count <= kMaxSamples;
  to.number(audio.sample_rate);
  to.number<std::uint64_t>(any ? audio.count : 0);
  return !any || write_block(to, audio.samples, audio.count * sizeof(float), placing);
}

const cotejo_audio* read_audio(Reader& from, const Memory& memory, PointedTo& keep) {
  const auto rate = from.number<std::uint32_t>();
  const auto count = from.number<std::uint64_t>();
  if (count > kMaxSamples) from.fail();
  auto& audio = keep.audios.emplace_back(cotejo_audio{sizeof(cotejo_audio), rate, 0, nullptr});
  if (from.failed() || count == 0) return &audio;
  const auto* samples = read_block(from, count * sizeof(float), memory);
  if (!samples || reinterpret_cast<std::uintptr_t>(samples) % alignof(float) != 0) {
    from.fail();
    return &audio;
  }
  audio.count = count;
  audio.samples = reinterpret_cast<const float*>(samples);
  return &audio;
}

bool is_inline(std::uint32_t type) {
  return type == COTEJO_TEXT || type == COTEJO_DATE || type == COTEJO_VECTOR || type == COTEJO_JSON;
}

}  // namespace

bool write(Writer& to, const cotejo_value& value, Placing& placing) {
  to.number<std::uint32_t>(1);
  to.number(value.type);
  to.number(value.integer);
  to.number(value.number);
  if (is_inline(value.type)) {
    to.text(value.bytes);
    return true;
  }
  if (value.type == COTEJO_BYTES) {
    const std::uint64_t size = value.bytes.data ? value.bytes.size : 0;
    to.number(size);
    return size == 0 || write_block(to, value.bytes.data, size, placing);
  }
  if (value.type < COTEJO_IMAGE) return true;
  const bool there = value.artifact && (value.type != COTEJO_FRAMES || sound_list(value.artifact));
  to.number<std::uint32_t>(there);
  if (!there) return true;
  switch (value.type) {
    case COTEJO_IMAGE:
      return write_image(to, static_cast<const cotejo_image*>(value.artifact), placing);
    case COTEJO_FRAMES:
      return write_frames(to, *static_cast<const cotejo_frames*>(value.artifact), placing);
    case COTEJO_AUDIO:
      return write_audio(to, *static_cast<const cotejo_audio*>(value.artifact), placing);
    default:
      return true;
  }
}

const cotejo_value* read_value(Reader& from, const Memory& memory, PointedTo& keep) {
  const auto present = from.number<std::uint32_t>();
  if (present > 1) from.fail();
  if (present != 1 || from.failed()) return nullptr;
  auto& value = keep.values.emplace_back();
  value.struct_size = sizeof value;
  value.type = from.number<std::uint32_t>();
  value.integer = from.number<std::int64_t>();
  value.number = from.number<double>();
  if (is_inline(value.type)) {
    value.bytes = from.text();
  } else if (value.type == COTEJO_BYTES) {
    value.bytes.size = from.number<std::uint64_t>();
    if (value.bytes.size > 0) value.bytes.data = read_block(from, value.bytes.size, memory);
  } else if (value.type >= COTEJO_IMAGE && from.number<std::uint32_t>() == 1) {
    if (value.type == COTEJO_IMAGE) value.artifact = read_image(from, memory, keep);
    if (value.type == COTEJO_FRAMES) value.artifact = read_frames(from, memory, keep);
    if (value.type == COTEJO_AUDIO) value.artifact = read_audio(from, memory, keep);
  }
  return from.failed() ? nullptr : &value;
}

void write(Writer& to, const cotejo_region* region) {
  to.number<std::uint32_t>(region != nullptr);
  if (!region) return;
  to.number(region->page);
  to.number(region->time_ns);
  for (const double side : {region->x, region->y, region->width, region->height}) to.number(side);
}

const cotejo_region* read_region(Reader& from, PointedTo& keep) {
  const auto present = from.number<std::uint32_t>();
  if (present > 1) from.fail();
  if (present != 1 || from.failed()) return nullptr;
  auto& region = keep.regions.emplace_back();
  region.struct_size = sizeof region;
  region.page = from.number<std::uint32_t>();
  region.time_ns = from.number<std::int64_t>();
  for (double* side : {&region.x, &region.y, &region.width, &region.height}) *side = from.number<double>();
  return from.failed() ? nullptr : &region;
}

}  // namespace cotejo::plugins::isolation
