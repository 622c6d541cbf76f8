#include "tamper_component.hpp"

#include <algorithm>
#include <cmath>
#include <image_header.hpp>
#include <opencv2/imgproc.hpp>

#include "file_marks.hpp"
#include "fingerprint.hpp"
#include "heat_map.hpp"
#include "picture_score.hpp"

namespace cotejo::tamper {
namespace {

constexpr double kLeastShare = 0.02;  // of the score: smaller parts are not worth telling
// A copied part is found without a file's history: from here on it is likelier altered than not. Below, that nothing
// was found says nothing, since most signs could not be looked for.
constexpr double kStands = 0.5;
constexpr double kMeasured = 1;  // what was measured is certain; what it means is the score

std::optional<Region> region_of(const std::optional<cv::Rect2d>& box) {
  if (!box) return std::nullopt;
  const cv::Rect2d inside = *box & cv::Rect2d(0, 0, 1, 1);
  if (inside.empty()) return std::nullopt;
  return Region{inside.x, inside.y, inside.width, inside.height, 0, 0};
}

double rounded(double value) {
  return std::round(value * 1000) / 1000;
}

cv::Mat grey_of(const Image& image) {
  const cv::Mat pixels = as_mat(image);
  if (pixels.empty() || pixels.channels() == 1) return pixels;
  cv::Mat grey;
  cv::cvtColor(pixels, grey, cv::COLOR_BGR2GRAY);
  return grey;
}

// Corners of the straightened card on the photo, relative.
std::array<cv::Point2d, 4> corners_of(const Image& card) {
  const cv::Matx33d map(card.to_evidence.data());
  const double w = card.width, h = card.height;
  const cv::Point2d at[] = {{0, 0}, {w, 0}, {w, h}, {0, h}};
  std::array<cv::Point2d, 4> out;
  for (std::size_t i = 0; i < out.size(); ++i) {
    const cv::Vec3d p = map * cv::Vec3d(at[i].x, at[i].y, 1);
    out[i] = {p[0] / p[2], p[1] / p[2]};
  }
  return out;
}

// Signs are read as if they did not know of one another: what is left of trust after each.
double combined(const PdfSigns& signs) {
  double trust = 1;
  for (const double value : signs.value) trust *= 1 - value;
  return 1 - trust;
}

// Whether one of the appended revisions changed what a page shows.
bool changes_a_page(const boost::json::value& appended) {
  if (!appended.is_array()) return false;
  return std::any_of(appended.as_array().begin(), appended.as_array().end(), [](const boost::json::value& value) {
    const auto* revision = value.if_object();
    const auto* pages = revision ? revision->if_contains("pages") : nullptr;
    return pages && pages->is_array() && !pages->as_array().empty();
  });
}

}  // namespace

Status DocumentTamper::run(Call& call) {
  const auto file = call.get(evidence);
  call.emit(content, content_mark(file->data), kMeasured);
  if (const auto photo = call.get(image)) return examine_picture(call, *file, *photo);
  if (const auto words = call.get(text)) return examine_pdf(call);
  leave_out(call, not_a_picture);
  call.emit(likeness, "", kMeasured);
  call.emit(editor, "", kMeasured);
  return Status::ok;
}

void DocumentTamper::leave_out(Call& call, const Code& why) {
  call.absent_all(why, score, parts, heat);
}

Status DocumentTamper::examine_picture(Call& call, const Evidence& file, const Image& photo) {
  call.emit(editor, editor_named(program_named(file.data)), kMeasured);
  if (std::min(photo.width, photo.height) < params_.min_edge) {
    call.emit(likeness, "", kMeasured);
    leave_out(call, too_small);
    return Status::ok;
  }
  PictureInput input;
  input.grey = grey_of(photo);
  if (call.cancelled()) return Status::cancelled;
  call.emit(likeness, likeness_mark(input.grey), kMeasured);
  input.file = file.data;
  const auto header = image_analyzer::read_header(file.data);
  if (const auto* read = std::get_if<image_analyzer::Header>(&header)) input.orientation = read->orientation;
  if (const auto straight = call.get(card)) place(input, corners_of(*straight));
  const auto signs = find_signs(input, [&] { return call.cancelled(); });
  if (!signs) return Status::cancelled;
  std::vector<Part> found;
  for (std::size_t i = 0; i < kSigns; ++i) {
    const auto sign = static_cast<Sign>(i);
    found.push_back({name_of(sign), contribution(*signs, sign), region_of(signs->where[i])});
  }
  if (const double value = score_of(*signs); signs->history || value >= kStands) {
    report(call, value, std::move(found));
  } else {
    call.absent_all(no_history, score, parts);
  }
  const cv::Mat map = heat_map(signs->heat, input.grey);
  call.emit(heat,
            as_image(map, Image::whole(static_cast<std::uint32_t>(map.cols), static_cast<std::uint32_t>(map.rows))));
  return Status::ok;
}

Status DocumentTamper::examine_pdf(Call& call) {
  PdfInput input;
  input.text = call.get(text)->parse();
  if (const auto words = call.get(unseen)) input.unseen = words->parse();
  const auto text_of = [&](const auto& port) {
    const auto value = call.get(port);
    return value ? std::string(*value) : std::string();
  };
  const auto day_of = [&](const auto& port) {
    const auto value = call.get(port);
    return value ? std::string(value->iso) : std::string();
  };
  input.producer = text_of(producer), input.creator = text_of(creator);
  input.created = day_of(created), input.modified = day_of(modified);
  if (const auto count = call.get(revisions)) input.revisions = *count;
  if (const auto count = call.get(written_over)) input.text_over_pictures = *count;
  if (const auto list = call.get(appended)) input.page_changed = changes_a_page(list->parse());
  if (const auto list = call.get(signatures)) {
    const auto all = list->parse();
    if (all.is_array()) input.signatures = static_cast<std::int64_t>(all.as_array().size());
  }
  if (call.cancelled()) return Status::cancelled;
  const auto signs = find_signs(input, [&] { return call.cancelled(); });
  if (!signs) return Status::cancelled;
  std::vector<Part> found;
  for (std::size_t i = 0; i < kPdfSigns; ++i) {
    const double value = std::min(signs->value[i], 0.999);
    found.push_back({name_of(static_cast<PdfSign>(i)), -std::log(1 - value), signs->where[i]});
  }
  call.emit(likeness, "", kMeasured);
  call.emit(editor, signs->editor, kMeasured);
  report(call, combined(*signs), found);
  // The page with the strongest sign, as far as it has one.
  std::uint32_t page = 0;
  double strongest = 0;
  for (const auto& part : found)
    if (part.where && part.share > strongest) strongest = part.share, page = part.where->page;
  cv::Mat warm(220, 170, CV_32F, cv::Scalar(0)), paper;
  for (const auto& part : found)
    if (part.where && part.where->page == page) {
      const auto& r = *part.where;
      const cv::Rect cells(static_cast<int>(r.x * warm.cols), static_cast<int>(r.y * warm.rows),
                           std::max(2, static_cast<int>(std::ceil(r.width * warm.cols))),
                           std::max(2, static_cast<int>(std::ceil(r.height * warm.rows))));
      const cv::Rect inside = cells & cv::Rect(0, 0, warm.cols, warm.rows);
      if (!inside.empty()) warm(inside) = std::min(1.0, part.share / 2);
    }
  if (const auto drawn = call.get(pages); drawn && page < drawn->size()) paper = grey_of((*drawn)[page]);
  const cv::Mat map = heat_map(warm, paper);
  call.emit(heat,
            as_image(map, Image::whole(static_cast<std::uint32_t>(map.cols), static_cast<std::uint32_t>(map.rows))));
  return Status::ok;
}

void DocumentTamper::report(Call& call, double value, std::vector<Part> found) {
  std::stable_sort(found.begin(), found.end(), [](const Part& a, const Part& b) { return a.share > b.share; });
  double sum = 0;
  for (const auto& part : found) sum += part.share;
  boost::json::array list;
  std::optional<Region> where;
  for (const auto& part : found) {
    const double share = sum > 0 ? part.share / sum : 0;
    if (share < kLeastShare) continue;
    if (!where) where = part.where;
    boost::json::object entry{{"sign", boost::json::string(part.sign)}, {"share", rounded(share)}};
    if (part.where) {
      entry["region"] = {rounded(part.where->x), rounded(part.where->y), rounded(part.where->width),
                         rounded(part.where->height)};
      entry["page"] = part.where->page;
    }
    list.push_back(std::move(entry));
  }
  call.emit(score, value, kMeasured, where);
  call.emit(parts, list, kMeasured);
}

}  // namespace cotejo::tamper
