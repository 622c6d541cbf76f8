#include "cli/host_config.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>
#include <sstream>

namespace cotejo::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class HostConfigTest : public testing::Test {
 protected:
  ~HostConfigTest() override { std::filesystem::remove(file_); }

  HostConfig load(const std::string& text) {
    std::ofstream(file_) << text;
    return load_file(file_);
  }
  HostConfig load_file(const std::filesystem::path& file) {
    configuration::Diagnostics diagnostics;
    HostConfig config = load_host_config(file, diagnostics);
    messages_.clear();
    for (const auto& diagnostic : diagnostics.sorted())
      messages_.push_back(std::to_string(diagnostic.line) + ":" + std::to_string(diagnostic.column) + ": " +
                          diagnostic.message);
    return config;
  }

  const std::filesystem::path file_ =
      std::filesystem::path(testing::TempDir()) / ("cotejo_host_" + std::to_string(getpid()) + ".yaml");
  std::vector<std::string> messages_;
};

const std::filesystem::path shipped = std::filesystem::path(COTEJO_SOURCE_DIR) / "configs/host.yaml";

// The shipped file documents the defaults; it must not drift away from them.
TEST_F(HostConfigTest, TheShippedFileSaysTheDefaults) {
  const HostConfig config = load_file(shipped), defaults = default_host_config(shipped.parent_path());
  EXPECT_THAT(messages_, IsEmpty());
  EXPECT_TRUE(std::filesystem::equivalent(config.configs, defaults.configs));
  EXPECT_EQ(config.http.port, defaults.http.port);
  EXPECT_EQ(config.http.admin_port, defaults.http.admin_port);
  EXPECT_EQ(config.http.grace, defaults.http.grace);
  EXPECT_EQ(config.http.unready_for, defaults.http.unready_for);
  EXPECT_EQ(config.storage.kind, defaults.storage.kind);
  EXPECT_EQ(config.storage.max_queued_writes, defaults.storage.max_queued_writes);
  EXPECT_EQ(config.storage.max_queued_reads, defaults.storage.max_queued_reads);
  EXPECT_EQ(config.storage.memory_verifications, defaults.storage.memory_verifications);
  EXPECT_EQ(config.plugins.max_instances, defaults.plugins.max_instances);
  EXPECT_EQ(config.isolation.components, defaults.isolation.components);
  EXPECT_EQ(config.isolation.memory, defaults.isolation.memory);
  EXPECT_EQ(config.isolation.grace, defaults.isolation.grace);
  EXPECT_EQ(config.isolation.calls_per_worker, defaults.isolation.calls_per_worker);
  EXPECT_EQ(config.engine.workers, defaults.engine.workers);
  EXPECT_EQ(config.engine.max_running, defaults.engine.max_running);
  EXPECT_EQ(config.engine.max_running_per_product, defaults.engine.max_running_per_product);
  EXPECT_EQ(config.engine.max_waiting, defaults.engine.max_waiting);
  EXPECT_EQ(config.engine.memo_bytes, defaults.engine.memo_bytes);
  EXPECT_EQ(config.engine.call_memory, defaults.engine.call_memory);
  const auto &is = config.http.limits, &should = defaults.http.limits;
  EXPECT_EQ(is.header_bytes, should.header_bytes);
  EXPECT_EQ(is.body_bytes, should.body_bytes);
  EXPECT_EQ(is.evidence_bytes, should.evidence_bytes);
  EXPECT_EQ(is.json_evidence_bytes, should.json_evidence_bytes);
  EXPECT_EQ(is.json_depth, should.json_depth);
  EXPECT_EQ(is.json_fields, should.json_fields);
  EXPECT_EQ(is.parts, should.parts);
  EXPECT_EQ(is.header_timeout, should.header_timeout);
  EXPECT_EQ(is.body_timeout, should.body_timeout);
  EXPECT_EQ(is.stall_timeout, should.stall_timeout);
  EXPECT_EQ(is.idle_timeout, should.idle_timeout);
  EXPECT_EQ(is.connections, should.connections);
  EXPECT_EQ(is.requests, should.requests);
  EXPECT_EQ(is.bytes, should.bytes);
  EXPECT_EQ(is.default_wait, should.default_wait);
  EXPECT_EQ(is.max_wait, should.max_wait);
  EXPECT_EQ(is.heartbeat, should.heartbeat);
  EXPECT_EQ(is.max_stream, should.max_stream);
  EXPECT_EQ(is.retry_after, should.retry_after);
  EXPECT_EQ(config.log_level, defaults.log_level);
}

// An unknown key's message lists the known ones: each must be in the shipped file.
TEST_F(HostConfigTest, TheShippedFileNamesEveryKey) {
  std::ifstream stream(shipped);
  std::ostringstream text;
  text << stream.rdbuf();
  std::size_t keys = 0;
  load(
      "zzzzzzzz: 1\nplugins: { zzzzzzzz: 1 }\nmodels: { zzzzzzzz: 1 }\nstorage: { zzzzzzzz: 1 }\nengine: { zzzzzzzz: 1 "
      "}\n"
      "http: { zzzzzzzz: 1, limits: { zzzzzzzz: 1 } }\nadmin: { zzzzzzzz: 1 }\n\ndrain: { zzzzzzzz: 1 }\n");
  ASSERT_EQ(messages_.size(), 9u);
  for (std::string message : messages_) {
    message.erase(0, message.find("expected"));
    for (std::size_t at = message.find('\''); at != std::string::npos; at = message.find('\'', at + 1)) {
      const std::size_t end = message.find('\'', at + 1);
      const std::string key = message.substr(at + 1, end - at - 1);
      EXPECT_THAT(text.str(), HasSubstr(key + ":")) << key;
      at = end;
      ++keys;
    }
  }
  EXPECT_GT(keys, 40u);
}

TEST_F(HostConfigTest, PathsStartAtTheFilesFolder) {
  std::filesystem::create_directory(file_.parent_path() / "p");
  const HostConfig config =
      load("configs: conf\nplugins: { directories: [ p, /tmp ] }\nstorage: { data: d, kind: memory }\n");
  EXPECT_THAT(messages_, IsEmpty());
  EXPECT_EQ(config.configs, file_.parent_path() / "conf");
  EXPECT_THAT(config.plugins.directories, ElementsAre(file_.parent_path() / "p", "/tmp"));
  EXPECT_EQ(config.storage.data, file_.parent_path() / "d");
  EXPECT_EQ(config.storage.kind, StorageConfig::Kind::memory);
}

TEST_F(HostConfigTest, AcceptsPortZeroAndAnEmptyMap) {
  EXPECT_EQ(load("http: { port: 0 }\nadmin: { port: 0 }\n").http.port, 0);
  EXPECT_THAT(messages_, IsEmpty());
  load("{}");
  EXPECT_THAT(messages_, IsEmpty());
}

struct Mistake {
  const char* name;
  const char* text;
  const char* message;
};
class HostMistake : public HostConfigTest, public testing::WithParamInterface<Mistake> {};

TEST_P(HostMistake, IsFoundAtItsPlace) {
  load(GetParam().text);
  ASSERT_EQ(messages_.size(), 1u);
  EXPECT_THAT(messages_[0], HasSubstr(GetParam().message));
}

INSTANTIATE_TEST_SUITE_P(
    Mistakes, HostMistake,
    testing::Values(
        Mistake{"unknown_key", "http: { prot: 1 }", "1:9: http has no key 'prot'; did you mean 'port'?"},
        Mistake{"unknown_section", "htpp: { port: 1 }", "1:1: host.yaml has no key 'htpp'; did you mean 'http'?"},
        Mistake{"port", "http: { port: 70000 }",
                "1:15: port of http: expected a whole number from 0 to 65535, found '70000'"},
        Mistake{"address", "http: { address: localhost }",
                "address of http: expected an IP address, such as 127.0.0.1, found 'localhost'"},
        Mistake{"admin_address", "admin: { address: '127.0.0.1:9090' }", "expected an IP address"},
        Mistake{"model_file", "models: { files: { pep: /nowhere.json } }", "there is no file /nowhere.json"},
        Mistake{"plugin_folder", "plugins: { directories: [ /nowhere ] }", "there is no folder /nowhere"},
        Mistake{"size_without_unit", "http:\n  limits:\n    body_bytes: 64\n",
                "3:17: body_bytes of limits: expected a size with its unit"},
        Mistake{"evidence_over_body", "http: { limits: { evidence_bytes: 65MiB } }", "cannot be larger than the body"},
        Mistake{"wait_over_max", "http: { limits: { default_wait: 2min } }", "it cannot be longer than max_wait"},
        Mistake{"storage_kind", "storage: { kind: sqlit }", "did you mean 'sqlite'?"},
        Mistake{"digest", "plugins: { digests: { a.so: sha256:12 } }", "expected sha256: and 64 hex digits"},
        Mistake{"components", "components: { image: 3 }", "expected the params of 'image', found '3'"},
        Mistake{"log_level", "log_level: verbose",
                "expected one of 'debug', 'info', 'warning', 'error' and 'off', found 'verbose'"},
        Mistake{"not_a_map", "- a\n", "host.yaml: expected a map of keys, found a list"}),
    [](const auto& test) { return test.param.name; });

TEST_F(HostConfigTest, SaysThatAMissingFileCannotBeOpened) {
  load_file("/nowhere/host.yaml");
  EXPECT_THAT(messages_, ElementsAre("1:1: the file cannot be opened"));
}

}  // namespace
}  // namespace cotejo::cli
