// Configuration of a host over the plugin with the faults.
#pragma once
#include <filesystem>
#include <string>

#include "config_folder.hpp"

namespace cotejo::faults {

enum class Where { host, workers };

// Two products that differ in their patience: `patient` waits for its components, `hasty` ends those that go on.
class FaultyFolder {
 public:
  explicit FaultyFolder(Where where) {
    const std::string process = where == Where::workers ? "process" : "none";
    folder_.write("host.yaml",
                  "http: { port: 0, threads: 1 }\nadmin: { port: 0 }\nengine: { workers: 2, call_memory: 128MiB }\n"
                  "plugins: { directories: [ " PLUGINS
                  ", plugins ] }\ndrain: { grace: 1s }\n"
                  "isolation: { memory: 64MiB, grace: 100ms, components: { fault.analyzer: " +
                      process + ", fault.sub_analyzer: " + process + ", fault.connector: " + process +
                      ", check.fault: " + process + " } }\n");
    folder_.write_reason("hostile.wrong");
    folder_.write_product("patient", "60s", body("30s"));
    folder_.write_product("hasty", "60s", body("500ms"));
  }
  const std::filesystem::path& path() const { return folder_.path(); }

 private:
  static std::string body(const std::string& timeout) {
    const std::string review = "on_error: { retriable: review, permanent: review }";
    return R"(evidence:
  application: { kind: json, required: true, max_bytes: 64KiB, label: { es-MX: "los datos", en: "the data" } }
  subject: { kind: json, required: true, max_bytes: 64KiB, label: { es-MX: "la evidencia", en: "the evidence" } }
  asked: { kind: json, required: true, max_bytes: 64KiB, label: { es-MX: "la pregunta", en: "the question" } }
analysis:
  application:
    analyzer: { use: json, as: application, params: { fields: { name: { path: "/name", type: text } } } }
  subject:
    analyzer: { use: fault.analyzer, timeout: )" +
           timeout + R"( }
    sub_analyzers: [ { use: fault.sub_analyzer, timeout: )" +
           timeout + R"( } ]
  asked:
    analyzer: json
    connectors: [ { use: fault.connector, timeout: )" +
           timeout + R"( } ]
checks:
  victim: { use: check.fault, timeout: )" +
           timeout + ", " + review + R"( }
  neighbour: { use: check.sound, inputs: { text: fault.analyzer.out }, )" +
           review + R"( }
  sound: { use: check.sound, )" +
           review + " }";
  }

  integration::ConfigFolder folder_{REASONS, {JSON_PLUGIN}};
};

}  // namespace cotejo::faults
