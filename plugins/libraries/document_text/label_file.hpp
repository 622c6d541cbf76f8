// The JSON in which kinds of documents are described: names, labels and columns as lists of phrases. A new bank, a new
// utility is a new object of this form, no code.
#pragma once
#include <boost/json/object.hpp>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cotejo::document_text {

// By role; phrases are folded, the best first.
using Phrases = std::map<std::string, std::vector<std::string>, std::less<>>;

std::span<const std::string> phrases_of(const Phrases& phrases, std::string_view role);

// Adds what is not there yet, behind what is.
void merge(std::vector<std::string>& into, const std::vector<std::string>& more);
void merge(Phrases& into, const Phrases& more);

// Throws std::invalid_argument with a sentence: no id, a key that is not one of `keys`, a value of another form.
class LabelFile {
 public:
  LabelFile(const boost::json::object& file, std::span<const std::string_view> keys);
  const std::string& id() const { return id_; }
  std::string text(std::string_view key, std::string fallback = {}) const;
  bool flag(std::string_view key) const;
  std::vector<std::string> texts(std::string_view key) const;    // as they are
  std::vector<std::string> phrases(std::string_view key) const;  // folded
  Phrases phrases_by_role(std::string_view key) const;
  const boost::json::object* object(std::string_view key) const;  // null: not there
  [[noreturn]] void refuse(const std::string& what) const;

 private:
  std::vector<std::string> list(const boost::json::value& value, bool folded) const;
  const boost::json::object& file_;
  std::string id_;
};

}  // namespace cotejo::document_text
