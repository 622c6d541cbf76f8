// Holds the objects that the structs of one call point to, in the host and in a worker.
#pragma once
#include <cotejo/abi.h>

#include <list>
#include <memory_resource>
#include <vector>

namespace cotejo::plugins {

// Lists, because addresses must not change and an empty list allocates nothing, unlike an empty deque: most calls need
// only one of them or none.
struct PointedTo {
  explicit PointedTo(std::pmr::memory_resource* memory = std::pmr::get_default_resource())
      : values(memory), regions(memory), images(memory), image_lists(memory), frames(memory), audios(memory) {}

  std::pmr::list<cotejo_value> values;
  std::pmr::list<cotejo_region> regions;
  std::pmr::list<cotejo_image> images;
  std::pmr::list<std::vector<const cotejo_image*>> image_lists;
  std::pmr::list<cotejo_frames> frames;
  std::pmr::list<cotejo_audio> audios;
};

}  // namespace cotejo::plugins
