// Bodies that no correct client sends, as JSON and as forms: each is refused with its code, over a connection that goes
// on, and nothing of it stays.
#include "attacked_host.hpp"

namespace cotejo::abuse {
namespace {

struct Body {
  std::string name, body;
  int status;
  std::string code;
};

void run(const std::vector<Body>& bodies, const std::string& type) {
  const AttackedHost host;
  std::optional<Client> client(std::in_place, host.process().port(), true);
  for (const auto& [name, body, status, code] : bodies) {
    SCOPED_TRACE(name);
    const auto answer = client->ask("POST", "/v1/verifications", body, {{"Content-Type", type}});
    EXPECT_EQ(answer.status, status) << answer.body;
    if (!code.empty()) {
      EXPECT_EQ(std::string(answer.json().at("code").as_string()), code) << answer.body;
    }
    if (answer.field("Connection") == "close") client.emplace(host.process().port(), true);
  }
  host.others_are_served();
  host.expect_nothing_left();
}

std::string applicant(const std::string& json) {
  return R"({"product":"busy","applicant":)" + json + "}";
}
std::string nested(int levels) {
  const auto depth = static_cast<std::size_t>(levels);
  return std::string(depth, '[') + std::string(depth, ']');
}

// A body that is refused half way must not be read on as a request.
TEST(AbusiveJson, HidesNoRequestBehindAMistake) {
  const AttackedHost host;
  auto client = host.client();
  const std::string second = "GET /v1/reasons HTTP/1.1\r\nHost: a\r\n\r\n";
  EXPECT_EQ(client.ask("POST", "/v1/verifications", "x" + second, json_fields).status, 400);
  EXPECT_TRUE(client.ask("GET", "/v1/products").json().as_object().contains("products"));
}

TEST(AbusiveJson, IsRefusedWithItsCode) {
  const std::string malformed = "request.malformed_json";
  std::string members = "{";
  for (int i = 0; i < 5000; ++i) members += "\"" + std::to_string(i) + "\":0,";
  run(
      {
          {"Nothing", "", 400, malformed},
          {"ByteOrderMark", "\xef\xbb\xbf{}", 400, malformed},
          {"NotUtf8InAName", applicant("{\"\xff\":1}"), 400, malformed},
          {"NotUtf8InAText", applicant("{\"name\":\"\xc3\x28\"}"), 400, malformed},
          {"Overlong", applicant("{\"name\":\"\xc0\xaf\"}"), 400, malformed},
          {"Surrogate", applicant("{\"name\":\"\xed\xa0\x80\"}"), 400, malformed},
          {"HalfASurrogate", applicant(R"({"name":"\ud800"})"), 400, malformed},
          {"NotUtf8InTheProduct", "{\"product\":\"\xff\"}", 400, malformed},
          {"NotUtf8InEvidence", "{\"product\":\"busy\",\"evidence\":{\"\xff\":\"\"}}", 400, malformed},
          {"RawControl", applicant("{\"name\":\"a\nb\"}"), 400, malformed},
          {"RawNul", applicant(std::string("{\"name\":\"\0\"}", 12)), 400, malformed},
          {"SameKeyTwice", applicant(R"({"name":"Ana","name":"Eva"})"), 400, malformed},
          {"SameKeyInOtherWords", applicant(R"({"name":"Ana","n\u0061me":"Eva"})"), 400, malformed},
          {"TwoApplicants", R"({"product":"busy","applicant":{},"applicant":{}})", 400, malformed},
          {"TwoProducts", R"({"product":"busy","product":"held"})", 400, malformed},
          {"ApplicantAndItsEvidence", R"({"product":"busy","applicant":{},"evidence":{"applicant":{"json":{}}}})", 400,
           "request.duplicate_evidence"},
          {"NotANumber", applicant("{\"n\":NaN}"), 400, malformed},
          {"HexNumber", applicant("{\"n\":0x1}"), 400, malformed},
          {"LongNumber", applicant("{\"n\":" + std::string(300, '1') + "}"), 400, malformed},
          {"Comment", applicant("{/* */}"), 400, malformed},
          {"CommaAtTheEnd", applicant("{\"a\":1,}"), 400, malformed},
          {"Deep", applicant(nested(100)), 400, malformed},
          {"VeryDeep", applicant(nested(100'000)), 400, malformed},
          {"ManyMembers", applicant(members + "\"x\":0}"), 400, malformed},
          {"LongName", applicant("{\"" + std::string(300, 'n') + "\":1}"), 400, malformed},
          {"LongText", applicant("{\"name\":\"" + std::string(100'000, 'n') + "\"}"), 413, "evidence.too_large"},
          {"LongProduct", "{\"product\":\"" + std::string(300, 'n') + "\"}", 400, malformed},
          {"ManyEvidences",
           R"({"product":"busy","evidence":{"1":"","2":"","3":"","4":"","5":"","6":"","7":"","8":"","9":""}})", 400,
           "request.too_many_parts"},
          {"LargeEvidence",
           R"({"product":"busy","evidence":{"application":{"content":")" + std::string(200'000, 'A') + "\"}}}", 413,
           "evidence.too_large"},
          {"Large", std::string(300'000, ' '), 413, "request.too_large"},
          {"ControlsInTheMediaType",
           R"({"product":"busy","evidence":{"application":{"content":"e30=","media_type":"application/json; x=\u0001"}}})",
           201, ""},
      },
      "application/json");
}

std::string part(const std::string& disposition, const std::string& content = "{}",
                 const std::string& more = "Content-Type: application/json\r\n") {
  return "--b\r\nContent-Disposition: " + disposition + "\r\n" + more + "\r\n" + content + "\r\n";
}
const std::string product = part("form-data; name=product", "busy", "");
const std::string form = "form-data; name=application; filename=a.json";

TEST(AbusiveForms, AreRefusedWithTheirCode) {
  const std::string malformed = "request.malformed_multipart";
  std::string many;
  for (int i = 0; i < 20; ++i) many += part("form-data; name=e" + std::to_string(i));
  run(
      {
          {"Good", product + part(form) + "--b--", 201, ""},
          {"Nothing", "", 400, malformed},
          {"OtherBoundary", "--c\r\n\r\n--c--", 400, malformed},
          {"NotClosed", product + part(form), 400, malformed},
          {"HalfClosed", product + part(form) + "--b-", 400, malformed},
          {"LongPreamble", std::string(10'000, 'x'), 400, malformed},
          {"NoDisposition", product + "--b\r\n\r\n{}\r\n--b--", 400, malformed},
          {"NoName", product + part("form-data; filename=a") + "--b--", 400, malformed},
          {"EmptyName", product + part("form-data; name=\"\"") + "--b--", 400, malformed},
          {"TwoNames", product + part("form-data; name=application; name=x") + "--b--", 400, malformed},
          {"TwoTypes", product + part(form, "{}", "Content-Type: a/b\r\nContent-Type: application/json\r\n") + "--b--",
           400, malformed},
          {"NotUtf8InTheName", product + part("form-data; name=\"\xff\"") + "--b--", 400, malformed},
          {"NoEndOfAQuote", product + part("form-data; name=\"a") + "--b--", 400, malformed},
          {"OtherDisposition", product + part("attachment; name=application") + "--b--", 400, malformed},
          {"Base64", product + part(form, "e30=", "Content-Transfer-Encoding: base64\r\n") + "--b--", 400, malformed},
          {"OnlyLf", "--b\nContent-Disposition: form-data; name=product\n\nbusy\n--b--", 400, malformed},
          {"FoldedHeader", product + part("form-data;\r\n name=application") + "--b--", 400, malformed},
          {"LongPartHeader", product + part(form, "{}", "X: " + std::string(5000, 'x') + "\r\n") + "--b--", 400,
           malformed},
          {"PartHeaderWithoutEnd", "--b\r\n" + std::string(100'000, 'x'), 400, malformed},
          {"SamePartTwice", product + part(form) + part(form) + "--b--", 400, "request.duplicate_evidence"},
          {"ProductTwice", product + product + part(form) + "--b--", 400, "request.duplicate_product"},
          {"LongProduct", part("form-data; name=product", std::string(300, 'x'), "") + "--b--", 400,
           "request.malformed_product"},
          {"NotUtf8InTheProduct", part("form-data; name=product", "\xff", "") + part(form) + "--b--", 422,
           "product.unknown"},
          {"ManyParts", product + many + "--b--", 400, "request.too_many_parts"},
          {"LongName", product + part("form-data; name=" + std::string(300, 'n')) + "--b--", 400,
           "request.malformed_evidence_name"},
          {"LargePart", product + part(form, std::string(200'000, 'x')) + "--b--", 413, "evidence.too_large"},
          {"Large", product + part(form, std::string(300'000, 'x')) + "--b--", 413, "request.too_large"},
      },
      "multipart/form-data; boundary=b");
}

// What a client says of its evidence is stored and shown: it must not make the result unreadable.
TEST(AbusiveForms, AMediaTypeThatIsNotTextIsNotTaken) {
  const AttackedHost host;
  auto client = host.client();
  const auto answer = client.ask("POST", "/v1/verifications",
                                 product + part(form, "{}", "Content-Type: application/json; x=\xff\r\n") + "--b--",
                                 {{"Content-Type", "multipart/form-data; boundary=b"}});
  ASSERT_EQ(answer.status, 201) << answer.body;
  EXPECT_EQ(answer.json().at_pointer("/errors/0/code").as_string(), "evidence.media_type_mismatch");
  EXPECT_EQ(answer.json().at_pointer("/decision/outcome").as_string(), "review");
  const auto again = client.ask("PUT", answer.field("Location") + "/evidence/application", "{}",
                                {{"Content-Type", "application/json; x=\xff"}});
  EXPECT_EQ(again.json().at("code").as_string(), "evidence.media_type_mismatch");
}

}  // namespace
}  // namespace cotejo::abuse
