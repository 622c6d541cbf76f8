// One value as the rules of a check see it: with its probability and its origin.
#pragma once
#include <cotejo/plugin.hpp>
#include <mx/person.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cotejo::judgement {

// Empty when the value was not read, or with a probability below the product's min_probability.
template <class T>
struct Fact {
  std::optional<T> value{};
  double probability = 0;
  PortRef port{0};
  std::string_view field{};  // name of the port
  std::string_view
      source{};  // where the check read it (`front`, `application`); empty when the check does not name its sources

  explicit operator bool() const { return value.has_value(); }
  const T& operator*() const { return *value; }
  const T* operator->() const { return &*value; }
};

using Text = Fact<std::string>;
using Day = Fact<mx::Date>;
using Integer = Fact<std::int64_t>;
using Flag = Fact<bool>;

// What a finding rests on: the origin and the probability of a value, without the value itself.
struct Ground {
  PortRef port{0};
  double probability = 0;

  Ground(PortRef from, double certain) : port(from), probability(certain) {}
  template <class T>
  Ground(const Fact<T>& fact) : port(fact.port), probability(fact.probability) {}
};
using Grounds = std::vector<Ground>;

// The grounds of those facts that have a value.
template <class... T>
Grounds read_of(const Fact<T>&... facts) {
  Grounds grounds;
  const auto take = [&](const auto& fact) {
    if (fact) grounds.emplace_back(fact);
  };
  (take(facts), ...);
  return grounds;
}

}  // namespace cotejo::judgement
