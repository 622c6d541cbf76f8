#include "http/v1/verification_request.hpp"

#include <boost/json/basic_parser_impl.hpp>
#include <string>
#include <vector>

#include "domain/distinct_keys.hpp"
#include "domain/json_path.hpp"
#include "domain/json_text.hpp"
#include "http/base64.hpp"

namespace cotejo::http::v1 {
namespace json = boost::json;
namespace {

using domain::make_error;
using domain::Result;
using domain::Scope;

// Where in the document the next value stands.
enum class Place {
  root,
  top,
  product,
  evidence,
  entry,
  entry_object,
  media_type,
  content,
  from,
  from_object,
  from_verification,
  from_evidence,
  captured
};

constexpr std::size_t max_key = 256;         // bytes; a member's name
constexpr std::size_t max_short_text = 256;  // bytes; product, media type, names in a reference
constexpr std::size_t flush_at = 4096;       // bytes of captured JSON held before they go to the store

struct Handler {
  static constexpr std::size_t max_object_size = std::size_t(-1);
  static constexpr std::size_t max_array_size = std::size_t(-1);
  static constexpr std::size_t max_key_size = max_key;
  static constexpr std::size_t max_string_size = std::size_t(-1);

  Handler(Intake& to, const Limits& l) : intake(to), limits(l) {}

  Intake& intake;
  const Limits& limits;
  std::optional<domain::Error> error;
  Place place = Place::root;
  std::string key, text, number;
  domain::DistinctKeys keys;
  domain::JsonPath path;
  std::size_t fields = 0;
  std::size_t capture_depth = 0;
  Place after_capture = Place::top;
  std::optional<domain::JsonWriter> writer;
  Base64Decoder base64;
  bool entry_filled = false;
  storage::EvidenceAddress address;
  std::string entry;
  std::vector<std::uint8_t> decoded;

  bool fail(domain::Error e, json::error_code& ec) {
    error = std::move(e);
    ec = json::error::syntax;
    return false;
  }
  bool check(Result<void> result, json::error_code& ec) { return result ? true : fail(result.error(), ec); }
  bool malformed(const char* what, json::error_code& ec) {
    return fail(make_error(Scope::request, "request.malformed_json", what, path.pointer()), ec);
  }

  // ---- capturing JSON evidence

  bool flush(json::error_code& ec) {
    const std::string_view captured = writer->written();
    if (intake.size() + captured.size() > limits.json_evidence_bytes) {
      return fail(make_error(Scope::evidence, "evidence.too_large", "JSON evidence is too large", entry), ec);
    }
    const bool written =
        check(intake.write({reinterpret_cast<const std::uint8_t*>(captured.data()), captured.size()}), ec);
    writer->drop_written();
    return written;
  }
  bool captured_value(json::error_code& ec) {
    path.value_ended();
    if (capture_depth > 0) return writer->written().size() < flush_at || flush(ec);
    place = after_capture;
    return flush(ec);
  }

  bool misplaced(json::error_code& ec) { return malformed(expected(place), ec); }
  static const char* expected(Place place) {
    switch (place) {
      case Place::root:
        return "expected an object with product, evidence and applicant";
      case Place::evidence:
        return "expected an object with a member for each evidence";
      case Place::entry:
        return "expected base64, or an object with content, json or from";
      case Place::from:
        return "expected an object with verification and evidence";
      default:
        return "expected a text";
    }
  }

  // What a value of a scalar type may be here; `captured` when it belongs to JSON evidence.
  bool scalar_allowed(json::error_code& ec) { return place == Place::captured || misplaced(ec); }

  bool begin_capture(std::string name, Place after) {
    entry = std::move(name);
    after_capture = after;
    place = Place::captured;
    capture_depth = 0;
    writer.emplace();
    return true;
  }

  // ---- events

  bool on_document_begin(json::error_code&) { return true; }
  bool on_document_end(json::error_code&) { return true; }

  bool on_object_begin(json::error_code& ec) {
    keys.begin_object();
    path.begin_object();
    switch (place) {
      case Place::root:
        place = Place::top;
        return true;
      case Place::evidence:
        return true;
      case Place::entry:
        place = Place::entry_object;
        entry_filled = false;
        return true;
      case Place::from:
        place = Place::from_object;
        address = {};
        return true;
      case Place::captured:
        ++capture_depth;
        writer->begin_object();
        return true;
      default:
        return misplaced(ec);
    }
  }

  bool on_object_end(std::size_t, json::error_code& ec) {
    keys.end_object();
    path.end();
    switch (place) {
      case Place::top:
        place = Place::root;
        return true;
      case Place::evidence:
        place = Place::top;
        return true;
      case Place::entry_object:
        place = Place::evidence;
        return entry_filled || malformed("an evidence has neither `content` nor `json` nor `from`", ec);
      case Place::from_object:
        place = Place::entry_object;
        return check(intake.refer(std::exchange(address, {})), ec);
      case Place::captured:
        --capture_depth;
        writer->end_object();
        return captured_value(ec);
      default:
        return misplaced(ec);
    }
  }

  bool on_array_begin(json::error_code& ec) {
    if (place != Place::captured) return misplaced(ec);
    path.begin_array();
    ++capture_depth;
    writer->begin_array();
    return true;
  }
  bool on_array_end(std::size_t, json::error_code& ec) {
    path.end();
    --capture_depth;
    writer->end_array();
    return captured_value(ec);
  }

  bool on_key_part(json::string_view part, std::size_t, json::error_code&) {
    key += part;
    return true;
  }
  bool on_key(json::string_view part, std::size_t, json::error_code& ec) {
    std::string_view name = part;
    if (!key.empty()) name = key += part;
    const bool known = member(name, ec);
    key.clear();
    return known;
  }

  bool member(std::string_view name, json::error_code& ec) {
    path.key(name);
    if (++fields > limits.json_fields) return malformed("too many members", ec);
    if (!keys.add(name)) return malformed("a key occurs twice", ec);
    switch (place) {
      case Place::top:
        return top_key(name, ec);
      case Place::evidence:
        entry = name;
        place = Place::entry;
        return check(intake.begin(entry, {}), ec);
      case Place::entry_object:
        return entry_key(name, ec);
      case Place::from_object:
        return from_key(name, ec);
      case Place::captured:
        writer->key(name);
        return true;
      default:
        return malformed("a member stands where none is expected", ec);
    }
  }

  bool top_key(std::string_view name, json::error_code& ec) {
    if (name == "product") {
      place = Place::product;
    } else if (name == "evidence") {
      place = Place::evidence;
    } else if (name == "applicant") {
      return check(intake.begin(std::string(name), "application/json"), ec) &&
             begin_capture(std::string(name), Place::top);
    } else {
      return fail(make_error(Scope::request, "request.unknown_field", "expected product, evidence or applicant",
                             path.pointer()),
                  ec);
    }
    return true;
  }

  bool entry_key(std::string_view name, json::error_code& ec) {
    if (name == "media_type") {
      place = Place::media_type;
    } else if ((name == "content" || name == "json" || name == "from") && std::exchange(entry_filled, true)) {
      return malformed("an evidence has more than one of `content`, `json` and `from`", ec);
    } else if (name == "content") {
      place = Place::content;
    } else if (name == "from") {
      place = Place::from;
    } else if (name == "json") {
      return check(intake.media_type("application/json"), ec) && begin_capture(entry, Place::entry_object);
    } else {
      return fail(make_error(Scope::request, "request.unknown_field", "expected media_type, content, json or from",
                             path.pointer()),
                  ec);
    }
    return true;
  }

  bool from_key(std::string_view name, json::error_code& ec) {
    if (name != "verification" && name != "evidence")
      return fail(
          make_error(Scope::request, "request.unknown_field", "expected verification and evidence", path.pointer()),
          ec);
    place = name == "verification" ? Place::from_verification : Place::from_evidence;
    return true;
  }

  bool content_part(std::string_view part, json::error_code& ec) {
    decoded.clear();
    if (!base64.decode(part, decoded)) return bad_base64(ec);
    return decoded.empty() || check(intake.write(decoded), ec);
  }
  bool bad_base64(json::error_code& ec) {
    return fail(
        make_error(Scope::request, "request.malformed_base64", "the content of an evidence is not base64", entry), ec);
  }

  bool on_string_part(json::string_view part, std::size_t, json::error_code& ec) {
    switch (place) {
      case Place::content:
      case Place::entry:
        return content_part(part, ec);
      case Place::product:
      case Place::media_type:
      case Place::from_verification:
      case Place::from_evidence:
        text += part;
        return text.size() <= max_short_text || malformed("a text is too long", ec);
      case Place::captured:
        text += part;
        if (text.size() <= limits.json_evidence_bytes) return true;
        return fail(make_error(Scope::evidence, "evidence.too_large", "JSON evidence is too large", entry), ec);
      default:
        return misplaced(ec);
    }
  }
  bool on_string(json::string_view part, std::size_t size, json::error_code& ec) {
    if (place == Place::captured && text.empty() && part.size() <= limits.json_evidence_bytes) {  // came in one piece
      writer->value(std::string_view(part));
      return captured_value(ec);
    }
    if (!on_string_part(part, size, ec)) return false;
    const std::string whole = std::exchange(text, {});
    switch (place) {
      case Place::content:
      case Place::entry: {
        decoded.clear();
        if (!base64.finish(decoded)) return bad_base64(ec);
        base64 = {};
        place = place == Place::content ? Place::entry_object : Place::evidence;
        return decoded.empty() || check(intake.write(decoded), ec);
      }
      case Place::product:
        place = Place::top;
        return check(intake.product(whole), ec);
      case Place::media_type:
        place = Place::entry_object;
        if (whole.find_first_of("\r\n") != std::string::npos) return malformed("a media type cannot be read", ec);
        return check(intake.media_type(whole), ec);
      case Place::from_verification:
      case Place::from_evidence:
        (place == Place::from_verification ? address.verification : address.name) = whole;
        place = Place::from_object;
        return true;
      default:
        writer->value(whole);
        return captured_value(ec);
    }
  }

  // Numbers keep the sender's own digits.
  bool on_number_part(json::string_view part, json::error_code& ec) {
    number += part;
    return number.size() <= max_short_text || malformed("a number is too long", ec);
  }
  bool on_number(json::string_view part, json::error_code& ec) {
    if (place == Place::captured && number.empty() && part.size() <= max_short_text) {  // came in one piece
      writer->raw(part);
      return captured_value(ec);
    }
    if (!on_number_part(part, ec) || !scalar_allowed(ec)) return false;
    writer->raw(number);
    number.clear();
    return captured_value(ec);
  }
  bool on_int64(std::int64_t, json::string_view part, json::error_code& ec) { return on_number(part, ec); }
  bool on_uint64(std::uint64_t, json::string_view part, json::error_code& ec) { return on_number(part, ec); }
  bool on_double(double, json::string_view part, json::error_code& ec) { return on_number(part, ec); }
  bool on_bool(bool value, json::error_code& ec) {
    if (!scalar_allowed(ec)) return false;
    writer->value(value);
    return captured_value(ec);
  }
  bool on_null(json::error_code& ec) {
    if (!scalar_allowed(ec)) return false;
    writer->null();
    return captured_value(ec);
  }
  bool on_comment_part(json::string_view, json::error_code&) { return true; }
  bool on_comment(json::string_view, json::error_code&) { return true; }
};

json::parse_options options(const Limits& limits) {
  json::parse_options options;
  options.max_depth = limits.json_depth;
  return options;
}

}  // namespace

class VerificationRequestParser::Impl {
 public:
  Impl(Intake& intake, const Limits& limits) : parser(options(limits), intake, limits) {}

  Result<void> write(bool more, std::string_view piece) {
    json::error_code ec;
    std::size_t read = 0;
    if (!parser.done()) read = parser.write_some(more, piece.data(), piece.size(), ec);
    if (!ec && read < piece.size() && piece.find_first_not_of(" \t\r\n", read) != std::string_view::npos)
      ec = json::error::extra_data;
    position += read;
    if (!ec) return {};
    if (parser.handler().error) return *parser.handler().error;
    return make_error(Scope::request, "request.malformed_json",
                      "JSON cannot be read near byte " + std::to_string(position) + ": " + ec.message(),
                      parser.handler().path.pointer());
  }

  json::basic_parser<Handler> parser;
  std::uint64_t position = 0;
};

VerificationRequestParser::VerificationRequestParser(Intake& intake, const Limits& limits)
    : impl_(std::make_unique<Impl>(intake, limits)) {}
VerificationRequestParser::~VerificationRequestParser() = default;

Result<void> VerificationRequestParser::feed(std::span<const std::uint8_t> piece) {
  return impl_->write(true, {reinterpret_cast<const char*>(piece.data()), piece.size()});
}

Result<void> VerificationRequestParser::finish() {
  return impl_->write(false, {});
}

}  // namespace cotejo::http::v1
