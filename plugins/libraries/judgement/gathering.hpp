// Inputs of a check, and how they become facts.
#pragma once
#include <cotejo/plugin.hpp>
#include <utility>

#include "fact.hpp"

namespace cotejo::judgement {

// An optional port that knows its name: which of them a pass needs is for the rules and the product to say.
template <class T>
class Input : public OptionalPort<T> {
 public:
  // As a member of its component: {this, "name", "instance.trait"}. `name` is a literal.
  Input(Component* owner, std::string_view name, std::string_view source, std::string_view summary = {})
      : OptionalPort<T>(owner, name, source, summary), name_(name) {}
  std::string_view name() const { return name_; }

 private:
  std::string_view name_;
};

// Takes what was read with at least `min_probability`.
class Gathering {
 public:
  explicit Gathering(const Call& call, double min_probability, std::string_view source = {})
      : call_(call), min_probability_(min_probability), source_(source) {}

  // As the application or a document writes it. Longer texts than 512 bytes are nobody's name or number.
  Text text(const Input<std::string>& port) const;
  // Numbers and single letters: upper case without blanks, as systems differ in both.
  Text identifier(const Input<std::string>& port) const;
  Day day(const Input<Date>& port) const;
  Integer integer(const Input<std::int64_t>& port) const;
  Flag flag(const Input<bool>& port) const;

  // `as` makes a std::optional<T> of the reading's value; nothing stands for a value of another form.
  template <class T, class P, class As>
  Fact<T> take(const Input<P>& port, As&& as) const {
    Fact<T> out{.value = {}, .probability = 0, .port = port, .field = port.name(), .source = source_};
    const auto reading = call_.get(port);
    if (!reading || reading.probability() < min_probability_) return out;
    out.value = as(*reading);
    if (out.value) out.probability = reading.probability();
    return out;
  }

 private:
  const Call& call_;
  double min_probability_;
  std::string_view source_;
};

}  // namespace cotejo::judgement
