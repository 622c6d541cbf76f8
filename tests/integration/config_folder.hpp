// The configuration of a host as a folder of its own: host.yaml, products/, reasons/, plugins/.
#pragma once
#include <fstream>
#include <initializer_list>
#include <string>

#include "folder.hpp"

namespace cotejo::integration {

class ConfigFolder {
 public:
  // `reasons`: the folder whose files are linked into reasons/, so that a test may add its own.
  explicit ConfigFolder(const std::filesystem::path& reasons, std::initializer_list<const char*> plugins = {}) {
    for (const char* name : {"products", "reasons", "plugins"}) std::filesystem::create_directories(path() / name);
    for (const auto& file : std::filesystem::directory_iterator(reasons))
      if (file.path().extension() == ".yaml") link(file.path(), "reasons");
    for (const char* plugin : plugins) link(plugin, "plugins");
  }

  const std::filesystem::path& path() const { return folder_.path(); }
  operator const std::filesystem::path&() const { return path(); }

  void write(const std::string& name, const std::string& text) const { std::ofstream(path() / name) << text; }

  // What a test's component may say, as a reason that nobody but the host's people sees.
  void write_reason(const std::string& code) const {
    write("reasons/hostile.yaml", "reasons:\n  " + code + R"(:
    class: system
    retriable: false
    action: none
    audiences: [internal]
    texts:
      internal: { es-MX: "Lo que la prueba pidió.", en: "What the test asked for." }
)");
  }

  // A product that approves what passes and leaves the rest to a person. `body`: evidence, analysis and checks.
  void write_product(const std::string& id, const std::string& deadline, const std::string& body,
                     int version = 1) const {
    write("products/" + id + ".yaml", product(id, deadline, body, version));
  }
  static std::string product(const std::string& id, const std::string& deadline, const std::string& body, int version) {
    return "product: " + id + "\nversion: " + std::to_string(version) + "\ndeadline: " + deadline + "\n" + body + R"(
decision:
  approve: { all_checks: pass }
  otherwise: review
feedback: { locales: [ es-MX, en ], attempts: 3 }
)";
  }

 private:
  void link(const std::filesystem::path& file, const char* folder) const {
    std::filesystem::create_symlink(file, path() / folder / file.filename());
  }

  Folder folder_;
};

}  // namespace cotejo::integration
