#include "plugins/models.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <vector>

#include "domain/digest.hpp"
#include "domain/mapped_file.hpp"

namespace cotejo::plugins {
namespace {

std::string text(const boost::json::object& entry, std::string_view key) {
  const auto* value = entry.if_contains(key);
  return value && value->is_string() ? std::string(value->as_string()) : std::string{};
}

domain::Error missing(std::string message) {
  return domain::make_error(domain::Scope::platform, "model.missing", std::move(message));
}

}  // namespace

Models::Models(const std::filesystem::path& manifest, const std::filesystem::path& directory) {
  std::ifstream in(manifest);
  if (!in) throw std::runtime_error("cannot read the model manifest " + manifest.string());
  std::stringstream source;
  source << in.rdbuf();
  boost::system::error_code error;
  const auto root = boost::json::parse(source.str(), error);
  const auto* list = !error && root.is_object() ? root.as_object().if_contains("models") : nullptr;
  if (!list || !list->is_array())
    throw std::runtime_error(manifest.string() + " is not a JSON object with a list 'models'");
  for (const auto& value : list->as_array()) {
    if (!value.is_object()) continue;
    const auto& entry = value.as_object();
    ModelInfo info{text(entry, "name"), {}, text(entry, "sha256"), text(entry, "what_is_lost"), false};
    const std::string path = text(entry, "path");
    info.file = path.empty() ? directory / text(entry, "file") : std::filesystem::path(path);
    if (info.name.empty() || info.file.filename().empty())
      throw std::runtime_error(manifest.string() + ": an entry of 'models' lacks 'name', or both 'file' and 'path'");
    if (!info.expected_digest.empty() && !info.expected_digest.starts_with("sha256:"))
      info.expected_digest.insert(0, "sha256:");
    const std::string name = info.name;
    models_.insert_or_assign(name, std::move(info));
  }
}

const ModelInfo* Models::find(std::string_view name) const {
  const auto it = models_.find(name);
  return it == models_.end() ? nullptr : &it->second;
}

void Models::add_file(const std::string& name, const std::filesystem::path& file) {
  models_.insert_or_assign(name, ModelInfo{name, file, {}, {}, true});
}

// It may have been meant as either: what people replace, or what is fetched.
std::string Models::unknown(std::string_view name) const {
  std::string replaceable;
  for (const auto& [known, info] : models_)
    if (info.replaceable) replaceable += (replaceable.empty() ? "" : ", ") + known;
  return "there is no '" + std::string(name) +
         "': it is neither a list (a *.json in the folder lists beside products), nor one of models.files in host.yaml"
         " (these are " +
         (replaceable.empty() ? "none" : replaceable) + "), nor a model of the manifest";
}

domain::Result<Models::Opened> Models::open(std::string_view name) {
  const auto* info = find(name);
  if (!info) return missing(unknown(name));
  const std::lock_guard lock(mutex_);
  const auto known = opened_.find(name);
  if (known != opened_.end() && !info->replaceable) return known->second.opened;
  const FileIdentity identity = info->replaceable ? identity_of(info->file.string()) : FileIdentity{};
  if (known != opened_.end() && known->second.identity == identity) return known->second.opened;
  const auto file = domain::MappedFile::open(info->file);
  if (!file)
    return missing(info->replaceable ? "file '" + info->name + "' cannot be read (" + info->file.string() +
                                           "): put it there, or name another one in host.yaml (models.files)"
                                     : "model '" + info->name + "' is not installed (" + info->file.string() +
                                           "): run packaging/fetch-models.sh");
  Opened opened{file->bytes(), domain::digest_of(file->text())};
  if (!info->expected_digest.empty() && opened.digest != info->expected_digest)
    return missing("model '" + info->name + "' has digest " + opened.digest + ", expected " + info->expected_digest +
                   " (" + info->file.string() + "): fetch it again");
  // Components keep pointers into the mapping for the life of the process.
  static std::mutex forever_mutex;
  static auto* forever = new std::vector<std::shared_ptr<const domain::MappedFile>>;
  {
    const std::lock_guard forever_lock(forever_mutex);
    forever->push_back(file);
  }
  return opened_.insert_or_assign(info->name, Mapped{identity, std::move(opened)}).first->second.opened;
}

}  // namespace cotejo::plugins
