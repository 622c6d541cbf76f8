// PDF files from hostile bytes: reading the structure stays within its limits and crashes on nothing; what it accepts
// has as many pages as it says. Drawing is Poppler's, which has fuzzers of its own, and runs in a process of its own.
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <variant>
#include <vector>

#include "../../plugins/analyzers/pdf/drawing_copies.hpp"
#include "../../plugins/analyzers/pdf/own_letters.hpp"
#include "../../plugins/analyzers/pdf/pdf_structure.hpp"
#include "../../plugins/analyzers/pdf/revisions.hpp"
#include "../../plugins/analyzers/pdf/true_type.hpp"
#include "../../plugins/analyzers/pdf/upright_copy.hpp"

namespace {

void expect(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace pdf_analyzer;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  expect(revision_ends(text).size() <= text.size());
  for (unsigned glyph = 0; glyph < 16; ++glyph) expect(true_type_glyph(text, glyph).size() <= text.size());
  const std::string date = iso_date(text);
  expect(date.empty() || date.size() == 10);
  Limits limits;
  limits.pages = 8;
  limits.objects = 2000;
  limits.decompressed_bytes = 1e6;
  const auto read = read_structure(text, limits, [] { return false; });
  const auto* structure = std::get_if<Structure>(&read);
  if (structure == nullptr) return 0;
  expect(structure->pages <= 8 && structure->hidden_text.size() == structure->pages);
  expect(structure->producer.size() <= kMaxInfoBytes && structure->signatures.size() <= kMaxSignatures);
  expect(structure->revisions >= 1);
  const auto own = own_letters(text);
  if (!own.copy.empty()) expect(own_letters(own.copy).copy.empty());  // nothing is left in place of letters
  const std::vector<int> quarter(structure->pages, 90);
  if (const auto upright = upright_copy(text, quarter)) expect(!upright->empty());
  if (const auto copies = drawing_copies(text)) expect(!copies->whole.empty() && !copies->without_letters.empty());
  return 0;
}
