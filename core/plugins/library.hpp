// Opens one plugin file: its symbol table is examined before any of its code runs, then it is mapped for the life of
// the process.
#pragma once
#include <cotejo/abi.h>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "domain/error.hpp"
#include "plugins/declaration.hpp"

namespace cotejo::plugins {

// Maps the plugin for the life of the process. The error's message is one sentence without the file's name: what is
// wrong and what to do.
domain::Result<const cotejo_entry*> open_plugin(const std::filesystem::path& file);

// A component that a plugin offers.
struct Offer {
  const cotejo_factory* factory = nullptr;
  std::uint32_t index = 0;
  Declaration declaration;  // for the default params
};

// All components of the plugin with their declarations. The error's message is one sentence.
domain::Result<std::vector<Offer>> offers_of(const cotejo_entry& entry);

domain::Result<Declaration> describe_at(const cotejo_factory& factory, std::uint32_t index, Kind kind,
                                        std::string_view params_json);

}  // namespace cotejo::plugins
