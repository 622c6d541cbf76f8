#include "contract.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>
#include <set>

#include "http/v1/routes.hpp"
#include "service.hpp"

namespace cotejo::integration {
namespace {

// The paths of the document that can be asked for with GET.
std::set<std::string> documented_gets() {
  std::set<std::string> paths;
  const auto document = boost::json::parse(http::v1::openapi_document());
  for (const auto& path : document.at("paths").as_object())
    if (path.value().as_object().contains("get")) paths.emplace(path.key());
  return paths;
}

// Whether a path is one of those that the document writes with `{…}` in it.
bool fits(const std::string& documented, const std::string& path) {
  return std::regex_match(path, std::regex(std::regex_replace(documented, std::regex("\\{[^}]*\\}"), "[^/]+")));
}

TEST(Contract, EveryDocumentedGetIsServed) {
  Service service;
  const std::string base =
      service.client().ask("POST", "/v1/verifications", small_request, json_fields).field("Location");
  const std::string targets[] = {base,
                                 base + "/trace",
                                 base + "/explanation",
                                 base + "/events",
                                 "/v1/products",
                                 "/v1/products/fiction",
                                 "/v1/products/broken",
                                 "/v1/products/fiction/graph",
                                 "/v1/products/fiction/graph?format=svg",
                                 "/v1/products/fiction/graph?format=dot",
                                 "/v1/reasons",
                                 "/v1/components",
                                 "/openapi.json",
                                 "/docs"};
  for (const std::string& target : targets)
    EXPECT_EQ(service.client().ask("GET", target).status, 200) << target;  // ask() judges it by the document
  auto left = documented_gets();
  for (const std::string& target : targets)
    std::erase_if(left, [&](const std::string& path) { return fits(path, target.substr(0, target.find('?'))); });
  // This verification has no pictures: Submission.PicturesOfTheResultAreServed asks for one.
  EXPECT_THAT(left, testing::ElementsAre("/v1/verifications/{id}/artifacts/{name}"));
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

TEST(Contract, DocumentsEachParameterOfTheQueryAndNothingElse) {
  const auto document = boost::json::parse(http::v1::openapi_document());
  for (const auto& routes : {http::v1::submission_routes(), http::v1::reading_routes(), http::v1::erasure_routes(),
                             http::v1::catalogue_routes()})
    for (const auto& route : routes) {
      const auto method = boost::beast::http::to_string(route.method);
      std::string verb(method.data(), method.size());
      for (char& c : verb) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
      const auto& operation = document.at("paths").at(route.path).at(verb).as_object();
      std::set<std::string> documented;
      if (const auto* parameters = operation.if_contains("parameters"))
        for (const auto& written : parameters->as_array()) {
          const auto* reference = written.as_object().if_contains("$ref");
          const auto& parameter =
              reference ? document.at_pointer(std::string(reference->as_string()).substr(1)) : written;
          if (parameter.at("in") == "query") documented.emplace(parameter.at("name").as_string());
        }
      EXPECT_EQ(documented, (std::set<std::string>(route.parameters.begin(), route.parameters.end()))) << route.path;
    }
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
