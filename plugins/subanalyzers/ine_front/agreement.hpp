// Compares a card's fields with each other. A fact that is printed twice in different forms confirms both readings, or
// casts doubt on both.
#pragma once
#include <string_view>

#include "fields.hpp"

namespace cotejo::ine_front {

// Whether the text is a date on which a voter can have been born.
bool possible_birth(std::string_view iso, int year);

// Fills Features::confirmed and contradicted of every field.
void compare_fields(FrontReading& card, int year);

}  // namespace cotejo::ine_front
