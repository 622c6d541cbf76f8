#include "products/product.hpp"

#include <algorithm>

#include "domain/media_type.hpp"

namespace cotejo::products {

std::optional<domain::Error> misfit(const EvidenceSpec& spec, std::uint64_t size, std::string_view media_type) {
  if (spec.max_bytes > 0 && size > spec.max_bytes)
    return domain::make_error(domain::Scope::evidence, "evidence.too_large",
                              "the product takes at most " + std::to_string(spec.max_bytes) + " bytes", spec.name);
  if (domain::media_class(media_type) != spec.kind)
    return domain::make_error(domain::Scope::evidence, "evidence.media_type_mismatch",
                              "the product takes evidence of kind " + spec.kind + " here", spec.name);
  return std::nullopt;
}

const EvidenceSpec* Product::find_evidence(std::string_view name) const {
  const auto found = std::ranges::find(evidence, name, [](const auto& spec) { return spec.name.view(); });
  return found == evidence.end() ? nullptr : &*found;
}

domain::Error unknown_evidence(std::string name) {
  return domain::make_error(domain::Scope::evidence, "evidence.unknown", "the product has no such evidence",
                            std::move(name));
}

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
