// Lists of people and names from hostile bytes: nothing crashes, what is accepted keeps its limits, and scores are
// shares.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "../../plugins/subanalyzers/watchlist_match/index.hpp"

namespace {

void expect(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace watchlist_match;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  expect(tokens_of(text).size() <= kMaxTokens);
  try {
    const List list = read_list("fuzzed", text);
    const Index index(list);
    for (const Entry& entry : list.entries) {
      expect(!entry.id.empty() && !entry.kind.empty() && entry.names.size() <= kMaxNames);
      Subject subject;
      subject.names = entry.names;
      subject.curps = {entry.curp};
      for (const Hit& hit : index.find(subject, 0.8, 5))
        expect(hit.entry < list.entries.size() && hit.score >= 0 && hit.score <= 1 + 1e-9);
    }
  } catch (const ListError&) {
  }
  return 0;
}
