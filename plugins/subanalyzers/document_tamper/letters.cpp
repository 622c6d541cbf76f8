#include "letters.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace cotejo::tamper {
namespace {

using text_reading::TextLine;

constexpr std::size_t kRunLetters = 5;  // a run is about a word; shorter lines are one run
constexpr std::size_t kLeastLetters = 3;
constexpr double kLikeHeight = 1.5;  // letters up to this much higher or lower are compared
constexpr std::size_t kLeastPeers = 4;
constexpr double kMostDeviations = 12;  // one look alone decides nothing beyond
constexpr std::size_t kOddest = 8;

// Spread below which runs of one document are not told apart; in the units of each look.
constexpr std::array<double, kLooks> kLeastSpread{0.012, 0.03, 0.012, 0.25, 0.02, 0.03, 0.12, 0.5};

double percentile(std::vector<float>& values, double share) {
  if (values.empty()) return 0;
  const auto at = values.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), at, values.end());
  return *at;
}

double median(std::vector<double> values) {
  if (values.empty()) return 0;
  const auto at = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), at, values.end());
  return *at;
}

struct Page {
  cv::Mat grey, slope, residual;  // CV_32F
};

Page page_of(const cv::Mat& grey) {
  Page page;
  grey.convertTo(page.grey, CV_32F);
  cv::Mat dx, dy, soft;
  cv::Sobel(page.grey, dx, CV_32F, 1, 0, 3, 1.0 / 8);
  cv::Sobel(page.grey, dy, CV_32F, 0, 1, 3, 1.0 / 8);
  cv::magnitude(dx, dy, page.slope);
  cv::blur(page.grey, soft, {3, 3});
  page.residual = page.grey - soft;
  return page;
}

cv::Rect grown(const cv::Rect& box, int by, const cv::Mat& in) {
  return cv::Rect(box.x - by, box.y - by, box.width + 2 * by, box.height + 2 * by) & cv::Rect(0, 0, in.cols, in.rows);
}

struct Tone {
  double paper = 0, ink = 0;
};

Tone tone_of(const cv::Mat& grey) {
  std::vector<float> values;
  for (int y = 0; y < grey.rows; ++y) values.insert(values.end(), grey.ptr<float>(y), grey.ptr<float>(y) + grey.cols);
  const double ink = percentile(values, 0.06);
  return {percentile(values, 0.8), ink};
}

double mean_in(const cv::Mat& map, const cv::Mat& weight, const cv::Rect& box, cv::Size picture, double nothing) {
  if (map.empty()) return nothing;
  const double sx = static_cast<double>(map.cols) / picture.width, sy = static_cast<double>(map.rows) / picture.height;
  const cv::Rect cells =
      cv::Rect(cv::Point(static_cast<int>(box.x * sx), static_cast<int>(box.y * sy)),
               cv::Point(static_cast<int>(std::ceil(box.br().x * sx)), static_cast<int>(std::ceil(box.br().y * sy)))) &
      cv::Rect(0, 0, map.cols, map.rows);
  if (cells.empty()) return nothing;
  if (weight.empty()) return cv::mean(map(cells))[0];
  const double total = cv::sum(weight(cells))[0];
  return total > 0 ? cv::sum(map(cells))[0] / total : nothing;
}

// Deviation of the high frequencies where there is no ink.
double paper_noise(const Page& page, const cv::Rect& box, const Tone& tone) {
  std::vector<float> values;
  const double bright = tone.paper - 0.15 * (tone.paper - tone.ink);
  for (int y = box.y; y < box.br().y; ++y)
    for (int x = box.x; x < box.br().x; ++x)
      if (page.grey.at<float>(y, x) > bright && page.slope.at<float>(y, x) < 4)
        values.push_back(std::abs(page.residual.at<float>(y, x)));
  return values.size() < 12 ? -1 : percentile(values, 0.6);
}

LetterRun look_at(const Page& page, const TextLine& line, std::size_t first, std::size_t last) {
  LetterRun run;
  run.letters = static_cast<int>(last - first);
  std::vector<double> edges, inks, heights, offsets;
  for (std::size_t i = first; i < last; ++i) {
    const cv::Rect& piece = line.pieces[i];
    run.box = i == first ? piece : run.box | piece;
    const cv::Rect around = grown(piece, 2, page.grey);
    const Tone tone = tone_of(page.grey(around));
    if (tone.paper - tone.ink < 12) continue;
    std::vector<float> slopes;
    for (int y = around.y; y < around.br().y; ++y)
      slopes.insert(slopes.end(), page.slope.ptr<float>(y) + around.x, page.slope.ptr<float>(y) + around.br().x);
    edges.push_back(percentile(slopes, 0.93) / (tone.paper - tone.ink));
    inks.push_back(tone.ink / std::max(1.0, tone.paper));
    heights.push_back(piece.height);
    offsets.push_back(piece.br().y - line.slope * (piece.x + piece.width / 2.0));
  }
  run.height = median(heights);
  const auto set = [&](Look look, double value) { run.look[static_cast<std::size_t>(look)] = value; };
  set(Look::edge, median(edges));
  set(Look::ink, median(inks));
  const double base = median(offsets);
  set(Look::baseline, base);
  set(Look::size, run.height);
  const Tone tone = tone_of(page.grey(grown(run.box, 1, page.grey)));
  const int room = std::max(3, static_cast<int>(0.6 * run.height));
  const cv::Rect outer = grown(run.box, room + 2, page.grey);
  std::vector<float> paper;  // just outside of the letters' own box
  const cv::Rect inner = grown(run.box, std::max(2, room / 2), page.grey);
  for (int y = outer.y; y < outer.br().y; ++y)
    for (int x = outer.x; x < outer.br().x; ++x)
      if (!inner.contains({x, y})) paper.push_back(page.grey.at<float>(y, x));
  set(Look::paper, tone.paper / std::max(1.0, percentile(paper, 0.7)) - 1);
  set(Look::noise, paper_noise(page, grown(run.box, 1, page.grey), tone));
  return run;
}

// Letters of one line share base line and height: what differs within the line counts, not between lines.
void relate_to_line(std::vector<LetterRun>& runs, std::size_t first) {
  std::vector<double> bases, heights;
  for (std::size_t i = first; i < runs.size(); ++i) {
    bases.push_back(runs[i].look[static_cast<std::size_t>(Look::baseline)]);
    heights.push_back(runs[i].height);
  }
  const double base = median(bases), height = std::max(1.0, median(heights));
  for (std::size_t i = first; i < runs.size(); ++i) {
    runs[i].look[static_cast<std::size_t>(Look::baseline)] =
        (runs[i].look[static_cast<std::size_t>(Look::baseline)] - base) / height;
    runs[i].look[static_cast<std::size_t>(Look::size)] = runs[i].height / height - 1;
  }
}

OddRun compare(const LetterRun& run, const std::vector<LetterRun>& all) {
  OddRun out;
  out.box = run.box;
  for (std::size_t look = 0; look < kLooks; ++look) {
    std::vector<double> peers;
    for (const auto& other : all) {
      if (&other == &run || other.height > kLikeHeight * run.height || run.height > kLikeHeight * other.height)
        continue;
      if (look == static_cast<std::size_t>(Look::noise) && other.look[look] < 0) continue;
      peers.push_back(other.look[look]);
    }
    if (peers.size() < kLeastPeers || (look == static_cast<std::size_t>(Look::noise) && run.look[look] < 0)) continue;
    const double middle = median(peers);
    for (auto& value : peers) value = std::abs(value - middle);
    const double spread = std::max(1.4826 * median(peers), kLeastSpread[look]);
    out.deviations[look] = std::clamp((run.look[look] - middle) / spread, -kMostDeviations, kMostDeviations);
  }
  for (const double deviation : out.deviations) out.sum += std::max(0.0, std::abs(deviation) - 2);
  return out;
}

}  // namespace

Letters compare_letters(const cv::Mat& grey, const cv::Mat& saved, const cv::Mat& saved_weight, const cv::Mat& grid,
                        const Stop& stop) {
  Letters out;
  const Page page = page_of(grey);
  for (const TextLine& line : text_reading::find_lines(grey)) {
    if (stop()) return out;
    if (line.pieces.size() < kLeastLetters) continue;
    const std::size_t start = out.runs.size();
    const std::size_t count = std::max<std::size_t>(1, line.pieces.size() / kRunLetters);
    for (std::size_t i = 0; i < count; ++i) {
      LetterRun run = look_at(page, line, i * line.pieces.size() / count, (i + 1) * line.pieces.size() / count);
      run.look[static_cast<std::size_t>(Look::saved)] = mean_in(saved, saved_weight, run.box, grey.size(), 0);
      run.look[static_cast<std::size_t>(Look::grid)] = mean_in(grid, {}, run.box, grey.size(), 0);
      out.runs.push_back(run);
    }
    relate_to_line(out.runs, start);
  }
  for (const auto& run : out.runs) {
    OddRun odd = compare(run, out.runs);
    for (std::size_t look = 0; look < kLooks; ++look)
      out.largest[look] = std::max(out.largest[look], std::abs(odd.deviations[look]));
    out.odd.push_back(odd);
  }
  std::sort(out.odd.begin(), out.odd.end(), [](const OddRun& a, const OddRun& b) { return a.sum > b.sum; });
  out.odd.resize(std::min(out.odd.size(), kOddest));
  return out;
}

}  // namespace cotejo::tamper
