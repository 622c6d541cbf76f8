// One of the ten digits, whatever the locale: std::isdigit asks it, and takes no negative char.
#pragma once

namespace cotejo {

constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

}  // namespace cotejo
