// One call of a component: typed inputs, typed outputs, deadline, cancellation. Valid until run() returns. Only the
// thread that runs the component may use it; cancelled() and remaining() may be called from any thread.
#pragma once
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <chrono>
#include <cotejo/component.hpp>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace cotejo {

// One value at a port. Empty when the port is not bound, nothing was submitted, or the producer could not find the
// value (then absent_reason() says why).
template <class T>
class Reading {
 public:
  using View = typename detail::Wire<T>::View;  // the type of the value: std::string_view when T is std::string
  Reading() = default;                          // empty
  // Of an input of the ABI; empty when `in` is null.
  explicit Reading(const cotejo_input* in) : in_(in) {
    if (in_ && in_->value) value_ = detail::Wire<T>::read(*in_);
  }
  explicit operator bool() const { return value_.has_value(); }  // whether there is a value
  const View& operator*() const { return *value_; }              // undefined when there is no value
  const View* operator->() const { return &*value_; }            // undefined when there is no value
  // The probability (0..1) that the value is right; 0 when there is no value.
  double probability() const { return value_ ? in_->probability : 0; }
  std::string_view name() const { return in_ ? view(in_->name) : std::string_view{}; }  // `ine_front:ine.front.curp`
  // The name of the evidence that the value was read from; empty when it was read from several.
  std::string_view evidence() const { return in_ ? view(in_->evidence) : std::string_view{}; }
  // The code that the producer gave when it could not find the value; empty when nothing was submitted.
  std::string_view absent_reason() const { return in_ ? view(in_->absent_reason) : std::string_view{}; }
  // Where in the evidence the value was read.
  std::optional<Region> region() const {
    if (!in_ || !in_->region) return std::nullopt;
    const auto& r = *in_->region;
    return Region{r.x, r.y, r.width, r.height, r.page, r.time_ns};
  }

 private:
  const cotejo_input* in_ = nullptr;
  std::optional<View> value_;
};

// The response to a connector's request.
struct Response {
  std::uint32_t step = 0;                             // 1 for the first response
  int status = 0;                                     // HTTP status; 0 when none was received: see `error`
  bool retriable = false;                             // asking again may succeed; meaningful only when status is 0
  std::string_view headers_json, body, state, error;  // `state` is the request's; `error`: such as `service.timeout`
};

// What a connector asks the host to do.
struct Request {
  std::uint32_t kind = COTEJO_HTTP;                                                   // COTEJO_HTTP or COTEJO_INDEX
  std::string_view service, method = "GET", target = "/", headers_json, body, state;  // `service`: a name, not a URL
};

// Everything that run() has: inputs, outputs, findings, time.
class Call {
 public:
  explicit Call(const cotejo_call* call) : call_(call) {}  // a view of a call of the ABI

  // ---- inputs
  template <class T>  // The value at the port; may be empty.
  Reading<T> get(const Port<T>& port) const {
    return Reading<T>{call_->input(call_, port.index(), 0)};
  }
  template <class T>  // All values at the port, in the order of the product's evidence.
  std::vector<Reading<T>> get(const ManyPort<T>& port) const {
    std::vector<Reading<T>> all;
    const auto count = call_->input_count(call_, port.index());
    for (std::uint64_t i = 0; i < count; ++i) all.emplace_back(call_->input(call_, port.index(), i));
    return all;
  }
  // When the verification was accepted: the only time that a component may use. today() is its date in the product's
  // time zone.
  std::chrono::sys_time<std::chrono::milliseconds> now() const {
    return std::chrono::sys_time<std::chrono::milliseconds>{std::chrono::milliseconds{call_->now_unix_ms}};
  }
  std::string_view today() const { return view(call_->today); }  // YYYY-MM-DD

  // Ask at least every 50 ms; when it is true, return Status::cancelled. Also true after the deadline.
  bool cancelled() const { return call_->is_cancelled(call_) != 0; }
  // The time until the deadline; negative once it has passed.
  std::chrono::nanoseconds remaining() const { return std::chrono::nanoseconds{call_->remaining_ns(call_)}; }

  // ---- outputs; `probability` (0..1) says how likely it is that the value is right
  // `value` is of the trait's type; a Trait<Date> also takes ISO text, a Trait<Json> any boost::json value.
  template <class T, class V>
  void emit(const Trait<T>& trait, const V& value, double probability, const std::optional<Region>& region = {}) {
    if constexpr (std::is_same_v<T, Json> && !std::is_same_v<V, Json>) {
      const std::string text = boost::json::serialize(boost::json::value(value));
      emit(trait, Json{text}, probability, region);
    } else {
      const cotejo_value wire = detail::Wire<T>::value(value);
      send(trait.name(), &wire, probability, {}, region);
    }
  }
  // The host takes pixels from allocate() without a copy and copies all others.
  void emit(const Trait<Image>& trait, const Image& image, double probability = 1) {
    const cotejo_image wire = detail::image(image);
    const cotejo_value value{sizeof(cotejo_value), COTEJO_IMAGE, 0, 0, {nullptr, 0}, &wire};
    send(trait.name(), &value, probability, {}, {});
  }
  void emit(const Trait<Frames>& trait, std::span<const Image> images, std::chrono::nanoseconds duration,
            double probability = 1) {
    std::vector<cotejo_image> wires;
    std::vector<const cotejo_image*> pointers;
    wires.reserve(images.size());
    for (const auto& image : images) pointers.push_back(&wires.emplace_back(detail::image(image)));
    const cotejo_frames frames{sizeof(cotejo_frames), static_cast<std::uint32_t>(pointers.size()), pointers.data(),
                               duration.count()};
    const cotejo_value value{sizeof(cotejo_value), COTEJO_FRAMES, 0, 0, {nullptr, 0}, &frames};
    send(trait.name(), &value, probability, {}, {});
  }
  void emit(const Trait<Audio>& trait, const Audio& audio, double probability = 1) {
    const cotejo_audio wire{sizeof(cotejo_audio), audio.sample_rate, audio.samples.size(), audio.samples.data()};
    const cotejo_value value{sizeof(cotejo_value), COTEJO_AUDIO, 0, 0, {nullptr, 0}, &wire};
    send(trait.name(), &value, probability, {}, {});
  }
  // Says that the component could not find the trait's value, and why.
  template <class T>
  void absent(const Trait<T>& trait, const Code& reason, const std::optional<Region>& region = {}) {
    send(trait.name(), nullptr, 0, reason.view(), region);
  }
  // The same for several traits, of any types, with one reason.
  template <class... Ts>
  void absent_all(const Code& reason, const Trait<Ts>&... traits) {
    (absent(traits, reason), ...);
  }
  // A zero-filled buffer of the host: an image emitted from it is not copied. Null when it would exceed the call's
  // memory limit.
  std::uint8_t* allocate(std::uint64_t size) { return static_cast<std::uint8_t*>(call_->allocate(call_, size)); }

  // ---- findings; the host takes an item's evidence, traits and regions from the values at `ports`
  void item(const Code& code, Severity severity, double confidence, std::initializer_list<PortRef> ports = {},
            const boost::json::object& params = {}, const std::optional<Region>& region = {}) {
    item(code, severity, confidence, std::span<const PortRef>(ports.begin(), ports.size()), params, region);
  }
  void item(const Code& code, Severity severity, double confidence, std::span<const PortRef> ports,
            const boost::json::object& params = {}, const std::optional<Region>& region = {}) {
    const std::string json = params.empty() ? std::string{} : boost::json::serialize(params);
    std::vector<std::uint32_t> indices;
    for (auto p : ports) indices.push_back(p.index);
    const auto wire_region = to_wire(region);
    const cotejo_item wire{sizeof(cotejo_item), static_cast<std::int32_t>(severity),
                           confidence,          bytes(code.view()),
                           bytes(json),         indices.data(),
                           indices.size(),      region ? &wire_region : nullptr};
    call_->item(call_, &wire);
  }
  // A check calls this exactly once. `confidence` is 0..1. Undecided never counts as pass.
  void conclude(Verdict verdict, double confidence) {
    call_->conclude(call_, static_cast<std::int32_t>(verdict), confidence);
  }

  // ---- failures: `return call.reject(code, "…");`. The message must hold nothing that the applicant submitted.
  // The evidence is at fault.
  Status reject(const Code& code, std::string_view message) {
    return fail(Status::invalid_input, code.view(), message, false);
  }
  // Something that the component needs is missing now.
  Status unavailable(std::string_view message, bool retriable = true) {
    return fail(Status::unavailable, {}, message, retriable);
  }
  // The component is at fault.
  Status internal(std::string_view message) { return fail(Status::internal, {}, message, false); }
  Status fail(Status status, std::string_view code, std::string_view message, bool retriable) {
    const cotejo_failure wire{sizeof(cotejo_failure), retriable ? 1 : 0, bytes(code), bytes(message)};
    call_->fail(call_, &wire);
    return status;
  }

  // ---- connectors: `return call.request({...});`, then the host calls run() again with the response
  std::optional<Response> response() const {
    const auto* r = call_->response;
    if (!r) return std::nullopt;
    return Response{r->step,       r->status,      r->retriable != 0, view(r->headers_json),
                    view(r->body), view(r->state), view(r->error)};
  }
  Status request(const Request& r) {
    const cotejo_request wire{sizeof(cotejo_request), r.kind,        bytes(r.service), bytes(r.method), bytes(r.target),
                              bytes(r.headers_json),  bytes(r.body), bytes(r.state)};
    return static_cast<Status>(call_->request(call_, &wire)) == Status::ok ? Status::pending : Status::internal;
  }

 private:
  static cotejo_region to_wire(const std::optional<Region>& r) {
    if (!r) return {};
    return {sizeof(cotejo_region), r->page, r->time_ns, r->x, r->y, r->width, r->height};
  }
  void send(std::string_view key, const cotejo_value* value, double probability, std::string_view absent_reason,
            const std::optional<Region>& region) {
    const auto wire_region = to_wire(region);
    const cotejo_output out{sizeof(cotejo_output), bytes(key),           value,
                            probability,           bytes(absent_reason), region ? &wire_region : nullptr};
    call_->emit(call_, &out);
  }
  const cotejo_call* call_;
};

}  // namespace cotejo
