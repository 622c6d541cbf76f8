// Parses multipart/form-data (RFC 7578) that arrives in pieces of any size. Content is passed on as it arrives; only
// the header of a part is buffered.
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "domain/error.hpp"

namespace cotejo::http {

// The boundary of a Content-Type header; nothing when it is not multipart/form-data with a usable one (1 to 70
// characters).
std::optional<std::string> multipart_boundary(std::string_view content_type);

struct PartHeader {
  std::string name;
  std::optional<std::string> filename;
  std::string media_type;  // empty when not declared
};

class PartSink {
 public:
  virtual ~PartSink() = default;
  virtual domain::Result<void> begin_part(PartHeader header) = 0;
  virtual domain::Result<void> part_data(std::span<const std::uint8_t> piece) = 0;
  virtual domain::Result<void> end_part() = 0;
};

class MultipartParser {
 public:
  static constexpr std::size_t max_header_bytes = 4096;    // of one part
  static constexpr std::size_t max_preamble_bytes = 4096;  // before the first boundary, and padding after one

  MultipartParser(std::string_view boundary, std::size_t max_parts, PartSink& sink);

  domain::Result<void> feed(std::span<const std::uint8_t> piece);
  domain::Result<void> finish();  // request.malformed_multipart when the closing boundary did not come

 private:
  enum class State { preamble, content, after_boundary, boundary_line_end, header, done };

  domain::Result<void> content(std::span<const std::uint8_t>& rest);
  std::size_t find_delimiter(std::span<const std::uint8_t> piece) const;
  domain::Result<void> after_boundary(std::uint8_t byte);
  domain::Result<void> header(std::uint8_t byte);
  domain::Result<void> boundary_found();
  domain::Result<void> emit(std::span<const std::uint8_t> piece);
  domain::Result<PartHeader> parse_header() const;

  const std::string delimiter_;  // CR LF -- boundary
  const std::size_t max_parts_;
  PartSink& sink_;
  State state_ = State::preamble;
  std::size_t matched_ =
      2;  // characters of delimiter_ matched so far: 2, since the first boundary needs no CR LF before it
  std::size_t preamble_ = 0, parts_ = 0;
  char boundary_tail_ = 0;  // `-` or CR seen after a boundary
  std::string header_;
};

}  // namespace cotejo::http
