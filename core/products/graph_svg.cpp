// Own layered layout: columns by depth, one lane for each evidence. An arrow that passes over columns keeps a row of
// its own in each of them, and each arrow leaves its box beside its label, so that nothing is drawn over anything else.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "domain/markup.hpp"
#include "products/graph.hpp"

namespace cotejo::products {
namespace {

// Lengths in CSS pixels.
constexpr double title_size = 13, text_size = 11, line_height = 15;
constexpr double letter = 0.62;  // width of a letter by its size, generous for common sans-serif fonts
constexpr double padding = 9, slot = 12, row_gap = 16, lane_gap = 18, margin = 24, header = 64;
constexpr double bend = 64;              // room between columns in which arrows change rows
constexpr std::size_t labels_shown = 4;  // of one arrow; the rest are counted, and all are in its tooltip

struct Colours {
  std::string_view fill, stroke, heading;
};
constexpr std::array<Colours, 6> colours{{{"#e8eef7", "#5b7db1", "Evidence"},
                                          {"#dff3ef", "#3f9484", "Analyzers"},
                                          {"#fdf3d8", "#b98a1d", "Sub-analyzers"},
                                          {"#fbe3dc", "#bf6245", "Connectors"},
                                          {"#efe6fa", "#7d55b5", "Checks"},
                                          {"#e3f4dc", "#4f9440", "Decision"}}};

using domain::escaped;

double width_of(std::string_view text, double size) {
  return static_cast<double>(text.size()) * size * letter;
}

// A box, or the row that an arrow has in a column that it passes.
struct Cell {
  std::optional<std::size_t> box;
  std::optional<std::size_t> lane;
  std::size_t column = 0;
  double width = 0, height = slot, y = 0;  // y: of the centre
  double order = 0;                        // among the cells of its lane and column
};

struct Link {
  std::size_t arrow = 0;
  std::vector<std::size_t> cells;  // from the first box over the rows to the last box
  std::vector<std::string> label;
  double from_y = 0, to_y = 0;
  double label_height() const { return std::max(slot, static_cast<double>(label.size()) * (line_height - 2) + 4); }
};

class Layout {
 public:
  explicit Layout(const Graph& graph) : graph_(graph) {
    make_cells();
    make_links();
    size_boxes();
    order_cells();
    place_rows();
    place_columns();
    place_ends();
  }

  std::string svg() const {
    const double width = x_.back() + widths_.back() + margin, height = bottom_ + margin;
    std::string out = fmt::format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"{0:.0f}\" height=\"{1:.0f}\" viewBox=\"0 0 "
        "{0:.0f} {1:.0f}\" "
        "font-family=\"'DejaVu Sans','Segoe UI',Helvetica,Arial,sans-serif\">\n<title>{2}</title>\n"
        "<defs><marker id=\"tip\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" "
        "orient=\"auto\">"
        "<path d=\"M0 0L8 4L0 8z\" fill=\"#56606b\"/></marker></defs>\n<rect width=\"100%\" height=\"100%\" "
        "fill=\"#ffffff\"/>\n",
        width, height, escaped(graph_.title));
    out += fmt::format("<text x=\"{:.0f}\" y=\"26\" font-size=\"16\" font-weight=\"bold\" fill=\"#20262d\">{}</text>\n",
                       margin, escaped(graph_.title));
    draw_lanes(out);
    draw_headings(out);
    for (const Link& link : links_) draw_link(out, link);
    for (const Link& link : links_) draw_label(out, link);
    for (const Cell& cell : cells_)
      if (cell.box) draw_box(out, cell);
    return out + "</svg>\n";
  }

 private:
  void make_cells() {
    for (std::size_t i = 0; i < graph_.boxes.size(); ++i) {
      const Box& box = graph_.boxes[i];
      double width = width_of(box.title, title_size) * 1.08;  // it is bold
      for (const std::string& line : box.lines) width = std::max(width, width_of(line, text_size));
      Cell cell;
      cell.box = i;
      cell.lane = box.evidence;
      cell.column = box.column;
      cell.width = width + 2 * padding;
      cell.height = title_size + static_cast<double>(box.lines.size()) * line_height + 2 * padding;
      cells_.push_back(cell);
    }
  }

  void make_links() {
    for (std::size_t a = 0; a < graph_.arrows.size(); ++a) {
      const Arrow& arrow = graph_.arrows[a];
      Link link;
      link.arrow = a;
      link.label.assign(arrow.labels.begin(), arrow.labels.begin() + static_cast<std::ptrdiff_t>(
                                                                         std::min(arrow.labels.size(), labels_shown)));
      if (arrow.labels.size() > labels_shown)
        link.label.back() = fmt::format("+ {} more", arrow.labels.size() - labels_shown + 1);
      link.cells.push_back(arrow.from);
      for (std::size_t column = graph_.boxes[arrow.from].column + 1; column < graph_.boxes[arrow.to].column; ++column) {
        link.cells.push_back(cells_.size());
        Cell row;
        row.lane = graph_.boxes[arrow.from].evidence;
        row.column = column;
        cells_.push_back(row);
      }
      link.cells.push_back(arrow.to);
      links_.push_back(std::move(link));
    }
  }

  // A box is high enough for the labels of all arrows that leave it.
  void size_boxes() {
    for (std::size_t i = 0; i < graph_.boxes.size(); ++i) {
      double leaving = 0, arriving = 0;
      for (const Link& link : links_) {
        if (link.cells.front() == i) leaving += link.label_height() + 4;
        if (link.cells.back() == i) arriving += slot;
      }
      cells_[i].height = std::max({cells_[i].height, leaving, arriving});
    }
  }

  std::vector<std::size_t> stack(std::size_t column, std::optional<std::size_t> lane) const {
    std::vector<std::size_t> found;
    for (std::size_t c = 0; c < cells_.size(); ++c)
      if (cells_[c].column == column && cells_[c].lane == lane) found.push_back(c);
    std::stable_sort(found.begin(), found.end(),
                     [&](std::size_t a, std::size_t b) { return cells_[a].order < cells_[b].order; });
    return found;
  }

  // Each cell near the middle of what it is joined to, going right and back a few times.
  void order_cells() {
    for (std::size_t c = 0; c < cells_.size(); ++c) cells_[c].order = static_cast<double>(c);
    constexpr int sweeps = 6;
    for (int sweep = 0; sweep < sweeps; ++sweep)
      for (std::size_t step = 0; step < graph_.columns; ++step) {
        const bool right = sweep % 2 == 0;
        const std::size_t column = right ? step : graph_.columns - 1 - step;
        for (std::size_t lane = 0; lane < graph_.lanes; ++lane) order_stack(column, lane, right);
      }
  }

  void order_stack(std::size_t column, std::size_t lane, bool right) {
    std::vector<std::size_t> found = stack(column, lane);
    for (const std::size_t c : found) {
      double sum = 0, count = 0;
      for (const Link& link : links_)
        for (std::size_t i = 0; i + 1 < link.cells.size(); ++i) {
          if (link.cells[right ? i + 1 : i] != c) continue;
          sum += cells_[link.cells[right ? i : i + 1]].order;
          ++count;
        }
      if (count > 0) cells_[c].order = sum / count;
    }
    found = stack(column, lane);
    for (std::size_t i = 0; i < found.size(); ++i) cells_[found[i]].order = static_cast<double>(i);
  }

  double stack_height(const std::vector<std::size_t>& cells) const {
    double height = 0;
    for (const std::size_t c : cells) height += cells_[c].height + row_gap;
    return height - row_gap;
  }

  void place_rows() {
    double top = header;
    for (std::size_t lane = 0; lane < graph_.lanes; ++lane) {
      double height = 0;
      for (std::size_t column = 0; column < graph_.columns; ++column)
        height = std::max(height, stack_height(stack(column, lane)));
      height += 2 * row_gap;
      for (std::size_t column = 0; column < graph_.columns; ++column) {
        const auto cells = stack(column, lane);
        double y = top + (height - stack_height(cells)) / 2;
        for (const std::size_t c : cells) {
          cells_[c].y = y + cells_[c].height / 2;
          y += cells_[c].height + row_gap;
        }
      }
      lanes_.push_back({top, top + height});
      top += height + lane_gap;
    }
    bottom_ = top - lane_gap;
    for (std::size_t column = graph_.columns - 2; column < graph_.columns; ++column) place_free(column);
  }

  // Checks and the decision stand in no lane: beside what they take, without overlap.
  void place_free(std::size_t column) {
    std::vector<std::size_t> cells = stack(column, {});
    for (const std::size_t c : cells) {
      double sum = 0, count = 0;
      for (const Link& link : links_)
        if (link.cells.back() == c) {
          sum += cells_[link.cells[link.cells.size() - 2]].y;
          ++count;
        }
      cells_[c].y = count > 0 ? sum / count : header;
    }
    std::stable_sort(cells.begin(), cells.end(),
                     [&](std::size_t a, std::size_t b) { return cells_[a].y < cells_[b].y; });
    double least = header;
    for (const std::size_t c : cells) {
      cells_[c].y = std::max(cells_[c].y, least + cells_[c].height / 2);
      least = cells_[c].y + cells_[c].height / 2 + row_gap;
    }
    double most = std::max(bottom_, header + stack_height(cells));
    bottom_ = most;
    for (auto c = cells.rbegin(); c != cells.rend(); ++c) {
      cells_[*c].y = std::min(cells_[*c].y, most - cells_[*c].height / 2);
      most = cells_[*c].y - cells_[*c].height / 2 - row_gap;
    }
  }

  // Right of each column: room for the labels of the arrows that leave its boxes, then for the bends.
  void place_columns() {
    widths_.assign(graph_.columns, 0);
    labels_.assign(graph_.columns, 10);
    for (const Cell& cell : cells_) widths_[cell.column] = std::max(widths_[cell.column], cell.width);
    for (const Link& link : links_)
      for (const std::string& line : link.label) {
        double& room = labels_[cells_[link.cells.front()].column];
        room = std::max(room, width_of(line, text_size) + 16);
      }
    double x = margin;
    for (std::size_t column = 0; column < graph_.columns; ++column) {
      x_.push_back(x);
      x += widths_[column] + labels_[column] + bend;
    }
  }

  // Where arrows leave and reach their boxes: in the order of their other ends.
  void place_ends() {
    for (std::size_t i = 0; i < graph_.boxes.size(); ++i) {
      std::vector<Link*> leaving, arriving;
      for (Link& link : links_) {
        if (link.cells.front() == i) leaving.push_back(&link);
        if (link.cells.back() == i) arriving.push_back(&link);
      }
      const auto by = [&](auto end) {
        return [this, end](const Link* a, const Link* b) { return cells_[end(*a)].y < cells_[end(*b)].y; };
      };
      std::stable_sort(leaving.begin(), leaving.end(), by([](const Link& link) { return link.cells[1]; }));
      std::stable_sort(arriving.begin(), arriving.end(),
                       by([](const Link& link) { return link.cells[link.cells.size() - 2]; }));
      double total = 0;
      for (const Link* link : leaving) total += link->label_height() + 4;
      double y = cells_[i].y - total / 2;
      for (Link* link : leaving) {
        link->from_y = y + (link->label_height() + 4) / 2;
        y += link->label_height() + 4;
      }
      const double step = std::min(slot * 1.6, cells_[i].height / static_cast<double>(arriving.size() + 1));
      for (std::size_t k = 0; k < arriving.size(); ++k)
        arriving[k]->to_y =
            cells_[i].y + step * (static_cast<double>(k) - (static_cast<double>(arriving.size()) - 1) / 2);
    }
  }

  double right_of_labels(std::size_t column) const { return x_[column] + widths_[column] + labels_[column]; }

  void draw_lanes(std::string& out) const {
    const std::size_t last = graph_.columns - 3;
    const double right = std::max(right_of_labels(last) + 8, x_[0]);
    for (const auto& [top, end] : lanes_)
      out += fmt::format(
          "<rect x=\"{:.0f}\" y=\"{:.0f}\" width=\"{:.0f}\" height=\"{:.0f}\" rx=\"10\" fill=\"#f7f8fa\" "
          "stroke=\"#e2e5e9\"/>\n",
          margin - 12, top, right - margin + 12, end - top);
  }

  void draw_headings(std::string& out) const {
    std::size_t before = colours.size();
    for (std::size_t column = 0; column < graph_.columns; ++column) {
      const auto first =
          std::find_if(graph_.boxes.begin(), graph_.boxes.end(), [&](const Box& box) { return box.column == column; });
      if (first == graph_.boxes.end()) continue;
      const auto kind = static_cast<std::size_t>(first->kind);
      if (kind != before)
        out += fmt::format("<text x=\"{:.0f}\" y=\"{:.0f}\" font-size=\"12\" fill=\"{}\">{}</text>\n", x_[column],
                           header - 10, colours[kind].stroke, colours[kind].heading);
      before = kind;
    }
  }

  // Straight past its label, then a curve for each column, straight along its row in those that it passes.
  void draw_link(std::string& out, const Link& link) const {
    std::size_t column = cells_[link.cells.front()].column;
    std::string path = fmt::format("M{:.1f} {:.1f}H{:.1f}", x_[column] + cells_[link.cells.front()].width, link.from_y,
                                   right_of_labels(column));
    double y = link.from_y;
    for (std::size_t i = 1; i < link.cells.size(); ++i) {
      const double from = right_of_labels(column);
      const bool last = i + 1 == link.cells.size();
      column = cells_[link.cells[i]].column;
      const double to = x_[column] - (last ? 1 : 0), next = last ? link.to_y : cells_[link.cells[i]].y;
      const double middle = (from + to) / 2;
      path += fmt::format("C{0:.1f} {1:.1f} {0:.1f} {2:.1f} {3:.1f} {2:.1f}", middle, y, next, to);
      if (!last) path += fmt::format("H{:.1f}", right_of_labels(column));
      y = next;
    }
    const Arrow& arrow = graph_.arrows[link.arrow];
    out += fmt::format(
        "<path d=\"{}\" fill=\"none\" stroke=\"#7b8794\" stroke-width=\"1.3\" marker-end=\"url(#tip)\"><title>{} to "
        "{}: {}</title></path>\n",
        path, escaped(graph_.boxes[arrow.from].title), escaped(graph_.boxes[arrow.to].title),
        escaped(fmt::format("{}", fmt::join(arrow.labels, ", "))));
  }

  void draw_label(std::string& out, const Link& link) const {
    if (link.label.empty()) return;
    const Cell& box = cells_[link.cells.front()];
    const double left = x_[box.column] + box.width + 8;
    double width = 0;
    for (const std::string& line : link.label) width = std::max(width, width_of(line, text_size));
    const double height = static_cast<double>(link.label.size()) * (line_height - 2);
    out += fmt::format("<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" fill=\"{}\"/>", left - 2,
                       link.from_y - height / 2, width, height, box.lane ? "#f7f8fa" : "#ffffff");
    for (std::size_t i = 0; i < link.label.size(); ++i)
      out += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" font-size=\"{}\" fill=\"#3d4650\">{}</text>", left,
                         link.from_y - height / 2 + static_cast<double>(i + 1) * (line_height - 2) - 3, text_size,
                         escaped(link.label[i]));
    out += '\n';
  }

  void draw_box(std::string& out, const Cell& cell) const {
    const Box& box = graph_.boxes[*cell.box];
    const Colours& colour = colours[static_cast<std::size_t>(box.kind)];
    const double x = x_[cell.column], text_height = title_size + static_cast<double>(box.lines.size()) * line_height;
    out += fmt::format(
        "<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" rx=\"6\" fill=\"{}\" stroke=\"{}\"/>", x,
        cell.y - cell.height / 2, cell.width, cell.height, colour.fill, colour.stroke);
    double y = cell.y - text_height / 2 + title_size - 2;
    out +=
        fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" font-size=\"{}\" font-weight=\"bold\" fill=\"#20262d\">{}</text>",
                    x + padding, y, title_size, escaped(box.title));
    for (const std::string& line : box.lines) {
      y += line_height;
      out += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" font-size=\"{}\" fill=\"#3d4650\">{}</text>", x + padding, y,
                         text_size, escaped(line));
    }
    out += '\n';
  }

  const Graph& graph_;
  std::vector<Cell> cells_;  // boxes first, then rows
  std::vector<Link> links_;
  std::vector<double> x_, widths_, labels_;  // by column
  std::vector<std::pair<double, double>> lanes_;
  double bottom_ = 0;
};

}  // namespace

std::string to_svg(const Graph& graph) {
  return Layout(graph).svg();
}

}  // namespace cotejo::products
