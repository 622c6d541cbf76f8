// contract.document as a component: ports and traits around comparison.hpp, later_changes.hpp and
// conservation_token.hpp.
#pragma once
#include <cmath>
#include <cotejo/opencv.hpp>
#include <cotejo/plugin.hpp>
#include <document_text/evidence_pages.hpp>
#include <document_text/pdf_text.hpp>
#include <map>

#include "beside.hpp"
#include "comparison.hpp"
#include "conservation_token.hpp"
#include "crossed_out.hpp"
#include "later_changes.hpp"

namespace cotejo::contract_document {

class ContractDocument final : public SubAnalyzer {
 public:
  static constexpr bool parallel = true;
  static constexpr About about{"contract.document", "1.0.0",
                               "Pages, text against the template filled with the offer, later changes, time stamp"};

  struct Params {
    std::string shipped_template = "credito-simple";
    std::string template_text;
    std::vector<std::string> conservation_roots;
    double min_share = 0.3;
    static void describe(ParamSet<Params>& set) {
      set.add("template", &Params::shipped_template, "Name of a shipped template");
      set.add("template_text", &Params::template_text, "A template in place of a shipped one; README.md has the form");
      set.add("conservation_roots", &Params::conservation_roots,
              "Certificates (PEM) up to which the token of a constancia de conservacion must lead");
      set.add("min_share", &Params::min_share, "Share of the template's words below which it is another document")
          .range(0, 1);
    }
  };

  explicit ContractDocument(const Params& params)
      : form_(parse_template(params.template_text.empty() ? shipped_template(params.shipped_template)
                                                          : std::string_view(params.template_text))),
        min_share_(params.min_share),
        tokens_(params.conservation_roots) {}

  Port<Json> text{this, "text", "pdf.text", "Words of the pages with their places"};
  OptionalPort<Frames> pictures{this, "pictures", "pdf.page_images", "All pages, for those that are scanned"};
  OptionalPort<Json> unseen{this, "unseen", "pdf.unseen", "Words that are too small to be read"};
  OptionalPort<Json> appended{this, "appended", "pdf.appended", "What was appended to the file"};
  OptionalPort<Json> digital{this, "signatures", "pdf.signatures", "Digital signatures and time stamps in the file"};
  OptionalPort<Evidence> file{this, "file", "evidence", "The bytes that a token is of"};
  Port<Json> offer{this, "offer", "offer.document", "What was offered, by the template's names"};
  OptionalPort<std::string> token{this, "token", "offer.conservation_token", "Token of the file, base64"};
  Model spanish{this, "tesseract-spa"};

  Trait<double> share{this, "share", "Share of the template's words that are there"};
  Trait<Json> pages{this, "pages", "order, foreign, missing, numbers of the pages; README.md has the form"};
  Trait<Json> differences{this, "differences", "Where the text is another; README.md has the form"};
  Trait<std::int64_t> difference_count{this, "difference_count", "How many, also those that are not listed"};
  Trait<Json> terms{this, "terms", "Of each value of the offer whether it is there; README.md has the form"};
  Trait<Json> signature_places{this, "signature_places", "Where it is to be signed; README.md has the form"};
  Trait<Json> later{this, "later_changes", "What was appended to the file, page by page"};
  Trait<std::string> token_state{this, "token_state",
                                 "valid, untrusted, imprint_mismatch, weak or malformed; of the token"};
  Trait<std::string> token_time{this, "token_time", "When, as the token says: ISO 8601 in UTC"};
  Trait<std::string> token_authority{this, "token_authority", "Who issued a valid token"};

  Code not_recognised{this, "contract.document.not_recognised"};
  Code page_not_read{this, "contract.document.page_not_read"};
  Code offer_incomplete{this, "contract.document.offer_incomplete"};
  Code too_long{this, "contract.document.too_long"};
  Code no_token{this, "contract.document.no_token"};
  Code not_told{this, "contract.document.not_told"};

  void prepare(Host& host) override { reader_.emplace(text_reading::read_model(std::as_bytes(host.model(spanish)))); }

  Status run(Call& call) override {
    report_token(call);
    report_later(call);
    const auto words = call.get(text);
    const auto offered = call.get(offer);
    if (!words || !offered) return report_nothing(call, not_told);
    auto sheets = document_text::pages_of(words->parse());
    if (!sheets) return call.fail(Status::invalid_input, {}, "the text of the pages has another form", false);
    std::vector<bool> from_pictures;
    for (const auto& page : *sheets) from_pictures.push_back(page.scanned);
    if (const auto frames = call.get(pictures); frames && reader_)
      if (!document_text::read_pictures(call, *frames, *reader_, *sheets)) return Status::cancelled;
    if (std::any_of(sheets->begin(), sheets->end(), [](const auto& page) { return page.scanned; }))
      return report_nothing(call, page_not_read);
    const auto value = offered->parse();
    std::string missing;
    const auto filled = value.is_object() ? fill(form_, value.as_object(), missing) : std::nullopt;
    if (!filled) return report_nothing(call, offer_incomplete);
    const auto texts = read_pages(*sheets, from_pictures, filled->furniture);
    std::size_t found = 0;
    for (const auto& page : texts) found += page.words.size();
    if (found > kMostWords) return report_nothing(call, too_long);
    Comparison comparison = compare(*filled, texts, *sheets);
    const auto told = words->parse();
    for (auto& each : written_beside(told)) comparison.differences.push_back(std::move(each));
    for (auto& each : crossed_out(told, comparison.signatures)) comparison.differences.push_back(std::move(each));
    if (const auto hidden = call.get(unseen))
      for (auto& each : too_small(hidden->parse(), *sheets)) comparison.differences.push_back(std::move(each));
    if (call.cancelled()) return Status::cancelled;
    if (comparison.share < min_share_) return report_nothing(call, not_recognised);
    report(call, comparison, texts, *sheets);
    return Status::ok;
  }

 private:
  static constexpr std::size_t kMostTold = 40;  // differences that are listed
  // Scores: that a page's or a label's place was told rightly; README.md says what they were held against.
  static constexpr double kPlaced = 0.99;

  using Sheets = std::vector<document_text::Page>;

  Status report_nothing(Call& call, const Code& reason) {
    call.absent_all(reason, share, pages, differences, terms, signature_places, difference_count);
    return Status::ok;
  }

  // The constancia may come with the offer, of the whole file, or inside the file, of what its byte range covers.
  void report_token(Call& call) {
    const auto bytes = call.get(file);
    const auto given = call.get(token);
    if (bytes && given) return report_token(call, tokens_.verify(from_base64(*given), bytes->data));
    if (const auto inside = call.get(digital); bytes && inside)
      if (const auto stamp = embedded_stamp(inside->parse(), bytes->data))
        return report_token(call, tokens_.verify(stamp->token, stamp->document));
    call.absent_all(no_token, token_state, token_time, token_authority);
  }

  void report_token(Call& call, const TokenReading& read) {
    call.emit(token_state, name_of(read.state), 1);
    if (read.time.empty())
      call.absent(token_time, not_told);
    else
      call.emit(token_time, std::string_view(read.time), 1);
    if (read.authority.empty())
      call.absent(token_authority, not_told);
    else
      call.emit(token_authority, std::string_view(read.authority), 1);
  }

  void report_later(Call& call) {
    const auto states = call.get(appended);
    const auto inside = call.get(digital);
    const auto changes = states && inside ? later_changes(states->parse(), inside->parse()) : std::nullopt;
    if (!changes) return call.absent(later, not_told);
    boost::json::array all;
    for (const LaterChange& change : *changes)
      all.push_back(boost::json::object{{"page", change.page ? boost::json::value(*change.page) : nullptr},
                                        {"contents", change.contents},
                                        {"after_signature", change.after_signature}});
    call.emit(later, all, 1);
  }

  static double rounded(double value) { return std::round(value * 1e4) / 1e4; }

  static boost::json::array shares_of(const document_text::Box& box, std::size_t page, const Sheets& sheets) {
    const Region region = document_text::region_of(box, sheets[page], page);
    return {rounded(region.x), rounded(region.y), rounded(region.width), rounded(region.height)};
  }

  static void add_place(boost::json::object& object, const std::optional<Place>& place, const Sheets& sheets) {
    if (!place) return;
    object["page"] = place->page;
    object["box"] = shares_of(place->box, place->page, sheets);
  }

  void report(Call& call, const Comparison& found, const std::vector<PageText>& texts, const Sheets& sheets) {
    call.emit(share, found.share, 1);
    call.emit(pages, as_json(found, texts), kPlaced);
    boost::json::array all;
    for (const Difference& difference : found.differences) {
      if (all.size() >= kMostTold) break;
      constexpr const char* kKinds[] = {"changed", "missing", "added", "beside", "crossed"};
      boost::json::object one{{"kind", kKinds[static_cast<std::size_t>(difference.kind)]},
                              {"expected", difference.expected},
                              {"found", difference.found},
                              {"clause", difference.clause},
                              {"field", difference.field},
                              {"words", difference.words},
                              {"probability", rounded(difference.probability)}};
      add_place(one, difference.place, sheets);
      all.push_back(std::move(one));
    }
    call.emit(differences, all, 1);
    call.emit(difference_count, static_cast<std::int64_t>(found.differences.size()), 1);
    boost::json::object values;
    for (const Term& term : found.terms) {
      boost::json::object one{{"expected", term.expected}, {"found", term.found},
                              {"places", term.places},     {"agrees", term.agrees},
                              {"repeated", term.repeated}, {"probability", rounded(term.probability)}};
      add_place(one, term.place, sheets);
      values[term.field] = std::move(one);
    }
    call.emit(terms, values, 1);
    boost::json::array lines;
    for (const SignaturePlace& line : found.signatures) {
      boost::json::object one{{"signer", line.signer}, {"label", line.label}};
      add_place(one, line.place, sheets);
      boost::json::array words;
      for (const auto& box : line.words) words.push_back(shares_of(box, line.place->page, sheets));
      if (!words.empty()) one["words"] = std::move(words);
      lines.push_back(std::move(one));
    }
    call.emit(signature_places, lines, kPlaced);
  }

  static boost::json::array numbers_of(const std::vector<std::size_t>& all) {
    boost::json::array out;
    for (std::size_t number : all) out.emplace_back(number);
    return out;
  }

  static boost::json::object as_json(const Comparison& found, const std::vector<PageText>& texts) {
    boost::json::array numbers, missing;
    std::map<int, std::size_t> totals;
    for (const PageText& page : texts) {
      numbers.emplace_back(page.number);
      if (page.total > 0) ++totals[page.total];
    }
    // What most pages say: one of them may be misread.
    int total = 0;
    for (const auto& [said, pages] : totals)
      if (total == 0 || pages > totals[total]) total = said;
    for (const MissingPart& part : found.missing)
      missing.push_back(boost::json::object{
          {"clause", part.clause},
          {"words", part.words},
          {"after", part.after == kNone ? boost::json::value(nullptr) : boost::json::value(part.after)}});
    return {{"count", texts.size()},
            {"numbers", std::move(numbers)},
            {"total", total},
            {"order", numbers_of(found.order)},
            {"in_order", found.in_order},
            {"foreign", numbers_of(found.foreign)},
            {"missing", std::move(missing)}};
  }

  const Template form_;
  const double min_share_;
  const TokenVerifier tokens_;
  std::optional<document_text::PictureReader> reader_;
};

}  // namespace cotejo::contract_document
