// The C++20 layer over abi.h, for plugin authors: include this, derive from Analyzer, SubAnalyzer, Connector or Check,
// and end the file with COTEJO_PLUGIN. Header-only: it is compiled into the plugin, no C++ type crosses to the host. A
// whole plugin:
//
//   #include <cotejo/plugin.hpp>
//   using namespace cotejo;
//
//   class Adult final : public Check {
//    public:
//     static constexpr About about{"check.adult", "1.0.0", "The applicant is of age"};
//     Port<std::int64_t> age{this, "age", "application.age"};
//     Code underage{this, "adult.underage"};
//
//     Status run(Call& call) override {
//       const auto years = call.get(age);
//       if (*years < 18) call.item(underage, Severity::critical, years.probability(), {age}, {{"found", *years}});
//       call.conclude(*years < 18 ? Verdict::fail : Verdict::pass, years.probability());
//       return Status::ok;
//     }
//   };
//   COTEJO_PLUGIN("adult", "1.0.0", Adult)
#pragma once
#include <array>
#include <boost/json/parse.hpp>
#include <cotejo/call.hpp>
#include <cotejo/component.hpp>
#include <cotejo/params.hpp>
#include <cotejo/types.hpp>
#include <cstring>
#include <exception>
#include <memory>

#define COTEJO_SDK_VERSION "1.1.0"  // semantic; the major is that of the ABI

namespace cotejo::detail {

template <class T>
concept HasParams = requires {
  typename T::Params;
};

template <class T>
boost::json::object params_schema() {
  if constexpr (HasParams<T>) {
    ParamSet<typename T::Params> set;
    T::Params::describe(set);
    return set.schema();
  } else {
    return {{"type", "object"}, {"additionalProperties", false}, {"properties", boost::json::object{}}};
  }
}

template <class T>
std::unique_ptr<T> construct(std::string_view params_json) {
  const auto json = boost::json::parse(params_json.empty() ? std::string_view{"{}"} : params_json).as_object();
  if constexpr (HasParams<T>) {
    ParamSet<typename T::Params> set;
    T::Params::describe(set);
    return std::make_unique<T>(set.parse(json));
  } else {
    if (!json.empty()) throw std::invalid_argument("this component has no params");
    return std::make_unique<T>();
  }
}

inline void write(const cotejo_sink* sink, std::string_view text) {
  sink->write(sink, bytes(text));
}

// Every call into a plugin goes through here: an exception, of whatever type, becomes a message and a status.
template <class Body, class Report>
cotejo_status guarded(Body&& body, Report&& report) noexcept {
  try {
    try {
      return body();
    } catch (const std::exception& e) {
      report(std::string_view{e.what()});
    } catch (...) {
      report(std::string_view{"an exception that is not a std::exception"});
    }
  } catch (...) {  // the report itself failed: memory is gone
  }
  return COTEJO_INTERNAL;
}

template <class T>
cotejo_status describe(cotejo_bytes params_json, const cotejo_sink* out, const cotejo_sink* error) noexcept {
  return guarded(
      [&]() -> cotejo_status {
        const auto component = construct<T>(view(params_json));
        const auto& declared = component->declared();
        boost::json::object json{{"id", T::about.id},
                                 {"version", T::about.version},
                                 {"summary", T::about.summary},
                                 {"concurrency", T::parallel ? "parallel" : "serial"},
                                 {"params", params_schema<T>()},
                                 {"models", declared.models},
                                 {"consumes", declared.consumes},
                                 {"produces", declared.produces},
                                 {"codes", declared.codes}};
        if (T::isolated) json["isolation"] = "process";
        write(out, boost::json::serialize(json));
        return COTEJO_OK;
      },
      [&](std::string_view what) { write(error, what); });
}

template <class T>
cotejo_status run(void* self, const cotejo_call* call) noexcept {
  return guarded(
      [&]() -> cotejo_status {
        Call typed{call};
        return static_cast<cotejo_status>(static_cast<T*>(self)->run(typed));
      },
      [&](std::string_view what) {
        const cotejo_failure failure{sizeof(cotejo_failure), 0, {nullptr, 0}, bytes(what)};
        call->fail(call, &failure);
      });
}

template <class T>
void destroy(void* self) noexcept {
  guarded(
      [&]() -> cotejo_status {
        delete static_cast<T*>(self);
        return COTEJO_OK;
      },
      [](std::string_view) {});
}

template <class T>
cotejo_status create(const cotejo_host* host, cotejo_bytes params_json, cotejo_component* out,
                     const cotejo_sink* error) noexcept {
  return guarded(
      [&]() -> cotejo_status {
        auto component = construct<T>(view(params_json));
        Host typed{host};
        component->prepare(typed);
        *out = {sizeof(cotejo_component), component.release(), &run<T>, &destroy<T>};
        return COTEJO_OK;
      },
      [&](std::string_view what) { write(error, what); });
}

struct Row {
  const char* kind;
  const char* id;
  cotejo_status (*describe)(cotejo_bytes, const cotejo_sink*, const cotejo_sink*);
  cotejo_status (*create)(const cotejo_host*, cotejo_bytes, cotejo_component*, const cotejo_sink*);
};

// The components of a plugin, with one factory for each kind.
template <class... Ts>
struct Table {
  static constexpr std::array<Row, sizeof...(Ts)> rows{Row{Ts::kind, Ts::about.id, &describe<Ts>, &create<Ts>}...};

  static const Row* row(const char* kind, std::uint32_t index) noexcept {
    for (const auto& r : rows)
      if (std::strcmp(r.kind, kind) == 0 && index-- == 0) return &r;
    return nullptr;
  }
  template <const auto& Kind>
  static const cotejo_factory* factory() noexcept {
    static const cotejo_factory table{sizeof(cotejo_factory),
                                      [] {
                                        std::uint32_t n = 0;
                                        for (const auto& r : rows) n += std::strcmp(r.kind, Kind) == 0;
                                        return n;
                                      }(),
                                      [](std::uint32_t index) -> const char* {
                                        const Row* r = row(Kind, index);
                                        return r ? r->id : nullptr;
                                      },
                                      [](std::uint32_t index, cotejo_bytes params, const cotejo_sink* out,
                                         const cotejo_sink* error) -> cotejo_status {
                                        const Row* r = row(Kind, index);
                                        return r ? r->describe(params, out, error) : COTEJO_UNSUPPORTED;
                                      },
                                      [](std::uint32_t index, const cotejo_host* host, cotejo_bytes params,
                                         cotejo_component* out, const cotejo_sink* error) -> cotejo_status {
                                        const Row* r = row(Kind, index);
                                        return r ? r->create(host, params, out, error) : COTEJO_UNSUPPORTED;
                                      }};
    return table.count ? &table : nullptr;
  }
  static constexpr char kAnalyzer[] = COTEJO_ANALYZER;
  static constexpr char kSubAnalyzer[] = COTEJO_SUB_ANALYZER;
  static constexpr char kConnector[] = COTEJO_CONNECTOR;
  static constexpr char kCheck[] = COTEJO_CHECK;
  static const cotejo_factory* of(const char* kind) noexcept {
    if (std::strcmp(kind, COTEJO_ANALYZER) == 0) return factory<kAnalyzer>();
    if (std::strcmp(kind, COTEJO_SUB_ANALYZER) == 0) return factory<kSubAnalyzer>();
    if (std::strcmp(kind, COTEJO_CONNECTOR) == 0) return factory<kConnector>();
    if (std::strcmp(kind, COTEJO_CHECK) == 0) return factory<kCheck>();
    return nullptr;
  }
};

inline constexpr const char* kNoExtensions[] = {nullptr};

}  // namespace cotejo::detail

// Exports the plugin. Use it once in a plugin, at namespace scope, after the component classes.
#define COTEJO_PLUGIN(name, version, ...)                                               \
  extern "C" __attribute__((visibility("default"))) const cotejo_entry cotejo_entry_v1; \
  const cotejo_entry cotejo_entry_v1{sizeof(cotejo_entry),                              \
                                     COTEJO_ABI_MAJOR,                                  \
                                     COTEJO_ABI_MINOR,                                  \
                                     name,                                              \
                                     version,                                           \
                                     COTEJO_SDK_VERSION,                                \
                                     ::cotejo::detail::kNoExtensions,                   \
                                     &::cotejo::detail::Table<__VA_ARGS__>::of};
