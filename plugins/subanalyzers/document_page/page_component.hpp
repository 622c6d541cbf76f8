// document.page: cuts a sheet of paper out of a photo, upright and level, for the components that read pages.
#pragma once
#include <cotejo/opencv.hpp>
#include <cotejo/plugin.hpp>
#include <document_text/page_picture.hpp>
#include <opencv2/imgproc.hpp>
#include <optional>

#include "page_finder.hpp"

namespace cotejo::document_page {

class DocumentPage final : public SubAnalyzer {
 public:
  static constexpr About about{"document.page", "1.0.0", "Finds a sheet of paper in a photo and turns it upright"};

  Port<Image> image{this, "image", "image.pixels", "The photo"};
  Model spanish{this, "tesseract-spa"};

  Trait<Image> page{this, "page", "The sheet alone, or the whole photo where no outline was found; grey"};
  Trait<bool> outlined{this, "outlined", "Whether an outline was found"};

  void prepare(Host& host) override { reader_.emplace(text_reading::read_model(std::as_bytes(host.model(spanish)))); }

  Status run(Call& call) override {
    const auto photo = call.get(image);
    const cv::Mat pixels = as_mat(*photo);
    const auto found = find_page(pixels);
    const Corners corners = found ? *found : whole(pixels.size());
    cv::Matx33d to_photo;
    cv::Mat sheet = cut_out(pixels, corners, to_photo);
    if (call.cancelled()) return Status::cancelled;
    turn_upright(call, sheet, to_photo);
    if (call.cancelled()) return Status::cancelled;
    cv::Mat out = allocate_mat(call, sheet.rows, sheet.cols, CV_8UC1);
    sheet.copyTo(out);
    const cv::Matx33d chain = cv::Matx33d(photo->to_evidence.data()) * to_photo;
    std::array<double, 9> to_evidence;
    std::copy(chain.val, chain.val + 9, to_evidence.begin());
    call.emit(page, as_image(out, to_evidence), found ? kOutlined : kWhole);
    call.emit(outlined, found.has_value(), kOutlined);
    return Status::ok;
  }

 private:
  static constexpr double kOutlined = 0.97, kWhole = 0.9;  // scores
  static constexpr double kLargest = 3400;                 // pixels of the longer side: 300 dots an inch of a letter

  static Corners whole(cv::Size size) {
    const auto w = static_cast<float>(size.width), h = static_cast<float>(size.height);
    return {cv::Point2f{0, 0}, {w, 0}, {w, h}, {0, h}};
  }

  // The sheet in grey; `to_photo` maps its pixels to those of the photo.
  static cv::Mat cut_out(const cv::Mat& photo, const Corners& corners, cv::Matx33d& to_photo) {
    const auto side = [&](std::size_t a, std::size_t b) { return cv::norm(corners[a] - corners[b]); };
    double width = std::max(side(0, 1), side(3, 2)), height = std::max(side(0, 3), side(1, 2));
    const double shrink = std::min(1.0, kLargest / std::max(width, height));
    const cv::Size size(std::max(16, static_cast<int>(width * shrink)),
                        std::max(16, static_cast<int>(height * shrink)));
    const Corners target = whole(size);
    const cv::Mat map = cv::getPerspectiveTransform(target.data(), corners.data());
    to_photo = cv::Matx33d(map.ptr<double>());
    cv::Mat grey, out;
    if (photo.channels() == 3)
      cv::cvtColor(photo, grey, cv::COLOR_BGR2GRAY);
    else
      grey = photo;
    cv::warpPerspective(grey, out, map, size, cv::INTER_LINEAR | cv::WARP_INVERSE_MAP, cv::BORDER_REPLICATE);
    return out;
  }

  // Letters that are surely read in it, in that direction.
  double legible(Call& call, const cv::Mat& part) const {
    const auto words = reader_->read(part, part.cols, part.rows, [&] { return call.cancelled(); });
    double sum = 0;
    if (!words) return sum;
    for (const auto& word : *words)
      if (word.text.size() >= 4) sum += word.probability * word.probability * static_cast<double>(word.text.size());
    return sum;
  }

  // Turns the sheet so that its text reads well: rows may run along the sheet or across it.
  void turn_upright(Call& call, cv::Mat& sheet, cv::Matx33d& to_photo) const {
    if (!reader_) return;
    const cv::Mat part = sheet(most_print(sheet));
    int best = 0;
    double most = -1;
    for (int quarter = 0; quarter < 4 && !call.cancelled(); ++quarter) {
      const double read = legible(call, turned(part, quarter));
      if (read > most) best = quarter, most = read;
      if (quarter == 0 && most > kClearlyUpright) return;
    }
    const double w = sheet.cols, h = sheet.rows;
    // From the turned sheet to the sheet.
    const cv::Matx33d back[] = {
        cv::Matx33d::eye(), {0, 1, 0, -1, 0, h, 0, 0, 1}, {-1, 0, w, 0, -1, h, 0, 0, 1}, {0, -1, w, 1, 0, 0, 0, 0, 1}};
    sheet = turned(sheet, best);
    to_photo = to_photo * back[best];
  }

  static cv::Mat turned(const cv::Mat& image, int quarter) {
    static constexpr int kTurns[] = {0, cv::ROTATE_90_CLOCKWISE, cv::ROTATE_180, cv::ROTATE_90_COUNTERCLOCKWISE};
    if (quarter == 0) return image;
    cv::Mat out;
    cv::rotate(image, out, kTurns[quarter]);
    return out;
  }

  static constexpr double kClearlyUpright = 120;  // letters

  std::optional<document_text::PictureReader> reader_;
};

}  // namespace cotejo::document_page
