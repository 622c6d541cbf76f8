// credito-personal and credito-nomina over whole genuine applications: one after the other, and both at once.
#include <gmock/gmock.h>

#include <future>
#include <sstream>

#include "host_process.hpp"

namespace cotejo::recovery {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr std::size_t kEvidences = 11;  // that either product asks for at least

// The file of a specimen that is an evidence, and its media type.
const std::map<std::string, std::pair<std::string, std::string>> files{
    {"ine_front", {"ine_front.jpg", "image/jpeg"}},
    {"ine_back", {"ine_back.jpg", "image/jpeg"}},
    {"selfie", {"selfie.mp4", "video/mp4"}},
    {"application", {"applicant.json", "application/json"}},
    {"bank_statement", {"bank_statement.pdf", "application/pdf"}},
    {"proof_of_address", {"proof_of_address.pdf", "application/pdf"}},
    {"contract", {"contract.pdf", "application/pdf"}},
    {"offer", {"offer.json", "application/json"}},
    {"interview", {"interview.mp4", "video/mp4"}},
    {"interview_record", {"interview_record.json", "application/json"}},
    {"contract_reading", {"contract_reading.wav", "audio/wav"}},
    {"location", {"location.json", "application/json"}}};

std::string text_of(const fs::path& file) {
  std::ostringstream text;
  text << std::ifstream(file, std::ios::binary).rdbuf();
  return std::move(text).str();
}

class Complete : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    if (!fs::exists(fs::path(MODELS) / "face-feature.onnx")) return;
    folder_ = std::make_unique<integration::Folder>();
    std::ofstream(folder_->path() / "host.yaml")
        << "configs: " CONFIGS "\nhttp: { port: 0, threads: 1 }\nadmin: { port: 0 }\n";
    make("complete", 21);
    make("payroll", 8);
    host_ = std::make_unique<HostProcess>(folder_->path());
  }
  static void TearDownTestSuite() {
    host_.reset();
    folder_.reset();
  }
  void SetUp() override {
    if (!host_) GTEST_SKIP() << "no models: packaging/fetch-models.sh";
  }

  static void make(const std::string& application, int seed) {
    const std::string command = std::string(SPECIMENS) + " --count 1 --application " + application + " --seed " +
                                std::to_string(seed) + " --out '" + (folder_->path() / application).string() +
                                "' > /dev/null 2>&1";
    ASSERT_EQ(std::system(command.c_str()), 0) << command;
  }

  // With every evidence that the product asks for.
  static std::string form(Client& client, const std::string& product, const std::string& application) {
    const fs::path folder = folder_->path() / application / "0000";
    std::string body = "--b\r\nContent-Disposition: form-data; name=\"product\"\r\n\r\n" + product + "\r\n";
    const auto described = client.ask("GET", "/v1/products/" + product).json();
    for (const auto& evidence : described.at("evidence").as_array()) {
      const auto& [file, type] = files.at(std::string(evidence.at("name").as_string()));
      const std::string name(evidence.at("name").as_string());
      EXPECT_TRUE(fs::exists(folder / file)) << file;
      body += "--b\r\nContent-Disposition: form-data; name=\"" + name + "\"; filename=\"" + file +
              "\"\r\nContent-Type: " + type + "\r\n\r\n" + text_of(folder / file) + "\r\n";
    }
    return body + "--b--\r\n";
  }

  static json::value decided(Client& client, const std::string& body) {
    const auto answer = client.ask("POST", "/v1/verifications", body,
                                   {{"Content-Type", "multipart/form-data; boundary=b"}, {"Prefer", "wait=60"}});
    EXPECT_EQ(answer.status, 201) << answer.body;
    return answer.json();
  }

  // Approved, or drawn for quality control.
  static void expect_approved(const json::value& result) {
    const auto& decision = result.at("decision").as_object();
    const auto* would_be = decision.if_contains("would_be");
    EXPECT_EQ((would_be ? *would_be : decision.at("outcome")).as_string(), "approve") << decision;
    for (const auto& check : result.at("checks").as_array())
      EXPECT_EQ(check.at("verdict").as_string(), "pass") << check;
  }

  static std::unique_ptr<integration::Folder> folder_;
  static std::unique_ptr<HostProcess> host_;
};
std::unique_ptr<integration::Folder> Complete::folder_;
std::unique_ptr<HostProcess> Complete::host_;

TEST_F(Complete, GenuineApplicationsPassEveryCheckOfBothProductsAtOnce) {
  std::vector<std::future<json::value>> results;
  for (const auto& [product, application] :
       {std::pair{"credito-personal", "complete"}, std::pair{"credito-nomina", "payroll"}})
    results.push_back(
        std::async(std::launch::async, [product = std::string(product), application = std::string(application)] {
          auto client = host_->client();
          return decided(client, form(client, product, application));
        }));
  for (auto& result : results) {
    const auto found = result.get();
    expect_approved(found);
    EXPECT_GE(found.at("evidence").as_array().size(), kEvidences) << found.at("product");
  }
}

TEST_F(Complete, OneProductsAnswerIsTheSameBesideTheOther) {
  auto client = host_->client();
  const auto body = form(client, "credito-nomina", "payroll");
  const auto alone = decided(client, body);
  auto other = std::async(std::launch::async, [] {
    auto second = host_->client();
    return decided(second, form(second, "credito-personal", "complete"));
  });
  const auto beside = decided(client, body);
  other.get();
  const auto same = [](const json::value& result) {
    json::array all;
    for (const auto& check : result.at("checks").as_array())
      all.push_back(
          {{"name", check.at("name")}, {"verdict", check.at("verdict")}, {"confidence", check.at("confidence")}});
    return all;
  };
  EXPECT_EQ(same(alone), same(beside));
  EXPECT_EQ(alone.at("items"), beside.at("items"));
}

}  // namespace
}  // namespace cotejo::recovery
