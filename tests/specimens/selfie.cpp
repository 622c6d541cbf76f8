#include "selfie.hpp"

#include <cmath>
#include <numbers>
#include <opencv2/imgproc.hpp>
#include <opencv2/videoio.hpp>
#include <stdexcept>

#include "surfaces.hpp"

namespace cotejo::specimens {
namespace {

const cv::Size kFrame{480, 640};
constexpr double kMargin = 1.12;  // scene / frame

// A room out of focus.
cv::Mat room(cv::Size size, Random random) {
  cv::Mat picture(size, CV_8UC3,
                  cv::Scalar(random.integer(110, 200), random.integer(110, 200), random.integer(110, 210)));
  const int things = random.integer(3, 8);
  for (int i = 0; i < things; ++i) {
    const cv::Point at(random.integer(0, size.width), random.integer(0, size.height));
    cv::rectangle(picture, at, {at.x + random.integer(40, 260), at.y + random.integer(60, 400)},
                  {double(random.integer(50, 220)), double(random.integer(50, 220)), double(random.integer(50, 220))},
                  -1);
  }
  cv::GaussianBlur(picture, picture, {}, random.uniform(8, 20));
  return picture;
}

// A photo or a display held before the camera, with its edge in the picture.
cv::Mat held_scene(const cv::Mat& live, bool screen, Random random) {
  cv::Mat scene = room(live.size(), random.fork("room"));
  cv::Mat shown = live.clone();
  if (screen) {
    add_screen_pattern(shown, random.fork("pattern"));
  } else {
    shown.convertTo(shown, -1, 0.8, 30);
  }
  const double share = random.uniform(0.62, 0.7);
  cv::resize(shown, shown, {}, share, share, cv::INTER_AREA);
  const int border = screen ? 16 : 10;
  cv::copyMakeBorder(shown, shown, border, border, border, border, cv::BORDER_CONSTANT,
                     screen ? cv::Scalar::all(15) : cv::Scalar::all(235));
  shown.copyTo(scene(cv::Rect((scene.cols - shown.cols) / 2, (scene.rows - shown.rows) / 2, shown.cols, shown.rows)));
  if (screen) add_glare(scene, 0.35, {0, 0, scene.cols, scene.rows}, random.fork("glare"));
  return scene;
}

// Two people, each in their half.
cv::Mat both(const Shot& one, const Shot& other, cv::Size size, double face) {
  const cv::Size half(size.width / 2, size.height);
  cv::Mat scene;
  cv::hconcat(frame_face(one, half, face), frame_face(other, {size.width - half.width, size.height}, face), scene);
  return scene;
}

}  // namespace

Selfie::Selfie(const Shot& shot, const SelfieOptions& options, Random random)
    : options_(options), random_(random.fork("frames")) {
  const cv::Size size(static_cast<int>(kFrame.width * kMargin), static_cast<int>(kFrame.height * kMargin));
  if (options.empty) {
    scene_ = room(size, random.fork("room"));
  } else {
    const double face = random.uniform(0.36, 0.46) / kMargin;
    scene_ = options.beside ? both(shot, *options.beside, size, face) : frame_face(shot, size, face);
    if (options.afterwards) afterwards_ = frame_face(*options.afterwards, size, face);
    if (options.paper || options.screen) scene_ = held_scene(scene_, options.screen, random.fork("held"));
  }
  if (!options.paper && !options.screen && !options.empty) turning_ = random.fork("turning").uniform(5, 11);
  for (int i = 0; i < 6; ++i) {
    phases_[i] = random.uniform(0, kTau);
    rates_[i] = random.uniform(0.15, 0.55);  // hertz
  }
  if (!options.performance.steps.empty()) {
    head_.emplace(scene_);
    if (options.glasses) head_->put_on_glasses(scene_, random.fork("glasses"));
  }
  if (options.replay) display_.emplace(random.fork("display"));
}

double Selfie::swing(int i, double t) const {
  return std::sin(phases_[i] + kTau * rates_[i] * t);
}

void Selfie::look(double t, cv::Mat& map_x, cv::Mat& map_y) const {
  const double angle = 2.5 * swing(0, t) * std::numbers::pi / 180, zoom = 1 + 0.035 * swing(1, t);
  const double dx = 12 * swing(2, t) + 1.2 * std::sin(23 * t), dy = 9 * swing(3, t) + 1.2 * std::sin(19 * t + 1);
  const double c = zoom * std::cos(angle), s = zoom * std::sin(angle);
  const double cx = scene_.cols / 2.0, cy = scene_.rows / 2.0;
  const double yaw = turning_ * swing(4, t), nod = 0.6 * turning_ * swing(5, t);
  const Posture posture = options_.performance.at(t);
  constexpr double kBulge = 2 * 90.0 * 90.0;  // twice the square of the face's half width, pixels
  std::vector<double> across(static_cast<std::size_t>(kFrame.width));
  for (int x = 0; x < kFrame.width; ++x)
    across[static_cast<std::size_t>(x)] = std::exp(-(x - kFrame.width / 2.0) * (x - kFrame.width / 2.0) / kBulge);
  for (int y = 0; y < kFrame.height; ++y) {
    const double v = y - kFrame.height / 2.0, down = std::exp(-0.7 * (v + 30) * (v + 30) / kBulge);
    for (int x = 0; x < kFrame.width; ++x) {
      const double u = x - kFrame.width / 2.0, near = across[static_cast<std::size_t>(x)] * down;
      cv::Point2d at(cx + c * u - s * v + dx + yaw * near, cy + s * u + c * v + dy + nod * near);
      if (head_) at = head_->source(at, posture);
      map_x.at<float>(y, x) = static_cast<float>(at.x);
      map_y.at<float>(y, x) = static_cast<float>(at.y);
    }
  }
}

cv::Mat Selfie::taken(double t) const {
  cv::Mat map_x(kFrame, CV_32F), map_y(kFrame, CV_32F), picture;
  look(t, map_x, map_y);
  const double lids = options_.performance.at(t).lids;
  const bool changed = !afterwards_.empty() && t > options_.seconds / 2;
  cv::Mat scene = changed ? afterwards_ : scene_;
  if (head_ && lids > 0) {
    scene = scene.clone();
    head_->lower_lids(scene, lids);
  }
  cv::remap(scene, picture, map_x, map_y, cv::INTER_LINEAR, cv::BORDER_REFLECT_101);
  picture.convertTo(picture, -1, options_.light * (1 + 0.03 * swing(1, t)), 3 * swing(3, t));
  if (options_.blur > 0) cv::GaussianBlur(picture, picture, {}, options_.blur);
  add_noise(picture, options_.noise, random_.fork(std::to_string(static_cast<int>(std::lround(t * 1000)))));
  return picture;
}

cv::Mat Selfie::frame(double t) const {
  return display_ ? display_->photographed(taken(display_->shown_time(t)), t) : taken(t);
}

void Selfie::write_video(const std::filesystem::path& file) const {
  const std::string& codec = options_.codec;
  const int code = cv::VideoWriter::fourcc(codec[0], codec[1], codec[2], codec[3]);
  cv::VideoWriter writer(file.string(), cv::CAP_FFMPEG, code, options_.frame_rate, kFrame);
  if (!writer.isOpened()) throw std::runtime_error("the video codec " + codec + " is not available");
  const double seconds = std::max(options_.seconds, options_.performance.seconds);
  const int frames = static_cast<int>(std::lround(seconds * options_.frame_rate));
  for (int i = 0; i < frames; ++i) writer.write(frame(i / options_.frame_rate));
}

}  // namespace cotejo::specimens
