// What a component is made of: ports, traits, codes and models. They are members, and each one registers itself with
// its component. The host's declaration is built from them, so that what a component uses and what it declares cannot
// differ.
#pragma once
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <cotejo/types.hpp>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace cotejo {

// The identity of a component.
struct About {
  const char* id;       // dotted lower case: `ine.front`
  const char* version;  // semantic: `1.2.0`
  const char* summary;  // one sentence
};

class Call;
class Host;

// The base class of all four kinds. Not copyable: ports and traits point at the component that they registered with.
class Component {
 public:
  // Whether the component asks the host for a process of its own. A component changes it by declaring it again.
  static constexpr bool isolated = false;
  Component() = default;
  Component(const Component&) = delete;
  Component& operator=(const Component&) = delete;
  virtual ~Component() = default;

  // Loads what run() needs, such as models. Called once, before the first run. Load nothing in the constructor: the
  // host also constructs a component only to read its declaration. When this throws, the host refuses the component and
  // shows the message. [control]
  virtual void prepare(Host&) {}

  // One call. All inputs come from `call`. Between calls the component may keep caches, but nothing that changes a
  // result. [worker]
  virtual Status run(Call& call) = 0;

  // What the members registered.
  struct Declared {
    boost::json::array consumes, produces, codes, models;  // as abi.h describes them at cotejo_factory.describe
  };
  const Declared& declared() const { return declared_; }  // for the host

 private:
  template <class T>
  friend class PortBase;
  template <class T>
  friend class Trait;
  friend class Code;
  friend class Model;
  Declared declared_;
};

// Turns evidence into artifacts and basic traits. It parses bytes from strangers: it therefore asks the host for a
// process of its own, where hostile bytes can neither harm the host nor reach anything else.
class Analyzer : public Component {
 public:
  static constexpr bool isolated = true;                // declare it again as false to run inside the host, and say why
  static constexpr const char* kind = COTEJO_ANALYZER;  // for COTEJO_PLUGIN
  static constexpr bool parallel = false;               // one call at a time on one instance
};
// Turns artifacts and traits into traits.
class SubAnalyzer : public Component {
 public:
  static constexpr const char* kind = COTEJO_SUB_ANALYZER;  // for COTEJO_PLUGIN
  static constexpr bool parallel = false;                   // one call at a time on one instance
};
// Turns traits into a request to a service, and the response into traits.
class Connector : public Component {
 public:
  static constexpr const char* kind = COTEJO_CONNECTOR;  // for COTEJO_PLUGIN
  static constexpr bool parallel = true;                 // several calls at once on one instance
};
// Turns traits into a verdict and findings. A check whose run() is not safe to call from several threads at once
// declares `static constexpr bool parallel = false`.
class Check : public Component {
 public:
  static constexpr const char* kind = COTEJO_CHECK;  // for COTEJO_PLUGIN
  static constexpr bool parallel = true;             // several calls at once on one instance
};

enum class Need { required, optional };  // Whether the component can run without a value at the port.

// Names a port in items: call.item(code, …, {surname, curp}, …).
struct PortRef {
  std::uint32_t index;  // in the order of declaration, or COTEJO_ONE_VALUE(port, index)
};

// A typed input. `source` is the trait that it reads by default, `instance.trait`; product YAML may bind it to another
// one. T: std::string, std::int64_t, double, bool, Date, Vector, Json, Evidence, Image, Frames, Audio.
template <class T>
class PortBase {
 public:
  // As a member of its component: {this, "name", "instance.trait"}.
  PortBase(Component* owner, std::string_view name, std::string_view source, Need need, bool many,
           std::string_view summary)
      : index_(static_cast<std::uint32_t>(owner->declared_.consumes.size())) {
    owner->declared_.consumes.push_back(boost::json::object{{"port", boost::json::string(name)},
                                                            {"name", boost::json::string(source)},
                                                            {"type", detail::Wire<T>::name},
                                                            {"required", need == Need::required},
                                                            {"many", many},
                                                            {"summary", boost::json::string(summary)}});
  }
  PortBase(const PortBase&) = delete;
  PortBase& operator=(const PortBase&) = delete;
  std::uint32_t index() const { return index_; }  // in the order of declaration
  operator PortRef() const { return {index_}; }   // for call.item()

 private:
  std::uint32_t index_;
};

// A port with exactly one value: without it the host does not run the component.
template <class T>
class Port : public PortBase<T> {
 public:
  // As a member of its component: {this, "name", "instance.trait"}.
  Port(Component* owner, std::string_view name, std::string_view source, std::string_view summary = {},
       Need need = Need::required)
      : PortBase<T>(owner, name, source, need, false, summary) {}
};
// A port with one value or none: the component also runs without it.
template <class T>
class OptionalPort : public Port<T> {
 public:
  // As a member of its component: {this, "name", "instance.trait"}.
  OptionalPort(Component* owner, std::string_view name, std::string_view source, std::string_view summary = {})
      : Port<T>(owner, name, source, summary, Need::optional) {}
};
// A port that collects the values of its source from all evidence of the product; there may be none.
template <class T>
class ManyPort : public PortBase<T> {
 public:
  // As a member of its component: {this, "name", "instance.trait"}.
  ManyPort(Component* owner, std::string_view name, std::string_view source, std::string_view summary = {})
      : PortBase<T>(owner, name, source, Need::optional, true, summary) {}
  // For a finding that rests on one value, counted from 0, instead of on all of them.
  PortRef at(std::size_t value) const { return {COTEJO_ONE_VALUE(this->index(), static_cast<std::uint32_t>(value))}; }
};

// Marks an image that the host stores with the result and shows to people; at most COTEJO_KEPT_PIXELS.
struct Keep {};
inline constexpr Keep keep{};  // the last argument of a Trait<Image>

// A typed output: a trait, or an artifact when T is Image, Frames or Audio.
template <class T>
class Trait {
 public:
  // As a member of its component: {this, "name", "What it is"}.
  Trait(Component* owner, std::string_view name, std::string_view summary) : name_(name) {
    owner->declared_.produces.push_back(boost::json::object{{"name", boost::json::string(name)},
                                                            {"type", detail::Wire<T>::name},
                                                            {"summary", boost::json::string(summary)}});
  }
  // For an image that the host stores with the result and shows to people: {this, "name", "What it is", keep}.
  Trait(Component* owner, std::string_view name, std::string_view summary, Keep) : Trait(owner, name, summary) {
    static_assert(std::is_same_v<T, Image>, "only images are kept");
    owner->declared_.produces.back().as_object()["keep"] = true;
  }
  Trait(const Trait&) = delete;
  Trait& operator=(const Trait&) = delete;
  std::string_view name() const { return name_; }  // without the instance

 private:
  std::string name_;
};

// A code: of an appraisal item, of the reason why a trait is absent, or of a failure. Each code needs an entry in the
// reason catalogue.
class Code {
 public:
  // As a member of its component: {this, "evidence.blurred"}.
  Code(Component* owner, std::string_view code) : code_(code) {
    owner->declared_.codes.push_back(boost::json::string(code));
  }
  Code(const Code&) = delete;
  Code& operator=(const Code&) = delete;
  std::string_view view() const { return code_; }  // the code itself

 private:
  std::string code_;
};

// A model that the component needs, by its name in the host's model manifest. Where it is not installed, the component
// is not available.
class Model {
 public:
  // As a member of its component: {this, "face-detect"}.
  Model(Component* owner, std::string_view name) : name_(name) {
    owner->declared_.models.push_back(boost::json::string(name));
  }
  Model(const Model&) = delete;
  Model& operator=(const Model&) = delete;
  std::string_view name() const { return name_; }  // in the manifest of the host

 private:
  std::string name_;
};

// The host, as prepare() sees it. [control], but log() is [thread-safe].
class Host {
 public:
  explicit Host(const cotejo_host* host) : host_(host) {}  // a view of the host of the ABI

  // The content of the model's file, valid as long as the process. Throws when the model is not installed.
  std::span<const std::uint8_t> model(const Model& model) const {
    const auto* models = static_cast<const cotejo_models*>(host_->extension(host_, COTEJO_EXT_MODELS));
    const cotejo_bytes b = models ? models->open(host_, bytes(model.name())) : cotejo_bytes{nullptr, 0};
    if (!b.data) throw std::runtime_error("model '" + std::string(model.name()) + "' is not installed");
    return {static_cast<const std::uint8_t*>(b.data), static_cast<std::size_t>(b.size)};
  }

  // `level`: COTEJO_LOG_DEBUG to COTEJO_LOG_ERROR. The message must hold no evidence and no personal data.
  void log(int level, std::string_view message) const {
    if (const auto* log = static_cast<const cotejo_log*>(host_->extension(host_, COTEJO_EXT_LOG)))
      log->write(host_, level, bytes(message));
  }

 private:
  const cotejo_host* host_;
};

}  // namespace cotejo
