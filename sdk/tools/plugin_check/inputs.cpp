#include "inputs.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <cstring>

#include "domain/digest.hpp"

namespace cotejo::plugin_check {
namespace {

using domain::Value;
using domain::ValueType;

constexpr std::uint64_t kCallMemory = 512u << 20;  // what the shipped host.yaml grants
constexpr std::chrono::minutes kFarAway{10};

std::uint64_t below(Random& random, std::uint64_t n) {
  return n == 0 ? 0 : random() % n;
}

template <class T, std::size_t n>
const T& one_of(const T (&all)[n], Random& random) {
  return all[below(random, n)];
}

domain::Image image(Random& random, std::uint32_t width, std::uint32_t height, bool grey) {
  domain::Image out;
  out.format = grey ? domain::PixelFormat::gray8 : domain::PixelFormat::bgr8;
  const std::uint64_t bytes_a_pixel = grey ? 1 : 3;
  out.width = width, out.height = height;
  out.stride = width * bytes_a_pixel;
  // Blocks of colour with some noise: edges for what looks for documents, no two images alike.
  auto pixels = std::make_shared<std::vector<std::uint8_t>>(out.stride * height);
  const auto shade = random();
  constexpr std::uint32_t kBlock = 16;
  for (std::uint32_t y = 0; y < height; ++y)
    for (std::uint64_t x = 0; x < out.stride; ++x)
      (*pixels)[y * out.stride + x] = static_cast<std::uint8_t>(
          ((x / bytes_a_pixel / kBlock * 37 + y / kBlock * 91 + shade) & 0xe0) + ((x * 7 + y * 13) & 0x0f));
  out.pixels = {pixels, pixels->data()};
  out.to_evidence = {1.0 / width, 0, 0, 0, 1.0 / height, 0, 0, 0, 1};
  return out;
}

std::shared_ptr<const domain::Bytes> evidence(std::string bytes, std::string media_type) {
  auto held = std::make_shared<std::string>(std::move(bytes));
  auto out = std::make_shared<domain::Bytes>();
  out->data = reinterpret_cast<const std::uint8_t*>(held->data());
  out->size = held->size();
  out->media_type = std::move(media_type);
  out->digest = domain::digest_of(*held);
  out->owner = held;
  return out;
}

struct File {
  std::string_view media_type;
  std::string bytes;
};

// The smallest files of their types, so that parsers get past the first bytes.
const std::vector<File>& small_files() {
  using namespace std::string_literals;
  static const std::vector<File> files{
      {"image/png",
       "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\2\0\0\0\x90wS\xde\0\0\0\x0cIDAT\x08\xd7"
       "c\xf8\xcf\xc0\0\0\3\1\1\0\x18\xdd\x8d\xb0\0\0\0\0IEND\xae"
       "B`\x82"s},
      {"image/jpeg", "\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0\xff\xd9"s},
      {"video/mp4",
       "\0\0\0\x18"
       "ftypisom\0\0\2\0isomiso2\0\0\0\x08"
       "free\0\0\0\x08mdat"s},
      {"audio/wav", "RIFF$\0\0\0WAVEfmt \x10\0\0\0\1\0\1\0@\x1f\0\0@\x1f\0\0\1\0\x08\0data\0\0\0\0"s},
      {"application/pdf", "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"s},
      {"application/json", R"({"name": "Ana", "age": 34, "curp": "", "nested": {"list": [1, 2.5, null, true]}})"s},
      {"application/octet-stream", ""s}};
  return files;
}

constexpr const char* kTexts[] = {"",
                                  "Ana",
                                  "PÉREZ LÓPEZ",
                                  "0",
                                  "-1",
                                  "1999-12-31",
                                  "a b\tc\nd",
                                  "\xf0\x9f\x98\x80",
                                  "<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<"};
constexpr const char* kDates[] = {"2026-01-15", "1990-02-28", "2000-02-29", "1900-01-01", "2099-12-31", "0001-01-01"};
constexpr std::int64_t kIntegers[] = {0, 1, 17, 18, -1, 130, 1'000'000'000, INT64_MAX, INT64_MIN};
constexpr double kNumbers[] = {0, 1, -1, 0.5, 1e-300, -1e300, 1e300, 42.25};

Value value_of(ValueType type, Random& random, bool large) {
  Value out{type, {}};
  switch (type) {
    case ValueType::text:
      out.data = std::string(one_of(kTexts, random));
      break;
    case ValueType::date:
      out.data = std::string(one_of(kDates, random));
      break;
    case ValueType::integer:
      out.data = one_of(kIntegers, random);
      break;
    case ValueType::number:
      out.data = one_of(kNumbers, random);
      break;
    case ValueType::boolean:
      out.data = below(random, 2) == 1;
      break;
    case ValueType::vector: {
      std::vector<float> floats(128);  // the length of a usual embedding
      for (auto& f : floats) f = static_cast<float>(below(random, 2001)) / 1000 - 1;
      out.data = std::move(floats);
      break;
    }
    case ValueType::json:
      out.data = boost::json::value{
          {"name", "Ana"}, {"list", boost::json::array{1, 2.5, nullptr}}, {"number", below(random, 100)}};
      break;
    case ValueType::bytes: {
      const auto& file = small_files()[below(random, small_files().size())];
      out.data = evidence(file.bytes, std::string(file.media_type));
      break;
    }
    case ValueType::image:
      out.data = std::make_shared<const domain::Image>(image(random, large ? 1600 : 160, large ? 1000 : 100, false));
      break;
    case ValueType::frames: {
      auto frames = std::make_shared<domain::Frames>();
      for (int i = 0; i < 6; ++i) {
        frames->frames.push_back(image(random, large ? 640 : 64, large ? 480 : 48, false));
        frames->frames.back().time_ns = i * 200'000'000LL;
      }
      frames->duration_ns = 1'200'000'000;
      out.data = std::shared_ptr<const domain::Frames>(std::move(frames));
      break;
    }
    case ValueType::audio: {
      auto audio = std::make_shared<domain::Audio>();
      audio->sample_rate = 8000;
      audio->samples.resize(large ? 80'000 : 4'000);
      for (auto& s : audio->samples) s = static_cast<float>(below(random, 2001)) / 1000 - 1;
      out.data = std::shared_ptr<const domain::Audio>(std::move(audio));
      break;
    }
  }
  return out;
}

Given given_at(std::uint32_t index, const plugins::Port& port, Random& random, bool large) {
  Given out;
  out.port = index;
  out.value = value_of(port.type, random, large);
  out.probability = static_cast<double>(below(random, 101)) / 100;
  out.evidence = "evidence";
  out.name = port.type == ValueType::bytes ? "evidence" : "evidence:" + port.source;
  return out;
}

std::string mutated_bytes(std::string bytes, Random& random) {
  constexpr int kMostEdits = 8;
  for (auto edits = 1 + below(random, kMostEdits); edits > 0; --edits) {
    const auto at = below(random, bytes.size() + 1);
    switch (below(random, 5)) {
      case 0:
        bytes.resize(at);
        break;
      case 1:
        bytes.insert(at, 1 + below(random, 16), static_cast<char>(random()));
        break;
      case 2:
        if (at < bytes.size()) bytes[at] = static_cast<char>(random());
        break;
      case 3:
        if (at < bytes.size()) bytes[at] = static_cast<char>(bytes[at] ^ (1 << below(random, 8)));
        break;
      case 4:
        bytes += bytes.substr(at, 64);
        break;
    }
  }
  return bytes;
}

std::string hostile_text(const std::string& text, Random& random) {
  switch (below(random, 6)) {
    case 0:
      return std::string(1 + below(random, 20'000), static_cast<char>('!' + below(random, 90)));
    case 1:
      return text + std::string("\0 after a zero", 14);
    case 2:
      return text.substr(0, text.find('\xc3'));
    case 3:
      return "\xe2\x80\xae" + text + "\xcc\x81\xcc\x81";  // right-to-left, stacked accents
    case 4:
      return std::string(below(random, 64), '<') + text;
    default:
      return one_of(kTexts, random);
  }
}

domain::Image hostile_image(const domain::Image& from, Random& random) {
  constexpr std::uint32_t kSides[] = {1, 2, 3, 7, 31, 64, 500};
  auto out = image(random, one_of(kSides, random), one_of(kSides, random), below(random, 3) == 0);
  if (below(random, 4) == 0) out.to_evidence = from.to_evidence;
  if (below(random, 4) == 0) {  // one shade
    auto flat =
        std::make_shared<std::vector<std::uint8_t>>(out.stride * out.height, static_cast<std::uint8_t>(random()));
    out.pixels = {flat, flat->data()};
  }
  return out;
}

void mutate(Value& value, Random& random) {
  switch (value.type) {
    case ValueType::text:
      value.data = hostile_text(std::get<std::string>(value.data), random);
      break;
    case ValueType::bytes: {
      const auto& from = *std::get<std::shared_ptr<const domain::Bytes>>(value.data);
      std::string bytes(reinterpret_cast<const char*>(from.data), from.size);
      const bool other_type = below(random, 8) == 0;
      value.data = evidence(
          mutated_bytes(std::move(bytes), random),
          other_type ? std::string(small_files()[below(random, small_files().size())].media_type) : from.media_type);
      break;
    }
    case ValueType::image: {
      const auto from = std::get<std::shared_ptr<const domain::Image>>(value.data);
      value.data = std::make_shared<const domain::Image>(hostile_image(*from, random));
      break;
    }
    case ValueType::frames: {
      const auto from = std::get<std::shared_ptr<const domain::Frames>>(value.data);
      auto frames = std::make_shared<domain::Frames>(*from);
      if (below(random, 2) == 0) frames->frames.resize(below(random, frames->frames.size() + 1));
      for (auto& frame : frames->frames)
        if (below(random, 3) == 0) frame = hostile_image(frame, random);
      if (below(random, 4) == 0) frames->duration_ns = 0;
      value.data = std::shared_ptr<const domain::Frames>(std::move(frames));
      break;
    }
    case ValueType::vector: {
      std::vector<float> floats(below(random, 600));
      for (auto& f : floats) f = below(random, 4) == 0 ? 0.0f : static_cast<float>(random()) * 1e10f;
      value.data = std::move(floats);
      break;
    }
    case ValueType::json: {
      constexpr const char* kJson[] = {"[]", "null", "0"};
      value.data = below(random, 2) == 0 ? boost::json::value(one_of(kJson, random))
                                         : boost::json::value{{"name", boost::json::array{}}, {"", nullptr}};
      break;
    }
    case ValueType::audio: {
      auto audio = std::make_shared<domain::Audio>();
      audio->sample_rate = static_cast<std::uint32_t>(below(random, 2) == 0 ? 0 : 192'000);
      audio->samples.resize(below(random, 3));
      value.data = std::shared_ptr<const domain::Audio>(std::move(audio));
      break;
    }
    default:
      value = value_of(value.type, random, false);
  }
}

}  // namespace

Inputs made_up(const plugins::Declaration& declaration, Random& random, bool large) {
  Inputs out;
  out.label = large ? "made-up inputs, large" : "made-up inputs";
  for (std::uint32_t i = 0; i < declaration.consumes.size(); ++i) {
    const auto& port = declaration.consumes[i];
    const auto count = port.many ? 1 + below(random, 3) : 1;
    for (std::uint64_t n = 0; n < count; ++n) out.given.push_back(given_at(i, port, random, large));
  }
  return out;
}

Inputs mutated(Inputs inputs, const plugins::Declaration& declaration, Random& random) {
  std::erase_if(inputs.given, [&](const Given& g) {
    return !declaration.consumes[g.port].required && below(random, 3) == 0;  // an optional port may be open
  });
  for (auto& given : inputs.given) {
    const auto& port = declaration.consumes[given.port];
    if (!port.required && below(random, 8) == 0) {
      given.value.reset();
      given.probability = 0;
      given.absent_reason = "evidence.unreadable";
    }
    if (given.value && below(random, 3) != 0) mutate(*given.value, random);
    if (below(random, 4) == 0) given.probability = static_cast<double>(below(random, 2));
  }
  inputs.response.reset();  // it answered what other inputs asked
  inputs.label += ", mutated";
  return inputs;
}

plugins::CallContext context_of(const Inputs& inputs, const plugins::Declaration& declaration) {
  plugins::CallContext context;
  constexpr std::int64_t kNow = 1'768'478'400'000;  // 2026-01-15T12:00:00Z: a plugin may not know any other time
  context.now = domain::TimePoint{std::chrono::milliseconds{kNow}};
  context.today = inputs.today;
  context.deadline = std::chrono::steady_clock::now() + kFarAway;
  context.memory_limit = kCallMemory;
  context.response = inputs.response ? &*inputs.response : nullptr;
  context.inputs.resize(declaration.consumes.size());
  for (const auto& given : inputs.given)
    context.inputs[given.port].push_back({given.value ? &*given.value : nullptr, given.probability, given.name,
                                          given.evidence, given.absent_reason, nullptr});
  return context;
}

}  // namespace cotejo::plugin_check
