#include "domain/json_path.hpp"

namespace cotejo::domain {

void JsonPath::end() {
  keys_.resize(levels_.back().begin);
  levels_.pop_back();
}

void JsonPath::key(std::string_view key) {
  keys_.resize(levels_.back().begin);
  keys_ += '/';
  if (key.find('~') == key.npos && key.find('/') == key.npos) {
    keys_ += key;
    return;
  }
  for (const char c : key) {
    if (c == '~')
      keys_ += "~0";
    else if (c == '/')
      keys_ += "~1";
    else
      keys_ += c;
  }
}

void JsonPath::value_ended() {
  if (!levels_.empty() && levels_.back().array) ++levels_.back().index;
}

std::string JsonPath::pointer() const {
  std::string text;
  for (std::size_t i = 0; i < levels_.size(); ++i) {
    const Level& level = levels_[i];
    if (level.array) {
      text += '/' + std::to_string(level.index);
    } else {
      const std::size_t end = i + 1 < levels_.size() ? levels_[i + 1].begin : keys_.size();
      text.append(keys_, level.begin, end - level.begin);
    }
  }
  return text;
}

}  // namespace cotejo::domain
