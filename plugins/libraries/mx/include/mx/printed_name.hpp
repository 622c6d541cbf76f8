// The name on a document against a person's: banks, utilities and notaries print given names first or surnames first,
// and leave out a second given name or the second surname.
#pragma once
#include <string_view>

#include "mx/person.hpp"

namespace cotejo::mx {

struct PrintedLikeness {
  double score = 0;         // similarity() with the closest of the forms that the name may take
  bool one_letter = false;  // a form differs by one letter at the most: a misreading
};

// A person without a surname or without given names is like nobody.
PrintedLikeness likeness_as_printed(std::string_view printed, const Person& person);

}  // namespace cotejo::mx
