#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json/serialize.hpp>
#include <cmath>
#include <map>

#include "decisions/decide.hpp"
#include "domain/media_type.hpp"
#include "products/platform_codes.hpp"

namespace cotejo::decisions {
namespace {

using domain::Audience;
using domain::Feedback;
using domain::Item;
using domain::Outcome;
using domain::Verification;
using products::EvidenceSpec;
using products::Product;
using products::Reason;
namespace json = boost::json;

constexpr std::array decided_by_itself{products::code_low_confidence, products::code_sampled,
                                       products::code_cap_reached, products::code_earlier_finding};
constexpr std::string_view unknown = "—";  // stands for a param that the item lacks

// As a person writes it: 0.9, not 9E-1.
std::string words_of(const json::value& value) {
  if (value.is_string()) return std::string(value.get_string());
  if (value.is_double()) return fmt::format("{}", std::round(value.get_double() * 1000) / 1000);
  if (const json::array* array = value.if_array()) {
    std::string text;
    for (const json::value& item : *array) text += (text.empty() ? "" : ", ") + words_of(item);
    return text;
  }
  return value.is_null() ? std::string(unknown) : json::serialize(value);
}

// What a text is about.
struct Occasion {
  const Reason* reason;
  std::optional<std::size_t> item;
  std::string evidence;  // the first that it names, if any
  std::string place;     // the check, analysis or evidence that it is of
  const json::object* params;
};

template <class Range, class Value>
bool contains(const Range& range, const Value& value) {
  return std::ranges::find(range, value) != std::ranges::end(range);
}

// The evidence of `place`, which is an evidence or a node: `selfie`, `selfie:person`.
std::string evidence_of(const std::string& place, const Product& product) {
  const std::string name = place.substr(0, place.find(':'));
  return product.find_evidence(name) ? name : "";
}

// What was not sent or cannot be used: what is wrong with it comes first, in the product's order, and nothing else that
// follows from that is said.
class Causes {
 public:
  Causes(const Product& product, const Verification& verification, std::vector<Occasion>& occasions)
      : product_(product), verification_(verification), occasions_(occasions) {
    for (const domain::Error& error : verification.errors)
      if (const std::string name = evidence_of(error.at, product); is_of_evidence(error) && !name.empty())
        unusable_.emplace(name, &error);
    std::erase_if(occasions, [&](const Occasion& occasion) { return is_second_error(occasion); });
    std::ranges::stable_sort(occasions, {}, [&](const Occasion& occasion) { return rank(occasion); });
  }

  // A check that misses a value asks for it in its own words. What took the value away is what there is to mend: where
  // that is told, other advice for the same thing misleads.
  bool tell(const Occasion& occasion, Audience audience) const {
    if (!occasion.item || !occasion.reason->retriable) return false;
    const Item& item = verification_.items[*occasion.item];
    if (!item.from_check) return false;
    const auto unusable = unusable_.find(occasion.evidence);
    if (unusable != unusable_.end() && (item.traits.empty() || unusable->second->at == occasion.evidence)) return true;
    return !item.traits.empty() && std::ranges::all_of(item.traits, [&](const std::string& trait) {
      return was_lost(trait, item) || says_why_absent(trait, audience);
    });
  }

  // One instruction for one photo: the first grave fault that an analysis finds in it brings about whatever other
  // analyses find later, and the values that nobody can read. Of several such values one is enough.
  bool leave_to_mend_first(const Occasion& occasion) const {
    if (!asks_for_better_evidence(occasion)) return false;
    const bool absence = is_absence(occasion);
    return std::ranges::any_of(occasions_.data(), &occasion, [&](const Occasion& earlier) {
      if (earlier.evidence != occasion.evidence || !asks_for_better_evidence(earlier)) return false;
      if (absence && is_absence(earlier)) return !tell(earlier, Audience::applicant);
      const bool follows = earlier.place != occasion.place && (absence || !item_of(occasion).from_check);
      return follows && !item_of(earlier).from_check && item_of(earlier).severity >= domain::Severity::major;
    });
  }

 private:
  const Item& item_of(const Occasion& occasion) const { return verification_.items[*occasion.item]; }

  static bool asks_for_better_evidence(const Occasion& occasion) {
    return occasion.item && !occasion.evidence.empty() && occasion.reason->reason_class == "quality" &&
           occasion.reason->action == "resubmit" && contains(occasion.reason->audiences, Audience::applicant);
  }

  // Rests on values alone, none of which is there.
  bool is_absence(const Occasion& occasion) const {
    const auto& traits = item_of(occasion).traits;
    return !traits.empty() && std::ranges::none_of(traits, [&](const std::string& name) {
      const domain::Trait* trait = find(name);
      return trait && trait->value;
    });
  }

  static bool is_of_evidence(const domain::Error& error) { return error.scope == domain::Scope::evidence; }

  bool is_evidence_error(const Occasion& occasion) const {
    return !occasion.evidence.empty() && std::ranges::any_of(verification_.errors, [&](const domain::Error& error) {
      return is_of_evidence(error) && error.code == occasion.reason->code &&
             evidence_of(error.at, product_) == occasion.evidence;
    });
  }

  // Says that the evidence itself is not there, though it need not have been sent. (A check may be called as evidence
  // is.)
  bool is_of_whole(const Occasion& occasion) const {
    return occasion.item && !verification_.items[*occasion.item].from_check && !occasion.evidence.empty() &&
           occasion.place == occasion.evidence;
  }

  // Two analyzers of one file may each have something against it; the first is enough to send another.
  bool is_second_error(const Occasion& occasion) const {
    return is_evidence_error(occasion) && unusable_.at(occasion.evidence)->code != occasion.reason->code;
  }

  std::size_t rank(const Occasion& occasion) const {
    const auto& all = product_.evidence;
    if (!is_evidence_error(occasion) && !is_of_whole(occasion)) return all.size();
    return static_cast<std::size_t>(product_.find_evidence(occasion.evidence) - all.data());
  }

  const domain::Trait* find(const std::string& trait) const {
    const auto found =
        std::ranges::find_if(verification_.traits, [&](const domain::Trait& each) { return each.name == trait; });
    return found == verification_.traits.end() ? nullptr : &*found;
  }

  // Nothing was read because of an error, which is not the applicant's to mend, or is the evidence's own.
  bool was_lost(const std::string& trait, const Item& item) const {
    if (find(trait)) return false;
    const std::string evidence = evidence_of(trait, product_);
    const auto of_it = [&](const domain::Error& error) { return evidence_of(error.at, product_) == evidence; };
    if (std::ranges::any_of(verification_.errors, of_it)) return true;
    const auto says_so = [&](const Occasion& each) { return is_of_whole(each) && each.evidence == evidence; };
    if (std::ranges::any_of(occasions_, says_so)) return true;
    const auto check = std::ranges::find_if(verification_.checks,
                                            [&](const domain::CheckResult& each) { return each.name == item.node; });
    return check != verification_.checks.end() &&
           std::ranges::any_of(check->blocked_by, [](const domain::Block& block) { return block.error.has_value(); });
  }

  bool says_why_absent(const std::string& name, Audience audience) const {
    const domain::Trait* trait = find(name);
    if (!trait || trait->value) return false;
    return std::ranges::any_of(occasions_, [&](const Occasion& cause) {
      return cause.reason->retriable && trait->absent_reason == cause.reason->code &&
             trait->evidence == cause.evidence && contains(cause.reason->audiences, audience);
    });
  }

  const Product& product_;
  const Verification& verification_;
  const std::vector<Occasion>& occasions_;
  std::map<std::string, const domain::Error*> unusable_;  // by evidence: the first error that it has
};

class Writer {
 public:
  Writer(const Product& product, const Verification& verification) : product_(product), verification_(verification) {}

  std::vector<Feedback> write(std::vector<Occasion> occasions) {
    const Causes causes(product_, verification_, occasions);
    for (const Occasion& occasion : occasions)
      for (const Audience audience : occasion.reason->audiences)
        if (may_read(audience, *occasion.reason) && !causes.tell(occasion, audience) &&
            !(audience == Audience::applicant && causes.leave_to_mend_first(occasion)))
          add(occasion, audience);
    if (asked_in_vain_) add_general(products::code_attempts_exhausted);
    const bool applicant_told = std::any_of(feedback_.begin(), feedback_.end(),
                                            [](const Feedback& f) { return f.audience == Audience::applicant; });
    if (!applicant_told && verification_.decision) add_general(general_code(verification_.decision->outcome));
    return std::move(feedback_);
  }

 private:
  static std::string_view general_code(Outcome outcome) {
    switch (outcome) {
      case Outcome::approve:
        return products::code_approved;
      case Outcome::reject:
        return products::code_rejected;
      case Outcome::review:
        return products::code_in_review;
    }
    return products::code_in_review;
  }

  bool may_read(Audience audience, const Reason& reason) const {
    if (audience != Audience::applicant) return true;
    if (reason.reason_class == "fraud") return false;
    if (!verification_.decision) return true;
    switch (verification_.decision->would_be.value_or(verification_.decision->outcome)) {
      case Outcome::approve:
        return false;
      case Outcome::reject:
        return !rejected_for_fraud() && contains(verification_.decision->reasons, reason.code);
      case Outcome::review:
        return true;
    }
    return true;
  }

  bool rejected_for_fraud() const {
    return std::ranges::any_of(verification_.decision->reasons, [&](const std::string& code) {
      const Reason* reason = product_.reasons->find(code);
      return reason && reason->reason_class == "fraud";
    });
  }

  void add_general(std::string_view code) {
    const Reason* reason = product_.reasons ? product_.reasons->find(code) : nullptr;
    if (!reason) return;
    static const json::object none;
    for (const Audience audience : reason->audiences) add({reason, {}, "", "", &none}, audience);
  }

  void add(const Occasion& occasion, Audience audience) {
    const Reason& reason = *occasion.reason;
    const auto words = reason.texts.find(audience);
    if (words == reason.texts.end()) return;
    for (const std::string& locale : product_.feedback.locales) {
      const auto text = words->second.find(locale);
      if (text == words->second.end()) continue;
      if (audience != Audience::applicant && asks_for_more(text->second, occasion, locale)) continue;
      Feedback feedback;
      feedback.audience = audience;
      feedback.locale = locale;
      feedback.item = occasion.item;
      feedback.text = filled(text->second, occasion, locale);
      feedback.action = reason.action;
      feedback.evidence = occasion.evidence;
      if (reason.retriable) count_attempts(feedback);
      if (!said(feedback)) feedback_.push_back(std::move(feedback));
    }
  }

  // A blocked check has no params, so texts with placeholders are useless. Applicants get theirs all the same.
  bool asks_for_more(std::string_view text, const Occasion& occasion, const std::string& locale) const {
    if (occasion.item) return false;
    const auto names = products::placeholders(text).names;
    return std::ranges::any_of(names, [&](const std::string& name) { return fact(name, occasion, locale) == unknown; });
  }

  void count_attempts(Feedback& feedback) {
    feedback.attempts_left = std::max(0, product_.feedback.attempts - verification_.attempt);
    if (*feedback.attempts_left > 0) return;
    feedback.action = "contact_support";
    asked_in_vain_ |= feedback.audience == Audience::applicant;
  }

  // Two items may lead to the same text, which is shown only once.
  bool said(const Feedback& feedback) const {
    return std::any_of(feedback_.begin(), feedback_.end(), [&](const Feedback& earlier) {
      return earlier.audience == feedback.audience && earlier.locale == feedback.locale &&
             earlier.text == feedback.text && earlier.evidence == feedback.evidence;
    });
  }

  std::string filled(std::string_view text, const Occasion& occasion, const std::string& locale) const {
    std::string out;
    while (!text.empty()) {
      const std::size_t begin = text.find('{');
      const std::size_t end = text.find('}', begin);
      if (end == std::string_view::npos) break;
      out += text.substr(0, begin);
      const std::string_view name = text.substr(begin + 1, end - begin - 1);
      if (name == "evidence") {
        join_label(out, fact(name, occasion, locale), locale);
      } else {
        out += fact(name, occasion, locale);
      }
      text.remove_prefix(end + 1);
    }
    return out.append(text);
  }

  // Labels carry their article, and Spanish joins it to the preposition before it: `de` + `el frente` is `del frente`.
  // A label that opens a sentence opens with a capital.
  static void join_label(std::string& out, std::string label, std::string_view locale) {
    const std::string_view before = out;
    if (locale.starts_with("es") && label.starts_with("el ") && (before.ends_with(" de ") || before.ends_with(" a "))) {
      out.pop_back();     // the space
      label.erase(0, 1);  // `de` + `l frente`, `a` + `l frente`
    }
    if ((out.empty() || out.ends_with(". ")) && !label.empty() && label[0] >= 'a' && label[0] <= 'z')
      label[0] = static_cast<char>(label[0] - 'a' + 'A');
    out += label;
  }

  std::string fact(std::string_view name, const Occasion& occasion, const std::string& locale) const {
    if (const json::value* value = occasion.params->if_contains(name))
      return product_.reasons->spoken(name, words_of(*value), locale);
    if (name == "evidence" && !occasion.evidence.empty()) return label(occasion.evidence, locale);
    if (name == "file_types" && !occasion.evidence.empty()) return file_types(occasion.evidence);
    if (name == "component" && !occasion.place.empty()) return product_.reasons->spoken(name, occasion.place, locale);
    return std::string(unknown);
  }

  // What `evidence` may be sent as: `PDF, JPG, PNG, WebP`.
  std::string file_types(const std::string& evidence) const {
    const EvidenceSpec* spec = product_.find_evidence(evidence);
    if (!spec) return std::string(unknown);
    std::string text;
    for (const products::AcceptedKind& kind : spec->kinds)
      text.append(text.empty() ? "" : ", ").append(domain::usual_files(kind.kind));
    return text;
  }

  std::string label(const std::string& evidence, const std::string& locale) const {
    const auto& all = product_.evidence;
    const auto spec = std::find_if(all.begin(), all.end(), [&](const EvidenceSpec& e) { return e.name == evidence; });
    if (spec == all.end()) return evidence;
    const auto found = spec->labels.find(locale);
    return found == spec->labels.end() ? evidence : found->second;
  }

  const Product& product_;
  const Verification& verification_;
  std::vector<Feedback> feedback_;
  bool asked_in_vain_ = false;
};

}  // namespace

std::vector<Feedback> feedback(const Product& product, Verification& verification) {
  static const json::object no_params;
  std::vector<Occasion> occasions;
  if (!product.reasons) return {};
  for (std::size_t i = 0; i < verification.items.size(); ++i) {
    Item& item = verification.items[i];
    const Reason* reason = product.reasons->find(item.code);
    if (!reason) continue;
    item.reason_class = reason->reason_class;
    item.retriable = reason->retriable;
    occasions.push_back({reason, i, item.evidence.empty() ? "" : item.evidence.front(), item.node, &item.params});
  }
  // Does not repeat what the text of an item says already.
  const auto add = [&](const std::string& code, const std::string& place) {
    const Reason* reason = product.reasons->find(code);
    const std::string evidence = evidence_of(place, product);
    const bool told = std::any_of(occasions.begin(), occasions.end(), [&](const Occasion& earlier) {
      return earlier.reason == reason && earlier.evidence == evidence && (earlier.item || earlier.place == place);
    });
    if (reason && !told) occasions.push_back({reason, {}, evidence, place, &no_params});
  };
  for (const domain::Error& error : verification.errors) add(error.code, error.at);
  for (const domain::CheckResult& check : verification.checks)
    for (const domain::Block& block : check.blocked_by)
      if (!block.error) add(block.reason, block.node);
  // Says why a decision is not automatic, where no finding is the cause.
  if (verification.decision)
    for (const std::string_view code : decided_by_itself)
      if (std::ranges::find(verification.decision->reasons, code) != verification.decision->reasons.end())
        add(std::string(code), "");
  return Writer(product, verification).write(std::move(occasions));
}

}  // namespace cotejo::decisions
