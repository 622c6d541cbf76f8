#include "scene.hpp"

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "card_face.hpp"
#include "desk.hpp"
#include "drawing.hpp"

namespace cotejo::rectify::training {
namespace {

using Corners = std::array<cv::Point2f, 4>;

// The card in space, turned and tilted, seen through a lens.
Corners pose(Dice& dice, cv::Size size) {
  const double longer = std::max(size.width, size.height);
  const double kind = dice.real(0, 1);
  const double spin = (dice.chance(0.6) ? dice.normal(7) + 90 * dice.integer(0, 3) : dice.real(0, 360)) * CV_PI / 180;
  const bool steep = dice.chance(0.15);
  const double tilt = std::abs(dice.normal(steep ? 30 : 9)) * CV_PI / 180, towards = dice.real(0, 2 * CV_PI);
  const double focal = longer * dice.real(0.7, 1.8);
  // Upright in the photo, the card fills this much of the direction that it runs along.
  const double room = std::abs(std::cos(spin)) > 0.7   ? size.width
                      : std::abs(std::sin(spin)) > 0.7 ? size.height
                                                       : std::min(size.width, size.height);
  const double part = kind < 0.12 ? dice.real(0.95, 1.15) : kind < 0.35 ? dice.real(0.2, 0.5) : dice.real(0.45, 0.95);
  const double w = room * part / 2, h = w / 1.5858;
  Corners out;
  const double place[4][2] = {{-w, -h}, {w, -h}, {w, h}, {-w, h}};
  cv::Point2d low(1e9, 1e9), high(-1e9, -1e9);
  for (std::size_t i = 0; i < 4; ++i) {
    const double x = place[i][0] * std::cos(spin) - place[i][1] * std::sin(spin),
                 y = place[i][0] * std::sin(spin) + place[i][1] * std::cos(spin);
    const double along = x * std::cos(towards) + y * std::sin(towards),
                 across = -x * std::sin(towards) + y * std::cos(towards);
    const double near = focal / (focal + along * std::sin(tilt)), flat = along * std::cos(tilt);
    const cv::Point2d p((flat * std::cos(towards) - across * std::sin(towards)) * near,
                        (flat * std::sin(towards) + across * std::cos(towards)) * near);
    out[i] = p;
    low.x = std::min(low.x, p.x), low.y = std::min(low.y, p.y), high.x = std::max(high.x, p.x),
    high.y = std::max(high.y, p.y);
  }
  // Anywhere that it fits; one in eight goes on beyond the photo.
  const bool cut = dice.chance(0.12);
  const double over = cut ? 0.3 * w : 0;
  const auto shift = [&](double from, double to, double length) {
    const double least = -from - over, most = length - 1 - to + over;
    return most > least ? dice.real(least, most) : (least + most) / 2;
  };
  const cv::Point2f move(static_cast<float>(shift(low.x, high.x, size.width)),
                         static_cast<float>(shift(low.y, high.y, size.height)));
  for (auto& p : out) p += move;
  return out;
}

cv::Mat rounded(Dice& dice) {
  cv::Mat mask(kFaceHeight, kFaceWidth, CV_8U, cv::Scalar(0));
  const int r = dice.chance(0.85) ? dice.integer(8, 20) : 1;
  cv::rectangle(mask, {r, 0, kFaceWidth - 2 * r, kFaceHeight}, 255, -1);
  cv::rectangle(mask, {0, r, kFaceWidth, kFaceHeight - 2 * r}, 255, -1);
  for (const cv::Point p :
       {cv::Point(r, r), {kFaceWidth - 1 - r, r}, {r, kFaceHeight - 1 - r}, {kFaceWidth - 1 - r, kFaceHeight - 1 - r}})
    cv::circle(mask, p, r, 255, -1);
  return mask;
}

void lay(Dice& dice, cv::Mat& photo, const cv::Mat& face, const Corners& corners) {
  cv::Mat mask = rounded(dice), small_face = face, small_mask = mask;
  // Large faces on small cards would alias.
  const double length = cv::norm(corners[1] - corners[0]);
  const double scale = std::clamp(length / kFaceWidth, 0.05, 1.0);
  cv::resize(face, small_face, {}, scale, scale, cv::INTER_AREA);
  cv::resize(mask, small_mask, small_face.size(), 0, 0, cv::INTER_AREA);
  const float right = static_cast<float>(small_face.cols - 1), bottom = static_cast<float>(small_face.rows - 1);
  const Corners flat{cv::Point2f{0, 0}, {right, 0}, {right, bottom}, {0, bottom}};
  const cv::Mat m = cv::getPerspectiveTransform(flat.data(), corners.data());
  cv::Mat warped, where, field;
  cv::warpPerspective(small_face, warped, m, photo.size(), cv::INTER_LINEAR, cv::BORDER_REPLICATE);
  cv::warpPerspective(small_mask, where, m, photo.size(), cv::INTER_LINEAR);
  where.convertTo(field, CV_32F, 1 / 255.0);
  if (dice.chance(0.6)) {  // the shadow that it throws
    cv::Mat shadow;
    const double reach = dice.real(1, 9);
    cv::GaussianBlur(field, shadow, {}, reach);
    const cv::Mat move = (cv::Mat_<double>(2, 3) << 1, 0, dice.normal(reach * 0.7), 0, 1, dice.normal(reach * 0.7));
    cv::warpAffine(shadow, shadow, move, shadow.size());
    photo = mixed(shadow * dice.real(0.05, 0.6), photo, cv::Mat(photo.size(), CV_8UC3, cv::Scalar::all(0)));
  }
  photo = mixed(field, photo, warped);
  if (dice.chance(0.25)) {  // light on its edge
    std::vector<cv::Point> line;
    for (const auto& p : corners) line.emplace_back(cvRound(p.x), cvRound(p.y));
    cv::Mat over = photo.clone();
    const std::size_t side = static_cast<std::size_t>(dice.integer(0, 3));
    cv::line(over, line[side], line[(side + 1) % 4], dice.tint(120, 255, 5), 1, cv::LINE_AA);
    cv::addWeighted(over, 0.5, photo, 0.5, 0, photo);
  }
}

void fingers(Dice& dice, cv::Mat& photo, const Corners& corners) {
  const double skin = dice.real(0.3, 1), width = cv::norm(corners[1] - corners[0]) * dice.real(0.1, 0.2);
  for (int n = dice.integer(1, 3); n > 0; --n) {
    const std::size_t side = static_cast<std::size_t>(dice.integer(0, 3));
    const cv::Point2f middle = (corners[0] + corners[2]) / 2,
                      on = corners[side] + (corners[(side + 1) % 4] - corners[side]) * dice.single(0.05, 0.95);
    const cv::Point2f tip = on + (middle - on) * dice.single(0, 0.3), end = on + (on - middle) * dice.single(0.8, 3);
    const cv::Scalar colour(145 * skin + dice.normal(8), 170 * skin + dice.normal(8), 225 * skin);
    cv::line(photo, tip, end, colour * 0.8, cvRound(width), cv::LINE_AA);
    cv::line(photo, tip, end, colour, std::max(1, cvRound(width * 0.8)), cv::LINE_AA);
  }
}

cv::Mat half_plane(Dice& dice, cv::Size size) {
  cv::Mat field(size, CV_32F);
  const double angle = dice.real(0, 2 * CV_PI), soft = dice.real(1, 40), at = dice.real(-0.4, 0.4) * size.width;
  for (int y = 0; y < size.height; ++y)
    for (int x = 0; x < size.width; ++x) {
      const double d = (x - size.width / 2) * std::cos(angle) + (y - size.height / 2) * std::sin(angle) - at;
      field.at<float>(y, x) = static_cast<float>(1 / (1 + std::exp(-d / soft)));
    }
  return field;
}

void light(Dice& dice, cv::Mat& photo, const std::optional<Corners>& card) {
  const cv::Mat black(photo.size(), CV_8UC3, cv::Scalar::all(0)), white(photo.size(), CV_8UC3, cv::Scalar::all(255));
  if (dice.chance(0.5)) photo = mixed(half_plane(dice, photo.size()) * dice.real(0.1, 0.6), photo, black);
  if (dice.chance(0.3))
    photo = mixed(clouds(dice, photo.size(), dice.real(50, 300), dice.real(50, 300), 1) * dice.real(0.1, 0.5), photo,
                  black);
  if (dice.chance(0.25)) {
    const cv::Point2f at = card ? (*card)[0] + ((*card)[2] - (*card)[0]) * dice.single(0.1, 0.9)
                                : cv::Point2f(dice.single(0, photo.cols), dice.single(0, photo.rows));
    cv::Mat spot(photo.size(), CV_32F, cv::Scalar(0));
    cv::ellipse(spot, at, {dice.integer(5, 70), dice.integer(5, 40)}, dice.real(0, 180), 0, 360, 1, -1);
    cv::GaussianBlur(spot, spot, {}, dice.real(3, 25));
    photo = mixed(spot * dice.real(0.3, 1), photo, white);
  }
}

void camera(Dice& dice, cv::Mat& photo) {
  if (dice.chance(0.5)) cv::GaussianBlur(photo, photo, {}, dice.real(0.3, 2.2));
  if (dice.chance(0.2)) {
    const int length = dice.integer(2, 8);
    cv::Mat kernel(length, length, CV_32F, cv::Scalar(0));
    const double angle = dice.real(0, CV_PI);
    const cv::Point2d middle(length / 2.0, length / 2.0),
        reach(std::cos(angle) * length / 2, std::sin(angle) * length / 2);
    cv::line(kernel, middle - reach, middle + reach, 1);
    cv::filter2D(photo, photo, -1, kernel / std::max(1.0, cv::sum(kernel)[0]));
  }
  cv::Mat exact;
  photo.convertTo(exact, CV_32FC3, dice.real(0.55, 1.25), dice.real(-20, 30));
  cv::multiply(exact, cv::Scalar(dice.real(0.8, 1.2), dice.real(0.88, 1.12), dice.real(0.8, 1.2)), exact);
  if (dice.chance(0.6)) {
    cv::Mat noise(photo.size(), CV_32FC3);
    cv::RNG(static_cast<std::uint64_t>(dice.integer(1, 1 << 30))).fill(noise, cv::RNG::NORMAL, 0, dice.real(1, 14));
    exact += noise;
  }
  exact.convertTo(photo, CV_8UC3);
  if (dice.chance(0.5)) {
    std::vector<uchar> bytes;
    cv::imencode(".jpg", photo, bytes, {cv::IMWRITE_JPEG_QUALITY, dice.integer(35, 95)});
    photo = cv::imdecode(bytes, cv::IMREAD_COLOR);
  }
  if (dice.chance(0.08)) {
    cv::cvtColor(photo, photo, cv::COLOR_BGR2GRAY);
    cv::cvtColor(photo, photo, cv::COLOR_GRAY2BGR);
  }
}

}  // namespace

Scene scene(Dice& dice, cv::Size size) {
  Scene out;
  const double kind = dice.real(0, 1);
  if (kind < 0.04) {  // a scan
    out.card = Corners{cv::Point2f{0, 0},
                       {static_cast<float>(size.width), 0},
                       {static_cast<float>(size.width), static_cast<float>(size.height)},
                       {0, static_cast<float>(size.height)}};
    if (size.height > size.width)
      std::rotate(out.card->begin(), out.card->begin() + dice.integer(0, 1) * 2 + 1, out.card->end());
    out.photo = cv::Mat(size, CV_8UC3, dice.tint(150, 255, 8));
  } else {
    out.photo = desk(dice, size);
    if (kind < 0.90) out.card = pose(dice, size);
  }
  if (out.card) {
    const cv::Scalar ground = cv::mean(out.photo);
    // The median of a page is its paper, the mean is near enough.
    const cv::Scalar paper(std::min(255.0, ground[0] + 12), std::min(255.0, ground[1] + 12),
                           std::min(255.0, ground[2] + 12));
    lay(dice, out.photo, card_face(dice, dice.chance(0.25) ? &paper : nullptr), *out.card);
    if (dice.chance(0.25)) fingers(dice, out.photo, *out.card);
  }
  light(dice, out.photo, out.card);
  camera(dice, out.photo);
  return out;
}

}  // namespace cotejo::rectify::training
