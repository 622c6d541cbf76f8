// What cards and desks of training scenes are drawn from.
#pragma once
#include "dice.hpp"

namespace cotejo::rectify::training {

// Smooth noise of 0..1 (32-bit float), `cell` pixels from one value to the next; several octaves.
cv::Mat clouds(Dice& dice, cv::Size size, double cell_x, double cell_y, int octaves);
// Mixes two colours, or two pictures, by a field of 0..1.
cv::Mat mixed(const cv::Mat& field, const cv::Scalar& low, const cv::Scalar& high);
cv::Mat mixed(const cv::Mat& field, const cv::Mat& low, const cv::Mat& high);
// Random capitals, digits and signs; for lower case, words.
std::string word(Dice& dice, int least, int most, bool capitals);
// A row of print that ends at `right` or before; `height` of capitals in pixels.
void print_row(Dice& dice, cv::Mat& on, double left, double right, double base, double height, const cv::Scalar& ink,
               bool capitals, bool bold);
// A blanket of rows, as on a page.
void print_page(Dice& dice, cv::Mat& on, const cv::Rect& where, double height, double spacing, const cv::Scalar& ink);
// A square of random modules, as of a QR code; upright bars when `rows` is 1.
void modules(Dice& dice, cv::Mat& on, const cv::Rect& where, int columns, int rows, const cv::Scalar& ink);
void scribble(Dice& dice, cv::Mat& on, const cv::Rect& where, const cv::Scalar& ink);
// Head and shoulders.
void portrait(Dice& dice, cv::Mat& on, const cv::Rect& where, bool faint);

}  // namespace cotejo::rectify::training
