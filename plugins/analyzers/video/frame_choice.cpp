#include "frame_choice.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace video_analyzer {

std::vector<size_t> choose_frames(const std::vector<Packet>& packets, double duration, int count) {
  constexpr double kMayMove = 0.5;
  std::vector<size_t> shown(packets.size());  // in the order of time
  std::iota(shown.begin(), shown.end(), size_t{0});
  std::sort(shown.begin(), shown.end(), [&](size_t a, size_t b) { return packets[a].time < packets[b].time; });
  if (shown.size() <= static_cast<size_t>(count)) return shown;

  std::vector<size_t> chosen;
  const double step = duration / count;
  for (int i = 0; i < count; ++i) {
    const double wanted = (i + 0.5) * step;
    const auto in_reach = std::lower_bound(shown.begin(), shown.end(), wanted - kMayMove * step,
                                           [&](size_t p, double time) { return packets[p].time < time; });
    const auto earliest = std::find_if(in_reach, shown.end(), [&](size_t p) {
      return chosen.empty() || packets[p].time > packets[chosen.back()].time;
    });
    if (earliest == shown.end()) break;
    auto pick = earliest;
    for (auto at = earliest; at != shown.end() && packets[*at].time <= wanted + kMayMove * step; ++at) {
      if (packets[*at].key) {
        pick = at;
        break;
      }
    }
    chosen.push_back(*pick);
  }
  return chosen;
}

}  // namespace video_analyzer
