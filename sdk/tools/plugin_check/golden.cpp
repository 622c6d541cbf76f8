#include "golden.hpp"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <cmath>
#include <fstream>
#include <functional>
#include <sstream>

#include "configuration/section.hpp"
#include "domain/digest.hpp"
#include "domain/media_type.hpp"

namespace cotejo::plugin_check {
namespace {

using configuration::Diagnostics;
using configuration::Member;
using configuration::Node;
using configuration::Section;
using domain::ValueType;
namespace fs = std::filesystem;

std::string contents(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::stringstream out;
  out << in.rdbuf();
  return out.str();
}

// A binary PGM or PPM (P5, P6): the one image format that needs no library. Null when it is neither.
std::shared_ptr<const domain::Image> read_netpbm(const fs::path& file) {
  std::istringstream in(contents(file));
  std::string magic;
  std::uint32_t width = 0, height = 0, most = 0;
  constexpr std::uint32_t kMaxSide = 20'000;  // as the host
  in >> magic >> width >> height >> most;
  if ((magic != "P5" && magic != "P6") || most != 255 || width == 0 || height == 0 || width > kMaxSide ||
      height > kMaxSide)
    return nullptr;
  in.get();
  auto image = std::make_shared<domain::Image>();
  image->format = magic == "P5" ? domain::PixelFormat::gray8 : domain::PixelFormat::bgr8;
  image->width = width, image->height = height;
  image->stride = std::uint64_t{width} * static_cast<std::uint64_t>(image->format);
  auto pixels = std::make_shared<std::vector<std::uint8_t>>(image->stride * height);
  if (!in.read(reinterpret_cast<char*>(pixels->data()), static_cast<std::streamsize>(pixels->size()))) return nullptr;
  if (magic == "P6")
    for (std::size_t i = 0; i + 2 < pixels->size(); i += 3) std::swap((*pixels)[i], (*pixels)[i + 2]);  // RGB to BGR
  image->pixels = {pixels, pixels->data()};
  image->to_evidence = {1.0 / width, 0, 0, 0, 1.0 / height, 0, 0, 0, 1};
  return image;
}

class Reader {
 public:
  Reader(const fs::path& file, const Describe& describe, Diagnostics& diagnostics)
      : file_(file), describe_(describe), diagnostics_(diagnostics) {}

  std::optional<Golden> read() {
    const auto before = diagnostics_.size();
    const auto root = configuration::parse_file(file_, diagnostics_);
    if (!root) return std::nullopt;
    Golden golden;
    golden.inputs.label = file_.filename().string();
    Section section(*root, "the case", diagnostics_);
    if (const Node* params = section.map("params")) golden.inputs.params = configuration::to_json(*params).as_object();
    if (const auto today = section.text("today")) golden.inputs.today = *today;
    const auto declaration = describe_(golden.inputs.params);
    if (!declaration) {
      section.error("params", declaration.error().message);
      return std::nullopt;
    }
    if (const Node* inputs = section.map("inputs", Section::Need::required)) read_inputs(*inputs, *declaration, golden);
    if (const Node* response = section.map("response")) read_response(*response, golden.inputs.response.emplace());
    if (const Node* expect = section.map("expect", Section::Need::required)) read_expect(*expect, golden);
    section.finish();
    return diagnostics_.size() == before ? std::optional(std::move(golden)) : std::nullopt;
  }

 private:
  void read_inputs(const Node& map, const plugins::Declaration& declaration, Golden& golden) {
    for (const Member& member : map.members) {
      const auto& ports = declaration.consumes;
      const auto port = std::find_if(ports.begin(), ports.end(), [&](const auto& p) { return p.name == member.key; });
      if (port == ports.end()) {
        std::vector<std::string> names;
        for (const auto& p : ports) names.push_back(p.name);
        diagnostics_.add(member.position, declaration.id + " has no port '" + member.key + "'" +
                                              configuration::suggestion(member.key, names));
        continue;
      }
      const auto index = static_cast<std::uint32_t>(port - ports.begin());
      if (member.value.is_sequence())
        for (const Node& item : member.value.items) read_given(item, index, *port, golden);
      else
        read_given(member.value, index, *port, golden);
    }
  }

  void read_response(const Node& node, domain::Response& response) {
    constexpr std::int64_t kMostSteps = 8, kLastStatus = 599;
    Section section(node, "response", diagnostics_);
    response.step = static_cast<std::uint32_t>(section.integer("step", 1, kMostSteps).value_or(1));
    response.status = static_cast<int>(section.integer("status", 0, kLastStatus).value_or(200));
    response.state = section.text("state").value_or("");
    response.error = section.text("error").value_or("");
    if (const Node* body = section.node("body"))
      response.body = body->is_scalar() ? body->text : boost::json::serialize(configuration::to_json(*body));
    section.finish();
  }

  void read_given(const Node& node, std::uint32_t index, const plugins::Port& port, Golden& golden) {
    Section section(node, "port '" + port.name + "'", diagnostics_);
    Given given;
    given.port = index;
    given.evidence = section.text("evidence").value_or("evidence");
    given.name = port.type == ValueType::bytes ? given.evidence : given.evidence + ":" + port.source;
    given.probability = section.number("probability", 0, 1).value_or(1);
    if (const auto reason = section.text("absent")) {
      given.absent_reason = *reason;
      given.probability = 0;
    } else {
      given.value = read_value(section, port.type);
    }
    section.finish();
    golden.inputs.given.push_back(std::move(given));
  }

  std::optional<domain::Value> read_value(Section& section, ValueType type) {
    domain::Value value{type, {}};
    if (type == ValueType::bytes) {
      const auto file = section.text("file", Section::Need::required);
      if (!file || !exists(section, "file", *file)) return std::nullopt;
      auto held = std::make_shared<std::string>(contents(file_.parent_path() / *file));
      auto out = std::make_shared<domain::Bytes>();
      out->data = reinterpret_cast<const std::uint8_t*>(held->data());
      out->size = held->size();
      out->media_type =
          section.text("media_type").value_or(std::string(domain::sniff_media_type({out->data, out->size})));
      out->digest = domain::digest_of(*held);
      out->owner = held;
      value.data = std::shared_ptr<const domain::Bytes>(std::move(out));
    } else if (type == ValueType::image) {
      const auto file = section.text("file", Section::Need::required);
      auto image = file ? read_image(section, "file", *file) : nullptr;
      if (!image) return std::nullopt;
      value.data = std::move(image);
    } else if (type == ValueType::frames) {
      return read_frames(section);
    } else if (type == ValueType::audio) {
      section.error("value", "golden cases cannot hold audio yet; test it with cotejo/testing.hpp");
      return std::nullopt;
    } else {
      const Node* node = section.node("value", Section::Need::required);
      if (!node) return std::nullopt;
      if (!convert(configuration::to_json(*node), *node, value)) {
        section.error("value", "expected " + std::string(to_string(type)) + ", found " + description(*node));
        return std::nullopt;
      }
    }
    return value;
  }

  bool exists(Section& section, std::string_view key, const std::string& name) {
    if (fs::exists(file_.parent_path() / name)) return true;
    section.error(key, "there is no file '" + name + "' beside the case");
    return false;
  }

  std::shared_ptr<const domain::Image> read_image(Section& section, std::string_view key, const std::string& name) {
    if (!exists(section, key, name)) return nullptr;
    auto image = read_netpbm(file_.parent_path() / name);
    if (!image) section.error(key, "expected a binary PGM or PPM file with 255 levels, found another");
    return image;
  }

  std::optional<domain::Value> read_frames(Section& section) {
    constexpr double kMaxSeconds = 3600;
    auto frames = std::make_shared<domain::Frames>();
    const auto files = section.texts("files", Section::Need::required);
    const auto seconds = section.number("seconds", 0, kMaxSeconds, Section::Need::required);
    if (!files || !seconds) return std::nullopt;
    frames->duration_ns = static_cast<std::int64_t>(*seconds * 1e9);
    for (const auto& name : *files) {
      const auto image = read_image(section, "files", name);
      if (!image) return std::nullopt;
      frames->frames.push_back(*image);
      frames->frames.back().time_ns = frames->duration_ns / static_cast<std::int64_t>(files->size()) *
                                      static_cast<std::int64_t>(frames->frames.size() - 1);
    }
    return domain::Value{ValueType::frames, std::shared_ptr<const domain::Frames>(std::move(frames))};
  }

  static bool convert(const boost::json::value& json, const Node& node, domain::Value& value) {
    switch (value.type) {
      case ValueType::text:
      case ValueType::date:
        if (!node.is_scalar()) return false;
        value.data = node.text;
        return true;
      case ValueType::integer:
        if (!json.is_int64()) return false;
        value.data = json.get_int64();
        return true;
      case ValueType::number:
        if (!json.is_number()) return false;
        value.data = json.to_number<double>();
        return true;
      case ValueType::boolean:
        if (!json.is_bool()) return false;
        value.data = json.get_bool();
        return true;
      case ValueType::json:
        value.data = json;
        return true;
      case ValueType::vector: {
        std::vector<float> floats;
        if (!json.is_array()) return false;
        for (const auto& entry : json.get_array()) {
          if (!entry.is_number()) return false;
          floats.push_back(static_cast<float>(entry.to_number<double>()));
        }
        value.data = std::move(floats);
        return true;
      }
      default:
        return false;
    }
  }

  void read_expect(const Node& map, Golden& golden) {
    Section section(map, "expect", diagnostics_);
    golden.verdict = section.choice("verdict", {"pass", "fail", "undecided"}).value_or("");
    golden.error = section.text("error").value_or("");
    if (const Node* items = section.sequence("items"))
      golden.items = items->items.empty() ? std::vector<std::string>{} : section.texts("items");
    if (const Node* request = section.map("request")) {
      Section asked(*request, "request", diagnostics_);
      auto& expected = golden.request.emplace();
      expected.service = asked.text("service", Section::Need::required).value_or("");
      expected.method = asked.text("method", Section::Need::required).value_or("");
      if (const Node* body = asked.node("body")) expected.body = configuration::to_json(*body);
      asked.finish();
    }
    if (const Node* traits = section.map("traits"))
      for (const Member& member : traits->members) read_trait(member, golden);
    section.finish();
  }

  void read_trait(const Member& member, Golden& golden) {
    ExpectedTrait expected;
    Section section(member.value, "trait '" + member.key + "'", diagnostics_);
    if (const Node* value = section.node("value")) expected.value = configuration::to_json(*value);
    expected.within = section.number("within", 0, 1e12).value_or(0);
    expected.min_probability = section.number("min_probability", 0, 1).value_or(0);
    expected.absent = section.text("absent").value_or("");
    section.finish();
    golden.traits.emplace(member.key, std::move(expected));
  }

  const fs::path& file_;
  const Describe& describe_;
  Diagnostics& diagnostics_;
};

bool equal(const boost::json::value& expected, const boost::json::value& found, double within) {
  if (expected.is_number() && found.is_number())
    return std::abs(expected.to_number<double>() - found.to_number<double>()) <= within;
  return expected == found;
}

std::string difference(const std::string& name, const ExpectedTrait& expected, const plugins::EmittedOutput* output) {
  if (!output || !output->emitted) return "trait " + name + " was not emitted";
  if (!expected.absent.empty()) {
    if (output->value) return "trait " + name + " is there, and should be absent for " + expected.absent;
    if (output->absent_reason != expected.absent)
      return "trait " + name + " is absent for " + output->absent_reason + " instead of " + expected.absent;
    return {};
  }
  if (!output->value) return "trait " + name + " is absent for " + output->absent_reason;
  const auto found = domain::to_json(*output->value);
  if (expected.value && !equal(*expected.value, found, expected.within))
    return "trait " + name + " is " + boost::json::serialize(found) + " instead of " +
           boost::json::serialize(*expected.value);
  if (output->probability < expected.min_probability)
    return "trait " + name + " has the probability " + std::to_string(output->probability) + ", below " +
           std::to_string(expected.min_probability);
  return {};
}

std::string asked_of(const std::string& service, const std::string& method) {
  return "the method '" + method + "' of the service '" + service + "'";
}

// Empty: it asked what it should, or nothing when it should not.
std::string difference(const std::optional<Golden::Request>& expected, const std::optional<domain::Request>& found) {
  if (!expected) return found ? "it asked " + asked_of(found->service, found->method) + " instead of ending" : "";
  const std::string wanted = asked_of(expected->service, expected->method);
  if (!found) return "it ended instead of asking " + wanted;
  if (found->service != expected->service || found->method != expected->method)
    return "it asked " + asked_of(found->service, found->method) + " instead of " + wanted;
  if (!expected->body) return {};
  boost::system::error_code error;
  const auto body = boost::json::parse(found->body, error);
  if (!error && body == *expected->body) return {};
  return "it asked " + found->body + " instead of " + boost::json::serialize(*expected->body);
}

}  // namespace

std::vector<Golden> read_golden(const fs::path& directory, const Describe& describe, Diagnostics& diagnostics) {
  std::vector<fs::path> files;
  std::error_code error;
  for (fs::directory_iterator it(directory, error), end; !error && it != end; it.increment(error))
    if (it->path().extension() == ".yaml") files.push_back(it->path());
  std::sort(files.begin(), files.end());
  std::vector<Golden> all;
  for (const auto& file : files)
    if (auto golden = Reader(file, describe, diagnostics).read()) all.push_back(std::move(*golden));
  return all;
}

std::vector<std::string> differences(const Golden& golden, const plugins::Declaration& declaration,
                                     const plugins::CallResult& result) {
  const std::string error = result.error ? result.error->code : "";
  if (error != golden.error)
    return {"it ended with " + (result.error ? "the error " + error + " (" + result.error->message + ")" : "no error") +
            (golden.error.empty() ? "" : " instead of " + golden.error)};
  std::vector<std::string> all;
  if (auto what = difference(golden.request, result.request); !what.empty()) all.push_back(std::move(what));
  for (const auto& [name, expected] : golden.traits) {
    const auto& produces = declaration.produces;
    const auto at = std::find_if(produces.begin(), produces.end(), [&](const auto& p) { return p.name == name; });
    const auto* output =
        at == produces.end() ? nullptr : &result.outputs[static_cast<std::size_t>(at - produces.begin())];
    if (auto what = difference(name, expected, output); !what.empty()) all.push_back(std::move(what));
  }
  const std::string verdict = result.verdict ? std::string(to_string(*result.verdict)) : "";
  if (!golden.verdict.empty() && verdict != golden.verdict)
    all.push_back("its verdict is " + verdict + " instead of " + golden.verdict);
  if (golden.items) {
    std::vector<std::string> found, expected = *golden.items;
    for (const auto& item : result.items) found.push_back(item.code);
    std::sort(found.begin(), found.end());
    std::sort(expected.begin(), expected.end());
    if (found != expected)
      all.push_back("it found " + (found.empty() ? "nothing" : configuration::listing(found)) + " instead of " +
                    (expected.empty() ? "nothing" : configuration::listing(expected)));
  }
  return all;
}

}  // namespace cotejo::plugin_check
