// Where a label's value can stand: to its right or below it, up to the next label. Geometry is only a prior here; the
// field's own pattern decides.
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
  bool own_column = false;  // begins where the label above it does: what stands on its left is another label's
};

// Nearest first.
std::vector<Spot> spots_of(const CardText& card, const LabelHit& label);

// The lines of a block of text that belongs to a label (a name, an address), from top to bottom; at most `limit`.
std::vector<Spot> block_of(const CardText& card, const LabelHit& label, std::size_t limit);

// Lines of about one letter height that begin below each other, closely; from top to bottom. For cards whose labels
// cannot be read: a name is such a stack, then an address. `wide`: also those of a table's rows, which hold other
// values too.
std::vector<std::vector<Spot>> stacks_of(const CardText& card, double letter_height, bool wide = false);

// Every stretch without a label, whole and in the parts that wide room makes of it, for a field that is known by its
// pattern alone.
std::vector<Spot> all_spots(const CardText& card);

}  // namespace cotejo::ine_front
