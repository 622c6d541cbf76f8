#include "plugins/component_json.hpp"

#include <boost/json/array.hpp>

namespace cotejo::plugins {

boost::json::object to_json(const ComponentInfo& info) {
  const auto text = [](std::string_view s) { return boost::json::string(s); };
  const auto& d = info.declaration;
  boost::json::array consumes, produces, codes, models;
  for (const auto& p : d.consumes)
    consumes.push_back(boost::json::object{{"port", text(p.name)},
                                           {"source", text(p.source)},
                                           {"type", text(to_string(p.type))},
                                           {"required", p.required},
                                           {"many", p.many},
                                           {"summary", text(p.summary)}});
  for (const auto& p : d.produces)
    produces.push_back(boost::json::object{
        {"name", text(p.name)}, {"type", text(to_string(p.type))}, {"summary", text(p.summary)}, {"keep", p.keep}});
  for (const auto& code : d.codes) codes.push_back(text(code));
  for (const auto& [name, digest] : info.models)
    models.push_back(boost::json::object{{"name", text(name)}, {"digest", text(digest)}});
  boost::json::object out{{"id", text(d.id)},
                          {"version", text(d.version)},
                          {"kind", text(to_string(d.kind))},
                          {"summary", text(d.summary)},
                          {"plugin", text(info.plugin)},
                          {"concurrency", d.parallel ? "parallel" : "serial"},
                          {"isolation", info.isolated ? "process" : "none"},
                          {"available", info.unavailable.empty()},
                          {"params", d.params_schema},
                          {"consumes", std::move(consumes)},
                          {"produces", std::move(produces)},
                          {"codes", std::move(codes)},
                          {"models", std::move(models)}};
  if (!info.unavailable.empty()) out["unavailable"] = text(info.unavailable);
  return out;
}

}  // namespace cotejo::plugins
