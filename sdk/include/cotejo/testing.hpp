// A small host for unit tests of one component. It calls the component through the same C functions as the real host.
//
//   testing::Fake<Adult> fake{R"({"years": 18})"};
//   fake.given("age", std::int64_t{17}, 0.98);
//   const auto result = fake.run();
//   EXPECT_EQ(result.verdict, Verdict::fail);
//   EXPECT_EQ(result.items.at(0).code, "adult.underage");
//
// Result::breaches collects breaches of the contract (an undeclared key, a second verdict): expect it to be empty.
#pragma once
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <cotejo/plugin.hpp>
#include <deque>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

namespace cotejo::testing {

// An emitted image with a copy of its pixels.
struct OwnedImage {
  Image image;                       // a view of `pixels`
  std::vector<std::uint8_t> pixels;  // row by row, as the component emitted them
};

// A trait or an artifact as the component emitted it.
struct EmittedTrait {
  std::string name, type;        // as declared
  bool absent = false;           // the component could not find the value
  std::string absent_reason;     // the code that says why; empty unless `absent`
  double probability = 0;        // 0..1
  std::optional<Region> region;  // where in the evidence it was read
  // Text, dates and JSON are held as text.
  std::variant<std::monostate, std::string, std::int64_t, bool, double, std::vector<float>, std::shared_ptr<OwnedImage>,
               std::vector<std::shared_ptr<OwnedImage>>>
      value;
  const std::string& text() const { return std::get<std::string>(value); }  // of text, date and JSON
  std::int64_t integer() const { return std::get<std::int64_t>(value); }    // of an integer
  double number() const { return std::get<double>(value); }                 // of a number
  bool boolean() const { return std::get<bool>(value); }                    // of a boolean
};

// An appraisal item as the component emitted it.
struct EmittedItem {
  std::string code;                // as declared
  Severity severity{};             // how serious
  double confidence = 0;           // 0..1
  boost::json::object params;      // for the placeholders in the reason's texts
  std::vector<std::string> ports;  // names of the ports that it rests on
  std::optional<Region> region;    // only when the item has a region of its own
};

// Everything that one call produced.
struct Result {
  Status status = Status::ok;                                 // what run() returned
  Verdict verdict = Verdict::none;                            // none when conclude() was not called
  double confidence = 0;                                      // of the verdict, 0..1
  std::map<std::string, EmittedTrait, std::less<>> traits;    // by name
  std::vector<EmittedItem> items;                             // in the order in which they were emitted
  std::string failure_code, failure_message;                  // the arguments of fail()
  bool retriable = false;                                     // an argument of fail()
  std::optional<std::map<std::string, std::string>> request;  // a connector's: service, method, target, body, state
  std::vector<std::string> breaches;                          // of the contract, one sentence each

  // The first item with that code; null when there is none.
  const EmittedItem* item(std::string_view code) const {
    for (const auto& i : items)
      if (i.code == code) return &i;
    return nullptr;
  }
  // The trait with that name; null when it was not emitted or is absent.
  const EmittedTrait* trait(std::string_view name) const {
    const auto it = traits.find(name);
    return it == traits.end() || it->second.absent ? nullptr : &it->second;
  }
};

// A host for one component of class T.
template <class T>
class Fake {
 public:
  // `models`: the content of each model by the name that the component declares. Throws std::runtime_error with the
  // component's message when it cannot be constructed or prepared.
  explicit Fake(std::string_view params_json = "{}", std::map<std::string, std::string> models = {})
      : models_(std::move(models)) {
    host_.self = this;
    std::string text, error;
    Sink out{text}, err{error};
    if (detail::describe<T>(bytes(params_json), &out, &err) != COTEJO_OK) throw std::runtime_error(error);
    declaration_ = boost::json::parse(text).as_object();
    if (detail::create<T>(&host_, bytes(params_json), &component_, &err) != COTEJO_OK) throw std::runtime_error(error);
    inputs_.resize(declaration_.at("consumes").as_array().size());
  }
  ~Fake() {
    if (component_.destroy) component_.destroy(component_.self);
  }
  Fake(const Fake&) = delete;
  Fake& operator=(const Fake&) = delete;

  const boost::json::object& declaration() const { return declaration_; }  // as the host reads it

  // ---- inputs: each given() adds one value to a port, as if it had been read from the evidence named `evidence`
  Fake& given(std::string_view port, std::string_view value, double probability = 1,
              std::string_view evidence = "evidence") {
    auto& in = add(port, probability, evidence);
    in.text = value;
    in.value.bytes = bytes(in.text);
    return *this;
  }
  Fake& given(std::string_view port, const char* value, double probability = 1,
              std::string_view evidence = "evidence") {
    return given(port, std::string_view{value}, probability, evidence);
  }
  Fake& given(std::string_view port, std::int64_t value, double probability = 1,
              std::string_view evidence = "evidence") {
    add(port, probability, evidence).value.integer = value;
    return *this;
  }
  Fake& given(std::string_view port, int value, double probability = 1, std::string_view evidence = "evidence") {
    return given(port, std::int64_t{value}, probability, evidence);
  }
  Fake& given(std::string_view port, bool value, double probability = 1, std::string_view evidence = "evidence") {
    return given(port, std::int64_t{value}, probability, evidence);
  }
  Fake& given(std::string_view port, double value, double probability = 1, std::string_view evidence = "evidence") {
    add(port, probability, evidence).value.number = value;
    return *this;
  }
  Fake& given(std::string_view port, std::vector<float> value, double probability = 1,
              std::string_view evidence = "evidence") {
    auto& in = add(port, probability, evidence);
    in.floats = std::move(value);
    in.value.bytes = {in.floats.data(), in.floats.size() * sizeof(float)};
    return *this;
  }
  // The pixels are borrowed: they must outlive run().
  Fake& given(std::string_view port, const Image& value, double probability = 1,
              std::string_view evidence = "evidence") {
    auto& in = add(port, probability, evidence);
    in.images = {detail::image(value)};
    in.value.artifact = &in.images.front();
    return *this;
  }
  Fake& given(std::string_view port, const std::vector<Image>& frames, std::chrono::nanoseconds duration,
              double probability = 1, std::string_view evidence = "evidence") {
    auto& in = add(port, probability, evidence);
    for (const auto& f : frames) in.images.push_back(detail::image(f));
    for (const auto& f : in.images) in.pointers.push_back(&f);
    in.frames = {sizeof(cotejo_frames), static_cast<std::uint32_t>(in.pointers.size()), in.pointers.data(),
                 duration.count()};
    in.value.artifact = &in.frames;
    return *this;
  }
  // The samples are borrowed: they must outlive run().
  Fake& given(std::string_view port, const Audio& value, double probability = 1,
              std::string_view evidence = "evidence") {
    auto& in = add(port, probability, evidence);
    in.audio = {sizeof(cotejo_audio), value.sample_rate, value.samples.size(), value.samples.data()};
    in.value.artifact = &in.audio;
    return *this;
  }
  // Raw evidence for an analyzer.
  Fake& given_evidence(std::string_view port, std::string_view data, std::string_view media_type) {
    given(port, data);
    auto& in = *inputs_[index(port)].back();
    in.media = media_type;
    in.wire.media_type = bytes(in.media);
    return *this;
  }
  // A value that its producer could not find; `reason` is the producer's code.
  Fake& given_absent(std::string_view port, std::string_view reason, std::string_view evidence = "evidence") {
    auto& in = add(port, 0, evidence);
    in.text = reason;
    in.wire.value = nullptr;
    in.wire.absent_reason = bytes(in.text);
    return *this;
  }
  // ---- circumstances; they hold for the calls that follow
  Fake& given_response(int status, std::string_view body, std::uint32_t step = 1, std::string_view state = {},
                       std::string_view error = {}) {
    body_ = body, state_ = state, error_ = error;
    response_ = {sizeof(cotejo_response), step, status, 0, {nullptr, 0}, bytes(body_), bytes(state_), bytes(error_)};
    has_response_ = true;
    return *this;
  }
  Fake& today(std::string_view iso) {
    today_ = iso;
    return *this;
  }
  // The component sees `polls` questions answered with "not cancelled", and all later ones with "cancelled".
  Fake& cancel_after(int polls) {
    polls_ = polls;
    return *this;
  }
  Fake& memory_limit(std::uint64_t bytes_allowed) {
    memory_ = bytes_allowed;
    return *this;
  }

  // ---- the call: runs the component once with all inputs given so far
  Result run() {
    Result result;
    Running call{*this, result};
    result.status = static_cast<Status>(component_.run(component_.self, &call));
    return result;
  }

 private:
  struct Sink : cotejo_sink {
    explicit Sink(std::string& t)
        : cotejo_sink{sizeof(cotejo_sink), [](const cotejo_sink* s,
                                              cotejo_bytes b) { static_cast<const Sink*>(s)->target.append(view(b)); }},
          target(t) {}
    std::string& target;
  };
  struct Input {
    cotejo_input wire{};
    cotejo_value value{};
    std::string text, name, evidence, media;
    std::vector<float> floats;
    std::vector<cotejo_image> images;
    std::vector<const cotejo_image*> pointers;
    cotejo_audio audio{};
    cotejo_frames frames{};
  };
  struct FakeHost : cotejo_host {
    FakeHost() : cotejo_host{sizeof(cotejo_host), COTEJO_ABI_MINOR, "fake host", &extension_of} {}
    Fake* self = nullptr;
  };
  static const void* extension_of(const cotejo_host*, const char* id) {
    static const cotejo_models models{sizeof(cotejo_models),
                                      [](const cotejo_host* host, cotejo_bytes name) -> cotejo_bytes {
                                        const auto& all = static_cast<const FakeHost*>(host)->self->models_;
                                        const auto it = all.find(std::string(view(name)));
                                        return it == all.end() ? cotejo_bytes{nullptr, 0} : bytes(it->second);
                                      }};
    static const cotejo_log log{sizeof(cotejo_log), [](const cotejo_host*, std::int32_t, cotejo_bytes) {}};
    if (std::string_view{id} == COTEJO_EXT_MODELS) return &models;
    if (std::string_view{id} == COTEJO_EXT_LOG) return &log;
    return nullptr;
  }

  // The call while it runs.
  struct Running : cotejo_call {
    Running(Fake& owner, Result& into) : cotejo_call{}, fake(owner), result(into) {
      struct_size = sizeof(cotejo_call);
      now_unix_ms = 1767225600000;  // 2026-01-01T00:00:00Z
      today = bytes(owner.today_);
      response = owner.has_response_ ? &owner.response_ : nullptr;
      input_count = [](const cotejo_call* c, std::uint32_t port) -> std::uint64_t {
        const auto& all = of(c).fake.inputs_;
        return port < all.size() ? all[port].size() : 0;
      };
      input = [](const cotejo_call* c, std::uint32_t port, std::uint64_t i) -> const cotejo_input* {
        const auto& all = of(c).fake.inputs_;
        return port < all.size() && i < all[port].size() ? &all[port][i]->wire : nullptr;
      };
      allocate = [](const cotejo_call* c, std::uint64_t size) -> void* {
        auto& call = of(c);
        if (size > call.fake.memory_) return nullptr;
        return call.buffers.emplace_back(static_cast<std::size_t>(size)).data();
      };
      emit = [](const cotejo_call* c, const cotejo_output* out) { return of(c).take(*out); };
      item = [](const cotejo_call* c, const cotejo_item* i) { return of(c).take(*i); };
      conclude = [](const cotejo_call* c, std::int32_t verdict, double confidence) -> cotejo_status {
        auto& r = of(c).result;
        if (r.verdict != Verdict::none) return of(c).breach("a second verdict");
        r.verdict = static_cast<Verdict>(verdict);
        r.confidence = confidence;
        return COTEJO_OK;
      };
      request = [](const cotejo_call* c, const cotejo_request* r) -> cotejo_status {
        of(c).result.request = std::map<std::string, std::string>{{"service", std::string(view(r->service))},
                                                                  {"method", std::string(view(r->method))},
                                                                  {"target", std::string(view(r->target))},
                                                                  {"body", std::string(view(r->body))},
                                                                  {"state", std::string(view(r->state))}};
        return COTEJO_OK;
      };
      fail = [](const cotejo_call* c, const cotejo_failure* f2) {
        of(c).result.failure_code = view(f2->code);
        of(c).result.failure_message = view(f2->message);
        of(c).result.retriable = f2->retriable != 0;
      };
      remaining_ns = [](const cotejo_call*) -> std::int64_t { return 1'000'000'000; };
      is_cancelled = [](const cotejo_call* c) -> std::int32_t { return of(c).fake.polls_-- <= 0; };
    }
    static Running& of(const cotejo_call* c) { return *static_cast<Running*>(const_cast<cotejo_call*>(c)); }
    cotejo_status breach(std::string text) {
      result.breaches.push_back(std::move(text));
      return COTEJO_INVALID_INPUT;
    }
    bool declared_code(std::string_view code) const {
      for (const auto& c : fake.declaration_.at("codes").as_array())
        if (c.as_string() == code) return true;
      return false;
    }
    static std::optional<Region> region(const cotejo_region* r) {
      if (!r) return std::nullopt;
      return Region{r->x, r->y, r->width, r->height, r->page, r->time_ns};
    }
    cotejo_status take(const cotejo_output& out) {
      EmittedTrait trait;
      trait.name = view(out.key);
      for (const auto& p : fake.declaration_.at("produces").as_array())
        if (p.at("name").as_string() == trait.name) trait.type = p.at("type").as_string();
      if (trait.type.empty()) return breach("undeclared trait " + trait.name);
      if (!(out.probability >= 0 && out.probability <= 1))
        return breach("probability of " + trait.name + " is outside 0..1");
      trait.probability = out.probability;
      trait.region = region(out.region);
      if (!out.value) {
        trait.absent = true;
        trait.absent_reason = view(out.absent_reason);
        if (!declared_code(trait.absent_reason)) return breach("undeclared reason " + trait.absent_reason);
      } else {
        read(*out.value, trait);
      }
      result.traits.insert_or_assign(trait.name, std::move(trait));
      return COTEJO_OK;
    }
    static std::shared_ptr<OwnedImage> own(const cotejo_image& i) {
      auto owned = std::make_shared<OwnedImage>();
      owned->image = detail::image(i);
      owned->pixels.assign(i.pixels, i.pixels + i.stride * i.height);
      owned->image.pixels = owned->pixels.data();
      return owned;
    }
    static void read(const cotejo_value& v, EmittedTrait& trait) {
      switch (v.type) {
        case COTEJO_INTEGER:
          trait.value = v.integer;
          break;
        case COTEJO_BOOLEAN:
          trait.value = v.integer != 0;
          break;
        case COTEJO_NUMBER:
          trait.value = v.number;
          break;
        case COTEJO_VECTOR: {
          const auto* f = static_cast<const float*>(v.bytes.data);
          trait.value = std::vector<float>(f, f + v.bytes.size / sizeof(float));
          break;
        }
        case COTEJO_IMAGE:
          trait.value = own(*static_cast<const cotejo_image*>(v.artifact));
          break;
        case COTEJO_FRAMES: {
          const auto& frames = *static_cast<const cotejo_frames*>(v.artifact);
          std::vector<std::shared_ptr<OwnedImage>> all;
          for (std::uint32_t i = 0; i < frames.count; ++i) all.push_back(own(*frames.frames[i]));
          trait.value = std::move(all);
          break;
        }
        default:
          trait.value = std::string(view(v.bytes));
      }
    }
    cotejo_status take(const cotejo_item& i) {
      EmittedItem out;
      out.code = view(i.code);
      if (!declared_code(out.code)) return breach("undeclared code " + out.code);
      if (!(i.confidence >= 0 && i.confidence <= 1)) return breach("confidence of " + out.code + " is outside 0..1");
      out.severity = static_cast<Severity>(i.severity);
      out.confidence = i.confidence;
      if (i.params_json.size) out.params = boost::json::parse(view(i.params_json)).as_object();
      for (std::uint64_t p = 0; p < i.port_count; ++p)
        out.ports.emplace_back(
            fake.declaration_.at("consumes").as_array().at(i.ports[p] & 0xffffu).at("port").as_string());
      out.region = region(i.region);
      result.items.push_back(std::move(out));
      return COTEJO_OK;
    }
    Fake& fake;
    Result& result;
    std::deque<std::vector<std::uint8_t>> buffers;
  };

  std::size_t index(std::string_view port) const {
    const auto& ports = declaration_.at("consumes").as_array();
    for (std::size_t i = 0; i < ports.size(); ++i)
      if (ports[i].at("port").as_string() == port) return i;
    throw std::invalid_argument("no port " + std::string(port));
  }
  Input& add(std::string_view port, double probability, std::string_view evidence) {
    const auto at = index(port);
    const auto& declared = declaration_.at("consumes").as_array()[at].as_object();
    auto& in = *inputs_[at].emplace_back(std::make_unique<Input>());
    in.name = declared.at("name").as_string();
    in.evidence = evidence;
    in.value.struct_size = sizeof(cotejo_value);
    in.value.type = type_of(declared.at("type").as_string());
    in.wire = {sizeof(cotejo_input), &in.value,    probability,  bytes(in.name),
               bytes(in.evidence),   {nullptr, 0}, {nullptr, 0}, nullptr};
    return in;
  }
  static std::uint32_t type_of(std::string_view name) {
    static const std::map<std::string_view, std::uint32_t> types{
        {"text", COTEJO_TEXT},   {"integer", COTEJO_INTEGER}, {"number", COTEJO_NUMBER}, {"boolean", COTEJO_BOOLEAN},
        {"date", COTEJO_DATE},   {"vector", COTEJO_VECTOR},   {"json", COTEJO_JSON},     {"bytes", COTEJO_BYTES},
        {"image", COTEJO_IMAGE}, {"frames", COTEJO_FRAMES},   {"audio", COTEJO_AUDIO}};
    return types.at(name);
  }

  std::map<std::string, std::string> models_;
  FakeHost host_;
  cotejo_component component_{};
  boost::json::object declaration_;
  std::vector<std::vector<std::unique_ptr<Input>>> inputs_;
  std::string today_ = "2026-01-01", body_, state_, error_;
  cotejo_response response_{};
  bool has_response_ = false;
  int polls_ = 1'000'000'000;
  std::uint64_t memory_ = std::uint64_t{1} << 30;
};

}  // namespace cotejo::testing
