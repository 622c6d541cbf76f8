#include "contract.hpp"

#include <gtest/gtest.h>

#include <set>

#include "http/v1/routes.hpp"
#include "service.hpp"

namespace cotejo::integration {
namespace {

TEST(Contract, EveryDocumentedGetIsServed) {
  Service service;
  auto client = service.client();
  const auto done = client.ask("POST", "/v1/verifications", small_request, json_fields);
  const std::string base = done.field("Location");
  for (const std::string& target :
       {base, base + "/trace", base + "/explanation", std::string("/v1/products"), std::string("/v1/products/fiction"),
        std::string("/v1/reasons"), std::string("/v1/components"), std::string("/openapi.json"), std::string("/docs"),
        std::string("/v1/products/fiction/graph"), std::string("/v1/products/fiction/graph?format=svg"),
        std::string("/v1/products/fiction/graph?format=dot"), std::string("/v1/products/broken")}) {
    EXPECT_EQ(client.ask("GET", target).status, 200) << target;  // ask() holds each answer against the document
  }
}

// One place for each fact: a route without a description is found, and a description without a route.
TEST(Contract, DocumentsEachRouteAndNothingElse) {
  std::set<std::string> served, documented;
  for (const auto& routes : {http::v1::submission_routes(), http::v1::reading_routes(), http::v1::erasure_routes(),
                             http::v1::catalogue_routes()})
    for (const auto& route : routes) {
      const auto name = boost::beast::http::to_string(route.method);
      served.insert(std::string(name.data(), name.size()) + ' ' + std::string(route.path));
    }
  const auto document = boost::json::parse(http::v1::openapi_document());
  for (const auto& path : document.at("paths").as_object())
    for (const auto& verb : path.value().as_object()) {
      std::string name(verb.key());
      for (char& c : name) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
      documented.insert(name + ' ' + std::string(path.key()));
    }
  EXPECT_EQ(served, documented);
}

TEST(Contract, FindsAnUndocumentedMember) {
  EXPECT_EQ(violations("GET", "/v1/reasons", 200, "application/json", R"({"reasons":[]})"), "");
  EXPECT_NE(violations("GET", "/v1/reasons", 200, "application/json", R"({"reasons":[],"more":1})"), "");
  EXPECT_NE(violations("GET", "/v1/reasons", 200, "application/json", R"({})"), "");
  EXPECT_NE(violations("GET", "/v1/nothing", 200, "application/json", R"({})"), "");
}

TEST(Contract, DescribesEveryField) {
  const auto document = boost::json::parse(http::v1::openapi_document());
  for (const auto& schema : document.at_pointer("/components/schemas").as_object()) {
    const auto* properties = schema.value().as_object().if_contains("properties");
    if (!properties) continue;
    for (const auto& property : properties->as_object()) {
      const auto& description = property.value().as_object();
      EXPECT_TRUE(description.contains("description") || description.contains("$ref"))
          << schema.key() << "." << property.key();
    }
  }
}

}  // namespace
}  // namespace cotejo::integration
