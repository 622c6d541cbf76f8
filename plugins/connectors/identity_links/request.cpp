#include "request.hpp"

#include <boost/json/serialize.hpp>
#include <cmath>

namespace identity_links {
namespace {

namespace json = boost::json;

// Five decimals: 512 numbers of unit length are then off by 1e-4 in cosine, and a request is half as long.
json::array numbers_of(cotejo::Vector vector) {
  constexpr double kScale = 1e5;
  json::array numbers;
  numbers.reserve(vector.size());
  for (const float x : vector) numbers.emplace_back(std::round(static_cast<double>(x) * kScale) / kScale);
  return numbers;
}

}  // namespace

std::size_t own_questions(const Application& application) {
  constexpr std::size_t kAlways = 2, kOfTheNumber = 2;
  return application.citizen.empty() ? kAlways : kAlways + kOfTheNumber;
}

std::string request_body(const Application& application, const Params& params, cotejo::instants::Milliseconds now) {
  json::array put, find, nearest;
  const auto look_up = [&](std::string_view space, std::string_view key) {
    find.push_back({{"space", space}, {"key", key}, {"count", params.count}});
  };
  for (const Key& key : application.keys) {
    put.push_back({{"space", key.space}, {"key", key.text}});
    look_up(key.space, key.text);
  }
  look_up(kPhotographed, application.owner);
  look_up("curp", application.owner);
  find.back().as_object()["since"] = cotejo::instants::to_utc_text(now - std::chrono::days(params.recent_days));
  if (!application.citizen.empty()) {
    const std::string citizen = application.owner + ":" + application.citizen;
    look_up(kNumbered, application.owner);
    look_up(kCitizen, citizen);
    put.push_back({{"space", kNumbered}, {"key", application.owner}});
    put.push_back({{"space", kCitizen}, {"key", citizen}});
  }
  if (!application.photos.empty()) put.push_back({{"space", kPhotographed}, {"key", application.owner}});
  for (const Photo& photo : application.photos) {
    const json::array vector = numbers_of(photo.embedding);
    put.push_back({{"space", params.face_space}, {"vector", vector}});
    nearest.push_back(
        {{"space", params.face_space}, {"vector", vector}, {"min_cosine", params.min_cosine}, {"count", params.count}});
  }
  return json::serialize(
      json::object{{"owner", application.owner}, {"put", put}, {"find", find}, {"nearest", nearest}});
}

}  // namespace identity_links
