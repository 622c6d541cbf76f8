// An interned text, for texts that many results share: names of traits, components, checks and nodes, and codes. Each
// distinct text is stored once for the life of the process, so that copying copies a pointer and comparing for equality
// compares two.
//
//   Name name = "card_front:card.text";   // found or added: takes a lock
//   Name other = name;                    // costs nothing
//
// Only for texts whose number is bounded by the configuration, since they are never freed: not for texts from requests.
// [thread-safe]
#pragma once
#include <compare>
#include <functional>
#include <iosfwd>
#include <string>
#include <string_view>

namespace cotejo::domain {

class Name {
 public:
  Name() noexcept;  // empty
  Name(std::string_view text);
  Name(const std::string& text) : Name(std::string_view(text)) {}
  Name(const char* text) : Name(std::string_view(text)) {}

  const std::string& str() const noexcept { return kept_->text; }
  std::string_view view() const noexcept { return kept_->text; }
  operator const std::string&() const noexcept { return kept_->text; }
  operator std::string_view() const noexcept { return kept_->text; }
  const char* c_str() const noexcept { return kept_->text.c_str(); }
  bool empty() const noexcept { return kept_->text.empty(); }
  // As JSON, after a comma: `,"card_front:card.text"`.
  std::string_view after_comma() const noexcept { return kept_->after_comma; }

  friend bool operator==(Name a, Name b) noexcept { return a.kept_ == b.kept_; }
  friend bool operator==(Name a, std::string_view b) noexcept { return a.view() == b; }
  friend bool operator==(Name a, const std::string& b) noexcept { return a.view() == b; }
  friend bool operator==(Name a, const char* b) noexcept { return a.view() == b; }
  friend std::strong_ordering operator<=>(Name a, Name b) noexcept { return a.view() <=> b.view(); }
  friend std::ostream& operator<<(std::ostream& out, Name name);

  struct Kept {
    std::string text, after_comma;
  };

 private:
  friend std::hash<Name>;
  const Kept* kept_;  // never null, never freed
};

}  // namespace cotejo::domain

template <>
struct std::hash<cotejo::domain::Name> {
  std::size_t operator()(cotejo::domain::Name name) const noexcept { return std::hash<const void*>{}(name.kept_); }
};
