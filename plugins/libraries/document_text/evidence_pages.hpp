// Reads the ports that all components for documents have. Header-only: it is compiled into the component.
#pragma once
#include <algorithm>
#include <cotejo/opencv.hpp>
#include <cotejo/plugin.hpp>
#include <opencv2/imgproc.hpp>
#include <optional>
#include <vector>

#include "page_picture.hpp"
#include "pdf_text.hpp"

namespace cotejo::document_text {

inline constexpr std::uint32_t kLargestPicture = 6000;  // pixels of a side

// Reads the words of scanned pages from their pictures; a page without a picture stays `scanned`. False when cancelled.
inline bool read_pictures(const Call& call, const Frames& frames, const PictureReader& reader,
                          std::vector<Page>& pages) {
  for (std::size_t i = 0; i < pages.size(); ++i) {
    if (call.cancelled()) return false;
    if (!pages[i].scanned || i >= frames.size()) continue;
    const Image image = frames[i];
    if (image.format != COTEJO_GRAY8 || std::max(image.width, image.height) > kLargestPicture) continue;
    auto words = reader.read(as_mat(image), pages[i].width, pages[i].height, [&] { return call.cancelled(); });
    if (!words) return false;
    pages[i].words = std::move(*words);
    pages[i].scanned = false;
  }
  return true;
}

// Reads an upright photo of a page; the page's units are the photo's pixels. A page without words when there is no
// reader; none when cancelled.
inline std::optional<Page> read_photo(const Call& call, const Image& image,
                                      const std::optional<PictureReader>& reader) {
  Page page;
  page.width = image.width, page.height = image.height, page.scanned = true;
  if (!reader || std::max(image.width, image.height) > kLargestPicture) return page;
  cv::Mat grey = as_mat(image);
  if (grey.channels() == 3) cv::cvtColor(as_mat(image), grey, cv::COLOR_BGR2GRAY);
  auto words = reader->read(grey, page.width, page.height, [&] { return call.cancelled(); });
  if (!words) return std::nullopt;
  page.words = std::move(*words);
  page.scanned = false;
  return page;
}

Region region_of(const Box& box, const Page& page, std::size_t index);

// A document as it was sent: the pages of a PDF, or one photographed page.
struct Sheets {
  std::vector<Page> pages;
  std::optional<Image> photo;  // set when a page was photographed; its pixels are the page's units
  Region region(const Box& box, std::size_t page) const {
    return photo ? photo->region(box.x, box.y, box.width, box.height) : region_of(box, pages[page], page);
  }
  // How certain it is where the words inside `box` begin and end, 0.5..1.
  double blanks(const Box& box, std::size_t page) const {
    double least = 1;
    for (const Word& word : pages[page].words) {
      const double x = word.box.x + word.box.width / 2, y = word.box.middle();
      if (x > box.x && x < box.right() && y > box.y && y < box.bottom()) least = std::min(least, word.blanks);
    }
    return least;
  }
  bool unread() const { return pages.empty() || std::ranges::any_of(pages, &Page::scanned); }
};

// Reads the ports for a PDF's text, its pictures, and a photo. `sheets` stays empty when none of them has a value. Not
// ok when cancelled, or when the text does not have the form that the pdf analyzer writes.
inline Status read_sheets(Call& call, const OptionalPort<Json>& text, const OptionalPort<Frames>& pictures,
                          const OptionalPort<Image>& photo, const std::optional<PictureReader>& reader,
                          Sheets& sheets) {
  if (const auto words = call.get(text)) {
    auto read = pages_of(words->parse());
    if (!read) return call.fail(Status::invalid_input, {}, "the text of the pages has another form", false);
    sheets.pages = std::move(*read);
    const auto frames = call.get(pictures);
    if (frames && reader && !read_pictures(call, *frames, *reader, sheets.pages)) return Status::cancelled;
  } else if (const auto image = call.get(photo)) {
    sheets.photo = *image;
    auto page = read_photo(call, *image, reader);
    if (!page) return Status::cancelled;
    sheets.pages.push_back(std::move(*page));
  }
  return Status::ok;
}

inline Region region_of(const Box& box, const Page& page, std::size_t index) {
  const auto share = [](double part, double whole) { return std::clamp(part / whole, 0.0, 1.0); };
  const double x = share(box.x, page.width), y = share(box.y, page.height);
  return {x, y, share(box.right(), page.width) - x, share(box.bottom(), page.height) - y,
          static_cast<std::uint32_t>(index)};
}

}  // namespace cotejo::document_text
