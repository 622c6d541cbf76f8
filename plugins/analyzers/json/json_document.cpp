#include "json_document.hpp"

#include <boost/json.hpp>
#include <boost/json/basic_parser_impl.hpp>
#include <cmath>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

namespace json_analyzer {
namespace {

namespace json = boost::json;
using json::error_code;
using json::string_view;

// Walks the text before a value is built from it: a DOM parser keeps the last of two equal keys, and another reader may
// keep the first.
class Inspector {
 public:
  static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);

  explicit Inspector(const Limits& limits) : limits_(limits) {}
  std::optional<Fault> fault() const { return fault_; }

  bool on_document_begin(error_code&) { return true; }
  bool on_document_end(error_code&) { return true; }
  bool on_object_begin(error_code& ec) {
    keys_.emplace_back();
    return count(ec);
  }
  bool on_object_end(std::size_t, error_code&) {
    keys_.pop_back();
    return true;
  }
  bool on_array_begin(error_code& ec) { return count(ec); }
  bool on_array_end(std::size_t, error_code&) { return true; }
  bool on_key_part(string_view part, std::size_t size, error_code& ec) {
    key_.append(part.data(), part.size());
    return fits(size, ec);
  }
  bool on_key(string_view part, std::size_t size, error_code& ec) {
    key_.append(part.data(), part.size());
    const bool fresh = keys_.back().insert(std::move(key_)).second;
    key_.clear();
    return fresh ? fits(size, ec) : refuse(Fault::duplicate_key, ec);
  }
  bool on_string_part(string_view, std::size_t size, error_code& ec) { return fits(size, ec); }
  bool on_string(string_view, std::size_t size, error_code& ec) { return fits(size, ec) && count(ec); }
  bool on_number_part(string_view, error_code&) { return true; }
  bool on_int64(std::int64_t, string_view, error_code& ec) { return count(ec); }
  bool on_uint64(std::uint64_t, string_view, error_code& ec) { return count(ec); }
  bool on_double(double value, string_view, error_code& ec) {
    return std::isfinite(value) ? count(ec) : refuse(Fault::bad_number, ec);
  }
  bool on_bool(bool, error_code& ec) { return count(ec); }
  bool on_null(error_code& ec) { return count(ec); }
  bool on_comment_part(string_view, error_code&) { return true; }
  bool on_comment(string_view, error_code&) { return true; }

 private:
  bool refuse(Fault fault, error_code& ec) {
    fault_ = fault;
    ec = make_error_code(json::error::syntax);
    return false;
  }
  bool fits(std::size_t size, error_code& ec) {
    return size <= limits_.max_string || refuse(Fault::string_too_long, ec);
  }
  bool count(error_code& ec) { return ++values_ <= limits_.max_values || refuse(Fault::too_many_values, ec); }

  const Limits& limits_;
  std::optional<Fault> fault_;
  std::vector<std::unordered_set<std::string>> keys_;  // of the objects that are open
  std::string key_;
  std::size_t values_ = 0;
};

}  // namespace

std::variant<json::value, Fault> parse_document(std::string_view text, const Limits& limits) {
  if (text.size() > limits.max_bytes) return Fault::too_large;
  if (text.substr(0, 3) == "\xEF\xBB\xBF") text.remove_prefix(3);  // a byte order mark that some editors leave
  json::parse_options options;
  options.max_depth = limits.max_depth;
  json::basic_parser<Inspector> inspector(options, limits);
  error_code ec;
  const std::size_t read = inspector.write_some(false, text.data(), text.size(), ec);
  if (const auto fault = inspector.handler().fault()) return *fault;
  if (ec == json::error::too_deep) return Fault::too_deep;
  if (ec == json::error::incomplete) return Fault::truncated;
  if (ec || read != text.size()) return Fault::malformed;
  json::value document = json::parse(text, ec, {}, options);
  if (ec) return Fault::malformed;
  return document;
}

}  // namespace json_analyzer
