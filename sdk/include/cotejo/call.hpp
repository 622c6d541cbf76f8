// One call of a component: typed inputs, typed outputs, deadline, cancellation. Valid until run() returns; used by its
// own thread only.
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

// What a port holds. Empty when nothing is bound, nothing was submitted, or the producer could not tell (then
// absent_reason says why).
template <class T>
class Reading {
 public:
  using View = typename detail::Wire<T>::View;  // how it is seen: text as std::string_view
  Reading() = default;                          // nothing
  // Over an input of the ABI, which may be null.
  explicit Reading(const cotejo_input* in) : in_(in) {
    if (in_ && in_->value) value_ = detail::Wire<T>::read(*in_);
  }
  explicit operator bool() const { return value_.has_value(); }  // whether there is a value
  const View& operator*() const { return *value_; }              // only when there is one
  const View* operator->() const { return &*value_; }            // only when there is one
  // 0..1, that the value is right; 0 when there is none.
  double probability() const { return value_ ? in_->probability : 0; }
  std::string_view name() const { return in_ ? view(in_->name) : std::string_view{}; }  // `ine_front:ine.front.curp`
  std::string_view evidence() const {
    return in_ ? view(in_->evidence) : std::string_view{};
  }  // empty when from several
  // A code; empty when nothing was submitted.
  std::string_view absent_reason() const { return in_ ? view(in_->absent_reason) : std::string_view{}; }
  // Where it was seen.
  std::optional<Region> region() const {
    if (!in_ || !in_->region) return std::nullopt;
    const auto& r = *in_->region;
    return Region{r.x, r.y, r.width, r.height, r.page, r.time_ns};
  }

 private:
  const cotejo_input* in_ = nullptr;
  std::optional<View> value_;
};

// A response to a connector's request.
struct Response {
  std::uint32_t step = 0;                             // 1 for the first response
  int status = 0;                                     // HTTP status; 0 when none was received: see error
  bool retriable = false;                             // meaningful when status is 0
  std::string_view headers_json, body, state, error;  // state: as the request gave it; error: code of the taxonomy
};

// What a connector asks the host to do.
struct Request {
  std::uint32_t kind = COTEJO_HTTP;                                                   // COTEJO_HTTP or COTEJO_INDEX
  std::string_view service, method = "GET", target = "/", headers_json, body, state;  // service: a name, no URL
};

// What run() is given: inputs, outputs, findings, time.
class Call {
 public:
  explicit Call(const cotejo_call* call) : call_(call) {}  // over a call of the ABI

  // ---- inputs
  template <class T>  // What the port holds; it may be empty.
  Reading<T> get(const Port<T>& port) const {
    return Reading<T>{call_->input(call_, port.index(), 0)};
  }
  template <class T>  // All that the port collected, in the order of evidence.
  std::vector<Reading<T>> get(const ManyPort<T>& port) const {
    std::vector<Reading<T>> all;
    const auto count = call_->input_count(call_, port.index());
    for (std::uint64_t i = 0; i < count; ++i) all.emplace_back(call_->input(call_, port.index(), i));
    return all;
  }
  // The only clock: when the verification was accepted, and its date in the product's time zone.
  std::chrono::sys_time<std::chrono::milliseconds> now() const {
    return std::chrono::sys_time<std::chrono::milliseconds>{std::chrono::milliseconds{call_->now_unix_ms}};
  }
  std::string_view today() const { return view(call_->today); }  // YYYY-MM-DD

  // Poll at least every 50 ms, and return Status::cancelled. True also after the deadline.
  bool cancelled() const { return call_->is_cancelled(call_) != 0; }
  // Until the deadline; negative once it has passed.
  std::chrono::nanoseconds remaining() const { return std::chrono::nanoseconds{call_->remaining_ns(call_)}; }

  // ---- outputs; `probability` is 0..1, that the value is right
  // V is what T stands for; a Date also takes ISO text, a Json any boost::json value.
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
  // Pixels from allocate() are taken over, others are copied.
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
  // The trait could not be told, and why.
  template <class T>
  void absent(const Trait<T>& trait, const Code& reason, const std::optional<Region>& region = {}) {
    send(trait.name(), nullptr, 0, reason.view(), region);
  }
  // A zero-filled buffer of the host: an image emitted from it is not copied. Null when over the call's memory limit.
  std::uint8_t* allocate(std::uint64_t size) { return static_cast<std::uint8_t*>(call_->allocate(call_, size)); }

  // ---- findings; evidence, traits and regions of the item follow from the ports
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
  // Checks end with exactly one of these. Undecided never counts as pass.
  void conclude(Verdict verdict, double confidence) {
    call_->conclude(call_, static_cast<std::int32_t>(verdict), confidence);
  }

  // ---- failures: `return call.reject(code, "…");`. The message holds nothing that the applicant submitted.
  // The evidence is at fault.
  Status reject(const Code& code, std::string_view message) {
    return fail(Status::invalid_input, code.view(), message, false);
  }
  // Something that the component needs is not here now.
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

  // ---- connectors: `return call.request({...});`, then run() is entered again with the response
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
