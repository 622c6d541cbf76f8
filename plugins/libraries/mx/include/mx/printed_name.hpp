// Compares a name printed on a document with a person's. Banks, utilities and notaries print given names first or
// surnames first, and may leave out a second given name or the second surname.
#pragma once
#include <string>
#include <string_view>

#include "mx/person.hpp"

namespace cotejo::mx {

struct PrintedLikeness {
  double score = 0;         // similarity() with the closest of the forms that the name may take
  bool one_letter = false;  // some form differs by at most one letter, which may be a misreading
  // In every form as like as that, a word is another name: siblings share both surnames, and MARIO is not MARIA.
  bool other_name = false;
  bool is_same(double min_score) const { return !other_name && (score >= min_score || one_letter); }
};

// Whether one word of a name is not another spelling of the other word: FRANCISCA of FRANCISCO, JUAN of IVAN, LI of XU.
// Surnames are written in more ways than given names.
enum class NameWord { given, surname };
bool is_another_name(std::string_view a, std::string_view b, NameWord kind);

// The same for whole names of which it is not known which words are surnames.
bool have_another_name(std::string_view a, std::string_view b);

// `MA. GUADALUPE` as another writing of the name has it, MARIA GUADALUPE: words of which one is the usual short form of
// the other become that writing's. The rest stays as it is, in comparable().
std::string written_as(std::string_view name, std::string_view other_writing);

// In comparable(), without DE, LA, Y and the like, which forms and banks leave out, and without the `X` that stands for
// no second surname.
std::string without_particles(std::string_view name);

// The score is 0 for a person without a surname or without given names.
PrintedLikeness likeness_as_printed(std::string_view printed, const Person& person);

}  // namespace cotejo::mx
