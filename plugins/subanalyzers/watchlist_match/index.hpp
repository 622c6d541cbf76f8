// Finds people on a list. Made once, then read from any thread.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "list.hpp"
#include "tokens.hpp"

namespace watchlist_match {

// The person to look for: everything that the application and the card state. Unknown members are empty.
struct Subject {
  std::vector<std::string> names;  // given names and surnames together
  std::vector<std::string> curps;  // in capitals
  std::string rfc;                 // in capitals
  std::vector<cotejo::mx::Date> birth_dates;
};

enum class Agreement { unknown, equal, differs };  // equal when any of several statements is equal

struct Hit {
  std::uint32_t entry = 0;  // index into the list
  double score = 0;         // 0..1, of the name; not a probability. 0 when it was found by a number alone
  double namesakes = 0;     // how many people in Mexico are expected to have the words that agree, by rarity.hpp
  bool alias = false;       // the best name was not the first
  Agreement curp = Agreement::unknown, rfc = Agreement::unknown, birth_date = Agreement::unknown;
  bool by_number() const { return curp == Agreement::equal || rfc == Agreement::equal; }
};

class Index {
 public:
  explicit Index(const List& list);  // which outlives it

  // The entries with the subject's CURP or RFC, followed by those whose name scores at least `min_score`, by score; at
  // most `most`.
  std::vector<Hit> find(const Subject& subject, double min_score, std::size_t most) const;

 private:
  using WordId = std::uint32_t;
  struct Word {
    std::string text, sound;
    double weight = 0;
    std::vector<std::uint32_t> names;  // that have it
  };
  struct Name {
    std::uint32_t entry = 0, first = 0;  // of its words, in words_of_names_
    std::uint16_t count = 0;
    bool alias = false;
  };
  struct Alike {
    WordId word;
    double similarity;
  };

  WordId word(const Token& token);
  void add_name(std::uint32_t entry, std::string_view name, bool alias);
  std::vector<Alike> alike(const Token& token) const;
  Hit judged(const Subject& subject, Hit hit) const;
  void by_name(std::string_view name, double min_score, std::unordered_map<std::uint32_t, Hit>& found) const;
  void by_number(const Subject& subject, std::unordered_map<std::uint32_t, Hit>& found) const;

  const List& list_;
  std::vector<Word> words_;
  std::vector<Name> names_;
  std::vector<WordId> words_of_names_;
  std::unordered_map<std::string, WordId> by_text_;
  std::unordered_map<std::string, std::vector<WordId>> by_shortened_;  // see shortened()
  std::unordered_map<std::string_view, std::vector<std::uint32_t>> by_curp_, by_rfc_;
};

}  // namespace watchlist_match
