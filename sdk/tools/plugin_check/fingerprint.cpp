#include "fingerprint.hpp"

#include <boost/json/serialize.hpp>

#include "domain/digest.hpp"

namespace cotejo::plugin_check {
namespace {

using domain::Value;

std::string digest_of_image(const domain::Image& image) {
  std::string all = std::to_string(image.width) + "x" + std::to_string(image.height) + ":";
  const auto row = static_cast<std::size_t>(image.width) * static_cast<std::size_t>(image.format);
  for (std::uint32_t y = 0; y < image.height; ++y)
    all.append(reinterpret_cast<const char*>(image.pixels.get() + y * image.stride), row);
  for (const double d : image.to_evidence) all += std::to_string(d) + ",";
  return domain::digest_of(all);
}

std::string shown(const Value& value) {
  if (const auto* i = std::get_if<std::shared_ptr<const domain::Image>>(&value.data)) return digest_of_image(**i);
  if (const auto* f = std::get_if<std::shared_ptr<const domain::Frames>>(&value.data)) {
    std::string all;
    for (const auto& frame : (*f)->frames) all += digest_of_image(frame) + " ";
    return all;
  }
  if (const auto* a = std::get_if<std::shared_ptr<const domain::Audio>>(&value.data)) {
    const auto& samples = (*a)->samples;
    return domain::digest_of({reinterpret_cast<const char*>(samples.data()), samples.size() * sizeof(float)});
  }
  return boost::json::serialize(domain::to_json(value));
}

}  // namespace

std::string fingerprint(const plugins::CallResult& result, const plugins::Declaration& declaration) {
  std::string out;
  for (std::size_t i = 0; i < result.outputs.size() && i < declaration.produces.size(); ++i) {
    const auto& output = result.outputs[i];
    if (!output.emitted) continue;
    out += declaration.produces[i].name + " = " +
           (output.value ? shown(*output.value) : "absent " + output.absent_reason) + " p " +
           std::to_string(output.probability) + "\n";
  }
  for (const auto& item : result.items)
    out +=
        "item " + item.code + " " + std::to_string(item.confidence) + " " + boost::json::serialize(item.params) + "\n";
  if (result.verdict)
    out += "verdict " + std::string(to_string(*result.verdict)) + " " + std::to_string(result.confidence) + "\n";
  if (const auto& asked = result.request)
    out += "asks " + asked->service + " " + asked->method + " " + asked->target + " " + asked->headers_json + " " +
           asked->body + " with the state " + asked->state + "\n";
  if (result.error) out += "error " + result.error->code + ": " + result.error->message + "\n";
  return out;
}

}  // namespace cotejo::plugin_check
