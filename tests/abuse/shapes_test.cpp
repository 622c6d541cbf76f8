// Requests that no correct client sends: request lines, headers and framing. Each has one defined answer, and where two
// readers could disagree about where a request ends, the connection ends with it, so that nothing is smuggled.
#include <gmock/gmock.h>

#include "attacked_host.hpp"

namespace cotejo::abuse {
namespace {

enum class Then { kept, closed };

struct Shape {
  std::string name, request;
  int status;
  std::string code;  // of the problem; empty: none
  Then then = Then::closed;
};

std::string repeated(std::string_view text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}
std::string get(const std::string& target, const std::string& fields = "", const std::string& version = "HTTP/1.1") {
  return "GET " + target + " " + version + "\r\nHost: a\r\n" + fields + "\r\n";
}
std::string post(const std::string& fields, const std::string& body) {
  return "POST /v1/verifications HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n" + fields + "\r\n" + body;
}
std::string chunked(const std::string& body) {
  return post("Transfer-Encoding: chunked\r\n", body);
}
// What a smuggler hopes will be taken for a request of somebody else.
const std::string hidden = get("/v1/reasons");

void run(const std::vector<Shape>& shapes) {
  const AttackedHost host;
  for (const auto& shape : shapes) {
    SCOPED_TRACE(shape.name);
    auto client = host.client();
    client.send(shape.request);
    const auto answer = client.read();
    if (!answer) {
      ADD_FAILURE() << "no answer";
      continue;
    }
    EXPECT_EQ(answer->status, shape.status) << answer->body;
    if (!shape.code.empty()) {
      EXPECT_EQ(answer->field("Content-Type"), "application/problem+json");
      EXPECT_EQ(std::string(answer->json().at("code").as_string()), shape.code);
    }
    if (shape.then == Then::closed)
      EXPECT_TRUE(client.closed());
    else
      EXPECT_EQ(client.ask("GET", "/v1/products").status, 200);
  }
  host.others_are_served();
  host.expect_nothing_left();
}

TEST(Abuse, RequestLinesHaveTheirAnswers) {
  run({
      {"Tls", std::string("\x16\x03\x01\x02\x00\x01\x00\x01\r\n\r\n", 12), 400, "request.malformed"},
      {"Http09", "GET /v1/products\r\n\r\n", 400, "request.malformed"},
      {"Http10", get("/v1/products", "", "HTTP/1.0"), 200, ""},
      {"Http10ThatWouldBeKept", get("/v1/products", "Connection: keep-alive\r\n", "HTTP/1.0"), 200, ""},
      {"Http2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400, "request.malformed"},
      {"Http12", get("/v1/products", "", "HTTP/1.2"), 400, "request.malformed"},
      {"LowerCaseVersion", get("/v1/products", "", "http/1.1"), 400, "request.malformed"},
      {"UnknownMethod", "BREW /docs HTTP/1.1\r\nHost: a\r\n\r\n", 405, "request.method_not_allowed", Then::kept},
      {"OtherMethod", "DELETE /v1/verifications HTTP/1.1\r\nHost: a\r\n\r\n", 405, "request.method_not_allowed",
       Then::kept},
      {"NoMethod", " /docs HTTP/1.1\r\nHost: a\r\n\r\n", 400, "request.malformed"},
      {"NoTarget", "GET  HTTP/1.1\r\nHost: a\r\n\r\n", 400, "request.malformed"},
      {"TwoBlanks", "GET  /docs HTTP/1.1\r\nHost: a\r\n\r\n", 400, "request.malformed"},
      {"BlankInTarget", get("/a b"), 400, "request.malformed"},
      {"NulInTarget", std::string("GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n", 26), 400, "request.malformed"},
      {"Connect", "CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n", 400, "request.malformed"},
      {"Asterisk", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", 400, "request.malformed"},
      {"AbsoluteForm", get("http://cotejo.example/v1/products"), 200, "", Then::kept},
      {"AbsoluteFormOfAnother", get("ftp://cotejo.example/v1/products"), 400, "request.malformed"},
      {"NoSuchPath", get("/v2/verifications"), 404, "request.not_found", Then::kept},
      {"Traversal", get("/v1/../../../etc/passwd"), 404, "request.not_found", Then::kept},
      {"EscapedTraversal", get("/v1/products/..%2f..%2fetc%2fpasswd"), 404, "product.not_found", Then::kept},
      {"BadEscape", get("/v1/%zz"), 400, "request.malformed"},
      {"EscapedNul", get("/v1/%00"), 400, "request.malformed"},
      {"NotUtf8", get("/v1/%ff"), 400, "request.malformed"},
      {"RawNotUtf8", get("/v1/\xff"), 400, "request.malformed"},
      {"Overlong", get("/v1/%c0%af"), 400, "request.malformed"},
      {"TwoParameters", get("/v1/products?a=1&a=2"), 400, "request.malformed"},
      {"UnknownParameter", get("/v1/products?limit=2"), 400, "request.unknown_parameter", Then::kept},
      {"ManyParameters", get("/v1/products?" + repeated("a&b=&", 20)), 400, "request.malformed"},
      {"ManySegments", get(repeated("/a", 100)), 400, "request.malformed"},
      {"LongTarget", get("/" + std::string(10'000, 'a')), 404, "request.not_found", Then::kept},
      {"LongerThanTheHeaderMayBe", get("/" + std::string(20'000, 'a')), 431, "request.header_too_large"},
      {"NoEnd", std::string(100'000, 'G'), 431, "request.header_too_large"},
  });
}

TEST(Abuse, HeadersHaveTheirAnswers) {
  run({
      {"NoHost", "GET /docs HTTP/1.1\r\n\r\n", 400, "request.malformed"},
      {"TwoHosts", get("/docs", "Host: b\r\n"), 400, "request.malformed"},
      {"BlankInName", "GET /docs HTTP/1.1\r\nHost : a\r\n\r\n", 400, "request.malformed"},
      {"NoColon", get("/docs", "x\r\n"), 400, "request.malformed"},
      {"NoName", get("/docs", ": x\r\n"), 400, "request.malformed"},
      {"NotAsciiInName", get("/docs", "\xc3\xb1: x\r\n"), 400, "request.malformed"},
      {"NulInValue", get("/docs", std::string("X: a\0b\r\n", 8)), 400, "request.malformed"},
      {"LoneCr", get("/docs", "X: a\rY: b\r\n"), 400, "request.malformed"},
      {"LoneLf", get("/docs", "X: a\nY: b\r\n"), 400, "request.malformed"},
      {"OnlyLf", "GET /docs HTTP/1.1\nHost: a\n\n", 400, "request.malformed"},
      {"Folded", get("/v1/products", "X: a\r\n b\r\n"), 400, "request.malformed"},
      {"FoldedWithATab", get("/v1/products", "X:\r\n\tb\r\n"), 400, "request.malformed"},
      {"FoldedLength", post("Content-Length:\r\n 2\r\n", "{}"), 400, "request.malformed"},
      {"FoldedAtTheStart", "GET /docs HTTP/1.1\r\n Host: a\r\n\r\n", 400, "request.malformed"},
      {"Large", get("/docs", "X: " + std::string(20'000, 'x') + "\r\n"), 431, "request.header_too_large"},
      {"Many", get("/v1/products", repeated("a: b\r\n", 2000)), 200, "", Then::kept},
      {"TooMany", get("/v1/products", repeated("a: b\r\n", 4000)), 431, "request.header_too_large"},
      {"TwoTypes", post("Content-Type: application/json\r\nContent-Length: 2\r\n", "{}"), 400, "request.malformed"},
      {"TwoKeys", post("Idempotency-Key: a\r\nIdempotency-Key: b\r\nContent-Length: 2\r\n", "{}"), 400,
       "request.malformed"},
      {"TwoApplications", post("Cotejo-Application: a\r\nCotejo-Application: b\r\nContent-Length: 2\r\n", "{}"), 400,
       "request.malformed"},
      {"BlankInKey", post("Idempotency-Key: a b\r\nContent-Length: 2\r\n", "{}"), 400,
       "request.malformed_idempotency_key"},
      {"EmptyKey", post("Idempotency-Key:\r\nContent-Length: 2\r\n", "{}"), 400, "request.malformed_idempotency_key"},
      {"EmptyApplication", post("Cotejo-Application: \r\nContent-Length: 2\r\n", "{}"), 400,
       "request.malformed_application"},
      {"EmptyBudget", post("Cotejo-Budget:\r\nContent-Length: 2\r\n", "{}"), 400, "request.malformed_budget"},
      {"OtherExpectation", post("Expect: magic\r\nContent-Length: 2\r\n", "{}"), 417, "request.expectation_failed"},
      {"PackedBody", post("Content-Encoding: gzip\r\nContent-Length: 2\r\n", "{}"), 415,
       "request.unsupported_encoding"},
      {"PackedBodyBehindAnotherWord",
       post("Content-Encoding: identity\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n", "{}"), 400,
       "request.malformed"},
      {"BodyThatIsSaidToBeAsItIs", post("Content-Encoding: identity\r\nContent-Length: 2\r\n", "{}"), 400,
       "request.missing_product", Then::kept},
      {"Upgrade", get("/v1/products", "Connection: Upgrade\r\nUpgrade: h2c\r\n"), 200, "", Then::kept},
      {"MalformedTrace", get("/v1/products", "traceparent: \xff\xff\r\n"), 200, "", Then::kept},
  });
}

TEST(Abuse, TwoWaysToReadWhereABodyEndsAreRefusedAndNothingIsSmuggled) {
  const std::string no_product = "request.missing_product";
  run({
      {"TwoLengths", post("Content-Length: 2\r\nContent-Length: 2\r\n", "{}" + hidden), 400, "request.malformed"},
      {"TwoOtherLengths", post("Content-Length: 0\r\nContent-Length: 2\r\n", "{}" + hidden), 400, "request.malformed"},
      {"ListOfLengths", post("Content-Length: 2, 2\r\n", "{}" + hidden), 400, "request.malformed"},
      {"SignedLength", post("Content-Length: +2\r\n", "{}" + hidden), 400, "request.malformed"},
      {"NegativeLength", post("Content-Length: -1\r\n", hidden), 400, "request.malformed"},
      {"HexLength", post("Content-Length: 0x2\r\n", "{}" + hidden), 400, "request.malformed"},
      {"NoLength", post("Content-Length:\r\n", hidden), 400, "request.malformed"},
      {"LengthBeyond64Bits", post("Content-Length: 18446744073709551618\r\n", "{}" + hidden), 400, "request.malformed"},
      {"LargestLength", post("Content-Length: 18446744073709551615\r\n", "{}" + hidden), 413, "request.too_large"},
      {"LengthThenChunked", post("Content-Length: 2\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n" + hidden), 400,
       "request.malformed"},
      {"ChunkedThenLength", post("Transfer-Encoding: chunked\r\nContent-Length: 2\r\n", "0\r\n\r\n" + hidden), 400,
       "request.malformed"},
      {"TwoEncodings", post("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n" + hidden), 400, "request.malformed"},
      {"TwoEncodingLines", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n", "0\r\n\r\n" + hidden),
       400, "request.malformed"},
      {"EncodingThatIsNot", post("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n" + hidden), 400, "request.malformed"},
      {"ChunkedAndNothing", post("Transfer-Encoding: chunked,\r\n", "0\r\n\r\n" + hidden), 400, "request.malformed"},
      {"EncodingWithAControl", post("Transfer-Encoding: \vchunked\r\n", "0\r\n\r\n" + hidden), 400,
       "request.malformed"},
      {"ChunkedIn10", "POST /v1/verifications HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + hidden, 400,
       "request.malformed"},
      {"BodyOfAGet", get("/docs", "Content-Length: 2\r\n") + "{}", 400, "request.unexpected_body"},
      {"ChunkedAsCaseAllows", post("Transfer-Encoding: CHUNKED\r\n", "2\r\n{}\r\n0\r\n\r\n"), 400, no_product,
       Then::kept},
      {"Chunks", chunked("1\r\n{\r\n01\r\n}\r\n0\r\n\r\n"), 400, no_product, Then::kept},
      {"ChunkExtensions", chunked("2;a=b;c=\"d\"\r\n{}\r\n0;e\r\n\r\n"), 400, no_product, Then::kept},
      {"ChunkExtensionWithoutEnd", chunked("2;" + std::string(40'000, 'a')), 400, "request.malformed"},
      {"ChunkThatIsNoNumber", chunked("zz\r\n{}\r\n0\r\n\r\n" + hidden), 400, "request.malformed"},
      {"NegativeChunk", chunked("-2\r\n{}\r\n0\r\n\r\n" + hidden), 400, "request.malformed"},
      {"ChunkInC", chunked("0x2\r\n{}\r\n0\r\n\r\n" + hidden), 400, "request.malformed"},
      {"ChunkBeyond64Bits", chunked("10000000000000002\r\n{}\r\n0\r\n\r\n" + hidden), 400, "request.malformed"},
      {"LargestChunk", chunked("ffffffffffffffff\r\n" + std::string(300'000, ' ')), 413, "request.too_large"},
      {"ChunkLongerThanItSays", chunked("2\r\n{}{}\r\n0\r\n\r\n" + hidden), 400, "request.malformed"},
      {"ChunkWithOnlyLf", chunked("2\n{}\n0\n\n" + hidden), 400, "request.malformed"},
      {"FieldsAfterTheBody", chunked("2\r\n{}\r\n0\r\nIdempotency-Key: a\r\n\r\n"), 400, "request.malformed",
       Then::kept},
      {"LengthAfterTheBody", chunked("2\r\n{}\r\n0\r\nContent-Length: 2\r\n\r\n" + hidden), 400, "request.malformed"},
      {"FieldsWithoutEnd", chunked("2\r\n{}\r\n0\r\n" + repeated("a: b\r\n", 10'000)), 400, "request.malformed"},
  });
}

TEST(Abuse, WhatDoesNotComeInTimeIsGivenUp) {
  run({
      {"Header", "GET /docs HTTP/1.1\r\nHost: a\r\n", 408, "request.timeout"},
      {"RequestLine", "GET", 408, "request.timeout"},
      {"Body", post("Content-Length: 100\r\n", "{\"product\""), 408, "request.timeout"},
      {"BodyAtAll", post("Content-Length: 100\r\n", ""), 408, "request.timeout"},
      {"Chunk", chunked("64\r\n{"), 408, "request.timeout"},
      {"ChunkSize", chunked("6"), 408, "request.timeout"},
      {"LastChunk", chunked("2\r\n{}\r\n"), 408, "request.timeout"},
      {"EndOfTheLastChunk", chunked("2\r\n{}\r\n0\r\n"), 408, "request.timeout"},
  });
}

TEST(Abuse, ContinueIsSaidOnlyToWhoeverWaitsForItAndMaySend) {
  const AttackedHost host;
  auto client = host.client();
  const std::string body = recovery::request_for("busy", "Ana");
  const std::string length = "Content-Length: " + std::to_string(body.size()) + "\r\n";
  client.send(post("Expect: 100-continue\r\n" + length, ""));
  EXPECT_EQ(client.read()->status, 100);
  client.send(body);
  EXPECT_EQ(client.read()->status, 201);
  client.send(post("Expect: 100-continue\r\n" + length, body));  // did not wait
  EXPECT_EQ(client.read()->status, 201);
  client.send(post("Expect: 100-continue\r\nContent-Length: 999999\r\n", ""));
  EXPECT_EQ(client.read()->status, 413);
  EXPECT_TRUE(client.closed());
  auto old = host.client();
  old.send("POST /v1/verifications HTTP/1.0\r\nContent-Type: application/json\r\nExpect: 100-continue\r\n" + length +
           "\r\n");
  old.send(body);
  EXPECT_EQ(old.read()->status, 201);
}

TEST(Abuse, AClientThatLeavesInTheMiddleLeavesNothingBehind) {
  const AttackedHost host;
  for (const auto& begun : {std::string("GET"), post("Content-Length: 100\r\n", "{\"product\""), chunked("64\r\n{"),
                            post("Content-Length: 2\r\n", "{}"), repeated(hidden, 100)}) {
    auto leaving = host.client();
    leaving.send(begun);
    leaving.finish_sending();
    Raw reset(host.process().port());
    reset.send(begun);
    reset.reset();
  }
  host.others_are_served();
  host.expect_nothing_left();
}

}  // namespace
}  // namespace cotejo::abuse
