// The two faces of a voter card, printed for one person. Facts of the layout only: no artwork is taken from real cards.
//
// The layouts (order of the rows, labels) follow the generations D/E/F and G/H; fonts, sizes, pitch, colours and
// positions vary with `random`, so that nobody can tune a reader to fixed positions.
#pragma once

#include "people.hpp"
#include "sheet.hpp"

namespace cotejo::specimens {

CardImage render_front(const Person& person, Generation generation, const cv::Mat& portrait, Random random);
CardImage render_back(const Person& person, Generation generation, const cv::Mat& portrait, Random random);

// The lines of the machine-readable zone as the back prints them.
std::string printed_mrz(const Person& person);

}  // namespace cotejo::specimens
