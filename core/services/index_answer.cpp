#include "services/index_answer.hpp"

#include <cmath>
#include <unordered_map>

#include "domain/json_text.hpp"

namespace cotejo::services {
namespace {

// Digits beyond these differ between processors.
constexpr double kCosineSteps = 1e5;

class Labels {
 public:
  explicit Labels(const std::string& own) {
    if (!own.empty()) labels_.emplace(own, "o0");
  }
  const std::string& of(const std::string& owner) {
    const auto found = labels_.find(owner);
    if (found != labels_.end()) return found->second;
    return labels_.emplace(owner, "o" + std::to_string(++others_)).first->second;
  }

 private:
  std::unordered_map<std::string, std::string> labels_;
  std::size_t others_ = 0;
};

template <class Lists, class Write>
void write(domain::JsonWriter& out, const char* name, const Lists& lists, Write write_entries) {
  out.key(std::string_view(name));
  out.begin_array();
  for (const auto& list : lists) {
    out.begin_object();
    out.key("entries");
    out.begin_array();
    write_entries(list);
    out.end_array();
    out.member("more", list.more);
    out.end_object();
  }
  out.end_array();
}

}  // namespace

FoundOwners by_owner(const storage::IndexRows& rows, std::size_t count) {
  FoundOwners found;
  std::unordered_map<std::string_view, std::size_t> lines;  // by owner
  for (const auto& row : rows) {
    const auto [at, first] = lines.try_emplace(row.owner, found.lines.size());
    if (first) found.lines.push_back({row.owner, row.verification, row.at, row.at, 0, true});
    auto& line = found.lines[at->second];
    line.first_at = row.at;
    ++line.verifications;
    line.same_application = line.same_application && row.same_application;
  }
  found.more = found.lines.size() > count || rows.size() == storage::kMostIndexRows;
  if (found.lines.size() > count) found.lines.resize(count);
  return found;
}

std::string answer_text(const std::string& owner, const std::vector<FoundOwners>& found,
                        const std::vector<VectorSet::Found>& nearest) {
  domain::JsonWriter out;
  Labels labels(owner);
  const auto head = [&](const auto& entry) {
    out.begin_object();
    out.member("owner", labels.of(entry.owner));
    out.member("verification", entry.verification);
    out.member("at", domain::to_iso8601(entry.at));
    if (entry.same_application) out.member("same_application", true);
  };
  out.begin_object();
  out.member("owner", "o0");
  write(out, "found", found, [&](const FoundOwners& list) {
    for (const auto& line : list.lines) {
      head(line);
      out.member("first_at", domain::to_iso8601(line.first_at));
      out.member("verifications", line.verifications);
      out.end_object();
    }
  });
  write(out, "nearest", nearest, [&](const VectorSet::Found& list) {
    for (const auto& one : list.nearest) {
      head(one);
      out.member("cosine", std::round(one.cosine * kCosineSteps) / kCosineSteps);
      out.end_object();
    }
  });
  out.end_object();
  return out.take();
}

}  // namespace cotejo::services
