// What a card's fields say of each other. One fact that is printed twice in different forms confirms both readings, or
// throws doubt on both.
#pragma once
#include <string_view>

#include "fields.hpp"

namespace cotejo::ine_front {

// A calendar date on which a voter can have been born.
bool possible_birth(std::string_view iso, int year);

// Fills Features::confirmed and contradicted of every field.
void compare_fields(FrontReading& card, int year);

}  // namespace cotejo::ine_front
