// What a component is made of: ports, traits, codes and models as members that declare themselves. The declaration that
// travels with the plugin is read off these members, so that what is used and what is declared cannot disagree.
#pragma once
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <cotejo/types.hpp>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace cotejo {

// Who a component is. `id` is dotted lower case (`ine.front`), `version` is semantic.
struct About {
  const char* id;       // `ine.front`
  const char* version;  // `1.2.0`
  const char* summary;  // one sentence
};

class Call;
class Host;

// Base of all kinds. Copying would separate the members from their declaration.
class Component {
 public:
  static constexpr bool isolated = false;  // asks the host for a process of its own; hide it to say otherwise
  Component() = default;
  Component(const Component&) = delete;
  Component& operator=(const Component&) = delete;
  virtual ~Component() = default;

  // Loads what run() needs (models). Called once, before the first run; the constructor must be cheap, since a
  // component is also constructed to be described. May throw: the component is then refused with that sentence.
  // [control]
  virtual void prepare(Host&) {}

  // One call. Everything that it needs comes from `call`; it keeps nothing from one call to the next but caches.
  // [worker]
  virtual Status run(Call& call) = 0;

  // What the members have declared of themselves.
  struct Declared {
    boost::json::array consumes, produces, codes, models;  // as in the declaration
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

// Evidence to artifacts and basic traits. It parses what strangers sent: therefore it asks the host for a process of
// its own, where hostile bytes can neither harm the host nor reach anything else.
class Analyzer : public Component {
 public:
  static constexpr bool isolated = true;                // hide it to say otherwise, and why
  static constexpr const char* kind = COTEJO_ANALYZER;  // for COTEJO_PLUGIN
  static constexpr bool parallel = false;               // one call at a time on one instance; hide it to say otherwise
};
// Artifacts and traits to traits.
class SubAnalyzer : public Component {
 public:
  static constexpr const char* kind = COTEJO_SUB_ANALYZER;  // for COTEJO_PLUGIN
  static constexpr bool parallel = false;  // one call at a time on one instance; hide it to say otherwise
};
// Traits to a request, its response to traits.
class Connector : public Component {
 public:
  static constexpr const char* kind = COTEJO_CONNECTOR;  // for COTEJO_PLUGIN
  static constexpr bool parallel = true;                 // several calls at once on one instance
};
// Checks are functions of traits and are entered by several workers at once; hide with `static constexpr bool parallel
// = false`.
class Check : public Component {
 public:
  static constexpr const char* kind = COTEJO_CHECK;  // for COTEJO_PLUGIN
  static constexpr bool parallel = true;             // several calls at once on one instance
};

enum class Need { required, optional };  // Whether a component runs without the port.

// Names a port in items: call.item(code, …, {surname, curp}, …).
struct PortRef {
  std::uint32_t index;  // in the order of declaration, or COTEJO_ONE_VALUE
};

// Typed inputs. `source` is the default source, `instance.name`; product YAML may bind the port to another one.
// T: std::string, std::int64_t, double, bool, Date, Vector, Json, Evidence, Image, Frames, Audio.
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
  operator PortRef() const { return {index_}; }   // for items

 private:
  std::uint32_t index_;
};

// One value.
template <class T>
class Port : public PortBase<T> {
 public:
  // As a member of its component: {this, "name", "instance.trait"}.
  Port(Component* owner, std::string_view name, std::string_view source, std::string_view summary = {},
       Need need = Need::required)
      : PortBase<T>(owner, name, source, need, false, summary) {}
};
// One value, or none: the component runs without it, too.
template <class T>
class OptionalPort : public Port<T> {
 public:
  // As a member of its component: {this, "name", "instance.trait"}.
  OptionalPort(Component* owner, std::string_view name, std::string_view source, std::string_view summary = {})
      : Port<T>(owner, name, source, summary, Need::optional) {}
};
// Collects the values of that name over all evidences; may be empty.
template <class T>
class ManyPort : public PortBase<T> {
 public:
  // As a member of its component: {this, "name", "instance.trait"}.
  ManyPort(Component* owner, std::string_view name, std::string_view source, std::string_view summary = {})
      : PortBase<T>(owner, name, source, Need::optional, true, summary) {}
  // For a finding that rests on one of the values, counted from 0.
  PortRef at(std::size_t value) const { return {COTEJO_ONE_VALUE(this->index(), static_cast<std::uint32_t>(value))}; }
};

// Marks an image that people are to see beside the result; at most COTEJO_KEPT_PIXELS.
struct Keep {};
inline constexpr Keep keep{};  // what a Trait is given for it

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
  // An image that the host keeps with the result and serves to people: {this, "name", "What it is", keep}.
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

// A code of an appraisal item, an absent reason or a failure. Each must have its reason in the catalogue.
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

// A model that the component needs, by its name in the host's model manifest. Without it the component is off.
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

// The host during prepare(), and for logging at any time. [control]; log() is [thread-safe].
class Host {
 public:
  explicit Host(const cotejo_host* host) : host_(host) {}  // over the host of the ABI

  // The model's bytes, valid as long as the process. Throws when it is not installed.
  std::span<const std::uint8_t> model(const Model& model) const {
    const auto* models = static_cast<const cotejo_models*>(host_->extension(host_, COTEJO_EXT_MODELS));
    const cotejo_bytes b = models ? models->open(host_, bytes(model.name())) : cotejo_bytes{nullptr, 0};
    if (!b.data) throw std::runtime_error("model '" + std::string(model.name()) + "' is not installed");
    return {static_cast<const std::uint8_t*>(b.data), static_cast<std::size_t>(b.size)};
  }

  // Never evidence or personal data.
  void log(int level, std::string_view message) const {
    if (const auto* log = static_cast<const cotejo_log*>(host_->extension(host_, COTEJO_EXT_LOG)))
      log->write(host_, level, bytes(message));
  }

 private:
  const cotejo_host* host_;
};

}  // namespace cotejo
