// Each limit and each malformed shape has its answer.
#include <gtest/gtest.h>

#include <thread>

#include "service.hpp"

namespace cotejo::integration {
namespace {

using std::chrono::milliseconds;

std::string code(const Answer& answer) {
  return std::string(answer.json().at("code").as_string());
}

void expect_problem(const std::optional<Answer>& answer, int status, std::string_view expected) {
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, status) << answer->body;
  EXPECT_EQ(answer->field("Content-Type"), "application/problem+json");
  EXPECT_EQ(code(*answer), expected);
  EXPECT_EQ(answer->json().at("trace_id").as_string().size(), 32u);
}

struct Body {
  const char* name;
  const char* body;
  int status;
  const char* code;
};
class BadBody : public testing::TestWithParam<Body> {};
INSTANTIATE_TEST_SUITE_P(
    Bodies, BadBody,
    testing::Values(
        Body{"Empty", "", 400, "request.malformed_json"},
        Body{"CutOff", R"({"product":"fic)", 400, "request.malformed_json"},
        Body{"Array", "[]", 400, "request.malformed_json"}, Body{"TwoValues", "{} {}", 400, "request.malformed_json"},
        Body{"NotUtf8", "{\"product\":\"\xFF\"}", 400, "request.malformed_json"},
        Body{"DuplicateKey", R"({"product":"fiction","product":"fiction"})", 400, "request.malformed_json"},
        Body{"DuplicateKeyInApplicant", R"({"product":"fiction","applicant":{"a":1,"a":2}})", 400,
             "request.malformed_json"},
        Body{"DuplicateEvidence", R"({"product":"fiction","evidence":{"photo":"/9j/","photo":"/9j/"}})", 400,
             "request.malformed_json"},
        Body{"UnknownField", R"({"product":"fiction","x":1})", 400, "request.unknown_field"},
        Body{"NoProduct", R"({"applicant":{}})", 400, "request.missing_product"},
        Body{"UnknownProduct", R"({"product":"nothing"})", 422, "product.unknown"},
        Body{"UnknownEvidence", R"({"product":"fiction","evidence":{"video":"/9j/"}})", 422, "evidence.unknown"},
        Body{"NotBase64", R"({"product":"fiction","evidence":{"photo":"/9j*"}})", 400, "request.malformed_base64"},
        Body{"CutBase64", R"({"product":"fiction","evidence":{"photo":"/9j/4"}})", 400, "request.malformed_base64"},
        Body{"NoContent", R"({"product":"fiction","evidence":{"photo":{"media_type":"image/jpeg"}}})", 400,
             "request.malformed_json"},
        Body{"TwoContents", R"({"product":"fiction","evidence":{"photo":{"content":"/9j/","from":{}}}})", 400,
             "request.malformed_json"},
        Body{"EmptyReference", R"({"product":"fiction","evidence":{"photo":{"from":{}}}})", 400,
             "request.malformed_reference"},
        Body{"HalfAReference", R"({"product":"fiction","evidence":{"photo":{"from":{"verification":"ver_1"}}}})", 400,
             "request.malformed_reference"},
        Body{
            "ReferenceWithAMediaType",
            R"({"product":"fiction","evidence":{"photo":{"from":{"verification":"v","evidence":"e"},"media_type":"image/png"}}})",
            400, "request.malformed_reference"},
        Body{"UnknownInAReference", R"({"product":"fiction","evidence":{"photo":{"from":{"id":"v"}}}})", 400,
             "request.unknown_field"},
        Body{"TextAsReference", R"({"product":"fiction","evidence":{"photo":{"from":"v"}}})", 400,
             "request.malformed_json"},
        Body{"NumberAsProduct", R"({"product":7})", 400, "request.malformed_json"},
        Body{"EvidenceIsText", R"({"product":"fiction","evidence":"x"})", 400, "request.malformed_json"}),
    [](const auto& body) { return body.param.name; });

TEST_P(BadBody, IsAnsweredWithItsProblem) {
  Service service;
  expect_problem(service.client().ask("POST", "/v1/verifications", GetParam().body, json_fields), GetParam().status,
                 GetParam().code);
}

TEST(Limits, DeepJsonIsRefused) {
  Service service;
  const std::string body = R"({"product":"fiction","applicant":)" + std::string(40, '[') + std::string(40, ']') + "}";
  expect_problem(service.client().ask("POST", "/v1/verifications", body, json_fields), 400, "request.malformed_json");
}

TEST(Limits, ALargeHeaderIsRefused) {
  Service service;
  auto client = service.client();
  client.send("GET /docs HTTP/1.1\r\nHost: a\r\nX: " + std::string(20'000, 'x') + "\r\n\r\n");
  expect_problem(client.read(), 431, "request.header_too_large");
}

TEST(Limits, ALargeBodyIsRefusedBeforeItIsSent) {
  Service service({.limits = {.body_bytes = 1000}});
  auto client = service.client();
  client.send(
      "POST /v1/verifications HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 1001\r\n\r\n");
  expect_problem(client.read(), 413, "request.too_large");
}

TEST(Limits, ALargeChunkedBodyIsRefusedOnItsWay) {
  Service service({.limits = {.body_bytes = 1000}});
  auto client = service.client();
  client.send(
      "POST /v1/verifications HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: "
      "chunked\r\n\r\n400\r\n" +
      std::string(1024, ' ') + "\r\n");
  expect_problem(client.read(), 413, "request.too_large");
}

TEST(Limits, LargeEvidenceIsRefused) {
  Service service({.limits = {.evidence_bytes = 1000}});
  const std::string body = "--b\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"a\"\r\n\r\n" +
                           std::string(1001, 'x') + "\r\n--b--\r\n";
  expect_problem(service.client().ask("POST", "/v1/verifications?product=fiction", body,
                                      {{"Content-Type", "multipart/form-data; boundary=b"}}),
                 413, "evidence.too_large");
}

TEST(Limits, BytesInFlightAreCountedAtTheDoor) {
  Service service({.limits = {.bytes = 10}});
  const auto answer = service.client().ask("POST", "/v1/verifications", small_request, json_fields);
  expect_problem(answer, 429, "platform.overloaded");
  EXPECT_FALSE(answer.field("Retry-After").empty());
}

TEST(Limits, RequestsInFlightAreCounted) {
  HeldRuns runs;
  Service service({.run = runs.run(), .limits = {.requests = 1}});
  auto waiting = service.client();
  waiting.send(
      "POST /v1/verifications HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nPrefer: "
      "wait=20\r\nContent-Length: " +
      std::to_string(small_request.size()) + "\r\n\r\n" + small_request);
  auto held = runs.next();
  expect_problem(service.client().ask("GET", "/v1/products"), 429, "platform.overloaded");
  held.finish();
  EXPECT_EQ(waiting.read()->status, 201);
  EXPECT_EQ(service.client().ask("GET", "/v1/products").status, 200);
}

TEST(Limits, ConnectionsAreCounted) {
  HeldRuns runs;
  Service service({.run = runs.run(), .limits = {.connections = 1}});
  auto first = service.client();
  first.send("POST /v1/verifications HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: " +
             std::to_string(small_request.size()) + "\r\n\r\n" + small_request);
  auto held = runs.next();
  auto second = service.client();
  second.send("GET /v1/products HTTP/1.1\r\nHost: a\r\n\r\n");
  expect_problem(second.read(), 503, "request.connections");
  EXPECT_TRUE(second.closed());
  held.finish();
  EXPECT_EQ(first.read()->status, 201);
}

TEST(Limits, AnIdleConnectionMakesRoom) {
  Service service({.limits = {.connections = 1}});
  auto first = service.client();
  EXPECT_EQ(first.ask("GET", "/v1/products").status, 200);
  EXPECT_EQ(service.client().ask("GET", "/v1/products").status, 200);
  EXPECT_TRUE(first.closed());
}

TEST(SlowClients, AHeaderThatDoesNotComeIsGivenUp) {
  Service service({.limits = {.header_timeout = milliseconds(150)}});
  auto client = service.client();
  client.send("GET /docs HTTP/1.1\r\nHost: a\r\n");
  expect_problem(client.read(), 408, "request.timeout");
  EXPECT_TRUE(client.closed());
}

TEST(SlowClients, AHeaderInDribletsIsGivenUpAsAWhole) {
  // So large a header that no client fills it byte by byte within the time: only the time can end it.
  Service service({.limits = {.header_bytes = 8u << 20, .header_timeout = milliseconds(300)}});
  auto client = service.client();
  std::atomic<bool> answered = false;
  std::jthread dripping([&] {
    client.send("GET /docs HTTP/1.1\r\nHost: a\r\nX: ");
    while (!answered && client.send("x")) std::this_thread::yield();
  });
  const auto answer = client.read();
  answered = true;
  dripping.join();
  expect_problem(answer, 408, "request.timeout");
}

TEST(SlowClients, ABodyThatStopsIsGivenUp) {
  Service service({.limits = {.stall_timeout = milliseconds(150)}});
  auto client = service.client();
  client.send(
      "POST /v1/verifications HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: "
      "100\r\n\r\n{\"product\"");
  expect_problem(client.read(), 408, "request.timeout");
  EXPECT_TRUE(client.closed());
}

TEST(SlowClients, AnIdleConnectionIsClosed) {
  Service service({.limits = {.idle_timeout = milliseconds(150)}});
  auto client = service.client();
  EXPECT_EQ(client.ask("GET", "/v1/products").status, 200);
  EXPECT_TRUE(client.closed());
}

TEST(Connections, TakeOneRequestAfterAnother) {
  Service service;
  auto client = service.client();
  client.send("GET /v1/products HTTP/1.1\r\nHost: a\r\n\r\nGET /v1/reasons HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_TRUE(client.read()->json().as_object().contains("products"));
  EXPECT_TRUE(client.read()->json().as_object().contains("reasons"));
}

TEST(Connections, AHeadRequestHasNoBody) {
  Service service;
  auto client = service.client();
  const auto answer = client.ask("HEAD", "/v1/products");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(client.ask("GET", "/v1/products").status, 200);
}

TEST(Connections, AnErrorInABodyThatWasReadKeepsTheConnection) {
  Service service;
  auto client = service.client();
  EXPECT_EQ(client.ask("POST", "/v1/verifications", R"({"product":"nothing"})", json_fields).status, 422);
  EXPECT_EQ(client.ask("GET", "/v1/products").status, 200);
}

}  // namespace
}  // namespace cotejo::integration
