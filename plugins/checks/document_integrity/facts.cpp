#include "facts.hpp"

#include <algorithm>

namespace document_integrity {
namespace {

using cotejo::Region;
namespace json = boost::json;

std::optional<Region> region_of(const json::object& part) {
  const auto* box = part.if_contains("region");
  if (!box || !box->is_array() || box->as_array().size() != 4) return std::nullopt;
  double side[4];
  for (std::size_t i = 0; i < 4; ++i) {
    const auto& value = box->as_array()[i];
    if (!value.is_number()) return std::nullopt;
    side[i] = std::clamp(value.to_number<double>(), 0.0, 1.0);
  }
  std::uint32_t page = 0;
  constexpr std::int64_t kMostPages = 100'000;
  if (const auto* number = part.if_contains("page");
      number && number->is_int64() && number->as_int64() >= 0 && number->as_int64() < kMostPages)
    page = static_cast<std::uint32_t>(number->as_int64());
  return Region{side[0], side[1], side[2], side[3], page, 0};
}

std::vector<Part> parts_of(const json::value& value) {
  std::vector<Part> out;
  if (!value.is_array()) return out;
  for (const auto& entry : value.as_array()) {
    const auto* part = entry.if_object();
    const auto* sign = part ? part->if_contains("sign") : nullptr;
    const auto* share = part ? part->if_contains("share") : nullptr;
    if (!sign || !sign->is_string() || !share || !share->is_number()) continue;
    out.push_back({std::string(sign->as_string()), share->to_number<double>(), region_of(*part)});
  }
  return out;
}

class Table {
 public:
  template <class T, class Take>
  void add(const cotejo::Call& call, const cotejo::ManyPort<T>& port, Take&& take) {
    const auto readings = call.get(port);
    for (std::size_t i = 0; i < readings.size(); ++i) {
      const auto& reading = readings[i];
      if (!reading) continue;
      take(of(std::string(reading.evidence())), *reading, Ground(port.at(i), reading.probability()));
    }
  }
  std::vector<Examined> rows;

 private:
  Examined& of(const std::string& evidence) {
    const auto at = std::find_if(rows.begin(), rows.end(), [&](const Examined& e) { return e.evidence == evidence; });
    if (at != rows.end()) return *at;
    rows.push_back({});
    rows.back().evidence = evidence;
    return rows.back();
  }
};

}  // namespace

std::vector<Examined> gather(const cotejo::Call& call, const Ports& ports) {
  Table table;
  table.add(call, ports.content,
            [](Examined& e, std::string_view mark, const Ground& from) { e.content = mark, e.marked = from; });
  table.add(call, ports.score, [](Examined& e, double score, const Ground& from) { e.score = score, e.scored = from; });
  table.add(call, ports.parts,
            [](Examined& e, const cotejo::Json& parts, const Ground&) { e.parts = parts_of(parts.parse()); });
  table.add(call, ports.editor,
            [](Examined& e, std::string_view name, const Ground& from) { e.editor = name, e.edited = from; });
  table.add(call, ports.likeness,
            [](Examined& e, std::string_view mark, const Ground& from) { e.likeness = mark, e.pictured = from; });
  return std::move(table.rows);
}

}  // namespace document_integrity
