#include "address_lines.hpp"

namespace cotejo::address_proof {
namespace {

constexpr double kLineGap = 1.5;   // letter heights of room between two lines of one address
constexpr double kSameEdge = 1.5;  // between the left edges of its lines
constexpr std::size_t kLinesBelow = 3;

}  // namespace

std::vector<Line> AddressLines::lines_around(const Cell& cell, std::size_t& at, bool& labelled) const {
  std::vector<Line> lines;
  Line own;
  bool label = false;
  for (const Cell& other : cells_.lines()[cell.row]) {
    const bool takes =
        other.first == cell.first || label || (cells_.says_what_it_is(other) && !cells_.is_foreign(other));
    if (takes) own.push_back(other);
    label = takes && cells_.is_label(other);
  }
  lines.push_back(own);
  above(lines, labelled);
  at = lines.size() - 1;
  below(lines);
  join_labels(lines, at);
  join_values(lines, at);
  return lines;
}

void AddressLines::move(Edge& edge, const Line& line) const {
  if (!begins_at_value(line, edge)) edge.box = line.front().box;
  edge.box.y = line.front().box.y;
  if (line.size() > 1 && (cells_.is_label(line.front()) || cells_.second_line(line.front())))
    edge.values = line.back().box.x;
}

bool AddressLines::begins_at_value(const Line& line, const Edge& edge) const {
  return edge.values && std::abs(line.front().box.x - *edge.values) < kCloseColumn * cells_.unit(edge.box) &&
         std::abs(line.front().box.x - edge.box.x) >= kSameEdge * cells_.unit(edge.box);
}

Line AddressLines::neighbours(std::size_t index, const Edge& edge) const {
  Line out;
  bool label = false;
  for (const Cell& cell : cells_.lines()[index]) {
    const bool aligned = std::abs(cell.box.x - edge.box.x) < kSameEdge * cells_.unit(edge.box);
    const bool told = (!out.empty() || (document_text::overlaps(cell.box, edge.box) && cell.box.x > edge.box.x)) &&
                      cells_.says_what_it_is(cell) && !cells_.is_foreign(cell) &&
                      !document_text::date_at(cells_.row(cell), cell.first);
    const bool goes_on = out.empty() && begins_at_value({cell}, edge) && !cells_.is_foreign(cell);
    const bool takes = aligned || (label && !cells_.is_foreign(cell)) || told || goes_on;
    if (takes) out.push_back(cell);
    label = takes && (cells_.is_label(cell) || cells_.second_line(cell));
  }
  return out;
}

bool AddressLines::far(double room, const Edge& edge) const {
  return room > kLineGap * cells_.unit(edge.box);
}

void AddressLines::above(std::vector<Line>& lines, bool& labelled) const {
  Edge edge{lines.front().front().box, {}};
  move(edge, lines.front());
  const Cell own = lines.front().front();
  for (std::size_t i = own.row; i-- > 0 && lines.size() <= kLinesAbove;) {
    if (cells_.rows()[i].page != cells_.row(own).page) break;
    Line line = neighbours(i, edge);
    if (line.empty()) {
      if (far(edge.box.y - cells_.rows()[i].box.bottom(), edge)) break;
      continue;
    }
    if (far(edge.box.y - line.front().box.bottom(), edge) || cells_.is_foreign(line.front()) ||
        cells_.stands_beside_its_label(lines.front().front()) ||
        (cells_.is_label(line.front()) && cells_.begins_with(line.front(), label::kHolder)) || is_another_address(line))
      break;
    if (cells_.is_lone_address_label(line)) {
      labelled = true;
      break;
    }
    std::erase_if(line, [&](const Cell& c) { return cells_.is_foreign(c); });
    move(edge, line);
    // Above a street, which is not the line of the postal code.
    const bool name =
        lines.size() > 1 && cells_.is_street(lines.front()) && !cells_.is_street(line) && cells_.name_in(line.front());
    lines.insert(lines.begin(), std::move(line));
    if (name) break;
  }
}

void AddressLines::below(std::vector<Line>& lines) const {
  const std::size_t at = lines.size();
  const Cell own = lines.back().front();
  const bool with_labels = cells_.is_label(own);
  Edge edge{own.box, {}};
  move(edge, lines.back());
  std::size_t most = at + kLinesBelow;
  for (std::size_t i = own.row + 1; i < cells_.lines().size() && lines.size() < most; ++i) {
    if (cells_.rows()[i].page != cells_.row(own).page) break;
    Line line = neighbours(i, edge);
    if (line.empty()) {
      if (far(cells_.rows()[i].box.y - edge.box.bottom(), edge)) break;
      continue;
    }
    const bool other = with_labels && !cells_.is_label(line.front()) && !cells_.second_line(line.front()) &&
                       !begins_at_value(line, edge) && line.front().last - line.front().first > 1 &&
                       !cells_.row(line.front()).words[line.front().first].text.ends_with(':');
    if (far(line.front().box.y - edge.box.bottom(), edge) || cells_.is_foreign(line.front()) ||
        is_another_address(line) || other)
      break;
    if (begins_at_value(line, edge)) ++most;
    move(edge, line);
    lines.push_back(std::move(line));
  }
}

void AddressLines::join_values(std::vector<Line>& lines, std::size_t& at) const {
  for (std::size_t i = 1; i < lines.size();) {
    const Line& before = lines[i - 1];
    const bool label = before.size() > 1 && (cells_.is_label(before.front()) || cells_.is_label(before[1]));
    const bool goes_on =
        label && lines[i].size() == 1 && !cells_.is_label(lines[i].front()) &&
        std::abs(lines[i].front().box.x - before.back().box.x) < kCloseColumn * cells_.unit(before[0].box);
    if (!goes_on) {
      ++i;
      continue;
    }
    lines[i - 1].push_back(lines[i].front());
    lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(i));
    if (at >= i) --at;
  }
}

void AddressLines::join_labels(std::vector<Line>& lines, std::size_t& at) const {
  for (std::size_t i = 0; i + 1 < lines.size(); ++i) {
    const Cell* rest =
        lines[i].size() < 2 || cells_.is_label(lines[i].front()) ? nullptr : cells_.second_line(lines[i].front());
    if (!rest || lines[i + 1].front().row != rest->row || lines[i + 1].front().first != rest->first) continue;
    lines[i].insert(lines[i].begin() + 1, *rest);
    lines[i + 1].erase(lines[i + 1].begin());
    if (!lines[i + 1].empty()) continue;
    lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(i) + 1);
    if (at > i) --at;
  }
}

bool AddressLines::is_another_address(const Line& line) const {
  return cells_.issuer_words({line}) ||
         std::any_of(line.begin(), line.end(), [&](const Cell& cell) { return cells_.has_labelled_code(cell); });
}

}  // namespace cotejo::address_proof
