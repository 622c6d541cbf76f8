// Draws the pages of a statement with cairo: as text, or as pictures that a scanner took.
#include <cairo-pdf.h>

#include <array>
#include <cstring>
#include <memory>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <stdexcept>

#include "statement.hpp"
#include "surfaces.hpp"

namespace cotejo::specimens {
namespace {

using Surface = std::unique_ptr<cairo_surface_t, decltype(&cairo_surface_destroy)>;
using Context = std::unique_ptr<cairo_t, decltype(&cairo_destroy)>;

Surface pdf_surface(const StatementPrint& print, const std::filesystem::path& file) {
  Surface surface(cairo_pdf_surface_create(file.c_str(), print.width, print.height), &cairo_surface_destroy);
  if (cairo_surface_status(surface.get()) != CAIRO_STATUS_SUCCESS)
    throw std::runtime_error("cannot write " + file.string());
  // The same file for the same seed.
  cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_CREATE_DATE, "2026-11-01T12:00:00");
  return surface;
}

// Strokes as a tablet keeps them: lines whose width follows the pressure.
void draw(cairo_t* cr, const Writing& writing) {
  cairo_set_source_rgb(cr, writing.colour[2] / 255, writing.colour[1] / 255, writing.colour[0] / 255);
  cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
  for (const PenStroke& stroke : writing.strokes)
    for (std::size_t i = 1; i < stroke.size(); ++i) {
      cairo_set_line_width(cr, writing.pen * stroke[i].pressure);
      cairo_move_to(cr, stroke[i - 1].x, stroke[i - 1].y);
      cairo_line_to(cr, stroke[i].x, stroke[i].y);
      cairo_stroke(cr);
    }
}

void draw(cairo_t* cr, const StatementPrint& print, const StatementPage& page) {
  cairo_set_source_rgb(cr, 0, 0, 0);
  for (const Mark& mark : page.marks) {
    cairo_select_font_face(cr, (mark.font.empty() ? print.font : mark.font).c_str(), CAIRO_FONT_SLANT_NORMAL,
                           mark.bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL);
    cairo_set_font_size(cr, mark.size);
    cairo_text_extents_t extents;
    cairo_text_extents(cr, mark.text.c_str(), &extents);
    const double back = mark.align == Mark::Align::left    ? 0
                        : mark.align == Mark::Align::right ? extents.x_advance
                                                           : extents.x_advance / 2;
    cairo_move_to(cr, mark.x - back, mark.y);
    cairo_show_text(cr, mark.text.c_str());
  }
  cairo_set_line_width(cr, 0.5);
  for (const Rule& rule : page.rules) {
    cairo_move_to(cr, rule.x1, rule.y1);
    cairo_line_to(cr, rule.x2, rule.y2);
    cairo_stroke(cr);
  }
  for (const Writing& writing : page.pen) draw(cr, writing);
}

// A sheet on the glass of an office scanner: a little askew, soft, noisy, compressed.
std::vector<unsigned char> scanned(const cv::Mat& drawn, Random& random) {
  cv::Mat turned, noise(drawn.size(), CV_16SC1);
  const cv::Point2f middle(static_cast<float>(drawn.cols) / 2, static_cast<float>(drawn.rows) / 2);
  cv::warpAffine(drawn, turned, cv::getRotationMatrix2D(middle, random.uniform(-0.5, 0.5), 1), drawn.size(),
                 cv::INTER_LINEAR, cv::BORDER_CONSTANT, cv::Scalar(255));
  cv::GaussianBlur(turned, turned, {}, random.uniform(0.35, 0.75));
  turned.convertTo(turned, -1, random.uniform(0.85, 0.95), random.uniform(5, 15));
  cv::RNG rng(random.next());
  rng.fill(noise, cv::RNG::NORMAL, 0, random.uniform(1, 4));
  cv::Mat mixed;
  turned.convertTo(mixed, CV_16SC1);
  mixed += noise;
  mixed.convertTo(turned, CV_8UC1);
  std::vector<unsigned char> file;
  cv::imencode(".jpg", turned, file, {cv::IMWRITE_JPEG_QUALITY, random.integer(65, 88)});
  return file;
}

// A sheet on a desk before a phone: seen a little from the side, unevenly lit, cut to its edges by the phone.
std::vector<unsigned char> photographed(const cv::Mat& drawn, Random& random) {
  cv::Mat colour, turned;
  cv::cvtColor(drawn, colour, cv::COLOR_GRAY2BGR);
  const auto w = static_cast<float>(drawn.cols), h = static_cast<float>(drawn.rows);
  const auto off = [&](float side) { return static_cast<float>(random.uniform(-0.012, 0.012)) * side; };
  const std::array<cv::Point2f, 4> from{{{0, 0}, {w, 0}, {w, h}, {0, h}}};
  std::array<cv::Point2f, 4> to = from;
  for (auto& corner : to) corner += cv::Point2f(off(w), off(h));
  cv::warpPerspective(colour, turned, cv::getPerspectiveTransform(from, to), colour.size(), cv::INTER_LINEAR,
                      cv::BORDER_REPLICATE);
  cv::GaussianBlur(turned, turned, {}, random.uniform(0.5, 0.95));
  add_light(turned, random.uniform(0.2, 0.7), random.fork("light"));
  if (random.chance(0.3)) add_shadow(turned, random.uniform(0.1, 0.3), random.fork("shadow"));
  add_noise(turned, random.uniform(1.5, 4.5), random.fork("noise"));
  std::vector<unsigned char> file;
  cv::imencode(".jpg", turned, file, {cv::IMWRITE_JPEG_QUALITY, random.integer(68, 88)});
  return file;
}

using Taken = std::vector<unsigned char> (*)(const cv::Mat& drawn, Random& random);

void write_pictures(const StatementPrint& print, double dots, Random random, Taken taken,
                    const std::filesystem::path& file) {
  const Surface surface = pdf_surface(print, file);
  const Context cr(cairo_create(surface.get()), &cairo_destroy);
  for (std::size_t page = 0; page < print.pages.size(); ++page) {
    cv::Mat drawn;
    cv::cvtColor(picture_of(print, page, dots), drawn, cv::COLOR_BGR2GRAY);
    const auto jpeg = taken(drawn, random);
    Surface image(cairo_image_surface_create(CAIRO_FORMAT_RGB24, drawn.cols, drawn.rows), &cairo_surface_destroy);
    auto* copy = new unsigned char[jpeg.size()];
    std::memcpy(copy, jpeg.data(), jpeg.size());
    cairo_surface_set_mime_data(
        image.get(), CAIRO_MIME_TYPE_JPEG, copy, jpeg.size(),
        [](void* data) { delete[] static_cast<unsigned char*>(data); }, copy);
    cairo_save(cr.get());
    cairo_scale(cr.get(), print.width / drawn.cols, print.height / drawn.rows);
    cairo_set_source_surface(cr.get(), image.get(), 0, 0);
    cairo_paint(cr.get());
    cairo_restore(cr.get());
    cairo_show_page(cr.get());
  }
}

}  // namespace

cv::Mat picture_of(const StatementPrint& print, std::size_t page, double dots) {
  const int width = static_cast<int>(print.width * dots / 72), height = static_cast<int>(print.height * dots / 72);
  Surface surface(cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height), &cairo_surface_destroy);
  Context cr(cairo_create(surface.get()), &cairo_destroy);
  cairo_set_source_rgb(cr.get(), 1, 1, 1);
  cairo_paint(cr.get());
  cairo_scale(cr.get(), dots / 72, dots / 72);
  draw(cr.get(), print, print.pages.at(page));
  cairo_surface_flush(surface.get());
  const cv::Mat bgrx(height, width, CV_8UC4, cairo_image_surface_get_data(surface.get()),
                     static_cast<std::size_t>(cairo_image_surface_get_stride(surface.get())));
  cv::Mat colour;
  cv::cvtColor(bgrx, colour, cv::COLOR_BGRA2BGR);
  return colour;
}

void write_text_pdf(const StatementPrint& print, const std::filesystem::path& file) {
  const Surface surface = pdf_surface(print, file);
  const Context cr(cairo_create(surface.get()), &cairo_destroy);
  for (const auto& page : print.pages) {
    draw(cr.get(), print, page);
    cairo_show_page(cr.get());
  }
}

void write_scanned_pdf(const StatementPrint& print, Random random, const std::filesystem::path& file) {
  const double dots = random.uniform(180, 240);
  write_pictures(print, dots, random, scanned, file);
}

void write_photographed_pdf(const StatementPrint& print, Random random, const std::filesystem::path& file) {
  const double dots = random.uniform(190, 230);
  write_pictures(print, dots, random, photographed, file);
}

}  // namespace cotejo::specimens
