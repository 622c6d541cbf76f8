// Facts that a card prints more than once: CURP and clave de elector contain the same initials, date of birth, sex and
// state, and the date of birth is also printed separately. Where a letter is blurred, the other prints of the fact
// decide.
//
// A contradiction on a card is a finding and must not be removed as a reading error: a letter that was read with
// certainty is never changed, and no letter is changed to one that its own print does not support. A changed value is
// marked as such and is never certain.
#pragma once
#include <string>
#include <text_reading/panel.hpp>

namespace cotejo::ine_front {

// The readings of one card; nullptr where there is none. `changed` says which texts are no longer what was read.
struct PrintedTwice {
  text_reading::Settled *curp = nullptr, *clave = nullptr, *birth_date = nullptr;  // birth_date: DDMMYYYY
  // What names that were read surely give to both: initial and first inner consonant of surname, second surname and
  // given name, as the clave begins. Empty, or with '\0' where a name is not sure.
  std::string initials{};
  bool curp_changed = false, clave_changed = false, birth_date_changed = false;
};

void ask_each_other(PrintedTwice& readings);

}  // namespace cotejo::ine_front
