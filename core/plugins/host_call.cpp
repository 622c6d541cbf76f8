#include "plugins/host_call.hpp"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <cmath>
#include <cstdlib>
#include <cstring>

#include "domain/utf8.hpp"
#include "plugins/bytes.hpp"

namespace cotejo::plugins {
namespace {

constexpr std::uint64_t kMaxTextBytes = 1u << 20;      // of one emitted text or JSON: far above any document's field
constexpr std::size_t kMaxItems = 1000;                // of one call: far above what a person can read
constexpr std::uint64_t kMaxWrittenBytes = 16u << 20;  // of all texts and params of one call
constexpr std::uint64_t kMaxItemPorts = 1000;
constexpr std::uint32_t kMaxSide = 20'000;      // pixels, of an emitted image
constexpr std::uint64_t kMaxStride = 1u << 24;  // bytes: with kMaxSide rows, no extent overflows
constexpr std::uint32_t kMaxFrames = 1'000;
constexpr std::size_t kMaxMessageBytes = 500;
constexpr std::uint64_t kMaxRequestBytes = 1u << 20;  // of a connector's body; a service may take less
constexpr std::uint64_t kMaxStateBytes = 1u << 16;
constexpr std::uint64_t kMaxTargetBytes = 1u << 13;  // also of headers: what servers take
constexpr std::uint64_t kMaxWordBytes = 64;          // of a service's name, a method

bool unit(double p) {
  return p >= 0 && p <= 1;
}

bool may_be_kept(const domain::Value& value) {
  const auto* image = std::get_if<std::shared_ptr<const domain::Image>>(&value.data);
  return image && std::uint64_t{(*image)->width} * (*image)->height <= COTEJO_KEPT_PIXELS;
}

bool is_date(std::string_view s) {
  if (s.size() != 10) return false;
  return domain::from_iso8601(std::string(s) + "T00:00:00Z").has_value();
}

}  // namespace

HostCall::HostCall(const Declaration& declaration, const CallContext& context, CallResult& result)
    : cotejo_call{}, declaration_(declaration), context_(context), result_(result) {
  struct_size = sizeof(cotejo_call);
  now_unix_ms = context.now.time_since_epoch().count();
  today = bytes(context.today);
  result_.outputs.resize(declaration.produces.size());
  fill_inputs();
  fill_response();
  input_count = [](const cotejo_call* c, std::uint32_t port) -> std::uint64_t {
    const auto& all = of(c).inputs_;
    return port < all.size() ? all[port].size() : 0;
  };
  input = [](const cotejo_call* c, std::uint32_t port, std::uint64_t index) -> const cotejo_input* {
    const auto& all = of(c).inputs_;
    return port < all.size() && index < all[port].size() ? &all[port][index] : nullptr;
  };
  allocate = [](const cotejo_call* c, std::uint64_t size) -> void* { return of(c).allocate_buffer(size); };
  emit = [](const cotejo_call* c, const cotejo_output* output) {
    return output ? of(c).take(*output) : of(c).refuse("it emitted nothing");
  };
  item = [](const cotejo_call* c, const cotejo_item* found) {
    return found ? of(c).take(*found) : of(c).refuse("it found nothing");
  };
  conclude = [](const cotejo_call* c, std::int32_t verdict, double confidence) {
    return of(c).take_verdict(verdict, confidence);
  };
  request = [](const cotejo_call* c, const cotejo_request* asked) {
    return asked ? of(c).take(*asked) : of(c).refuse("it asked for nothing");
  };
  fail = [](const cotejo_call* c, const cotejo_failure* failure) {
    auto& call = of(c);
    if (!failure) return;
    call.failure_code_ = view(failure->code);
    call.failure_message_ =
        domain::valid_utf8(view(failure->message)) ? domain::utf8_prefix(view(failure->message), kMaxMessageBytes) : "";
    call.failure_retriable_ = failure->retriable != 0;
  };
  remaining_ns = [](const cotejo_call* c) -> std::int64_t {
    return std::chrono::nanoseconds(of(c).context_.deadline - std::chrono::steady_clock::now()).count();
  };
  is_cancelled = [](const cotejo_call* c) -> std::int32_t {
    const auto& context2 = of(c).context_;
    return (context2.cancelled && context2.cancelled->load(std::memory_order_relaxed)) ||
           std::chrono::steady_clock::now() >= context2.deadline;
  };
}

const cotejo_image* HostCall::keep(const domain::Image& image) {
  auto& wire = pointed_to_.images.emplace_back(cotejo_image{sizeof(cotejo_image),
                                                            static_cast<std::uint32_t>(image.format),
                                                            image.width,
                                                            image.height,
                                                            image.stride,
                                                            image.pixels.get(),
                                                            image.time_ns,
                                                            {}});
  std::copy(image.to_evidence.begin(), image.to_evidence.end(), wire.to_evidence);
  lent_.push_back(image.pixels);
  return &wire;
}

void HostCall::fill_value(const domain::Value& value, cotejo_value& wire) {
  struct Visitor {
    HostCall& call;
    cotejo_value& wire;
    void operator()(std::monostate) {}
    void operator()(const std::string& v) { wire.bytes = bytes(v); }
    void operator()(std::int64_t v) { wire.integer = v; }
    void operator()(double v) { wire.number = v; }
    void operator()(bool v) { wire.integer = v ? 1 : 0; }
    void operator()(const std::vector<float>& v) { wire.bytes = {v.data(), v.size() * sizeof(float)}; }
    void operator()(const boost::json::value& v) {
      wire.bytes = bytes(call.texts_.emplace_back(boost::json::serialize(v)));
    }
    void operator()(const std::shared_ptr<const domain::Bytes>& v) { wire.bytes = {v->data, v->size}; }
    void operator()(const std::shared_ptr<const domain::Image>& v) { wire.artifact = call.keep(*v); }
    void operator()(const std::shared_ptr<const domain::Frames>& v) {
      auto& list = call.pointed_to_.image_lists.emplace_back();
      for (const auto& frame : v->frames) list.push_back(call.keep(frame));
      wire.artifact = &call.pointed_to_.frames.emplace_back(
          cotejo_frames{sizeof(cotejo_frames), static_cast<std::uint32_t>(list.size()), list.data(), v->duration_ns});
    }
    void operator()(const std::shared_ptr<const domain::Audio>& v) {
      wire.artifact = &call.pointed_to_.audios.emplace_back(
          cotejo_audio{sizeof(cotejo_audio), v->sample_rate, v->samples.size(), v->samples.data()});
    }
  };
  std::visit(Visitor{*this, wire}, value.data);
}

void HostCall::fill_inputs() {
  inputs_.resize(context_.inputs.size());
  for (std::size_t port = 0; port < context_.inputs.size(); ++port) {
    inputs_[port].reserve(context_.inputs[port].size());
    for (const auto& in : context_.inputs[port]) {
      cotejo_input wire{sizeof(cotejo_input), nullptr, in.probability,          bytes(in.name),
                        bytes(in.evidence),   {},      bytes(in.absent_reason), nullptr};
      if (in.value) {
        auto& value = pointed_to_.values.emplace_back(
            cotejo_value{sizeof(cotejo_value), static_cast<std::uint32_t>(in.value->type), 0, 0, {}, nullptr});
        fill_value(*in.value, value);
        wire.value = &value;
        if (const auto* raw = std::get_if<std::shared_ptr<const domain::Bytes>>(&in.value->data))
          wire.media_type = bytes((*raw)->media_type);
      }
      if (in.region) {
        const auto& r = *in.region;
        wire.region = &pointed_to_.regions.emplace_back(
            cotejo_region{sizeof(cotejo_region), r.page, r.time_ns, r.x, r.y, r.width, r.height});
      }
      inputs_[port].push_back(wire);
    }
  }
}

void HostCall::fill_response() {
  if (!context_.response) return;
  const auto& r = *context_.response;
  response_ = {sizeof(cotejo_response), r.step,        r.status,       r.retriable ? 1 : 0,
               bytes(r.headers_json),   bytes(r.body), bytes(r.state), bytes(r.error)};
  response = &response_;
}

bool HostCall::emitted() const {
  return !result_.items.empty() ||
         std::any_of(result_.outputs.begin(), result_.outputs.end(), [](const auto& output) { return output.emitted; });
}

cotejo_status HostCall::refuse(std::string what) {
  if (breach_.empty()) breach_ = std::move(what);
  return COTEJO_INVALID_INPUT;
}

void* HostCall::allocate_buffer(std::uint64_t size) {
  if (size == 0 || size > context_.memory_limit || allocated_ > context_.memory_limit - size) return nullptr;
  auto* data = static_cast<std::uint8_t*>(std::calloc(static_cast<std::size_t>(size), 1));
  if (!data) return nullptr;
  allocated_ += size;
  buffers_.push_back({std::shared_ptr<std::uint8_t>(data, &std::free), size});
  return data;
}

// Many texts, each within its own limit, could still add up: this limits their total per call.
bool HostCall::room_for(std::uint64_t bytes) {
  written_ += std::min(bytes, kMaxWrittenBytes + 1);
  if (written_ <= kMaxWrittenBytes) return true;
  refuse("it emitted more than the host takes");
  return false;
}

bool HostCall::declared_code(std::string_view code) const {
  return std::find(declaration_.codes.begin(), declaration_.codes.end(), code) != declaration_.codes.end();
}

bool HostCall::copy_region(const cotejo_region* wire, std::optional<domain::Region>& out) {
  if (!wire) return true;
  if (!unit(wire->x) || !unit(wire->y) || !unit(wire->width) || !unit(wire->height)) return false;
  out = domain::Region{wire->x, wire->y, wire->width, wire->height, wire->page, wire->time_ns};
  return true;
}

cotejo_status HostCall::take(const cotejo_output& output) {
  const std::string_view key = view(output.key);
  const auto& all = declaration_.produces;
  const auto at = std::find_if(all.begin(), all.end(), [&](const Produce& p) { return p.name == key; });
  if (at == all.end()) return refuse("it emitted a trait that it does not declare");
  const std::string& name = at->name;
  auto& slot = result_.outputs[static_cast<std::size_t>(at - all.begin())];
  if (slot.emitted) return refuse("it emitted '" + name + "' twice");
  if (!unit(output.probability)) return refuse("the probability of '" + name + "' is outside 0..1");
  if (!copy_region(output.region, slot.region)) return refuse("the region of '" + name + "' is outside 0..1");
  if (!output.value) {
    if (!declared_code(view(output.absent_reason)))
      return refuse("'" + name + "' is absent for a reason that it does not declare");
    slot.absent_reason = view(output.absent_reason);
  } else {
    domain::Value value{at->type, {}};
    if (output.value->type != static_cast<std::uint32_t>(at->type))
      return refuse("'" + name + "' has another type than it declares");
    if (!copy(*output.value, at->type, value))
      return refuse("the value of '" + name + "' is not a valid " + std::string(to_string(at->type)));
    if (at->keep && !may_be_kept(value)) return refuse("'" + name + "' is too large to be kept");
    slot.value = std::move(value);
    slot.probability = output.probability;
  }
  slot.emitted = true;
  return COTEJO_OK;
}

bool HostCall::copy(const cotejo_value& wire, domain::ValueType type, domain::Value& out) {
  const std::string_view text = view(wire.bytes);
  if (!domain::is_artifact(type) && !room_for(text.size())) return false;
  switch (type) {
    case domain::ValueType::text:
      if (text.size() > kMaxTextBytes || !domain::valid_utf8(text)) return false;
      out.data = std::string(text);
      break;
    case domain::ValueType::date:
      if (!is_date(text)) return false;
      out.data = std::string(text);
      break;
    case domain::ValueType::integer:
      out.data = wire.integer;
      break;
    case domain::ValueType::number:
      if (!std::isfinite(wire.number)) return false;
      out.data = wire.number;
      break;
    case domain::ValueType::boolean:
      if (wire.integer != 0 && wire.integer != 1) return false;
      out.data = wire.integer == 1;
      break;
    case domain::ValueType::vector: {
      if (text.size() % sizeof(float) != 0 || text.size() > kMaxTextBytes) return false;
      std::vector<float> floats(text.size() / sizeof(float));
      if (!floats.empty()) std::memcpy(floats.data(), text.data(), text.size());
      if (!std::all_of(floats.begin(), floats.end(), [](float f) { return std::isfinite(f); })) return false;
      out.data = std::move(floats);
      break;
    }
    case domain::ValueType::json: {
      if (text.size() > kMaxTextBytes) return false;
      boost::system::error_code error;
      auto parsed = boost::json::parse(boost::json::string_view(text.data(), text.size()), error);
      if (error) return false;
      out.data = std::move(parsed);
      break;
    }
    case domain::ValueType::image: {
      auto image = std::make_shared<domain::Image>();
      if (!wire.artifact || !copy_image(*static_cast<const cotejo_image*>(wire.artifact), *image)) return false;
      out.data = std::shared_ptr<const domain::Image>(std::move(image));
      return true;
    }
    case domain::ValueType::frames: {
      const auto* frames = static_cast<const cotejo_frames*>(wire.artifact);
      if (!frames || frames->count > kMaxFrames || (frames->count > 0 && !frames->frames)) return false;
      auto all = std::make_shared<domain::Frames>();
      all->duration_ns = frames->duration_ns;
      all->frames.resize(frames->count);
      for (std::uint32_t i = 0; i < frames->count; ++i)
        if (!frames->frames[i] || !copy_image(*frames->frames[i], all->frames[i])) return false;
      out.data = std::shared_ptr<const domain::Frames>(std::move(all));
      return true;
    }
    case domain::ValueType::audio: {
      const auto* audio = static_cast<const cotejo_audio*>(wire.artifact);
      if (!audio || audio->count > context_.memory_limit / sizeof(float)) return false;
      if (audio->count > 0 && !audio->samples) return false;
      auto copied = std::make_shared<domain::Audio>();
      copied->sample_rate = audio->sample_rate;
      copied->samples.assign(audio->samples, audio->samples + audio->count);
      result_.bytes += audio->count * sizeof(float);
      out.data = std::shared_ptr<const domain::Audio>(std::move(copied));
      return true;
    }
    case domain::ValueType::bytes:
      return false;
  }
  result_.bytes += text.size() + sizeof(domain::Value);
  return true;
}

bool HostCall::copy_image(const cotejo_image& wire, domain::Image& out) {
  if (wire.format != COTEJO_GRAY8 && wire.format != COTEJO_BGR8) return false;
  if (!wire.pixels || wire.width == 0 || wire.height == 0 || wire.width > kMaxSide || wire.height > kMaxSide)
    return false;
  if (wire.stride < std::uint64_t{wire.width} * wire.format || wire.stride > kMaxStride) return false;
  if (!std::all_of(std::begin(wire.to_evidence), std::end(wire.to_evidence), [](double d) { return std::isfinite(d); }))
    return false;
  out.format = static_cast<domain::PixelFormat>(wire.format);
  out.width = wire.width;
  out.height = wire.height;
  out.stride = wire.stride;
  out.time_ns = wire.time_ns;
  std::copy(std::begin(wire.to_evidence), std::end(wire.to_evidence), out.to_evidence.begin());
  out.pixels = take_pixels(wire, out.stride);
  return out.pixels != nullptr;
}

std::shared_ptr<const std::uint8_t> HostCall::take_pixels(const cotejo_image& wire, std::uint64_t& stride) {
  const std::uint64_t row = std::uint64_t{wire.width} * wire.format;
  const auto* end = wire.pixels + wire.stride * (wire.height - 1) + row;
  for (const auto& buffer : buffers_)
    if (wire.pixels >= buffer.data.get() && end <= buffer.data.get() + buffer.size) {
      result_.bytes += row * wire.height;
      return {buffer.data, wire.pixels};
    }
  auto lent = lent_.begin();
  for (const auto& in : pointed_to_.images) {
    const auto* in_end = in.pixels + in.stride * (in.height - 1) + std::uint64_t{in.width} * in.format;
    if (wire.pixels >= in.pixels && end <= in_end) return {*lent, wire.pixels};
    ++lent;
  }
  auto* data = static_cast<std::uint8_t*>(allocate_buffer(row * wire.height));
  if (!data) return nullptr;
  for (std::uint32_t y = 0; y < wire.height; ++y) std::memcpy(data + y * row, wire.pixels + y * wire.stride, row);
  stride = row;
  result_.bytes += row * wire.height;
  return buffers_.back().data;
}

cotejo_status HostCall::take(const cotejo_item& found) {
  EmittedItem out;
  out.code = view(found.code);
  if (!declared_code(out.code)) return refuse("it found a code that it does not declare");
  if (result_.items.size() >= kMaxItems) return refuse("it found more than " + std::to_string(kMaxItems) + " items");
  if (!unit(found.confidence)) return refuse("the confidence of '" + out.code + "' is outside 0..1");
  if (found.severity < COTEJO_INFO || found.severity > COTEJO_CRITICAL)
    return refuse("the severity of '" + out.code + "' is not one");
  if (found.params_json.size) {
    boost::system::error_code error;
    const auto text = view(found.params_json);
    auto params = text.size() > kMaxTextBytes
                      ? boost::json::value{}
                      : boost::json::parse(boost::json::string_view(text.data(), text.size()), error);
    if (error || !params.is_object())
      return refuse("the params of '" + out.code + "' are not a JSON object (a number that is not finite has no JSON)");
    if (!room_for(text.size())) return COTEJO_INVALID_INPUT;
    out.params = std::move(params.as_object());
  }
  if (found.port_count > kMaxItemPorts || (found.port_count > 0 && !found.ports))
    return refuse("'" + out.code + "' names more ports than there can be");
  for (std::uint64_t i = 0; i < found.port_count; ++i) {
    const std::uint32_t port = found.ports[i] & 0xffffu, value = found.ports[i] >> 16;  // COTEJO_ONE_VALUE
    if (port >= declaration_.consumes.size()) return refuse("'" + out.code + "' names a port that it does not have");
    if (value > 0 && (port >= context_.inputs.size() || value > context_.inputs[port].size()))
      return refuse("'" + out.code + "' names a value that the port does not have");
    out.ports.push_back({port, value == 0 ? std::string() : std::string(context_.inputs[port][value - 1].name)});
  }
  if (!copy_region(found.region, out.region)) return refuse("the region of '" + out.code + "' is outside 0..1");
  out.severity = static_cast<domain::Severity>(found.severity);
  out.confidence = found.confidence;
  result_.items.push_back(std::move(out));
  return COTEJO_OK;
}

cotejo_status HostCall::take(const cotejo_request& asked) {
  if (declaration_.kind != Kind::connector) return refuse("a request from something that is not a connector");
  if (result_.request) return refuse("a second request in one step");
  if (asked.kind != COTEJO_HTTP && asked.kind != COTEJO_INDEX) return refuse("a request of a kind that does not exist");
  struct Part {
    cotejo_bytes from;
    std::uint64_t most;
    bool text;
  };
  const Part parts[] = {{asked.service, kMaxWordBytes, true},  {asked.method, kMaxWordBytes, true},
                        {asked.target, kMaxTargetBytes, true}, {asked.headers_json, kMaxTargetBytes, true},
                        {asked.body, kMaxRequestBytes, false}, {asked.state, kMaxStateBytes, false}};
  for (const auto& part : parts) {
    if (view(part.from).size() > part.most) return refuse("its request is larger than the host takes");
    if (part.text && !domain::valid_utf8(view(part.from))) return refuse("its request is not UTF-8");
  }
  const auto copy = [](cotejo_bytes b) { return std::string(view(b)); };
  result_.request = domain::Request{static_cast<domain::Service>(asked.kind),
                                    copy(asked.service),
                                    copy(asked.method),
                                    copy(asked.target),
                                    copy(asked.headers_json),
                                    copy(asked.body),
                                    copy(asked.state)};
  return COTEJO_OK;
}

cotejo_status HostCall::take_verdict(std::int32_t verdict, double confidence) {
  if (declaration_.kind != Kind::check) return refuse("a verdict from something that is not a check");
  if (result_.verdict) return refuse("a second verdict");
  if (!unit(confidence)) return refuse("the confidence of its verdict is outside 0..1");
  switch (verdict) {
    case COTEJO_PASS:
      result_.verdict = domain::Verdict::pass;
      break;
    case COTEJO_FAIL:
      result_.verdict = domain::Verdict::fail;
      break;
    case COTEJO_UNDECIDED:
      result_.verdict = domain::Verdict::undecided;
      break;
    default:
      return refuse("a verdict that does not exist");
  }
  result_.confidence = confidence;
  return COTEJO_OK;
}

}  // namespace cotejo::plugins
