// FreedBy: the deleter of a unique_ptr to an object of a C library.
//
//   using Certificate = std::unique_ptr<X509, FreedBy<X509_free>>;
#pragma once

namespace cotejo {

template <auto FREE>
struct FreedBy {
  template <class T>
  void operator()(T* value) const {
    FREE(value);
  }
};

}  // namespace cotejo
