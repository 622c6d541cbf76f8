#include "http/response.hpp"

#include <algorithm>
#include <charconv>

#include "domain/json_text.hpp"
#include "http/problems.hpp"

namespace cotejo::http {
namespace {

void append(std::string& out, std::size_t number) {
  char digits[24];
  out.append(digits, std::to_chars(digits, digits + sizeof digits, number).ptr);
}

void header(std::string& out, std::string_view name, std::string_view value) {
  out += name;
  out += ": ";
  out += value;
  out += "\r\n";
}

}  // namespace

std::string_view reason_phrase(int status) {
  struct Row {
    int status;
    std::string_view phrase;
  };
  static constexpr Row table[] = {
      {200, "OK"},
      {201, "Created"},
      {202, "Accepted"},
      {400, "Bad Request"},
      {404, "Not Found"},
      {405, "Method Not Allowed"},
      {408, "Request Timeout"},
      {409, "Conflict"},
      {410, "Gone"},
      {413, "Content Too Large"},
      {415, "Unsupported Media Type"},
      {417, "Expectation Failed"},
      {422, "Unprocessable Content"},
      {429, "Too Many Requests"},
      {431, "Request Header Fields Too Large"},
      {500, "Internal Server Error"},
      {501, "Not Implemented"},
      {503, "Service Unavailable"},
      {505, "HTTP Version Not Supported"},
  };
  const auto row = std::find_if(std::begin(table), std::end(table), [&](const Row& r) { return r.status == status; });
  return row == std::end(table) ? std::string_view("Unknown") : row->phrase;
}

Response problem(const std::vector<domain::Error>& errors, std::string_view trace_id,
                 std::chrono::seconds retry_after) {
  const domain::Error& first = errors.front();
  Response response;
  response.status = domain::http_status(first);
  response.content_type = "application/problem+json";
  response.error_code = first.code;
  if (response.status == 429 || response.status == 503)
    response.headers.emplace_back("Retry-After", std::to_string(retry_after.count()));
  domain::JsonWriter out;
  out.begin_object();
  out.member("type", problem_type(first.code));
  out.member("title", reason_phrase(response.status));
  out.member("status", response.status);
  out.member("detail", first.message);
  out.member("code", first.code);
  out.member("scope", domain::to_string(first.scope));
  out.member("retriable", first.retriable);
  out.member("trace_id", trace_id);
  out.key("errors");
  out.begin_array();
  for (const domain::Error& error : errors) {
    out.begin_object();
    out.member("code", error.code);
    out.member("detail", error.message);
    out.member("at", error.at);
    out.end_object();
  }
  out.end_array();
  out.end_object();
  response.body = out.take();
  return response;
}

void write_head(std::string& out, const Response& response, std::string_view date, std::string_view traceparent,
                bool keep_alive, bool streamed) {
  out += "HTTP/1.1 ";
  append(out, static_cast<std::size_t>(response.status));
  out += ' ';
  out += reason_phrase(response.status);
  out += "\r\n";
  header(out, "Content-Type", response.content_type);
  header(out, "Date", date);
  header(out, "traceparent", traceparent);
  // In every answer, since results and pictures are personal data.
  header(out, "Cache-Control", "no-store");
  header(out, "X-Content-Type-Options", "nosniff");
  for (const auto& [name, value] : response.headers) header(out, name, value);
  if (!keep_alive) header(out, "Connection", "close");
  if (!streamed) {
    out += "Content-Length: ";
    append(out, response.body.size());
    out += "\r\n";
  }
  out += "\r\n";
}

}  // namespace cotejo::http
