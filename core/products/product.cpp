#include "products/product.hpp"

namespace cotejo::products {

bool matches(std::string_view glob, std::string_view code) {
  // The last star seen, and the code's position that it was tried from: on a mismatch the star takes one character
  // more.
  std::size_t g = 0, c = 0, star = std::string_view::npos, taken = 0;
  while (c < code.size()) {
    if (g < glob.size() && glob[g] == '*') {
      star = g++;
      taken = c;
    } else if (g < glob.size() && glob[g] == code[c]) {
      ++g;
      ++c;
    } else if (star != std::string_view::npos) {
      g = star + 1;
      c = ++taken;
    } else {
      return false;
    }
  }
  while (g < glob.size() && glob[g] == '*') ++g;
  return g == glob.size();
}

}  // namespace cotejo::products
