#include "picture_signs.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "history.hpp"

namespace cotejo::tamper {
namespace {

constexpr double kMaxPixels = 26e6;  // of a file whose coefficients are looked at: 50 MB of them
constexpr int kHeatWidth = 192;      // cells
// On the heat map: what nearly all genuine pictures stay below is cold. In nats, and in weights of copies.
constexpr double kColdEvidence = 10, kHotEvidence = 40;
constexpr double kColdCopy = 8, kHotCopy = 16;

// Where a box of the file's pixels is as people see the picture: what EXIF says of them.
cv::Rect2d upright(cv::Rect2d box, int orientation) {
  if (orientation >= 5) box = {box.y, box.x, box.height, box.width};
  const bool mirrored = orientation == 2 || orientation == 3 || orientation == 6 || orientation == 7;
  const bool flipped = orientation == 3 || orientation == 4 || orientation == 7 || orientation == 8;
  if (mirrored) box.x = 1 - box.x - box.width;
  if (flipped) box.y = 1 - box.y - box.height;
  return box;
}

// And back: all are their own inverse but for the two quarter turns.
cv::Rect2d stored(const cv::Rect2d& box, int orientation) {
  return upright(box, orientation == 6 ? 8 : orientation == 8 ? 6 : orientation);
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
    copies(area);
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
    if (!luma) return true;  // no JPEG that can be examined: what its history was nobody knows
    const auto pixels = pixels_of(*luma, stop_);
    if (!pixels) return false;
    const cv::Size blocks(luma->columns, luma->rows);
    const cv::Mat cells(blocks, CV_8U);
    const auto history =
        find_history(*luma, *pixels, cells_of(stored(input_.document, input_.orientation), cells), stop_);
    if (!history) return false;
    const auto tell = [&](Sign sign, const Window& window) {
      if (window.evidence <= 0) return set(sign, 0, std::nullopt);
      const cv::Rect2d seen = turned(upright(relative(window.cells, blocks), input_.orientation), input_.turns);
      set(sign, window.evidence, seen);
      warm(seen, (window.evidence - kColdEvidence) / (kHotEvidence - kColdEvidence));
    };
    tell(Sign::not_saved_before, history->never);
    tell(Sign::saved_otherwise, history->otherwise);
    tell(Sign::moved_grid, history->moved);
    out_.history = true;
    return true;
  }

  void copies(const cv::Rect& area) {
    const CopyMove copy = find_copy(grey_(area), stop_);
    if (copy.corners == 0) return;
    set(Sign::copied, std::max(0.0, copy.ground) * copy.weight, of_document(copy.to, area.size()));
    set(Sign::copied_alike, copy.weight, of_document(copy.to, area.size()));
    const double warmth = (copy.weight - kColdCopy) / (kHotCopy - kColdCopy);
    warm(of_document(copy.to, area.size()), warmth);
    warm(of_document(copy.from, area.size()), warmth);
  }

  const PictureInput& input_;
  const Stop& stop_;
  const cv::Mat grey_;
  const cv::Rect2d document_;
  PictureSigns out_;
};

}  // namespace

std::string_view name_of(Sign sign) {
  static constexpr std::array<std::string_view, kSigns> names{"not_saved_before", "saved_otherwise", "moved_grid",
                                                              "copied", "copied_alike"};
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
