#include "zone_finder.hpp"

#include <algorithm>
#include <cmath>

namespace cotejo::mrz {
namespace {

using text::Row;

constexpr int kProbeCells = 12;
constexpr std::size_t kMostRows = 18;  // rows that are probed, longest first
constexpr std::size_t kMostBases = 3;  // rows that zones are built on, per search
constexpr double kLeastEnds = -1.0;    // below it, something stands before the first or after the last character
// Line distance over capital height: 1.5 in crowded prints, about 2.6 in passports.
constexpr float kLeastSpacing = 1.25F, kMostSpacing = 3.6F;

// Ways to look for rows, and the sizes of pictures (longest side) that they are for.
struct Way {
  int least, most;
  text::RowSearch rows;
};
constexpr int kAny = 1 << 20;
constexpr Way kSearches[] = {
    {0, kAny, {.working_size = 1000}},
    {1300, kAny, {.working_size = 1500, .soften = true}},              // small zones in large pictures
    {0, 800, {.working_size = 1400, .soften = true, .enlarge = 2}},    // letters that touch at this size
    {0, kAny, {.working_size = 640, .window = 19}},                    // blurred or very large ones
    {0, kAny, {.working_size = 1000, .soften = true, .depth = 1.0F}},  // on a ground of strong lines
};

// A row as a line, read from its beginning, or from its end.
Line line_of(const Row& row, bool reversed) {
  Line line;
  const float length = std::max(1.0F, row.length());
  const float sag = reversed ? -row.sag : row.sag;
  const cv::Point2f along = reversed ? -row.direction() : row.direction(), normal(-along.y, along.x);
  line.origin = reversed ? row.end : row.begin;
  line.direction = along + normal * (4 * sag / length);
  line.direction *= 1 / std::hypot(line.direction.x, line.direction.y);
  line.bend = -4 * sag / (length * length);
  line.pitch = row.pitch;
  line.height = row.height;
  return line;
}

struct Candidate {
  Line line;
  float length = 0;  // in characters
  double probe = -8;
};

// Which rows zones are built on first: those that read well and are as long as a zone's lines may be. Lines of ordinary
// print around a card are longer, and read well in places.
double promise(const Candidate& c) {
  constexpr float kLongest = 44;
  constexpr double kPerCharacter = 0.02;
  return c.probe + kPerCharacter * static_cast<double>(std::min(c.length, 2 * kLongest - c.length));
}

bool plausible(const Row& row) {
  return row.height > 4 && row.pitch > 0.6F * row.height && row.pitch < 2.2F * row.height &&
         row.length() > 9 * row.pitch;
}

std::vector<Candidate> probe_rows(const text::StripNetwork& network, Pyramid& image, const std::vector<Row>& rows,
                                  double least, const std::function<bool()>& stop) {
  std::vector<Candidate> good;
  std::size_t probed = 0;
  for (const Row& row : rows) {
    if (!plausible(row) || ++probed > kMostRows) continue;
    if (stop()) return {};
    Candidate best;
    for (bool reversed : {false, true}) {
      const Line line = line_of(row, reversed);
      const double score = probe_line(network, image, line, row.length() / row.pitch / 2, kProbeCells);
      if (score > best.probe) best = {line, row.length() / row.pitch, score};
    }
    if (best.probe > least) good.push_back(best);
  }
  return good;
}

// Coordinates along and across the base line, in pixels.
struct Frame {
  cv::Point2f origin, along, down;
  float bend;
  cv::Point2f to(cv::Point2f p) const {
    const cv::Point2f d = p - origin;
    const float x = d.dot(along);
    return {x, d.dot(down) - bend * x * x};
  }
};

struct Slot {
  Line line;
  float across;      // pixels below the base line
  float begin, end;  // pixels along the base line
  double probe;
};

Slot slot_of(const Frame& frame, const Candidate& c) {
  const float length = c.length * c.line.pitch;
  const cv::Point2f a = frame.to(c.line.at(0)), b = frame.to(c.line.at(c.length)),
                    m = frame.to(c.line.at(c.length / 2));
  return {c.line, m.y, a.x, std::max(b.x, a.x + length * 0.9F), c.probe};
}

// The base line, moved down and started elsewhere.
Line moved(const Line& base, float along, float across) {
  Line line = base;
  const cv::Point2f normal(-base.direction.y, base.direction.x);
  line.origin = base.at(along / base.pitch) + normal * across;
  line.direction = base.direction + normal * (2 * base.bend * along);
  line.direction *= 1 / std::hypot(line.direction.x, line.direction.y);
  return line;
}

// Rows beside the base that run like it, those of one line joined, from top to bottom.
std::vector<Slot> slots_beside(const Candidate& base, const std::vector<Candidate>& all) {
  const Line& b = base.line;
  const Frame frame{b.origin, b.direction, {-b.direction.y, b.direction.x}, b.bend};
  const float length = base.length * b.pitch;
  std::vector<Slot> slots;
  for (const Candidate& c : all) {
    if (c.line.direction.dot(b.direction) < 0.99F) continue;
    if (c.line.height < 0.6F * b.height || c.line.height > 1.65F * b.height || c.line.pitch < 0.75F * b.pitch ||
        c.line.pitch > 1.33F * b.pitch)
      continue;
    const Slot slot = slot_of(frame, c);
    if (std::abs(slot.across) > 8 * b.height || slot.end < -0.35F * length || slot.begin > 1.35F * length) continue;
    const auto same = std::find_if(slots.begin(), slots.end(),
                                   [&](const Slot& s) { return std::abs(s.across - slot.across) < 0.6F * b.height; });
    if (same == slots.end()) {
      slots.push_back(slot);
    } else {
      if (slot.end - slot.begin > same->end - same->begin) same->line = slot.line, same->across = slot.across;
      same->begin = std::min(same->begin, slot.begin), same->end = std::max(same->end, slot.end),
      same->probe = std::max(same->probe, slot.probe);
    }
  }
  std::sort(slots.begin(), slots.end(), [](const Slot& x, const Slot& y) { return x.across < y.across; });
  return slots;
}

class Assembler {
 public:
  Assembler(const text::StripNetwork& network, Pyramid& image, const std::function<bool()>& stop,
            const ZoneSearch& search)
      : network_(network), image_(image), stop_(stop), search_(search) {}

  // Shows every zone that the base may be part of, three lines before two; true when the visitor wants no more.
  bool assemble(const Candidate& base, const std::vector<Candidate>& all, const ZoneVisitor& visit) {
    auto slots = slots_beside(base, all);
    complete(base, slots);
    for (const auto& lines : groups(base, slots)) {
      if (stop_()) return true;
      auto zone = read(base, lines);
      if (zone && visit(*zone)) return true;
    }
    return false;
  }

 private:
  double probe_at(const Candidate& base, float across) {
    return probe_line(network_, image_, moved(base.line, 0, across), base.length / 2, kProbeCells);
  }

  // Lines whose marks did not make a row: looked for where the spacing says, or, with one line alone, at every spacing.
  void complete(const Candidate& base, std::vector<Slot>& slots) {
    const float height = base.line.height, length = base.length * base.line.pitch;
    const auto add = [&](float across, double probe) {
      slots.push_back({moved(base.line, 0, across), across, 0, length, probe});
      std::sort(slots.begin(), slots.end(), [](const Slot& x, const Slot& y) { return x.across < y.across; });
    };
    const auto taken = [&](float across) {
      return std::any_of(slots.begin(), slots.end(),
                         [&](const Slot& s) { return std::abs(s.across - across) < 0.6F * height; });
    };
    if (slots.size() == 1) {
      float best_at = 0;
      double best = search_.least_probe;
      for (float side : {1.0F, -1.0F})
        for (float spacing = kLeastSpacing + 0.15F; spacing < kMostSpacing; spacing += 0.2F) {
          const double probe = probe_at(base, side * spacing * height);
          if (probe > best) best = probe, best_at = side * spacing * height;
        }
      if (best_at == 0) return;
      add(best_at, best);
    }
    if (slots.size() == 2) {
      const float top = slots[0].across, bottom = slots[1].across, spacing = bottom - top;
      std::vector<float> places;
      if (spacing < kMostSpacing * height) places = {top - spacing, bottom + spacing};
      if (spacing > 2 * kLeastSpacing * height) places.push_back((top + bottom) / 2);
      for (float place : places) {
        if (taken(place)) continue;
        const double probe = probe_at(base, place);
        if (probe > search_.least_probe) add(place, probe);
      }
    }
  }

  // Sets of two or three neighbouring lines, evenly spaced, the base among them.
  std::vector<std::vector<Slot>> groups(const Candidate& base, const std::vector<Slot>& slots) {
    std::vector<std::vector<Slot>> out;
    const auto near = [&](const Slot& a, const Slot& b) {
      const float spacing = (b.across - a.across) / base.line.height;
      return spacing > kLeastSpacing && spacing < kMostSpacing;
    };
    const auto has_base = [&](std::size_t from, std::size_t count) {
      for (std::size_t i = from; i < from + count; ++i)
        if (std::abs(slots[i].across) < 0.6F * base.line.height) return true;
      return false;
    };
    for (std::size_t i = 0; i + 2 < slots.size(); ++i) {
      const float a = slots[i + 1].across - slots[i].across, b = slots[i + 2].across - slots[i + 1].across;
      if (has_base(i, 3) && near(slots[i], slots[i + 1]) && near(slots[i + 1], slots[i + 2]) &&
          std::abs(a - b) < 0.25F * (a + b))
        out.push_back({slots[i], slots[i + 1], slots[i + 2]});
    }
    for (std::size_t i = 0; i + 1 < slots.size(); ++i)
      if (has_base(i, 2) && near(slots[i], slots[i + 1])) out.push_back({slots[i], slots[i + 1]});
    return out;
  }

  std::optional<Zone> read(const Candidate& base, const std::vector<Slot>& slots) {
    float begin = slots[0].begin, end = slots[0].end;
    for (const Slot& s : slots) begin = std::min(begin, s.begin), end = std::max(end, s.end);
    float estimate = (end - begin) / base.line.pitch + 1;
    const std::vector<int> possible = slots.size() == 3 ? std::vector<int>{30} : std::vector<int>{36, 44};
    const auto nearest = [&] {
      return *std::min_element(possible.begin(), possible.end(), [&](int a, int b) {
        return std::abs(static_cast<float>(a) - estimate) < std::abs(static_cast<float>(b) - estimate);
      });
    };
    if (std::abs(static_cast<float>(nearest()) - estimate) > 1.6F) {
      const auto [first, last] = extent_of(network_, image_, base.line, base.length / 2, 46);
      begin = first * base.line.pitch, end = last * base.line.pitch, estimate = last - first + 1;
    }
    std::vector<int> counts;
    for (int count : possible)
      if (std::abs(static_cast<float>(count) - estimate) < 5) counts.push_back(count);
    if (counts.empty()) counts.push_back(nearest());
    const int missing = static_cast<int>(std::ceil(std::abs(static_cast<float>(counts.back()) - estimate)));
    auto zone = read(base, slots, begin, end, counts, std::clamp(missing + 2, 2, 10));
    // Text goes on where it should end: marks were missed, so look further.
    if (zone && zone->ends < kLeastEnds) {
      auto wider =
          read(base, slots, begin, end, slots.size() == 3 ? std::vector<int>{30} : std::vector<int>{36, 44}, 14);
      if (wider && wider->score + wider->ends > zone->score + zone->ends) zone = std::move(wider);
    }
    if (zone) settle(*zone);
    return zone && zone->score > search_.least_score ? zone : std::nullopt;
  }

  std::optional<Zone> read(const Candidate& base, const std::vector<Slot>& slots, float begin, float end,
                           const std::vector<int>& counts, int slack) {
    std::vector<std::vector<LineReading>> readings;  // [line][count]
    for (const Slot& slot : slots) {
      const bool own = slot.end - slot.begin > 0.6F * (end - begin);
      Line line = own ? moved(slot.line, begin - slot.begin, 0) : moved(base.line, begin, slot.across);
      // One pitch and one height for the zone: a single row's are less certain.
      line.pitch = base.line.pitch, line.height = base.line.height;
      const int longest = *std::max_element(counts.begin(), counts.end());
      std::vector<Window> windows;
      for (int count : counts)
        windows.push_back({count, static_cast<float>(-slack), static_cast<float>(longest - count + slack)});
      readings.push_back(read_line(network_, image_, line, windows));
    }
    std::optional<Zone> best;
    for (std::size_t c = 0; c < counts.size(); ++c) {
      Zone zone;
      for (auto& line : readings) {
        zone.score += line[c].score / static_cast<double>(readings.size());
        zone.ends += line[c].ends / static_cast<double>(readings.size());
        zone.lines.push_back(line[c]);
      }
      if (std::any_of(zone.lines.begin(), zone.lines.end(), [](const LineReading& l) { return l.cells.empty(); }))
        continue;
      if (!best || zone.score + 0.5 * zone.ends > best->score + 0.5 * best->ends) best = std::move(zone);
    }
    return best;
  }

  // All lines begin at one edge: a line that was read a character aside is read again from there; then each line once
  // more along its refined curve.
  void settle(Zone& zone) {
    const auto anchor = std::max_element(
        zone.lines.begin(), zone.lines.end(),
        [](const LineReading& a, const LineReading& b) { return a.score + 0.3 * a.ends < b.score + 0.3 * b.ends; });
    const Line base = anchor->line;
    const int count = zone.count();
    const cv::Point2f normal(-base.direction.y, base.direction.x);
    for (auto& reading : zone.lines) {
      Line line = reading.line;
      const cv::Point2f from_base = line.origin - base.origin;
      const float aside = from_base.dot(base.direction) / base.pitch;
      const float pitch_change = line.pitch / base.pitch;
      if (std::abs(aside) > 0.6F + 0.06F * std::abs(from_base.dot(normal)) / base.pitch ||
          std::abs(pitch_change - 1) > 0.06F) {
        line = moved(base, 0, from_base.dot(normal));
      }
      auto again = read_line(network_, image_, line, count, 0);
      if (again) reading = std::move(*again);
    }
    zone.score = 0;
    for (const auto& line : zone.lines) zone.score += line.score / static_cast<double>(zone.lines.size());
  }

  const text::StripNetwork& network_;
  Pyramid& image_;
  const std::function<bool()>& stop_;
  ZoneSearch search_;
};

}  // namespace

void find_zones(const text::StripNetwork& network, Pyramid& image, const ZoneVisitor& visit,
                const std::function<bool()>& pause, const std::function<bool()>& stop, const ZoneSearch& search) {
  const int longest = std::max(image.full().cols, image.full().rows);
  for (const auto& [least, most, rows] : kSearches) {
    if (longest < least || longest > most) continue;
    if (stop()) return;
    auto candidates = probe_rows(network, image, text::find_rows(image.full(), rows), search.least_probe, stop);
    std::sort(candidates.begin(), candidates.end(),
              [](const Candidate& a, const Candidate& b) { return promise(a) > promise(b); });
    Assembler assembler(network, image, stop, search);
    for (std::size_t i = 0; i < std::min(kMostBases, candidates.size()); ++i)
      if (stop() || assembler.assemble(candidates[i], candidates, visit)) return;
    if (pause()) return;
  }
}

}  // namespace cotejo::mrz
