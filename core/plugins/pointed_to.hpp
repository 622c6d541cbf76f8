// What the structs of one call point to, in the host and in a worker alike.
#pragma once
#include <cotejo/abi.h>

#include <list>
#include <vector>

namespace cotejo::plugins {

// Lists, since addresses must stay, and because an empty one allocates nothing (an empty deque does, twice): most calls
// need one of them or none.
struct PointedTo {
  std::list<cotejo_value> values;
  std::list<cotejo_region> regions;
  std::list<cotejo_image> images;
  std::list<std::vector<const cotejo_image*>> image_lists;
  std::list<cotejo_frames> frames;
  std::list<cotejo_audio> audios;
};

}  // namespace cotejo::plugins
