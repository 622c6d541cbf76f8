#include "products/product.hpp"

#include <algorithm>

#include "domain/media_type.hpp"

namespace cotejo::products {

// An MP4 or a WebM may hold sound alone, which its first bytes do not tell: where no video is wanted, it is taken for
// sound, and the analyzer sees.
const AcceptedKind* EvidenceSpec::accepts(std::string_view kind) const {
  auto found = std::ranges::find(kinds, kind, &AcceptedKind::kind);
  if (found == kinds.end() && kind == "video") found = std::ranges::find(kinds, "audio", &AcceptedKind::kind);
  return found == kinds.end() ? nullptr : &*found;
}

std::string EvidenceSpec::listing() const {
  std::string text;
  for (std::size_t i = 0; i < kinds.size(); ++i)
    text += (i == 0 ? "" : i + 1 < kinds.size() ? ", " : " or ") + kinds[i].kind;
  return text;
}

std::optional<domain::Error> misfit(const EvidenceSpec& spec, std::uint64_t size, std::string_view media_type) {
  const AcceptedKind* kind = spec.accepts(domain::media_class(media_type));
  if (!kind)
    return domain::make_error(domain::Scope::evidence, "evidence.media_type_mismatch",
                              "the product takes evidence of kind " + spec.listing() + " here", spec.name);
  if (kind->max_bytes > 0 && size > kind->max_bytes)
    return domain::make_error(domain::Scope::evidence, "evidence.too_large",
                              "the product takes at most " + std::to_string(kind->max_bytes) + " bytes", spec.name);
  return std::nullopt;
}

std::vector<bool> applicable(const Plan& plan, const std::vector<std::string_view>& kinds) {
  std::vector<bool> applies(plan.nodes.size());
  for (std::size_t i = 0; i < plan.nodes.size(); ++i) {
    const Node& node = plan.nodes[i];
    const std::string_view kind = node.evidence ? kinds[*node.evidence] : std::string_view{};
    if (!node.kinds.empty() && !kind.empty() && std::ranges::find(node.kinds, kind) == node.kinds.end()) continue;
    bool bound = false, fed = false, starved = false;
    for (std::size_t port = 0; port < node.inputs.size(); ++port) {
      const auto& sources = node.inputs[port];
      const bool some = std::ranges::any_of(sources, [&](const Source& source) {
        return source.from == Source::From::evidence || applies[source.index];
      });
      bound |= !sources.empty();
      fed |= some;
      starved |= !sources.empty() && !some && node.declaration.consumes[port].required;
    }
    applies[i] = !starved && (fed || !bound);
  }
  return applies;
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
  // The last star, and the position in the code from which it was tried. After a mismatch the star takes one character
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

bool covers(const RejectRule& rule, std::string_view code, std::string_view reason_class) {
  if (rule.codes.empty() && rule.classes.empty()) return false;
  const bool named = rule.codes.empty() ||
                     std::ranges::any_of(rule.codes, [&](const std::string& glob) { return matches(glob, code); });
  return named && (rule.classes.empty() || std::ranges::find(rule.classes, reason_class) != rule.classes.end());
}

double Sample::share(domain::Outcome outcome) const {
  switch (outcome) {
    case domain::Outcome::approve:
      return approve;
    case domain::Outcome::reject:
      return reject;
    case domain::Outcome::review:
      return 0;
  }
  return 0;
}

}  // namespace cotejo::products
