// Configuration of a host over the plugin with the faults.
#pragma once
#include <filesystem>
#include <fstream>
#include <string>

#include "folder.hpp"

namespace cotejo::faults {

enum class Where { host, workers };

// Two products that differ in their patience: `patient` waits for its components, `hasty` ends those that go on.
class FaultyFolder {
 public:
  explicit FaultyFolder(Where where) {
    const auto& root = folder_.path();
    std::filesystem::create_directories(root / "products");
    std::filesystem::create_directories(root / "reasons");
    for (const auto& file : std::filesystem::directory_iterator(REASONS))
      if (file.path().extension() == ".yaml")
        std::filesystem::create_symlink(file.path(), root / "reasons" / file.path().filename());
    const std::string process = where == Where::workers ? "process" : "none";
    write("host.yaml",
          "http: { port: 0, threads: 1 }\nadmin: { port: 0 }\nengine: { workers: 2, call_memory: 128MiB }\n"
          "plugins: { directories: [ " PLUGINS
          ", json ] }\ndrain: { grace: 1s }\n"
          "isolation: { memory: 64MiB, grace: 100ms, components: { fault.analyzer: " +
              process + ", fault.sub_analyzer: " + process + ", fault.connector: " + process +
              ", check.fault: " + process + " } }\n");
    std::filesystem::create_directories(root / "json");
    std::filesystem::create_symlink(JSON_PLUGIN, root / "json/json.so");
    write("reasons/hostile.yaml", reasons());
    write("products/patient.yaml", product("patient", "30s"));
    write("products/hasty.yaml", product("hasty", "500ms"));
  }
  const std::filesystem::path& path() const { return folder_.path(); }

 private:
  void write(const std::string& name, const std::string& text) const { std::ofstream(path() / name) << text; }

  static std::string reasons() {
    return R"(reasons:
  hostile.wrong:
    class: system
    retriable: false
    action: none
    audiences: [internal]
    texts:
      internal: { es-MX: "Lo que la prueba pidió.", en: "What the test asked for." }
)";
  }

  static std::string product(const std::string& id, const std::string& timeout) {
    const std::string review = "on_error: { retriable: review, permanent: review }";
    return "product: " + id + R"(
version: 1
deadline: 60s
evidence:
  application: { kind: json, required: true, max_bytes: 64KiB, label: { es-MX: "los datos", en: "the data" } }
  subject: { kind: json, required: true, max_bytes: 64KiB, label: { es-MX: "la evidencia", en: "the evidence" } }
analysis:
  application:
    analyzer: { use: json, as: application, params: { fields: { name: { path: "/name", type: text } } } }
  subject:
    analyzer: { use: fault.analyzer, timeout: )" +
           timeout + R"( }
    sub_analyzers: [ { use: fault.sub_analyzer, timeout: )" +
           timeout + R"( } ]
checks:
  victim: { use: check.fault, timeout: )" +
           timeout + ", " + review + R"( }
  neighbour: { use: check.sound, inputs: { text: fault.analyzer.out }, )" +
           review + R"( }
  sound: { use: check.sound, )" +
           review + R"( }
decision:
  approve: { all_checks: pass }
  otherwise: review
feedback: { locales: [ es-MX, en ], attempts: 3 }
)";
  }

  integration::Folder folder_;
};

}  // namespace cotejo::faults
