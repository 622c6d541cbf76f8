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

// Whether the applicant's name could be read on the card that was shown, as a whole.
enum class CardName { no_card, unread, read };

struct Params {
  double min_score = 0.88;
  double min_probability = 0.80;
  std::int64_t max_age_days = 35;
  std::vector<std::string> told_apart_by{};
  std::vector<std::string> decisive{"sanctions", "internal", "lost_documents"};

  static void describe(cotejo::ParamSet<Params>& set);
};

struct Facts {
  Fact<std::vector<Hit>> hits;
  Fact<std::vector<Searched>> lists;
  Fact<std::vector<std::string>> left_out;
  cotejo::judgement::Flag card_named;
  CardName card = CardName::no_card;
};

struct Context {
  const Facts& facts;
  const Params& params;
  cotejo::mx::Date today;
};
using Rule = cotejo::judgement::Rule<Context>;
std::span<const Rule> rules();

}  // namespace watchlist
