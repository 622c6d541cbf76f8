// Compares a name printed on a document with a person's. Banks, utilities and notaries print given names first or
// surnames first, and may leave out a second given name or the second surname.
#pragma once
#include <string_view>

#include "mx/person.hpp"

namespace cotejo::mx {

struct PrintedLikeness {
  double score = 0;         // similarity() with the closest of the forms that the name may take
  bool one_letter = false;  // some form differs by at most one letter, which may be a misreading
};

// The score is 0 for a person without a surname or without given names.
PrintedLikeness likeness_as_printed(std::string_view printed, const Person& person);

}  // namespace cotejo::mx
