// The parsers that meet strangers' bytes: whole, and byte by byte.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "http/base64.hpp"
#include "http/intake.hpp"
#include "http/multipart.hpp"
#include "http/target.hpp"
#include "http/v1/verification_request.hpp"
#include "http/words.hpp"
#include "telemetry/trace_context.hpp"

namespace cotejo::http {
namespace {

std::span<const std::uint8_t> bytes_of(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

// ---- multipart

class Recorder final : public PartSink {
 public:
  std::string log;
  int pieces = 0;
  domain::Result<void> begin_part(PartHeader header) override {
    log += "[" + header.name + "|" + header.filename.value_or("-") + "|" + header.media_type + "|";
    return {};
  }
  domain::Result<void> part_data(std::span<const std::uint8_t> piece) override {
    ++pieces;
    log.append(reinterpret_cast<const char*>(piece.data()), piece.size());
    return {};
  }
  domain::Result<void> end_part() override {
    log += "]";
    return {};
  }
};

std::string parse_parts(std::string_view body, std::size_t step, std::size_t max_parts = 8) {
  Recorder recorder;
  MultipartParser parser("b", max_parts, recorder);
  for (std::size_t i = 0; i < body.size(); i += step) {
    if (const auto fed = parser.feed(bytes_of(body.substr(i, step))); !fed) return fed.error().code;
  }
  if (const auto finished = parser.finish(); !finished) return finished.error().code;
  return recorder.log;
}

struct Form {
  const char* name;
  std::string body, expected;
};
class Multipart : public testing::TestWithParam<Form> {};
const std::string part = "Content-Disposition: form-data; name=\"a\"\r\n\r\n";
INSTANTIATE_TEST_SUITE_P(
    Forms, Multipart,
    testing::Values(
        Form{"One", "--b\r\n" + part + "x\r\n--b--\r\n", "[a|-||x]"},
        Form{"Two", "--b\r\n" + part + "x\r\n--b\r\n" + part + "y\r\n--b--", "[a|-||x][a|-||y]"},
        Form{"Empty", "--b\r\n" + part + "\r\n--b--", "[a|-||]"},
        Form{"File",
             "--b\r\nContent-Type: image/png\r\ncontent-disposition: form-data; name=a; "
             "filename=\"q\\\"x.png\"\r\n\r\nx\r\n--b--",
             "[a|q\"x.png|image/png|x]"},
        Form{"AlmostBoundaries", "--b\r\n" + part + "\r\n--\r\n-\r\r\n--a\r\n--b--", "[a|-||\r\n--\r\n-\r\r\n--a]"},
        Form{"Preamble", "hello\r\n--b\r\n" + part + "x\r\n--b--", "[a|-||x]"},
        Form{"Epilogue", "--b\r\n" + part + "x\r\n--b--\r\nbye", "[a|-||x]"},
        Form{"BlanksAfterBoundary", "--b  \r\n" + part + "x\r\n--b--", "[a|-||x]"},
        Form{"NotClosed", "--b\r\n" + part + "x", "request.malformed_multipart"},
        Form{"NoName", "--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--", "request.malformed_multipart"},
        Form{"NoDisposition", "--b\r\n\r\nx\r\n--b--", "request.malformed_multipart"},
        Form{"TwoDispositions", "--b\r\nContent-Disposition: form-data; name=a\r\n" + part + "x\r\n--b--",
             "request.malformed_multipart"},
        Form{"TransferEncoding", "--b\r\nContent-Transfer-Encoding: base64\r\n" + part + "x\r\n--b--",
             "request.malformed_multipart"},
        Form{"TwoNames", "--b\r\nContent-Disposition: form-data; name=a; name=b\r\n\r\nx\r\n--b--",
             "request.malformed_multipart"},
        Form{"TwoTypes", "--b\r\nContent-Type: image/png\r\nContent-Type: image/jpeg\r\n" + part + "x\r\n--b--",
             "request.malformed_multipart"},
        Form{"RubbishAfterBoundary", "--bx\r\n" + part + "x\r\n--b--", "request.malformed_multipart"},
        Form{"LongHeader", "--b\r\nX: " + std::string(5000, 'x') + "\r\n" + part + "x\r\n--b--",
             "request.malformed_multipart"}),
    [](const auto& form) { return form.param.name; });

TEST_P(Multipart, IsTheSameInPiecesOfAnySize) {
  for (const std::size_t step : {1u, 2u, 3u, 7u, 100000u})
    EXPECT_EQ(parse_parts(GetParam().body, step), GetParam().expected) << step;
}

TEST(MultipartContent, StaysWholeWhateverCarriageReturnsItHas) {
  Recorder recorder;
  MultipartParser parser("b", 8, recorder);
  std::string content;
  for (int i = 0; i < 100; ++i) content += "\r\n-x\r";  // each piece is a write to the store
  ASSERT_TRUE(parser.feed(bytes_of("--b\r\n" + part + content + "\r\n--b--")));
  ASSERT_TRUE(parser.finish());
  EXPECT_EQ(recorder.log, "[a|-||" + content + "]");
  EXPECT_EQ(recorder.pieces, 1);
}

TEST(MultipartLimits, PartsAreCounted) {
  std::string body;
  for (int i = 0; i < 3; ++i) body += "--b\r\n" + part + "x\r\n";
  EXPECT_EQ(parse_parts(body + "--b--", 50, 2), "request.too_many_parts");
}

TEST(MultipartBoundary, IsReadFromTheContentType) {
  EXPECT_EQ(multipart_boundary("multipart/form-data; boundary=abc"), "abc");
  EXPECT_EQ(multipart_boundary("Multipart/Form-Data; charset=utf-8; boundary=\"a b\""), "a b");
  EXPECT_FALSE(multipart_boundary("multipart/form-data"));
  EXPECT_FALSE(multipart_boundary("multipart/mixed; boundary=abc"));
  EXPECT_FALSE(multipart_boundary("multipart/form-data; boundary=a; boundary=b"));
  EXPECT_FALSE(multipart_boundary("multipart/form-data; boundary=" + std::string(71, 'x')));
}

// ---- JSON

struct Parsed {
  std::string error, at;
  std::map<std::string, std::string> evidence;  // name -> media type and content
};

products::Products fiction() {
  auto product = std::make_shared<products::Product>();
  product->id = "fiction";
  for (const auto& [name, kind] : {std::pair("photo", "image"), std::pair("form", "json")}) {
    products::EvidenceSpec spec;
    spec.name = name;
    spec.kinds = {{kind}};
    product->evidence.push_back(spec);
  }
  products::Products products;
  products.by_id["fiction"] = product;
  return products;
}

Parsed parse_request(std::string_view body, std::size_t step, Limits limits = {}) {
  Intake intake([](std::uint64_t limit) { return storage::BlobWriter(std::filesystem::temp_directory_path(), limit); },
                limits);
  v1::VerificationRequestParser parser(intake, limits);
  for (std::size_t i = 0; i < body.size(); i += step) {
    if (const auto fed = parser.feed(bytes_of(body.substr(i, step))); !fed)
      return {fed.error().code, fed.error().at, {}};
  }
  if (const auto finished = parser.finish(); !finished) return {finished.error().code, finished.error().at, {}};
  auto judged = intake.judge(fiction());
  if (const auto* errors = std::get_if<std::vector<domain::Error>>(&judged))
    return {errors->front().code, errors->front().at, {}};
  Parsed parsed;
  for (const auto& one : std::get<Intake::Judged>(judged).evidence) {
    const auto& bytes = *one.blob.bytes;
    parsed.evidence[one.name] =
        bytes.media_type + " " + std::string(reinterpret_cast<const char*>(bytes.data), bytes.size);
  }
  for (const auto& [name, error] : std::get<Intake::Judged>(judged).unusable) parsed.evidence[name] = error.code;
  return parsed;
}

TEST(VerificationRequest, IsTheSameInPiecesOfAnySize) {
  const std::string body =
      R"( {"product" : "fiction", "evidence": {"photo": {"content": "aGVsbG8=", "media_type": "image/jpeg"}},)"
      R"( "applicant": {"name": "\u00d1and\u00fa \"x\"", "n": [1.10, -5, 1e400, true, null, {}, []], "a": {"b": 12345678901234567890123}}} )";
  for (std::size_t step = 1; step <= body.size(); step += step < 8 ? 1 : 37) {
    const auto parsed = parse_request(body, step);
    ASSERT_EQ(parsed.error, "") << step;
    EXPECT_EQ(parsed.evidence.at("photo"), "image/jpeg hello");
    // Numbers keep the digits that were sent.
    EXPECT_EQ(parsed.evidence.at("form"),
              "application/json {\"name\":\"Ñandú "
              "\\\"x\\\"\",\"n\":[1.10,-5,1e400,true,null,{},[]],\"a\":{\"b\":12345678901234567890123}}");
  }
}

TEST(VerificationRequest, TakesJsonEvidenceByName) {
  const auto parsed = parse_request(R"({"product":"fiction","evidence":{"form":{"json":[1]}}})", 1);
  EXPECT_EQ(parsed.evidence.at("form"), "application/json [1]");
}

TEST(VerificationRequest, TwoAnswersToOneQuestionAreRefused) {
  EXPECT_EQ(parse_request(R"({"product":"fiction","evidence":{"form":{"json":{}}},"applicant":{}})", 9).error,
            "evidence.unknown");
  EXPECT_EQ(parse_request(R"({"product":"fiction","evidence":{"form":{"json":{},"content":"aaaa"}}})", 9).error,
            "request.malformed_json");
}

TEST(VerificationRequest, AJsonPointerSaysWhatCannotBeRead) {
  const std::pair<const char*, const char*> bodies[] = {
      {R"(5)", ""},
      {R"({"product":5})", "/product"},
      {R"({"product":"fiction","product":"other"})", "/product"},
      {R"({"product":"fiction","colour":1})", "/colour"},
      {R"({"evidence":[]})", "/evidence"},
      {R"({"evidence":{"a/b~c":{}}})", "/evidence/a~1b~0c"},
      {R"({"evidence":{"photo":{"content":"","json":1}}})", "/evidence/photo/json"},
      {R"({"evidence":{"photo":{"contents":""}}})", "/evidence/photo/contents"},
      {R"({"evidence":{"photo":{"content":"Zg==","media_type":7}}})", "/evidence/photo/media_type"},
      {R"({"evidence":{"photo":{"from":{"verification":"v","of":"e"}}}})", "/evidence/photo/from/of"},
      {R"({"applicant":{"names":[{},{"first":"A","first":"B"}]}})", "/applicant/names/1/first"},
      {R"({"applicant":{"names":[[1,2],["a",)", "/applicant/names/1/1"},
      {R"({"applicant":{"age":01}})", "/applicant/age"},
  };
  for (const auto& [body, at] : bodies)
    for (const std::size_t step : {1u, 1000u}) {
      const auto parsed = parse_request(body, step);
      EXPECT_TRUE(parsed.error == "request.malformed_json" || parsed.error == "request.unknown_field")
          << body << " " << parsed.error;
      EXPECT_EQ(parsed.at, at) << body;
    }
}

TEST(VerificationRequest, LongNumbersAreRefusedInPiecesOfAnySize) {
  const std::string body = R"({"product":"fiction","applicant":[)" + std::string(300, '1') + "]}";
  for (const std::size_t step : {1u, 7u, 100000u})
    EXPECT_EQ(parse_request(body, step).error, "request.malformed_json") << step;
}

TEST(VerificationRequest, BoundsJsonEvidence) {
  Limits limits;
  limits.json_evidence_bytes = 100;
  EXPECT_EQ(parse_request(R"({"product":"fiction","applicant":")" + std::string(101, 'x') + "\"}", 10, limits).error,
            "evidence.too_large");
  limits.json_fields = 4;
  EXPECT_EQ(parse_request(R"({"product":"fiction","applicant":{"a":1,"b":2,"c":3}})", 10, limits).error,
            "request.malformed_json");
}

// ---- base64

std::string decoded(std::string_view text) {
  Base64Decoder decoder;
  std::vector<std::uint8_t> out;
  for (const char c : text) {
    if (!decoder.decode({&c, 1}, out)) return "!";
  }
  if (!decoder.finish(out)) return "!";
  return {out.begin(), out.end()};
}

TEST(Base64, DecodesWhatIsCanonicalAndNothingElse) {
  EXPECT_EQ(decoded(""), "");
  EXPECT_EQ(decoded("Zg=="), "f");
  EXPECT_EQ(decoded("Zm8="), "fo");
  EXPECT_EQ(decoded("Zm9v"), "foo");
  EXPECT_EQ(decoded("Zm8"), "fo");
  for (const char* bad : {"Z", "Zg=", "Zg===", "Z===", "Zh==", "Zm9=", "Zm9v=", "Zm 9v", "Zm9v\n", "Zg==Zg==", "-_-_"})
    EXPECT_EQ(decoded(bad), "!") << bad;
}

// ---- small values

TEST(Prefer, IsReadLiberally) {
  EXPECT_TRUE(parse_prefer("respond-async").respond_async);
  EXPECT_EQ(parse_prefer("respond-async, wait=10").wait, std::chrono::seconds(10));
  EXPECT_EQ(parse_prefer("foo; bar=1 , wait = 3").wait, std::chrono::seconds(3));
  EXPECT_FALSE(parse_prefer("wait=-1").wait);
  EXPECT_FALSE(parse_prefer("wait=99999999999999").wait);
  EXPECT_FALSE(parse_prefer("").respond_async);
}

TEST(Target, IsDecodedOnce) {
  const auto target = parse_target("/v1/a%2Fb/%C3%91?x=1+2&y=%2525");
  ASSERT_TRUE(target);
  EXPECT_EQ(target->segments, (std::vector<std::string>{"v1", "a/b", "Ñ"}));
  EXPECT_EQ(target->parameter("x"), "1 2");
  EXPECT_EQ(target->parameter("y"), "%25");
  for (const char* bad :
       {"", "*", "x", "ftp://x/", "http:/x", "http://x?a=1", "/%", "/%f", "/%00", "/%ff", "/?a=1&a=2", "/#x"})
    EXPECT_FALSE(parse_target(bad)) << bad;
}

// Under AddressSanitizer, with nothing behind the last character.
TEST(Words, AreTheSameInEitherCaseAndEndWhereTheyEnd) {
  const std::vector<char> other_case{'H', 't', 'T', 'p'};
  const std::string_view word(other_case.data(), other_case.size());
  EXPECT_TRUE(same_word(word, "http"));
  EXPECT_FALSE(same_word(word, "https"));
  EXPECT_FALSE(same_word("[", "{"));  // 32 apart as letters are
}

TEST(Target, MayBeAWholeUri) {
  EXPECT_EQ(parse_target("HTTP://cotejo.example:80/v1/a?x=1")->segments, (std::vector<std::string>{"v1", "a"}));
  EXPECT_EQ(parse_target("https://x/?a=/b")->parameter("a"), "/b");
  EXPECT_TRUE(parse_target("http://x")->segments.empty());
}

TEST(IdempotencyKey, IsVisibleAscii) {
  EXPECT_TRUE(is_idempotency_key("\"a-1\""));
  EXPECT_FALSE(is_idempotency_key("a b"));
  EXPECT_FALSE(is_idempotency_key(std::string(256, 'a')));
}

TEST(Budget, IsMilliseconds) {
  EXPECT_EQ(parse_budget("1500"), std::chrono::milliseconds(1500));
  for (const char* bad : {"0", "-1", "1.5", "600001", "x", ""}) EXPECT_FALSE(parse_budget(bad)) << bad;
}

TEST(Traceparent, MalformedOnesAreIgnored) {
  EXPECT_TRUE(telemetry::parse_traceparent("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));
  for (const char* bad : {"", "00-0AF7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                          "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                          "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                          "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                          "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331"}) {
    EXPECT_FALSE(telemetry::parse_traceparent(bad)) << bad;
  }
}

}  // namespace
}  // namespace cotejo::http
