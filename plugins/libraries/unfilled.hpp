// A vector whose new elements have no value yet: for buffers of megabytes that are written before they are read, where
// filling them with zeroes first costs as much as what they are for.
#pragma once
#include <memory>
#include <new>
#include <type_traits>
#include <utility>
#include <vector>

namespace cotejo {

template <class T>
struct UnfilledAllocator : std::allocator<T> {
  static_assert(std::is_trivially_default_constructible_v<T>);
  template <class U>
  struct rebind {
    using other = UnfilledAllocator<U>;
  };
  template <class U>
  void construct(U* at) noexcept {
    ::new (static_cast<void*>(at)) U;
  }
  template <class U, class... Values>
  void construct(U* at, Values&&... values) {
    ::new (static_cast<void*>(at)) U(std::forward<Values>(values)...);
  }
};

template <class T>
using Unfilled = std::vector<T, UnfilledAllocator<T>>;

}  // namespace cotejo
