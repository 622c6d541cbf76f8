// address.proof as a component: ports and traits around bill_reader.hpp.
#pragma once
#include <deque>
#include <document_text/evidence_pages.hpp>
#include <document_text/pdf_text.hpp>
#include <mx/person.hpp>

#include "bill_reader.hpp"

namespace cotejo::address_proof {

class AddressProof final : public SubAnalyzer {
 public:
  static constexpr About about{"address.proof", "1.0.0",
                               "Holder, address, dates and amounts of a bill that proves an address"};

  struct Params {
    std::vector<boost::json::object> layouts;
    static void describe(ParamSet<Params>& set) {
      set.add("layouts", &Params::layouts,
              "Kinds of bills beside the shipped ones, or instead of one of the same id: the content of a layout file "
              "each");
    }
  };

  explicit AddressProof(const Params& params) : reader_(Layouts(params.layouts)) {
    for (const auto part : mx::kAddressParts)
      parts_.emplace_back(this, mx::name(part), "Of the address; plugins/libraries/mx has its spelling");
  }

  OptionalPort<Json> text{this, "text", "pdf.text", "Words of the pages with their places"};
  OptionalPort<Frames> pictures{this, "pictures", "pdf.page_images", "All pages, for those that are scanned"};
  OptionalPort<Image> photo{this, "photo", "document.page.page", "The page alone, when it was photographed"};
  Model spanish{this, "tesseract-spa"};

  Trait<std::string> issuer_kind{this, "issuer_kind",
                                 "electricity, water, telephone, gas, property_tax or bank_statement"};
  Trait<std::string> issuer{this, "issuer", "Who sent the bill, where it is of a known issuer"};
  Trait<std::string> holder{this, "holder", "Name as printed"};
  Trait<std::string> address{this, "address", "Its lines as printed, line feeds between them"};
  Trait<std::string> service_number{this, "service_number", "Digits of the service, contract, account or telephone"};
  Trait<Date> period_from{this, "period_from", "First day that is billed"};
  Trait<Date> period_to{this, "period_to", "Last day that is billed"};
  Trait<Date> issue_date{this, "issue_date", "As printed"};
  Trait<Date> due_date{this, "due_date", "Last day to pay"};
  Trait<double> subtotal{this, "subtotal", "Pesos, before tax"};
  Trait<double> tax{this, "tax", "Pesos"};
  Trait<double> period_total{this, "period_total", "Pesos, what the period costs"};
  Trait<double> previous_balance{this, "previous_balance", "Pesos, what was owed before"};
  Trait<double> payments{this, "payments", "Pesos, what was paid since"};
  Trait<double> total{this, "total", "Pesos, to pay"};
  Trait<std::int64_t> reading_previous{this, "reading_previous", "Of the meter"};
  Trait<std::int64_t> reading_current{this, "reading_current", "Of the meter"};
  Trait<std::int64_t> consumption{this, "consumption", "Kilowatt hours or cubic metres"};
  Trait<Json> repeats{this, "repeats", "What is printed more than once: what, place, value, page and box of each"};

  Code not_recognised{this, "address.proof.not_recognised"};
  Code page_not_read{this, "address.proof.page_not_read"};
  Code not_found{this, "address.proof.not_found"};

  void prepare(Host& host) override {
    reader_of_pictures_.emplace(text_reading::read_model(std::as_bytes(host.model(spanish))));
  }

  Status run(Call& call) override {
    document_text::Sheets sheets;
    const Status read = document_text::read_sheets(call, text, pictures, photo, reader_of_pictures_, sheets);
    if (read != Status::ok) return read;
    if (sheets.pages.empty()) {
      report_nothing(call, page_not_read);
      return Status::ok;
    }
    const Bill bill = reader_.read(sheets.pages);
    if (call.cancelled()) return Status::cancelled;
    report(call, bill, sheets);
    return Status::ok;
  }

 private:
  // The letters of a PDF's text are certain, so that only the place may be wrong: a score. For values read from
  // pictures, the measured share that is right (README.md): the probability of the line network's least certain letter
  // says little about it.
  static constexpr double kPlaced = 0.99;
  static constexpr double kFromPicture = 0.95;

  static constexpr double kLeastOfText = 0.94;  // labels and places of text are scored above, words of pictures below

  static constexpr double kMayHoldSign = 0.6;  // a score: of two readings, the one that the network gave

  static double sure(double letters) { return letters > kLeastOfText ? kPlaced * letters : kFromPicture; }

  using Sheets = document_text::Sheets;

  // A name or a street is wrong with one blank too few or too many.
  static double as_blanks_allow(const std::optional<document_text::Read<std::string>>& read, const Sheets& sheets) {
    return read ? sheets.blanks(read->box, read->page) : 1;
  }

  template <class T, class V, class F>
  void emit(Call& call, const Trait<T>& trait, const std::optional<document_text::Read<V>>& read, const Sheets& sheets,
            F&& as, double most = 1) {
    if (!read) return call.absent(trait, not_found);
    call.emit(trait, as(read->value), std::min(most, sure(read->probability)), sheets.region(read->box, read->page));
  }

  static double pesos(std::int64_t cents) { return static_cast<double>(cents) / 100; }

  void report(Call& call, const Bill& bill, const Sheets& sheets) {
    if (!bill.recognised) return report_nothing(call, sheets.unread() ? page_not_read : not_recognised);
    const auto same = [](const auto& value) { return std::string_view(value); };
    const auto number = [](std::int64_t value) { return value; };
    const auto day = [](const document_text::Day& value) { return mx::to_iso(value); };
    tell(call, issuer_kind, bill.layout ? bill.layout->kind : "");
    tell(call, issuer, bill.layout ? bill.layout->name : "");
    emit(call, holder, bill.holder, sheets, same, as_blanks_allow(bill.holder, sheets));
    emit(call, service_number, bill.service_number, sheets, same);
    emit(call, period_from, bill.period, sheets, [&](const auto& p) { return day(p.from); });
    emit(call, period_to, bill.period, sheets, [&](const auto& p) { return day(p.to); });
    emit(call, issue_date, bill.issued, sheets, day);
    emit(call, due_date, bill.due, sheets, day);
    emit(call, subtotal, bill.subtotal, sheets, pesos);
    emit(call, tax, bill.tax, sheets, pesos);
    emit(call, period_total, bill.period_total, sheets, pesos);
    emit(call, previous_balance, bill.previous_balance, sheets, pesos);
    emit(call, payments, bill.payments, sheets, [](std::int64_t cents) { return pesos(std::abs(cents)); });
    emit(call, total, bill.total, sheets, pesos);
    emit(call, reading_previous, bill.reading_previous, sheets, number);
    emit(call, reading_current, bill.reading_current, sheets, number);
    emit(call, consumption, bill.consumption, sheets, number);
    report_address(call, bill, sheets);
    report_repeats(call, bill, sheets);
  }

  void tell(Call& call, const Trait<std::string>& trait, std::string_view value) {
    if (value.empty()) return call.absent(trait, not_found);
    call.emit(trait, value, kPlaced);
  }

  void report_address(Call& call, const Bill& bill, const Sheets& sheets) {
    const auto same = [](const auto& value) { return std::string_view(value); };
    for (std::size_t i = 0; i < parts_.size(); ++i) {
      const bool there = bill.addressed && !bill.addressed->parts[i].value.empty();
      const auto part = there ? std::optional(bill.addressed->parts[i]) : std::nullopt;
      const double sign = there && bill.addressed->may_hold_sign[i] ? kMayHoldSign : 1;
      emit(call, parts_[i], part, sheets, same, std::min(sign, as_blanks_allow(part, sheets)));
    }
    const auto whole = bill.addressed ? std::optional(bill.addressed->text) : std::nullopt;
    const double sign = bill.addressed && bill.addressed->text_may_hold_sign ? kMayHoldSign : 1;
    emit(call, address, whole, sheets, same, std::min(sign, as_blanks_allow(whole, sheets)));
  }

  void report_repeats(Call& call, const Bill& bill, const Sheets& sheets) {
    boost::json::array all;
    double least = 1;
    for (const Repeat& each : bill.repeats) {
      const Region r = sheets.region(each.read.box, each.read.page);
      all.push_back(boost::json::object{{"what", each.what},
                                        {"place", each.place},
                                        {"value", each.value},
                                        {"probability", sure(each.read.probability)},
                                        {"page", r.page},
                                        {"box", boost::json::array{r.x, r.y, r.width, r.height}}});
      least = std::min(least, each.read.probability);
    }
    call.emit(repeats, all, sure(least));
  }

  void report_nothing(Call& call, const Code& reason) {
    call.absent_all(reason, issuer_kind, issuer, holder, address, service_number);
    for (const auto& trait : parts_) call.absent(trait, reason);
    call.absent_all(reason, period_from, period_to, issue_date, due_date, subtotal, tax, period_total, previous_balance,
                    payments, total, reading_previous, reading_current, consumption, repeats);
  }

  std::deque<Trait<std::string>> parts_;
  BillReader reader_;
  std::optional<document_text::PictureReader> reader_of_pictures_;
};

}  // namespace cotejo::address_proof
