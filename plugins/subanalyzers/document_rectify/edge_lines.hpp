// Straight edges in a photo that may be sides of a card. Each has a profile of the edge along its line, from border to
// border.
#pragma once
#include <vector>

#include "gradient.hpp"
#include "quad.hpp"

namespace cotejo::rectify {

class EdgeLine {
 public:
  // Looks along the whole line; it gets lighter along the line's normal, (-direction.y, direction.x).
  EdgeLine(const Gradient& gradient, const StraightLine& line);
  // Looks along a part of it.
  EdgeLine(const Gradient& gradient, const StraightLine& line, float from, float to);
  // One of the photo's own borders: nothing is seen along it.
  static EdgeLine border(const StraightLine& line);

  const StraightLine& line() const { return line_; }
  bool frame() const { return frame_; }
  // Where a point of the line lies along it.
  float at(cv::Point2f point) const { return (point - line_.point).dot(line_.direction); }
  cv::Point2f point(float at) const { return line_.point + line_.direction * at; }

  // What lies between two places.
  struct Stretch {
    float seen = 0;      // samples inside of the photo
    float asked = 0;     // samples
    float strength = 0;  // sum, of either polarity
    float same = 0;      // samples with an edge of this line's polarity
    float other = 0;     // samples with an edge of the other one
  };
  Stretch between(float from, float to) const;

  // The longest stretch with hardly a gap.
  float run_begin() const { return run_begin_; }
  float run_end() const { return run_end_; }
  // The length of that stretch in pixels, without its gaps; reduced when it runs into the photo's border, as the
  // patterns of a desk do.
  float weight() const { return weight_; }

  // The same line moved onto the edge's points along its longest stretch.
  StraightLine fitted(const Gradient& gradient) const;

 private:
  EdgeLine() = default;
  void look(const Gradient& gradient, float from, float to);
  void find_run(cv::Size size);
  StraightLine line_;
  bool frame_ = false;
  float first_ = 0;  // place of the first sample
  struct Sums {
    float strength = 0;
    int same = 0, other = 0;
  };
  std::vector<Sums> sums_;  // running, one more than samples
  float run_begin_ = 0, run_end_ = 0, weight_ = 0;
};

// At most a few dozen edges, the longest first, followed by the four borders of the photo.
std::vector<EdgeLine> edge_lines(const Gradient& gradient);

}  // namespace cotejo::rectify
