// Converts text into forms that can be compared. Handles the Latin letters of Spanish documents in UTF-8; other
// characters are not changed. Thread-safe.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace cotejo::text_reading {

std::vector<std::string_view> letters_of(std::string_view text);  // UTF-8 sequences within `text`, which must outlive
                                                                  // them; bytes that are not UTF-8 stand alone

std::string upper_case(std::string_view text);  // accents and Ñ kept

// For finding labels: upper case, no accents (Ñ as N), only A-Z and 0-9.
std::string bare(std::string_view text);

// For names as identifiers write them: upper case, no accents, Ñ kept, single spaces.
std::string without_accents(std::string_view text);

// Letters to insert, delete or replace, counted up to `limit` + 1.
int edit_distance(std::string_view a, std::string_view b, int limit);

}  // namespace cotejo::text_reading
