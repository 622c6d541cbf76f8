#include "mx/amount_in_words.hpp"

#include <algorithm>
#include <vector>

#include "mx/name.hpp"
#include "mx/spanish_number.hpp"

namespace cotejo::mx {
namespace {

constexpr std::size_t kMaxBytes = 400;  // of a spelled amount; the longest has 190
constexpr std::int64_t kMillion = 1'000'000;

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> out;
  for (const std::string& word : words(normalize(text))) {
    constexpr std::string_view kAround = "()[]*-.,:;\"";
    const auto first = word.find_first_not_of(kAround), last = word.find_last_not_of(kAround);
    if (first != word.npos) out.push_back(word.substr(first, last - first + 1));
  }
  return out;
}

class Reader {
 public:
  explicit Reader(std::vector<std::string> words) : words_(std::move(words)) {}

  std::optional<std::int64_t> amount() {
    take("SON");
    const auto whole = number();
    if (!whole || *whole * 100 > kMaxSpelledCents) return std::nullopt;
    auto cents = hundredths();  // `DOS MIL 00/100 PESOS`
    if (*whole >= kMillion && *whole % kMillion == 0) take("DE");
    if (!take("PESOS") && !take("PESO")) return std::nullopt;
    take("MEXICANOS");
    if (!cents) cents = hundredths();
    if (!cents) cents = centavos();
    currency();
    if (at_ != words_.size()) return std::nullopt;
    return *whole * 100 + cents.value_or(0);
  }

 private:
  bool is(std::size_t at, std::string_view word) const { return at < words_.size() && words_[at] == word; }
  bool take(std::string_view word) {
    if (!is(at_, word)) return false;
    ++at_;
    return true;
  }
  long value_at(std::size_t at) const { return at < words_.size() ? spanish_number_word(words_[at]).value_or(-1) : -1; }

  // 1..999.
  std::optional<long> group() {
    long sum = 0;
    if (const long hundreds = value_at(at_); hundreds >= 100) {
      sum = hundreds;
      if (words_[at_++] == "CIEN") return sum;
    }
    const long rest = value_at(at_);
    if (rest < 1 || rest >= 100) return sum > 0 ? std::optional(sum) : std::nullopt;
    sum += rest, ++at_;
    const long unit = rest % 10 == 0 && is(at_, "Y") ? value_at(at_ + 1) : -1;  // TREINTA Y UNO, DIEZ Y SEIS
    if (unit < 1 || unit > 9) return sum;
    at_ += 2;
    return sum + unit;
  }

  std::optional<std::int64_t> number() {
    if (take("CERO")) return 0;
    std::int64_t sum = 0;
    auto part = group();
    if (part && (is(at_, "MILLONES") || (*part == 1 && is(at_, "MILLON")))) {
      sum = *part * kMillion;
      ++at_;
      part = group();
    }
    if (take("MIL")) {
      sum += part.value_or(1) * 1000;
      part = group();
    }
    if (!part && sum == 0) return std::nullopt;
    return sum + part.value_or(0);
  }

  // `00/100`.
  std::optional<std::int64_t> hundredths() {
    const std::size_t at = is(at_, "CON") ? at_ + 1 : at_;
    if (at >= words_.size()) return std::nullopt;
    const std::string& word = words_[at];
    const auto digit = [&](std::size_t i) { return word[i] >= '0' && word[i] <= '9'; };
    if (word.size() != 6 || !word.ends_with("/100") || !digit(0) || !digit(1)) return std::nullopt;
    at_ = at + 1;
    return (word[0] - '0') * 10 + (word[1] - '0');
  }

  // `CON CINCUENTA CENTAVOS`.
  std::optional<std::int64_t> centavos() {
    const std::size_t start = at_;
    if (take("CON") || take("Y")) {
      const auto value = number();
      if (value && *value < 100 && (take("CENTAVOS") || take("CENTAVO"))) return value;
    }
    at_ = start;
    return std::nullopt;
  }

  void currency() {
    if (take("M.N") || take("MN") || take("M/N") || take("MXN") || (take("M") && take("N"))) return;
    if (is(at_, "MONEDA") && is(at_ + 1, "NACIONAL")) at_ += 2;
  }

  std::vector<std::string> words_;
  std::size_t at_ = 0;
};

// Before a noun `uno` is short: VEINTIUN MIL, UN PESO.
std::string shortened(std::string words) {
  for (auto at = words.find("UNO"); at != words.npos; at = words.find("UNO", at + 2)) words.erase(at + 2, 1);
  return words;
}

}  // namespace

std::optional<std::int64_t> parse_amount_in_words(std::string_view text) {
  if (text.size() > kMaxBytes) return std::nullopt;
  return Reader(words_of(text)).amount();
}

std::optional<std::string> amount_in_words(std::int64_t cents) {
  if (cents < 0 || cents > kMaxSpelledCents) return std::nullopt;
  const std::int64_t whole = cents / 100, hundredths = cents % 100;
  const auto words = spanish_words(static_cast<long>(whole));
  if (!words) return std::nullopt;
  const bool round_millions = whole >= kMillion && whole % kMillion == 0;
  return shortened(*words) + (round_millions ? " DE" : "") + (whole == 1 ? " PESO " : " PESOS ") +
         (hundredths < 10 ? "0" : "") + std::to_string(hundredths) + "/100 M.N.";
}

}  // namespace cotejo::mx
