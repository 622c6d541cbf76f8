#include "plugins/library.hpp"

#include <dlfcn.h>

#include <algorithm>
#include <boost/dll/library_info.hpp>
#include <boost/dll/shared_library.hpp>

#include "plugins/host.hpp"
#include "plugins/loaded_library.hpp"

namespace cotejo::plugins {
namespace {

namespace dll = boost::dll;

constexpr std::string_view kEntryPrefix = "cotejo_entry_v";
constexpr std::pair<Kind, const char*> kKinds[] = {{Kind::analyzer, COTEJO_ANALYZER},
                                                   {Kind::sub_analyzer, COTEJO_SUB_ANALYZER},
                                                   {Kind::connector, COTEJO_CONNECTOR},
                                                   {Kind::check, COTEJO_CHECK}};

domain::Error refusal(std::string message) {
  return domain::make_error(domain::Scope::platform, "plugin.refused", std::move(message));
}

// The ABI major that the library was built for, read from its symbol table before any of its code runs. -1: no plugin.
int abi_major(const std::filesystem::path& file) {
  for (const auto& symbol : dll::library_info(file.string()).symbols()) {
    if (!symbol.starts_with(kEntryPrefix)) continue;
    const auto digits = symbol.substr(kEntryPrefix.size());
    if (!digits.empty() && digits.size() < 6 &&
        std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; }))
      return std::stoi(digits);
  }
  return -1;
}

std::string other_major(int major) {
  const std::string ours = std::to_string(COTEJO_ABI_MAJOR);
  return "built for plugin ABI " + std::to_string(major) + ", this host speaks " + ours +
         (major > static_cast<int>(COTEJO_ABI_MAJOR) ? " (upgrade the host, or rebuild with SDK "
                                                     : " (rebuild the plugin with SDK ") +
         ours + ".x)";
}

// Why this host cannot run the plugin; empty when it can.
std::string misfit(const cotejo_entry& entry) {
  if (entry.struct_size < sizeof(cotejo_entry) || !entry.factory) return "its entry is incomplete";
  if (entry.abi_minor <= COTEJO_ABI_MINOR) {
    for (const char* const* id = entry.required_extensions; id && *id; ++id)
      if (!Host::has_extension(*id))
        return "it needs " + std::string(*id) + ", which this host does not have (upgrade the host)";
    return {};
  }
  std::string missing;
  for (const char* const* id = entry.required_extensions; id && *id; ++id)
    if (!Host::has_extension(*id)) missing += (missing.empty() ? "; missing here: " : ", ") + std::string(*id);
  const std::string major = std::to_string(COTEJO_ABI_MAJOR) + ".";
  return "built for plugin ABI " + major + std::to_string(entry.abi_minor) + ", this host speaks " + major +
         std::to_string(COTEJO_ABI_MINOR) + missing + " (upgrade the host, or rebuild with SDK " + major +
         std::to_string(COTEJO_ABI_MINOR) + ")";
}

}  // namespace

domain::Result<const cotejo_entry*> open_plugin(const std::filesystem::path& file) {
  int major = -1;
  try {
    major = abi_major(file);
  } catch (const std::exception&) {
    return refusal("not a plugin: it is not a shared library of this machine");
  }
  if (major < 0) return refusal("not a plugin: it does not export " + std::string(COTEJO_ENTRY_SYMBOL));
  if (major != static_cast<int>(COTEJO_ABI_MAJOR)) return refusal(other_major(major));
  try {
    // Boost.DLL has no word for RTLD_NODELETE; the cast passes the flag on. The mapping outlives the handle by it.
    const dll::shared_library library(
        std::filesystem::absolute(file).string(),
        dll::load_mode::rtld_now | dll::load_mode::rtld_local | static_cast<dll::load_mode::type>(RTLD_NODELETE));
    keep_opencv_single_threaded();
    const auto& entry = library.get<const cotejo_entry>(COTEJO_ENTRY_SYMBOL);
    if (auto problem = misfit(entry); !problem.empty()) return refusal(std::move(problem));
    return &entry;
  } catch (const std::exception& e) {
    return refusal("it cannot be loaded: " + std::string(e.what()));
  }
}

domain::Result<std::vector<Offer>> offers_of(const cotejo_entry& entry) {
  std::vector<Offer> offers;
  for (const auto& [kind, id] : kKinds) {
    const auto* factory = entry.factory(id);
    if (!factory) continue;
    for (std::uint32_t i = 0; i < factory->count; ++i) {
      auto declaration = describe_at(*factory, i, kind, "{}");
      const char* name = factory->id(i);
      if (!declaration) return refusal(std::string(name ? name : "a component") + ": " + declaration.error().message);
      if (!name || declaration->id != name)
        return refusal("its component '" + declaration->id + "' goes by another id in its factory");
      if (std::any_of(offers.begin(), offers.end(),
                      [&](const Offer& other) { return other.declaration.id == declaration->id; }))
        return refusal("it provides component '" + declaration->id + "' twice");
      offers.push_back({factory, i, std::move(*declaration)});
    }
  }
  if (offers.empty()) return refusal("it has no components that this host knows");
  return offers;
}

domain::Result<Declaration> describe_at(const cotejo_factory& factory, std::uint32_t index, Kind kind,
                                        std::string_view params_json) {
  Sink out, error;
  if (factory.describe(index, {params_json.data(), params_json.size()}, &out, &error) != COTEJO_OK)
    return domain::make_error(domain::Scope::platform, "plugin.params",
                              error.text.empty() ? "it cannot be described with these params" : error.text);
  return parse_declaration(kind, out.text);
}

}  // namespace cotejo::plugins
