// The inputs of a check, and how their values become facts.
#pragma once
#include <cotejo/plugin.hpp>
#include <utility>

#include "fact.hpp"

namespace cotejo::judgement {

// An optional port that knows its name. The rules and the product decide which inputs a pass needs.
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

// Turns values that were read with at least `min_probability` into facts.
class Gathering {
 public:
  explicit Gathering(const Call& call, double min_probability, std::string_view source = {})
      : call_(call), min_probability_(min_probability), source_(source) {}

  // A text as the application or document writes it. Ignores texts of more than 512 bytes: no name or number is so
  // long.
  Text text(const Input<std::string>& port) const;
  // An identifier: upper case and without blanks, since systems differ in both.
  Text identifier(const Input<std::string>& port) const;
  Day day(const Input<Date>& port) const;
  Integer integer(const Input<std::int64_t>& port) const;
  Flag flag(const Input<bool>& port) const;

  // `as` converts the reading's value to std::optional<T>; it returns none for a value of a wrong form.
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
