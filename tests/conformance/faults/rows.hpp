// What can go wrong in a call, and what the host makes of it: one row a fault, for every kind of component.
#pragma once
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace cotejo::faults {

struct Row {
  const char* fault;
  const char* ending;              // of the error's code, behind `analysis.` or `check.`
  const char* worker_end = "";     // what ends the worker that it runs in; empty: the worker goes on
  bool needs_worker = false;       // no host survives it in its own process
  bool late = false;               // it goes on when its time is up
  bool needs_confinement = false;  // workers of sanitized builds have no limits
};

inline const std::vector<Row>& rows() {
  static const std::vector<Row> all{
      {"throws", "failed"},
      {"throws_no_exception", "failed"},
      {"hangs", "deadline", "overdue", false, true},
      {"loops", "deadline", "overdue", true, true},
      {"ignores_cancellation", "deadline", "overdue", false, true},
      {"claims_cancellation", "contract"},
      {"returns_no_status", "contract"},
      {"emits_garbage", "contract"},
      {"emits_no_probability", "contract"},
      {"emits_wrong_type", "contract"},
      {"emits_undeclared_trait", "contract"},
      {"emits_twice", "contract"},
      {"emits_too_much", "contract"},
      {"finds_undeclared_code", "contract"},
      {"finds_with_no_severity", "contract"},
      {"floods_items", "contract"},
      {"asks_for_a_request", "contract"},
      {"asks_in_garbage", "contract"},
      {"asks_without_end", "contract"},
      {"takes_host_memory", "unavailable"},
      {"takes_memory", "memory", "memory", true, false, true},
      {"crashes", "crashed", "crashed", true},
      {"aborts", "crashed", "crashed", true},
      {"exits", "crashed", "crashed", true},
      {"opens_a_socket", "forbidden", "forbidden", true, false, true},
  };
  return all;
}

// Those that a host, or a host with workers, is to survive in this build.
inline std::vector<Row> rows_for(bool workers) {
#ifdef __SANITIZE_ADDRESS__
  constexpr bool confined = false;
#else
  constexpr bool confined = true;
#endif
  std::vector<Row> fit;
  for (const auto& row : rows())
    if ((workers || !row.needs_worker) && (confined || !row.needs_confinement)) fit.push_back(row);
  return fit;
}

// The scope of a component's error, `analysis` or `check`, and its code. To ask is what connectors are for; what one
// asks for without saying what is not there.
struct Ending {
  std::string scope, code;
};
inline Ending ending_of(const Row& row, const std::string& scope, bool of_connector) {
  if (of_connector && row.fault == std::string_view("asks_for_a_request")) return {"service", "service.unknown"};
  return {scope, scope + "." + row.ending};
}

inline void PrintTo(const Row& row, std::ostream* out) {
  *out << row.fault;
}

}  // namespace cotejo::faults
