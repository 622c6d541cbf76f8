#include <algorithm>
#include <bit>
#include <cmath>
#include <judgement/share.hpp>

#include "rules.hpp"

namespace document_integrity {
namespace {

using cotejo::Severity;

// What is told of an evidence whose strongest sign is this one.
struct Told {
  std::string_view sign, code;
};
constexpr Told kTold[] = {{"not_saved_before", "document_integrity.part_replaced"},
                          {"saved_otherwise", "document_integrity.part_saved_apart"},
                          {"moved_grid", "document_integrity.part_copied"},
                          {"copied", "document_integrity.part_copied"},
                          {"copied_alike", "document_integrity.part_copied"},
                          {"updated", "document_integrity.file_updated"},
                          {"mixed_fonts", "document_integrity.fonts_mixed"},
                          {"rare_font", "document_integrity.fonts_mixed"},
                          {"covered_text", "document_integrity.text_covered"},
                          {"hidden_text", "document_integrity.text_hidden"},
                          {"text_over_picture", "document_integrity.text_over_picture"},
                          {"editor", "document_integrity.file_updated"},
                          {"modified_later", "document_integrity.file_updated"}};

constexpr std::string_view kCopied = "document_integrity.part_copied";
// The share of all signs from which a copy is what is told: what was copied came later than the rest, too.
constexpr double kExplains = 0.25;

std::string_view code_of(const Part& part) {
  for (const auto& told : kTold)
    if (part.sign == told.sign) return told.code;
  return {};
}

std::string_view code_of(const Examined& evidence) {
  double copied = 0;
  for (const auto& part : evidence.parts)
    if (code_of(part) == kCopied) copied += part.share;
  if (copied >= kExplains) return kCopied;
  for (const auto& part : evidence.parts)
    if (const auto code = code_of(part); !code.empty()) return code;
  return "document_integrity.altered";
}

void is_unaltered(const Context& c, Judgement& j) {
  if (c.evidence.empty()) j.leave_open();
  for (const auto& evidence : c.evidence) {
    if (!evidence.score) {  // document.tamper says why; what the others are proves nothing for this one
      j.leave_open();
      continue;
    }
    const double altered = cotejo::judgement::at_share(*evidence.score, c.params.altered_share);
    const auto region = evidence.parts.empty() ? std::nullopt : evidence.parts.front().region;
    const boost::json::object params{{"score", std::lround(100 * *evidence.score)}};
    if (*evidence.score >= c.params.max_score) {
      j.find(code_of(evidence), Severity::major, altered, {*evidence.scored}, params, region);
    } else if (*evidence.score >= c.params.unclear_score) {
      j.doubt("document_integrity.unclear", altered, {*evidence.scored}, params, region);
    } else {
      j.hold(1 - altered);
    }
  }
}

void was_not_through_an_editor(const Context& c, Judgement& j) {
  for (const auto& evidence : c.evidence)
    if (!evidence.editor.empty())
      j.doubt("document_integrity.through_an_editor", {*evidence.edited}, {{"program", evidence.editor}});
}

// Bits that differ; none when one of the marks is not of the expected form.
std::optional<int> different_bits(std::string_view a, std::string_view b) {
  if (a.size() != b.size() || a.empty()) return std::nullopt;
  const auto nibble = [](char c) -> int {
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
  };
  int bits = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const int x = nibble(a[i]), y = nibble(b[i]);
    if (x < 0 || y < 0) return std::nullopt;
    bits += std::popcount(static_cast<unsigned>(x ^ y));
  }
  return bits;
}

bool may_be_one(const Context& c, const std::string& evidence) {
  return std::find(c.params.may_be_one.begin(), c.params.may_be_one.end(), evidence) != c.params.may_be_one.end();
}

void was_sent_once(const Context& c, Judgement& j) {
  for (std::size_t i = 0; i < c.evidence.size(); ++i)
    for (std::size_t k = i + 1; k < c.evidence.size(); ++k) {
      const Examined &a = c.evidence[i], &b = c.evidence[k];
      if (may_be_one(c, a.evidence) && may_be_one(c, b.evidence)) continue;
      if (!a.content.empty() && a.content == b.content) {
        j.find("document_integrity.same_file", Severity::major, {*b.marked, *a.marked}, {{"other", a.evidence}});
        continue;
      }
      const auto bits = different_bits(a.likeness, b.likeness);
      if (bits && *bits <= c.params.max_different_bits)
        j.find("document_integrity.same_picture", Severity::major, 0.9, {*b.pictured, *a.pictured},
               {{"other", a.evidence}});
    }
}

}  // namespace

std::span<const Rule> integrity_rules() {
  static const std::vector<Rule> rules{
      {"is_unaltered",
       is_unaltered,
       {"document_integrity.altered", "document_integrity.part_replaced", "document_integrity.part_saved_apart",
        "document_integrity.part_copied", "document_integrity.file_updated", "document_integrity.fonts_mixed",
        "document_integrity.text_covered", "document_integrity.text_hidden", "document_integrity.text_over_picture",
        "document_integrity.unclear"}},
      {"was_not_through_an_editor", was_not_through_an_editor, {"document_integrity.through_an_editor"}},
      {"was_sent_once", was_sent_once, {"document_integrity.same_file", "document_integrity.same_picture"}}};
  return rules;
}

}  // namespace document_integrity
