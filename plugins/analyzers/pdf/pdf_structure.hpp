// Examines the structure of a PDF without drawing it: pages, revisions, signatures, embedded files and scripts.
// Enforces the limits too: a file that would take too much work is refused here, before anything decodes its pages.
#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace pdf_analyzer {

enum class PdfError {
  unreadable,
  truncated,  // ends before its index does
  encrypted,  // cannot be opened without a password
  too_many_pages,
  too_complex,      // more objects, or more bytes when decompressed, than the limits allow
  too_many_pixels,  // one of its pictures
  out_of_memory,
  cancelled,
};

struct Limits {
  std::int64_t pages = 60;
  std::int64_t objects = 100'000;
  double decompressed_bytes = 256e6;  // of all streams that are not pictures, together
  double image_pixels = 50e6;         // of one picture in it
};

struct Signature {
  std::string sub_filter;                // `adbe.pkcs7.detached`
  bool covers_file = false;              // its byte range reaches the end: nothing was appended after signing
  std::int64_t covered_end = 0;          // offset of the first byte after its range
  std::vector<std::int64_t> byte_range;  // first offset, length, second offset, length: what it is of
  std::string contents;                  // of a time stamp: the token; else empty
};

// What one incremental update appended to a file, by page, compared with the state before.
struct Appended {
  std::int64_t start = 0;                // offset of its first byte
  std::vector<std::size_t> pages;        // whose contents or resources are others
  std::vector<std::size_t> annotations;  // pages whose annotations or fields are others
  bool signature = false;                // holds a digital signature
  bool readable = true;                  // false: the state before could not be read
};

// A field to be signed digitally.
struct SignatureField {
  std::string name;  // plain letters
  bool is_signed = false;
};

// Words that were written on a page as a remark, not into it.
struct Remark {
  std::size_t page = 0;
  std::string text;  // plain letters
};

struct Structure {
  std::size_t pages = 0;
  std::vector<bool> hidden_text;     // by page: some of its text is drawn invisibly, as under a scan
  std::vector<double> picture_dots;  // by page: dots per inch of a picture that covers it; 0 without one
  std::string producer, creator;     // plain letters, cut off at kMaxInfoBytes; empty: not stated
  std::string created, modified;     // ISO dates; empty when not stated or no date
  bool encrypted = false;            // opens without a password all the same
  bool javascript = false;
  std::int64_t embedded_files = 0;
  std::int64_t text_over_images = 0;  // pages that are one picture with a few visible words on it
  std::int64_t revisions = 1;         // one, and one for each time that something was appended to the file
  std::vector<Appended> appended;     // of the first kMaxAppended
  std::vector<Signature> signatures;
  std::vector<SignatureField> signature_fields;
  std::vector<Remark> remarks;  // the first kMaxRemarks
};

inline constexpr std::size_t kMaxInfoBytes = 200;
inline constexpr std::size_t kMaxSignatures = 32;
inline constexpr std::size_t kMaxRemarks = 32;
inline constexpr std::size_t kMaxAppended = 8;
inline constexpr std::size_t kMaxTokenBytes = 64 * 1024;

using Stop = std::function<bool()>;  // whether to give up now

std::variant<Structure, PdfError> read_structure(std::string_view file, const Limits& limits, const Stop& stop);

}  // namespace pdf_analyzer
