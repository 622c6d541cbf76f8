// Finds the places where a label's value may be: to its right or below it, up to the next label. Geometry only proposes
// places; the field's pattern decides.
#pragma once
#include <vector>

#include "labels.hpp"

namespace cotejo::ine_front {

// A stretch of a line that holds no label.
struct Spot {
  std::size_t line = 0;
  text_reading::Span span;
  bool below = false;
  double distance = 0;      // from the label, in letter heights
  bool own_column = false;  // begins at the same column as its label, so that text on its left belongs to another label
};

// Nearest first.
std::vector<Spot> spots_of(const CardText& card, const LabelHit& label);

// The lines of a block of text that belongs to a label (a name, an address), from top to bottom; at most `limit`.
std::vector<Spot> block_of(const CardText& card, const LabelHit& label, std::size_t limit);

// Lines of about one letter height that begin below each other, closely; from top to bottom. For cards whose labels
// cannot be read: a name is such a stack, then an address. `wide`: also those of a table's rows, which hold other
// values too.
std::vector<std::vector<Spot>> stacks_of(const CardText& card, double letter_height, bool wide = false);

// Every stretch without a label, as a whole and divided at wide gaps, for a field that is found by its pattern alone.
std::vector<Spot> all_spots(const CardText& card);

}  // namespace cotejo::ine_front
