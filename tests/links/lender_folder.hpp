// A lender's configuration with two products: by what is declared alone, and with a photo. Everybody here is invented.
#pragma once
#include "config_folder.hpp"

namespace cotejo::recovery {

inline constexpr const char* kRosa = "ZAQR900514MDFMRS07";
inline constexpr const char* kLuis = "LUOF880203HDFSCR01";
inline constexpr const char* kAccount = "002010077777777771";

class LenderFolder {
 public:
  LenderFolder() {
    const std::string plugins = PLUGINS;
    folder_.write("host.yaml",
                  "http: { port: 0, threads: 1 }\nadmin: { port: 0 }\nplugins: { directories: [ " + plugins +
                      " ] }\nmodels: { manifest: " SOURCE "/packaging/models.json, directory: " SOURCE "/models }\n");
    folder_.write_product("declared", "30s", product("", "", "[curp]"));
    if (with_models())
      folder_.write_product(
          "photographed", "30s",
          product("\n  selfie: { kind: image, required: true, max_bytes: 4MiB }",
                  "\n  selfie: { analyzer: image, sub_analyzers: [ { use: face, as: selfie } ] }", "[curp, face]"));
  }
  const std::filesystem::path& path() const { return folder_.path(); }
  operator const std::filesystem::path&() const { return path(); }
  void write(const std::string& name, const std::string& text) const { folder_.write(name, text); }

  static bool with_models() { return std::filesystem::exists(SOURCE "/models/face-feature.onnx"); }

 private:
  static std::string product(const std::string& evidence, const std::string& analysis, const std::string& required) {
    return "evidence:\n  application: { kind: json, required: true, max_bytes: 64KiB }" + evidence +
           "\nanalysis:\n  application:\n    analyzer: { use: json, as: application, params: { fields: { curp: {}, "
           "clabe: {}, "
           "phone: {} } } }\n    connectors: [ { use: identity.links, as: links" +
           (analysis.empty() ? "" : ", inputs: { selfie: selfie.embedding, selfie_quality: selfie.quality }") + " } ]" +
           analysis +
           "\nchecks:\n  synthetic_identity: { use: check.synthetic_identity, params: { required: " + required +
           " }, on_error: { retriable: review, permanent: review } }";
  }

  integration::ConfigFolder folder_{REASONS};
};

}  // namespace cotejo::recovery
