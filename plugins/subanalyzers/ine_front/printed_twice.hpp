// Facts that a card prints more than once: CURP and clave de elector hold the same initials, date of birth, sex and
// state, the date of birth stands by itself too. Where a blurred letter leaves a reader in doubt, the other prints of
// the same fact are asked.
//
// What a card says against itself is a finding, not a reading error: a letter that was read surely is never changed,
// nor one to something that its own print does not bear out. What was changed says so, and is never sure.
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
