// Fine lines and words of a card's ground cross its values, and what they leave between the letters is read as marks:
// `COL 'LOMAS`, `. JUAREZ`, `44390 -`. These functions drop marks that stand where no spelling has them, and read a
// house number's O as the digit. Free functions of a text; safe from any thread.
#pragma once
#include <string>

namespace cotejo::ine_front {

// A line of an address. An apostrophe belongs to one letter before it and a word behind (D'ANGELO), full stops and
// commas stand at the end of a word, a hyphen between two words or letters.
std::string without_stray_marks(const std::string& line);

// The same in a name, which has no digits and begins with a word.
std::string name_without_stray_marks(const std::string& name);

// Words of digits that hold an O: 1O, O4230. The letters that follow a house number are A to H, hardly ever an O, and
// never one between digits.
std::string with_zeros(const std::string& line);

// C.P 68000: the postal code's abbreviation, whose second full stop was lost beside the blank.
std::string with_full_stops(std::string line);

// A street's line that ends with SIN: S/N, whose stroke was read as an I. Nobody ends a street with "without".
std::string without_a_number(std::string street);

}  // namespace cotejo::ine_front
