// What hits on lists mean for an application.
#pragma once
#include <judgement/judged_check.hpp>
#include <span>
#include <string>
#include <vector>

namespace watchlist {

using cotejo::judgement::Fact;
using cotejo::judgement::Judgement;

enum class Agreement { unknown, equal, differs };

struct Hit {
  std::string list, title, source, date, kind, entry;
  double score = 0;  // of the name, 0..1; 0 when a number alone agrees
  double namesakes = 0;
  bool by_number = false;
  Agreement curp = Agreement::unknown, birth_date = Agreement::unknown;
};

struct Searched {
  std::string title, source;
  cotejo::mx::Date date;
};

struct Params {
  double min_score = 0.88;
  std::int64_t max_age_days = 35;
  std::vector<std::string> told_apart_by{};
  std::vector<std::string> decisive{"sanctions", "internal", "lost_documents"};

  static void describe(cotejo::ParamSet<Params>& set);
};

struct Context {
  const Fact<std::vector<Hit>>& hits;
  const Fact<std::vector<Searched>>& lists;
  const Params& params;
  cotejo::mx::Date today;
};
using Rule = cotejo::judgement::Rule<Context>;
std::span<const Rule> rules();

}  // namespace watchlist
