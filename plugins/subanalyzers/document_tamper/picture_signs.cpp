#include "picture_signs.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "block_grid.hpp"
#include "saved_before.hpp"

namespace cotejo::tamper {
namespace {

constexpr double kMaxPixels = 26e6;       // of a file whose coefficients are looked at: 50 MB of them
constexpr int kHeatWidth = 192;           // cells
constexpr double kLeastSavedWeight = 60;  // coefficients of a part that is compared with the rest
constexpr int kNoiseCell = 16;            // pixels

// As a person sees the picture: what EXIF says of the file's pixels.
cv::Mat upright(const cv::Mat& stored, int orientation) {
  cv::Mat out = stored;
  if (orientation >= 5) cv::transpose(out, out);
  if (orientation == 2 || orientation == 3 || orientation == 6 || orientation == 7) {
    cv::Mat flipped;
    cv::flip(out, flipped, orientation == 3 || orientation == 7 ? -1 : 1);
    return flipped;
  }
  if (orientation == 4 || orientation == 8) {
    cv::Mat flipped;
    cv::flip(out, flipped, 0);
    return flipped;
  }
  return out;
}

cv::Rect cells_of(const cv::Rect2d& box, const cv::Mat& map) {
  return cv::Rect(cv::Point(static_cast<int>(box.x * map.cols), static_cast<int>(box.y * map.rows)),
                  cv::Point(static_cast<int>(std::ceil((box.x + box.width) * map.cols)),
                            static_cast<int>(std::ceil((box.y + box.height) * map.rows)))) &
         cv::Rect(0, 0, map.cols, map.rows);
}

cv::Rect2d relative(const cv::Rect& box, cv::Size size) {
  return {static_cast<double>(box.x) / size.width, static_cast<double>(box.y) / size.height,
          static_cast<double>(box.width) / size.width, static_cast<double>(box.height) / size.height};
}

cv::Mat turned(const cv::Mat& picture, int turns) {
  constexpr std::array kTurns{cv::ROTATE_90_CLOCKWISE, cv::ROTATE_180, cv::ROTATE_90_COUNTERCLOCKWISE};
  if (turns == 0 || picture.empty()) return picture;
  cv::Mat out;
  cv::rotate(picture, out, kTurns[static_cast<std::size_t>(turns - 1)]);
  return out;
}

cv::Rect2d turned(cv::Rect2d box, int turns) {
  for (int i = 0; i < turns; ++i) box = {1 - box.y - box.height, box.x, box.height, box.width};
  return box;
}

// Works on the picture turned so that the document stands upright.
class Search {
 public:
  Search(const PictureInput& input, const Stop& stop)
      : input_(input),
        stop_(stop),
        grey_(turned(input.grey, input.turns)),
        document_(turned(input.document, input.turns)) {
    const int rows = std::max(1, kHeatWidth * grey_.rows / std::max(1, grey_.cols));
    out_.heat = cv::Mat(std::min(rows, 4 * kHeatWidth), kHeatWidth, CV_32F, cv::Scalar(0));
  }

  std::optional<PictureSigns> run() {
    const cv::Rect area = cells_of(document_, grey_);
    if (area.width < 64 || area.height < 64) return std::move(out_);
    if (!compression() || stop_()) return std::nullopt;
    letters(area);
    if (stop_()) return std::nullopt;
    copies(area);
    if (stop_()) return std::nullopt;
    noise(area);
    if (stop_()) return std::nullopt;
    const int back = (4 - input_.turns) % 4;
    out_.heat = turned(out_.heat, back);
    for (auto& where : out_.where)
      if (where) where = turned(*where, back);
    return std::move(out_);
  }

 private:
  void set(Sign sign, double value, std::optional<cv::Rect2d> where) {
    out_[sign] = value;
    out_.where[static_cast<std::size_t>(sign)] = where;
  }

  cv::Rect2d of_document(const cv::Rect& cells, cv::Size map) const {
    const cv::Rect2d r = relative(cells, map);
    return {document_.x + r.x * document_.width, document_.y + r.y * document_.height, r.width * document_.width,
            r.height * document_.height};
  }

  void warm(const cv::Rect2d& where, double by) {
    const cv::Rect cells = cells_of(where, out_.heat);
    if (cells.empty()) return;
    cv::Mat part = out_.heat(cells);
    part = cv::max(part, std::clamp(by, 0.0, 1.0));
  }

  bool compression() {
    const auto luma = read_luma(input_.file, kMaxPixels, stop_);
    if (stop_()) return false;
    if (!luma) return true;  // no JPEG: it has no such history
    const auto pixels = pixels_of(*luma, stop_);
    if (!pixels) return false;
    const auto saved = find_savings(*luma, *pixels, stop_);
    if (!saved) return false;
    const auto grid = foreign_grid(*pixels, stop_);
    if (!grid) return false;
    const auto as_seen = [&](const cv::Mat& map) { return turned(upright(map, input_.orientation), input_.turns); };
    saved_ = as_seen(saved->evidence);
    saved_weight_ = as_seen(saved->weight);
    grid_ = as_seen(*grid);
    const cv::Rect cells = cells_of(document_, saved_);
    set(Sign::saved_before, saved->strength, std::nullopt);
    if (saved->frequencies > 0 && cells.width > 4 && cells.height > 4) {
      cv::Mat mean = saved_(cells) / cv::max(saved_weight_(cells), 1);
      const Outlier odd = most_different(mean, saved_weight_(cells), kLeastSavedWeight);
      set(Sign::saved_apart, std::abs(odd.difference) * std::log1p(std::abs(odd.deviations)),
          of_document(odd.where, cells.size()));
      warm(of_document(odd.where, cells.size()), std::abs(odd.deviations) / 40);
    }
    double largest = 0;
    cv::Point at;
    if (!cells.empty()) cv::minMaxLoc(grid_(cells), nullptr, &largest, nullptr, &at);
    set(Sign::foreign_grid, largest, of_document(cv::Rect(at.x - 4, at.y - 2, 9, 5), cells.size()));
    return true;
  }

  void letters(const cv::Rect& area) {
    const auto part = [&](const cv::Mat& map) { return map.empty() ? cv::Mat() : map(cells_of(document_, map)); };
    const Letters found = compare_letters(grey_(area), part(saved_), part(saved_weight_), part(grid_), stop_);
    const auto largest = [&](Look look) { return found.largest[static_cast<std::size_t>(look)]; };
    const auto widest = [&](Look look) -> std::optional<cv::Rect2d> {
      const OddRun* best = nullptr;
      for (const auto& run : found.odd)
        if (!best || std::abs(run.deviations[static_cast<std::size_t>(look)]) >
                         std::abs(best->deviations[static_cast<std::size_t>(look)]))
          best = &run;
      if (!best) return std::nullopt;
      return of_document(best->box, area.size());
    };
    set(Sign::letter_edges, largest(Look::edge), widest(Look::edge));
    set(Sign::letter_ink, largest(Look::ink), widest(Look::ink));
    set(Sign::letter_paper, largest(Look::paper), widest(Look::paper));
    set(Sign::letter_noise, largest(Look::noise), widest(Look::noise));
    set(Sign::letter_place, std::max(largest(Look::baseline), largest(Look::size)), widest(Look::baseline));
    set(Sign::letter_saving, largest(Look::saved), widest(Look::saved));
    if (found.odd.empty()) return;
    set(Sign::odd_letters, found.odd.front().sum, of_document(found.odd.front().box, area.size()));
    for (const auto& run : found.odd) warm(of_document(run.box, area.size()), run.sum / 30);
  }

  void copies(const cv::Rect& area) {
    const CopyMove copy = find_copy(grey_(area), stop_);
    if (copy.corners == 0) return;
    set(Sign::copied, std::max(0.0, copy.ground) * copy.weight, of_document(copy.to, area.size()));
    set(Sign::copied_alike, copy.weight, of_document(copy.to, area.size()));
    constexpr double kHot = 12;  // weight of a line that stands twice
    warm(of_document(copy.to, area.size()), copy.weight / kHot);
    warm(of_document(copy.from, area.size()), copy.weight / kHot);
  }

  // How noisy flat places are, against others of the document that are about as bright.
  void noise(const cv::Rect& area) {
    cv::Mat image, soft, residual, dx, slope;
    grey_(area).convertTo(image, CV_32F);
    cv::blur(image, soft, {3, 3});
    residual = cv::abs(image - soft);
    cv::GaussianBlur(image, soft, {}, 2);
    cv::Sobel(soft, dx, CV_32F, 1, 0, 3, 1.0 / 8);
    cv::Sobel(soft, slope, CV_32F, 0, 1, 3, 1.0 / 8);
    cv::magnitude(dx, slope, slope);
    const cv::Mat flat = (slope < 2) & (image > 40) & (image < 245);
    cv::Mat weight;
    flat.convertTo(weight, CV_32F, 1 / 255.0);
    residual = residual.mul(weight);
    const cv::Size cells(area.width / kNoiseCell, area.height / kNoiseCell);
    if (cells.width < 4 || cells.height < 4) return;
    cv::resize(residual, residual, cells, 0, 0, cv::INTER_AREA);
    cv::resize(weight, weight, cells, 0, 0, cv::INTER_AREA);
    cv::Mat level = residual / cv::max(weight, 0.05);
    cv::log(level + 0.2, level);
    weight.setTo(0, weight < 0.3);
    const Outlier odd = most_different(level, weight, 3);
    set(Sign::noise, std::abs(odd.deviations), of_document(odd.where, cells));
  }

  const PictureInput& input_;
  const Stop& stop_;
  const cv::Mat grey_;
  const cv::Rect2d document_;
  PictureSigns out_;
  cv::Mat saved_, saved_weight_, grid_;  // upright, all of the picture
};

}  // namespace

std::string_view name_of(Sign sign) {
  static constexpr std::array<std::string_view, kSigns> names{
      "saved_before", "saved_apart", "foreign_grid",  "letter_edges", "letter_ink",   "letter_paper", "letter_noise",
      "letter_place", "odd_letters", "letter_saving", "copied",       "copied_alike", "noise"};
  return names[static_cast<std::size_t>(sign)];
}

void place(PictureInput& input, const std::array<cv::Point2d, 4>& corners) {
  double left = 1, top = 1, right = 0, bottom = 0;
  for (const auto& p : corners)
    left = std::min(left, p.x), top = std::min(top, p.y), right = std::max(right, p.x), bottom = std::max(bottom, p.y);
  input.document = cv::Rect2d(left, top, right - left, bottom - top) & cv::Rect2d(0, 0, 1, 1);
  const double across = (corners[1].x - corners[0].x) * input.grey.cols,
               down = (corners[1].y - corners[0].y) * input.grey.rows;
  input.turns = std::abs(across) >= std::abs(down) ? (across >= 0 ? 0 : 2) : (down >= 0 ? 3 : 1);
}

std::optional<PictureSigns> find_signs(const PictureInput& input, const Stop& stop) {
  return Search(input, stop).run();
}

}  // namespace cotejo::tamper
