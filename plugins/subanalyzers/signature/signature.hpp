// signature as a component: ports and traits around ink, normal forms and their likeness.
#pragma once
#include <cmath>
#include <cotejo/opencv.hpp>
#include <cotejo/plugin.hpp>
#include <optional>
#include <vector>

#include "card_signatures.hpp"
#include "copies.hpp"
#include "ink.hpp"
#include "likeness.hpp"
#include "type.hpp"

namespace cotejo::signature {

class SignatureReader final : public SubAnalyzer {
 public:
  static constexpr bool parallel = true;
  static constexpr About about{"signature", "1.0.0",
                               "Ink above the lines of a contract, and its likeness to the voter card's signature"};

  struct Params {
    std::vector<std::string> signers{"borrower"};
    static void describe(ParamSet<Params>& set) {
      set.add("signers", &Params::signers, "Roles, as the template names them, that are the voter card's holder");
    }
  };

  explicit SignatureReader(const Params& params) : signers_(params.signers) {}

  Port<Json> places{this, "places", "contract.document.signature_places", "Where the contract is to be signed"};
  OptionalPort<Frames> pictures{this, "pictures", "pdf.page_images", "All pages, grey"};
  OptionalPort<Image> back{this, "back", "document.rectify.card", "Upright back of the voter card"};
  OptionalPort<Image> front{this, "front", "document.rectify.card", "Upright front of the voter card"};

  Trait<Json> marks{this, "marks", "What stands above each line: ink, typed, blank; README.md has the form"};
  Trait<double> similarity{this, "similarity", "Score 0..1 that the holder's ink is of the voter card's hand"};

  Code no_places{this, "signature.no_places"};
  Code no_pictures{this, "signature.no_pictures"};
  Code no_reference{this, "signature.no_reference"};
  Code no_ink{this, "signature.no_ink"};

  Status run(Call& call) override {
    const auto lines = call.get(places);
    if (!lines) return report_nothing(call, no_places);
    const auto frames = call.get(pictures);
    if (!frames) return report_nothing(call, no_pictures);
    const auto parsed = lines->parse();
    if (!parsed.is_array()) return call.fail(Status::invalid_input, {}, "the places have another form", false);
    std::vector<Mark> found;
    for (const auto& value : parsed.as_array()) {
      if (call.cancelled()) return Status::cancelled;
      if (value.is_object() && found.size() < kMostMarks) found.push_back(mark_of(value.as_object(), *frames));
    }
    const auto references = references_of(call);
    if (call.cancelled()) return Status::cancelled;
    compare_copies(found, references);
    for (Mark& mark : found) {
      if (call.cancelled()) return Status::cancelled;
      if (mark.kind == "ink" && is_holder(mark)) mark.likeness = likeness_of(call, mark, references);
    }
    if (call.cancelled()) return Status::cancelled;
    report(call, found, references);
    return Status::ok;
  }

 private:
  static constexpr std::size_t kMostMarks = 24;
  static constexpr std::uint32_t kLargest = 6000;  // pixels of a side
  static constexpr int kLargestPlace = 1'000'000;  // pixels: twice a place on a page of 400 dots per inch
  // A score that ink was separated correctly from paper and type; README.md has the measurements.
  static constexpr double kSeen = 0.97;
  static constexpr double kCompared = 0.95;

  struct Mark {
    boost::json::object told;
    std::string signer, label;
    std::string_view kind;
    std::string copy_of;
    double copied = 0;  // probability
    cv::Mat mask;       // cut to the ink
    std::optional<double> likeness;
  };
  struct Reference {
    const char* side;
    cv::Mat mask;
    NormalForm form;
  };

  Status report_nothing(Call& call, const Code& reason) {
    call.absent(marks, reason);
    call.absent(similarity, reason);
    return Status::ok;
  }

  static double rounded(double value) { return std::round(value * 1e4) / 1e4; }

  static std::string text_of(const boost::json::object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    return value && value->is_string() ? std::string(value->as_string()) : std::string{};
  }

  // In shares of the page: x, y, width, height.
  static std::optional<cv::Rect2d> box_of(const boost::json::value* value) {
    if (!value || !value->is_array() || value->as_array().size() != 4) return std::nullopt;
    double side[4];
    for (std::size_t i = 0; i < 4; ++i) {
      const auto& each = value->as_array()[i];
      if (!each.is_number()) return std::nullopt;
      side[i] = each.to_number<double>();
      if (!(side[i] >= 0 && side[i] <= 1)) return std::nullopt;
    }
    return cv::Rect2d(side[0], side[1], side[2], side[3]);
  }

  static cv::Rect pixels_of(const cv::Rect2d& box, const cv::Mat& page) {
    return cv::Rect(cvRound(box.x * page.cols), cvRound(box.y * page.rows), cvRound(box.width * page.cols),
                    cvRound(box.height * page.rows)) &
           cv::Rect({0, 0}, page.size());
  }

  bool is_holder(const Mark& mark) const {
    return std::find(signers_.begin(), signers_.end(), mark.signer) != signers_.end();
  }

  Mark mark_of(const boost::json::object& line, const Frames& frames) const {
    Mark mark;
    mark.signer = text_of(line, "signer"), mark.label = text_of(line, "label");
    mark.told = {{"signer", mark.signer}, {"label", mark.label}};
    const auto box = box_of(line.if_contains("box"));
    const auto* page = line.if_contains("page");
    if (!box || !page || !page->is_int64() || page->as_int64() < 0 ||
        static_cast<std::size_t>(page->as_int64()) >= frames.size())
      return mark;
    const Image image = frames[static_cast<std::size_t>(page->as_int64())];
    if (image.format != COTEJO_GRAY8 || std::max(image.width, image.height) > kLargest) return mark;
    mark.told["page"] = page->as_int64();
    mark.told["box"] = boost::json::array{box->x, box->y, box->width, box->height};
    const cv::Mat sheet = as_mat(image);
    const cv::Rect place = pixels_of(*box, sheet);
    if (place.empty() || place.area() > kLargestPlace) return mark;
    std::vector<cv::Rect> words;
    bool typed = false;
    const auto* printed = line.if_contains("words");
    if (printed && printed->is_array())
      for (const auto& word : printed->as_array())
        if (const auto at = box_of(&word)) words.push_back(pixels_of(*at, sheet) - place.tl());
    const Ink ink = isolate(sheet(place), words);
    for (const cv::Rect& word : words) typed |= ink.rule < 0 || word.y + word.height / 2 < ink.rule;
    mark.kind = typed ? "typed" : ink.trace ? "" : ink.empty() ? "blank" : is_type(ink.mask) ? "typed" : "ink";
    if (mark.kind == "ink") mark.mask = ink.mask(ink.box).clone();
    return mark;
  }

  std::vector<Reference> references_of(const Call& call) const {
    std::vector<Reference> all;
    const auto take = [&](const auto& card, bool is_back) {
      if (!card || std::max(card->width, card->height) > kLargest) return;
      for (const CardSignature& one : find_signatures(as_mat(*card), is_back)) {
        auto form = normal_form(one.mask);
        if (!form.empty()) all.push_back({is_back ? "ine_back" : "ine_front", one.mask, std::move(form)});
      }
    };
    take(call.get(back), true);
    take(call.get(front), false);
    return all;
  }

  static void compare_copies(std::vector<Mark>& found, const std::vector<Reference>& references) {
    for (std::size_t i = 0; i < found.size(); ++i) {
      if (found[i].kind != "ink") continue;
      const auto compare = [&](const cv::Mat& other, const std::string& name) {
        const auto deviation = apart(found[i].mask, other);
        const double probability = deviation ? copied(*deviation) : 0;
        if (probability >= kCopied && probability > found[i].copied)
          found[i].copied = probability, found[i].copy_of = name;
      };
      for (std::size_t j = 0; j < found.size(); ++j)
        if (i != j && found[j].kind == "ink") compare(found[j].mask, found[j].label);
      for (const Reference& reference : references) compare(reference.mask, reference.side);
    }
  }

  void report(Call& call, std::vector<Mark>& found, const std::vector<Reference>& references) {
    double sum = 0;
    std::size_t compared = 0;
    boost::json::array all;
    for (Mark& mark : found) {
      if (mark.likeness) sum += *mark.likeness, ++compared;
      if (!mark.kind.empty()) mark.told["kind"] = mark.kind;
      if (!mark.copy_of.empty()) mark.told["copy_of"] = mark.copy_of, mark.told["copied"] = rounded(mark.copied);
      if (mark.likeness) mark.told["similarity"] = rounded(*mark.likeness);
      all.push_back(std::move(mark.told));
    }
    call.emit(marks, all, kSeen);
    if (references.empty()) return call.absent(similarity, no_reference);
    if (compared == 0) return call.absent(similarity, no_ink);
    call.emit(similarity, rounded(sum / static_cast<double>(compared)), kCompared);
  }

  static std::optional<double> likeness_of(const Call& call, const Mark& mark,
                                           const std::vector<Reference>& references) {
    const NormalForm form = normal_form(mark.mask);
    if (form.empty()) return std::nullopt;
    std::optional<double> best;
    for (const Reference& reference : references) {
      if (call.cancelled()) break;
      best = std::max(best.value_or(0), cotejo::signature::similarity(compare(reference.form, form)));
    }
    return best;
  }

  const std::vector<std::string> signers_;
};

}  // namespace cotejo::signature
