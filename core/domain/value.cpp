#include "domain/value.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <utility>

namespace cotejo::domain {
namespace {

constexpr std::pair<ValueType, std::string_view> kNames[] = {
    {ValueType::text, "text"},       {ValueType::integer, "integer"}, {ValueType::number, "number"},
    {ValueType::boolean, "boolean"}, {ValueType::date, "date"},       {ValueType::vector, "vector"},
    {ValueType::json, "json"},       {ValueType::bytes, "bytes"},     {ValueType::image, "image"},
    {ValueType::frames, "frames"},   {ValueType::audio, "audio"},
};

}  // namespace

std::string_view to_string(ValueType type) {
  for (const auto& [known, name] : kNames)
    if (known == type) return name;
  return "unknown";
}

std::optional<ValueType> value_type(std::string_view name) {
  for (const auto& [type, known] : kNames)
    if (known == name) return type;
  return std::nullopt;
}

bool is_artifact(ValueType type) {
  return type >= ValueType::bytes;
}

boost::json::value to_json(const Value& value) {
  struct Visitor {
    boost::json::value operator()(std::monostate) const { return nullptr; }
    boost::json::value operator()(const std::string& v) const { return boost::json::string(v); }
    boost::json::value operator()(std::int64_t v) const { return v; }
    boost::json::value operator()(double v) const { return v; }
    boost::json::value operator()(bool v) const { return v; }
    boost::json::value operator()(const std::vector<float>& v) const {
      boost::json::array out;
      out.reserve(v.size());
      for (float f : v) out.emplace_back(static_cast<double>(f));
      return out;
    }
    boost::json::value operator()(const boost::json::value& v) const { return v; }
    boost::json::value operator()(const std::shared_ptr<const Bytes>&) const { return nullptr; }
    boost::json::value operator()(const std::shared_ptr<const Image>&) const { return nullptr; }
    boost::json::value operator()(const std::shared_ptr<const Frames>&) const { return nullptr; }
    boost::json::value operator()(const std::shared_ptr<const Audio>&) const { return nullptr; }
  };
  return std::visit(Visitor{}, value.data);
}

std::array<std::array<double, 2>, 4> outline(const Image& image) {
  const auto& m = image.to_evidence;
  const auto project = [&](double x, double y) -> std::array<double, 2> {
    const double w = m[6] * x + m[7] * y + m[8];
    return {(m[0] * x + m[1] * y + m[2]) / w, (m[3] * x + m[4] * y + m[5]) / w};
  };
  const double w = image.width, h = image.height;
  return {project(0, 0), project(w, 0), project(w, h), project(0, h)};
}

}  // namespace cotejo::domain
