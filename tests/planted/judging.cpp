#include "judging.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <regex>

#include "products/reason_catalogue.hpp"

namespace cotejo::planted {
namespace {

namespace json = boost::json;
using domain::Audience;
using domain::Item;
using domain::Verification;

std::string how(const Rule& rule) {
  std::vector<std::string> parts;
  const Application& application = rule.application;
  if (!application.make.empty()) parts.push_back(fmt::format("{}", fmt::join(application.make, " ")));
  for (const auto& [name, file] : application.take) parts.push_back("take " + name);
  for (const auto& [name, members] : application.edit) parts.push_back("edit " + name);
  if (!rule.earlier.empty()) parts.push_back(fmt::format("{} earlier", rule.earlier.size()));
  if (rule.params.size() > 0) parts.emplace_back("other params");
  if (application.at) parts.push_back("at another time");
  return fmt::format("{}", fmt::join(parts, ", "));
}

class Judging {
 public:
  Judging(const Rule& rule, const Verification& found, const products::Product& product, const json::object& truth)
      : rule_(rule), v_(found), product_(product), truth_(truth) {
    row_.code = rule.code;
    row_.how = how(rule);
    const auto item = std::ranges::find(v_.items, rule.code, &Item::code);
    item_ = item == v_.items.end() ? nullptr : &*item;
  }

  Row run(const Verdicts& genuine) {
    if (item_) {
      row_.confidence = item_->confidence;
      row_.evidence = fmt::format("{}", fmt::join(item_->evidence, " "));
      expect_evidence();
      expect_region();
      expect_told();
    } else {
      wrong("not found");
      for (const auto& item : v_.items) wrong("found " + item.code + " " + json::serialize(item.params));
    }
    expect_sayable();
    expect_undisturbed(genuine);
    return std::move(row_);
  }

 private:
  void wrong(std::string what) { row_.wrong.push_back(std::move(what)); }

  void expect_evidence() {
    for (const auto& name : rule_.evidence)
      if (std::ranges::find(item_->evidence, name) == item_->evidence.end()) wrong("does not rest on " + name);
  }

  // One of the places that the finding shows lies over where the specimen has the value.
  void expect_region() {
    for (const auto& trait : rule_.region) {
      const auto place = place_of(trait);
      if (!place) {
        wrong("truth.json has no region of " + trait);
        continue;
      }
      const bool shown = std::ranges::any_of(item_->places, [&](const Item::Place& each) {
        return each.evidence == place->evidence && overlap(each.region, place->region);
      });
      if (!shown) wrong(fmt::format("shows none of {} places where {} is", item_->places.size(), trait));
    }
  }

  // truth.json has boxes in fractions of the upright card and its corners in pixels; places are in fractions of the
  // picture. A scan is hardly in perspective.
  std::optional<Item::Place> place_of(const std::string& trait) const {
    const auto* regions = truth_.if_contains("regions");
    if (!regions) return {};
    for (const auto& [evidence, boxes] : regions->as_object()) {
      const auto* box = boxes.as_object().if_contains(trait);
      const auto* size = truth_.at("sizes").as_object().if_contains(evidence);
      if (!box || !size) continue;
      const auto of = [](const json::value& list, std::size_t i) { return list.at(i).to_number<double>(); };
      const auto& quad = truth_.at("quads").at(evidence);
      const auto on_picture = [&](double x, double y, std::size_t axis) {
        const auto corner = [&](std::size_t i) { return of(quad.at(i), axis); };
        const double above = corner(0) + x * (corner(1) - corner(0)), below = corner(3) + x * (corner(2) - corner(3));
        return (above + y * (below - above)) / of(*size, axis);
      };
      const double x = on_picture(of(*box, 0), of(*box, 1), 0), y = on_picture(of(*box, 0), of(*box, 1), 1);
      const double right = of(*box, 0) + of(*box, 2), bottom = of(*box, 1) + of(*box, 3);
      return Item::Place{
          std::string(evidence),
          {.x = x, .y = y, .width = on_picture(right, bottom, 0) - x, .height = on_picture(right, bottom, 1) - y}};
    }
    return {};
  }

  static bool overlap(const domain::Region& a, const domain::Region& b) {
    return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
  }

  // Exactly those whom the catalogue names; fraud never the applicant.
  void expect_told() {
    const auto* reason = product_.reasons->find(item_->code);
    for (const auto audience : {Audience::applicant, Audience::agent, Audience::internal}) {
      const bool told = std::ranges::any_of(v_.feedback, [&](const domain::Feedback& feedback) {
        return feedback.audience == audience && feedback.item &&
               (tells_of_it(v_.items[*feedback.item].code) || asks_for_the_same(feedback));
      });
      const bool listed = std::ranges::find(reason->audiences, audience) != reason->audiences.end() &&
                          !(audience == Audience::applicant && is_kept_from_the_applicant());
      if (told) row_.told += (row_.told.empty() ? "" : " ") + std::string(to_string(audience));
      if (told != listed) wrong(fmt::format("{} {}", to_string(audience), told ? "is told" : "is not told"));
    }
  }

  // The finding itself, or the reason why a value that it misses is not there.
  bool tells_of_it(const std::string& code) const {
    return code == item_->code || std::ranges::any_of(v_.traits, [&](const domain::Trait& trait) {
             return !trait.value && trait.absent_reason == code &&
                    std::ranges::find(item_->traits, trait.name.str()) != item_->traits.end();
           });
  }

  // The applicant reads one instruction for evidence that could not be read.
  bool asks_for_the_same(const domain::Feedback& feedback) const {
    return feedback.audience == Audience::applicant && item_->reason_class == "quality" && item_->retriable &&
           feedback.action == "resubmit" && !item_->evidence.empty() && feedback.evidence == item_->evidence.front();
  }

  // Whoever is rejected reads what the rejection rests on, and nothing of that when it is fraud.
  bool is_kept_from_the_applicant() const {
    if (v_.decision->would_be.value_or(v_.decision->outcome) != domain::Outcome::reject) return false;
    const auto& reasons = v_.decision->reasons;
    return std::ranges::find(reasons, item_->code) == reasons.end() ||
           std::ranges::any_of(reasons, [&](const std::string& code) {
             const auto* reason = product_.reasons->find(code);
             return reason && reason->reason_class == "fraud";
           });
  }

  // Whatever is said: every param is there, no code is shown, and the applicant reads of no fraud.
  void expect_sayable() {
    static const std::regex code("[a-z0-9]+_[a-z0-9_]+|[a-z]+\\.[a-z_]{3,}"), id("ver_[A-Za-z0-9_]+");
    for (const auto& feedback : v_.feedback) {
      const std::string of = feedback.item ? v_.items[*feedback.item].code : "general";
      const auto told = [&](const char* what) {
        wrong(fmt::format("{} to the {} {}: {}", of, to_string(feedback.audience), what, feedback.text));
      };
      if (feedback.text.find("—") != std::string::npos) told("lacks a value");
      if (feedback.text.find_first_of("{}") != std::string::npos) told("has a brace");
      if (std::regex_search(std::regex_replace(feedback.text, id, ""), code)) told("shows a code");
      if (feedback.audience != Audience::applicant || !feedback.item) continue;
      if (product_.reasons->find(of)->reason_class == "fraud") told("is of fraud");
    }
  }

  void expect_undisturbed(const Verdicts& genuine) {
    const std::string own = rule_.code.substr(0, rule_.code.find('.'));
    for (const auto& check : v_.checks) {
      if (check.name == own || std::ranges::find(rule_.also, check.name.str()) != rule_.also.end()) continue;
      const auto before = genuine.find(check.name);
      if (before != genuine.end() && check.verdict == before->second) continue;
      std::string why;
      for (const auto item : check.items) why += " " + v_.items[item].code;
      for (const auto& block : check.blocked_by) why += " for " + block.node;
      wrong(fmt::format("{} is {}{}", check.name.str(), to_string(check.verdict), why));
    }
    if (item_ && item_->severity >= domain::Severity::major && v_.decision->outcome == domain::Outcome::approve)
      wrong("approved");
  }

  const Rule& rule_;
  const Verification& v_;
  const products::Product& product_;
  const json::object& truth_;
  const Item* item_ = nullptr;
  Row row_;
};

}  // namespace

Row judge(const Rule& rule, const Verification& found, const products::Product& product, const Verdicts& genuine,
          const json::object& truth) {
  return Judging(rule, found, product, truth).run(genuine);
}

}  // namespace cotejo::planted
