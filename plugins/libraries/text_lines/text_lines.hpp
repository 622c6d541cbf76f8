// Finds rows of evenly sized marks (lines of text) in a picture, at any angle. It does not read them.
#pragma once
#include <opencv2/core.hpp>
#include <vector>

namespace cotejo::text {

// The middle of a row, from one end to the other, in pixels of the image that was searched. Which end comes first says
// nothing about the reading direction.
struct Row {
  cv::Point2f begin, end;  // centres of the outermost marks
  float sag = 0;     // how far the middle lies off the straight line, along the normal (-direction.y, direction.x)
  float height = 0;  // of a typical mark, across the row
  float pitch = 0;   // median distance of neighbouring marks along the row
  int marks = 0;

  cv::Point2f direction() const;
  float length() const;
};

struct RowSearch {
  int working_size = 1000;  // longest side of the copy that is searched
  int window = 25;          // side, in that copy, of the neighbourhood that ink must be darker than
  int least_marks = 10;
  bool soften = false;   // blur first: for copies that keep the camera's noise
  float depth = 0.45F;   // how much darker than its neighbourhood ink is, in deviations of that neighbourhood; more
                         // keeps strong lines of a ground out
  double enlarge = 1.0;  // smaller pictures than the working size are enlarged, this much at most
};

// Rows with at least `least_marks` marks, the longest first.
std::vector<Row> find_rows(const cv::Mat& grey, const RowSearch& search = {});

// Half of an image in both directions; a last odd row or column is dropped, since OpenCV averages whole pixels many
// times quicker.
cv::Mat halved(const cv::Mat& image);

// A copy of an image at `scale` (1 or less): halved as often as that leaves it large enough, then interpolated. Several
// times quicker than averaging over areas of a broken number of pixels, and free of aliasing all the same.
cv::Mat shrunk(const cv::Mat& image, double scale);

}  // namespace cotejo::text
