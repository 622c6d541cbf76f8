#include "http/multipart.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include "domain/utf8.hpp"
#include "http/words.hpp"

namespace cotejo::http {
namespace {

using domain::Result;

domain::Error malformed_form(std::string what) {
  return domain::make_error(domain::Scope::request, "request.malformed_multipart", std::move(what));
}

// One `; name=value` of a header value, with or without quotes; consumes it. Nothing when it is malformed.
struct Parameter {
  std::string_view name;
  std::string value;
};
std::optional<Parameter> take_parameter(std::string_view& rest) {
  rest = trim(rest);
  if (!rest.starts_with(';')) return std::nullopt;
  rest.remove_prefix(1);
  const auto equals = rest.find('=');
  if (equals == std::string_view::npos) return std::nullopt;
  Parameter parameter{trim(rest.substr(0, equals)), {}};
  rest = trim(rest.substr(equals + 1));
  if (!rest.starts_with('"')) {
    const auto end = std::min(rest.find(';'), rest.size());
    parameter.value = trim(rest.substr(0, end));
    rest.remove_prefix(end);
    return parameter;
  }
  std::size_t i = 1;
  for (; i < rest.size() && rest[i] != '"'; ++i) {
    // Browsers escape only quotes (as %22); others write a backslash before quotes and backslashes.
    if (rest[i] == '\\' && i + 1 < rest.size() && (rest[i + 1] == '"' || rest[i + 1] == '\\')) ++i;
    parameter.value += rest[i];
  }
  if (i >= rest.size()) return std::nullopt;
  rest.remove_prefix(i + 1);
  return parameter;
}

}  // namespace

std::optional<std::string> multipart_boundary(std::string_view content_type) {
  auto rest = content_type;
  const auto type = trim(rest.substr(0, std::min(rest.find(';'), rest.size())));
  if (!same_word(type, "multipart/form-data")) return std::nullopt;
  rest.remove_prefix(std::min(rest.find(';'), rest.size()));
  std::optional<std::string> boundary;
  while (!trim(rest).empty()) {
    auto parameter = take_parameter(rest);
    if (!parameter) return std::nullopt;
    if (!same_word(parameter->name, "boundary")) continue;
    if (boundary) return std::nullopt;        // two readers may take one each
    constexpr std::size_t max_boundary = 70;  // RFC 2046, section 5.1.1
    if (parameter->value.empty() || parameter->value.size() > max_boundary) return std::nullopt;
    if (parameter->value.find_first_of("\r\n") != std::string::npos) return std::nullopt;
    boundary = std::move(parameter->value);
  }
  return boundary;
}

MultipartParser::MultipartParser(std::string_view boundary, std::size_t max_parts, PartSink& sink)
    : delimiter_("\r\n--" + std::string(boundary)), max_parts_(max_parts), sink_(sink) {}

Result<void> MultipartParser::feed(std::span<const std::uint8_t> piece) {
  while (!piece.empty()) {
    Result<void> step;
    switch (state_) {
      case State::preamble:
      case State::content:
        step = content(piece);
        break;
      case State::after_boundary:
      case State::boundary_line_end:
        step = after_boundary(piece.front());
        piece = piece.subspan(1);
        break;
      case State::header:
        step = header(piece.front());
        piece = piece.subspan(1);
        break;
      case State::done:
        return {};  // an epilogue says nothing
    }
    if (!step) return step;
  }
  return {};
}

// Where the delimiter stands in `piece`, or may begin at its end; the size of `piece` when neither. Content that merely
// has a CR (each 256th byte of a picture) stays whole: each piece is a write to the store.
std::size_t MultipartParser::find_delimiter(std::span<const std::uint8_t> piece) const {
  const void* whole = ::memmem(piece.data(), piece.size(), delimiter_.data(), delimiter_.size());
  if (whole) return static_cast<std::size_t>(static_cast<const std::uint8_t*>(whole) - piece.data());
  for (auto begun = std::min(delimiter_.size() - 1, piece.size()); begun > 0; --begun)
    if (std::memcmp(piece.last(begun).data(), delimiter_.data(), begun) == 0) return piece.size() - begun;
  return piece.size();
}

// Looks for the delimiter. Its CR stands nowhere else in it, so that after a mismatch a match can only begin at the
// byte in hand.
Result<void> MultipartParser::content(std::span<const std::uint8_t>& rest) {
  if (matched_ == 0) {
    const std::size_t plain = find_delimiter(rest);
    if (plain > 0) {
      const auto piece = rest.first(plain);
      rest = rest.subspan(plain);
      return emit(piece);
    }
  }
  if (rest.front() == static_cast<std::uint8_t>(delimiter_[matched_])) {
    rest = rest.subspan(1);
    if (++matched_ < delimiter_.size()) return {};
    matched_ = 0;
    return boundary_found();
  }
  // Looked like a delimiter and was content (or, at the very start, an assumed CR LF before nothing: a preamble, which
  // is not kept).
  const std::size_t held = std::exchange(matched_, 0);
  return emit({reinterpret_cast<const std::uint8_t*>(delimiter_.data()), held});
}

Result<void> MultipartParser::emit(std::span<const std::uint8_t> piece) {
  if (state_ == State::content) return sink_.part_data(piece);
  preamble_ += piece.size();
  if (preamble_ > max_preamble_bytes) return malformed_form("the first boundary does not come");
  return {};
}

Result<void> MultipartParser::boundary_found() {
  if (state_ == State::content) {
    if (auto ended = sink_.end_part(); !ended) return ended;
  }
  state_ = State::after_boundary;
  boundary_tail_ = 0;
  preamble_ = 0;
  return {};
}

// `--` ends the body; blanks and CR LF begin a part.
Result<void> MultipartParser::after_boundary(std::uint8_t byte) {
  const char c = static_cast<char>(byte);
  if (boundary_tail_ == '-') {
    if (c != '-') return malformed_form("a boundary is followed by something else");
    state_ = State::done;
    return {};
  }
  if (boundary_tail_ == '\r') {
    if (c != '\n') return malformed_form("a boundary is followed by something else");
    if (++parts_ > max_parts_)
      return domain::make_error(domain::Scope::request, "request.too_many_parts", "too many parts");
    header_.clear();
    state_ = State::header;
    return {};
  }
  if (c == '-' && state_ == State::after_boundary) {
    boundary_tail_ = '-';
  } else if (c == '\r') {
    boundary_tail_ = '\r';
  } else if ((c == ' ' || c == '\t') && ++preamble_ <= max_preamble_bytes) {
    state_ = State::boundary_line_end;
  } else {
    return malformed_form("a boundary is followed by something else");
  }
  return {};
}

Result<void> MultipartParser::header(std::uint8_t byte) {
  header_ += static_cast<char>(byte);
  if (header_.size() > max_header_bytes) return malformed_form("a part's header is too long");
  const bool ended = header_ == "\r\n" || header_.ends_with("\r\n\r\n");
  if (!ended) return {};
  auto parsed = parse_header();
  if (!parsed) return parsed.error();
  state_ = State::content;
  preamble_ = 0;
  return sink_.begin_part(std::move(*parsed));
}

Result<PartHeader> MultipartParser::parse_header() const {
  PartHeader part;
  bool disposition = false;
  std::string_view rest = header_;
  while (!rest.empty()) {
    const auto end = rest.find("\r\n");
    const auto line = rest.substr(0, end);
    rest.remove_prefix(end + 2);
    if (line.empty()) continue;
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) return malformed_form("a part's header has a line without a colon");
    const auto name = line.substr(0, colon);
    auto value = trim(line.substr(colon + 1));
    if (same_word(name, "content-type")) {
      if (!part.media_type.empty()) return malformed_form("a part has two Content-Type lines");
      part.media_type = value;
    } else if (same_word(name, "content-transfer-encoding")) {
      if (!same_word(value, "binary") && !same_word(value, "8bit") && !same_word(value, "7bit")) {
        return malformed_form("a part has a transfer encoding (RFC 7578 knows none)");
      }
    } else if (same_word(name, "content-disposition")) {
      if (std::exchange(disposition, true)) return malformed_form("a part has two Content-Disposition lines");
      if (!same_word(trim(value.substr(0, value.find(';'))), "form-data"))
        return malformed_form("a part is not form-data");
      value.remove_prefix(std::min(value.find(';'), value.size()));
      while (!trim(value).empty()) {
        auto parameter = take_parameter(value);
        if (!parameter) return malformed_form("a Content-Disposition cannot be read");
        const bool is_name = same_word(parameter->name, "name");
        const bool is_filename = same_word(parameter->name, "filename");
        if ((is_name && !part.name.empty()) || (is_filename && part.filename))
          return malformed_form("a part is named twice");
        if (is_name) part.name = std::move(parameter->value);
        if (is_filename) part.filename = std::move(parameter->value);
      }
    }
  }
  if (part.name.empty()) return malformed_form("a part has no name");
  if (!domain::valid_utf8(part.name)) return malformed_form("a part's name is not UTF-8");
  return part;
}

Result<void> MultipartParser::finish() {
  if (state_ != State::done) return malformed_form("the closing boundary did not come");
  return {};
}

}  // namespace cotejo::http
