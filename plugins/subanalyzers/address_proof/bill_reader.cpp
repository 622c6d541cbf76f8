#include "bill_reader.hpp"

#include <algorithm>
#include <charconv>
#include <document_text/addressee.hpp>
#include <mx/amount_in_words.hpp>
#include <mx/person.hpp>

namespace cotejo::address_proof {
namespace {

using document_text::Cents;
using document_text::Read;
using document_text::Row;
using document_text::Surroundings;

constexpr std::size_t kMinNumber = 6, kMaxNumber = 16;  // digits of a service number
constexpr std::size_t kMaxReading = 8;                  // digits of a meter
constexpr std::size_t kMaxRepeats = 12;                 // of one kind
constexpr std::size_t kLeastSigns = 2;                  // labels of a bill that make one
constexpr std::string_view kStatement = "bank_statement";
constexpr double kIdentity = 3, kBrand = 1;  // how much a phrase says about the kind

std::optional<Read<std::int64_t>> amount(const Surroundings& around, const Layout& layout, std::string_view what) {
  return document_text::labelled_amount(around, layout.label(what), Cents::or_whole_pesos);
}

std::optional<Read<std::int64_t>> meter(const Surroundings& around, const Layout& layout, std::string_view what) {
  const auto digits = document_text::labelled_digits(around, layout.label(what), [](const std::string& text) {
    return text.size() <= kMaxReading && text.find('*') == std::string::npos;
  });
  if (!digits) return std::nullopt;
  std::int64_t value = 0;
  std::from_chars(digits->value.data(), digits->value.data() + digits->value.size(), value);
  return Read<std::int64_t>{value, digits->page, digits->box, digits->probability};
}

bool is_service_number(const std::string& text) {
  return text.size() >= kMinNumber && text.size() <= kMaxNumber && text.find('*') == std::string::npos;
}

std::string pesos(const document_text::Money& money) {
  const std::string whole = std::to_string(money.cents / 100);
  const std::string cents = std::to_string(money.cents % 100);
  return money.whole_pesos ? whole : whole + (cents.size() == 1 ? ".0" : ".") + cents;
}

class Repeats {
 public:
  Repeats(const Surroundings& around, const Layout& layout, Bill& bill)
      : around_(around), layout_(layout), bill_(bill) {}

  void collect() {
    service_numbers();
    totals();
    spelled_totals();
    if (layout_.barcode) barcodes(*layout_.barcode);
  }

 private:
  void add(std::string_view what, std::string_view place, std::string value, std::size_t page, document_text::Box box,
           double probability) {
    const auto same = [&](const Repeat& r) {
      return r.what == what && r.read.page == page && r.read.box.x == box.x && r.read.box.y == box.y;
    };
    if (std::any_of(bill_.repeats.begin(), bill_.repeats.end(), same)) return;
    if (std::count_if(bill_.repeats.begin(), bill_.repeats.end(), [&](const Repeat& r) { return r.what == what; }) >=
        static_cast<std::ptrdiff_t>(kMaxRepeats))
      return;
    bill_.repeats.push_back({what, place, value, {value, page, box, probability}});
  }

  // Every place of the label whose value was taken: another label may have another number beside it.
  void service_numbers() {
    if (!bill_.service_number) return;
    const auto& known = *bill_.service_number;
    for (const auto& phrase : layout_.label(label::kServiceNumber)) {
      bool of_known = false;
      std::vector<Read<std::string>> all;
      document_text::each_place(around_, phrase, [&](std::size_t at, const document_text::Found& found) {
        const std::vector<Row> rest(
            around_.rows.begin() + static_cast<std::ptrdiff_t>(at),
            around_.rows.begin() + static_cast<std::ptrdiff_t>(std::min(at + 3, around_.rows.size())));
        if (auto number = number_at(rest, found)) {
          of_known |= number->page == known.page && number->box.x == known.box.x && number->box.y == known.box.y;
          all.push_back(std::move(*number));
        }
        return false;
      });
      if (!of_known) continue;
      for (auto& each : all) add("service_number", "head", each.value, each.page, each.box, each.probability);
    }
  }

  // In the label's row, or just below it.
  static std::optional<Read<std::string>> number_at(const std::vector<Row>& rows, const document_text::Found& found) {
    const Row& row = rows.front();
    const auto label = document_text::box_of(row, found.first, found.last);
    for (std::size_t r = 0; r < rows.size(); ++r) {
      if (rows[r].page != row.page || rows[r].box.y - label.bottom() > 3.5 * label.height) break;
      for (const auto& digits : document_text::digits_in(rows[r], r == 0 ? found.last : 0)) {
        const auto box = document_text::box_of(rows[r], digits.first, digits.last);
        const bool bridged =
            r > 0 ? document_text::overlaps(box, label)
                  : std::all_of(row.words.begin() + static_cast<std::ptrdiff_t>(found.last),
                                row.words.begin() + static_cast<std::ptrdiff_t>(digits.first), document_text::bridges);
        if (bridged && is_service_number(digits.text))
          return Read<std::string>{digits.text, row.page, box,
                                   document_text::probability_of(rows[r], digits.first, digits.last)};
      }
    }
    return std::nullopt;
  }

  void totals() {
    const auto phrases = layout_.label(label::kTotal);
    for (const auto& each : document_text::labelled_amounts(around_, phrases, Cents::or_whole_pesos))
      add("total", "head", pesos(each.value), each.page, each.box, each.probability);
  }

  // `(SETECIENTOS TREINTA Y CUATRO PESOS 00/100 M.N.)`: on a bill, what is to be paid is spelled, and nothing else.
  void spelled_totals() {
    for (const Row& row : around_.rows)
      for (std::size_t first = 0; first < row.words.size(); first = document_text::end_of_cell(row, first)) {
        const std::size_t last = document_text::end_of_cell(row, first);
        const auto cents = mx::parse_amount_in_words(document_text::text_of(row, first, last));
        if (!cents) continue;
        document_text::Money money;
        money.cents = *cents, money.whole_pesos = *cents % 100 == 0;
        add("total", "words", pesos(money), row.page, box_of(row, first, last),
            document_text::probability_of(row, first, last));
      }
  }

  void barcodes(const BarcodeFormat& format) {
    for (const Row& row : around_.rows)
      for (const auto& digits : document_text::digits_in(row, 0)) {
        if (digits.text.size() != format.digits || !digits.text.starts_with(format.prefix)) continue;
        const auto box = document_text::box_of(row, digits.first, digits.last);
        const double sure = document_text::probability_of(row, digits.first, digits.last);
        const auto part = [&](const BarcodeFormat::Part& p) { return digits.text.substr(p.at, p.count); };
        if (format.service_number.count)
          add("service_number", "barcode", part(format.service_number), row.page, box, sure);
        if (format.due.count == 6) {
          const std::string day = part(format.due);
          add("due_date", "barcode", "20" + day.substr(0, 2) + "-" + day.substr(2, 2) + "-" + day.substr(4, 2),
              row.page, box, sure);
        }
        if (format.total_pesos.count) {
          std::string text = part(format.total_pesos);
          text.erase(0, std::min(text.find_first_not_of('0'), text.size() - 1));
          add("total", "barcode", text, row.page, box, sure);
        }
      }
  }

  const Surroundings& around_;
  const Layout& layout_;
  Bill& bill_;
};

void read_sums(Bill& bill, const Surroundings& around, const Layout& layout) {
  bill.subtotal = amount(around, layout, label::kSubtotal);
  bill.tax = amount(around, layout, label::kTax);
  bill.period_total = amount(around, layout, label::kPeriodTotal);
  bill.previous_balance = amount(around, layout, label::kPreviousBalance);
  bill.payments = amount(around, layout, label::kPayments);
  bill.total = amount(around, layout, label::kTotal);
  bill.reading_previous = meter(around, layout, label::kReadingPrevious);
  bill.reading_current = meter(around, layout, label::kReadingCurrent);
  bill.consumption = meter(around, layout, label::kConsumption);
}

}  // namespace

const Layout* BillReader::identify(const Surroundings& around) const {
  const Layout* best = nullptr;
  double most = 0;
  const auto stands = [&](const std::string& phrase) {
    return std::any_of(around.rows.begin(), around.rows.end(), [&](const Row& row) {
      return document_text::find_phrase(row, phrase).first != document_text::npos;
    });
  };
  for (const Layout& layout : layouts_.all()) {
    double score = 0;
    for (const auto& phrase : layout.identity) score += stands(phrase) ? kIdentity : 0;
    for (const auto& phrase : layout.brands) score += stands(phrase) ? kBrand : 0;
    if (score > most) most = score, best = &layout;
  }
  return most >= 2 ? best : nullptr;
}

Bill BillReader::read(const std::vector<document_text::Page>& pages) const {
  Bill bill;
  const auto rows = document_text::rows_of(pages);
  const std::vector<bool> no_table(rows.size(), false);
  const Surroundings around{rows, no_table};
  bill.layout = identify(around);
  const Layout& layout = bill.layout ? *bill.layout : layouts_.generic();
  const double height = pages.empty() ? 0 : pages.front().height;

  bill.service_number = document_text::labelled_digits(around, layout.label(label::kServiceNumber), is_service_number);
  bill.period = document_text::labelled_period(around, layout.label(label::kPeriod));
  if (!bill.period) bill.period = document_text::only_period(around);
  bill.issued = document_text::labelled_date(around, layout.label(label::kIssued));
  bill.due = document_text::labelled_date(around, layout.label(label::kDue));
  // The sums of a bank's statement are none of a bill, and its tables repeat labels with numbers of their own.
  const bool is_statement = bill.layout && bill.layout->kind == kStatement;
  if (!is_statement) read_sums(bill, around, layout);
  bill.addressed = find_address(around, layout, height);
  // Of the page of the address: what else is in the file is of somebody else.
  const std::size_t page = bill.addressed ? bill.addressed->text.page : 0;
  if (page < pages.size())
    bill.holder =
        document_text::find_addressee(around, layout.label(label::kHolder), layout.brands, pages[page].height, page);
  // A name beside its label may go on in the line below, of which the one above the address is the last.
  const bool longer = bill.holder && bill.addressed && bill.addressed->holder &&
                      bill.holder->value.find(bill.addressed->holder->value) != std::string::npos;
  if (bill.addressed && bill.addressed->holder && !longer) bill.holder = bill.addressed->holder;
  if (!is_statement) Repeats(around, layout, bill).collect();
  const std::size_t signs = (bill.service_number ? 1U : 0U) + (bill.total ? 1U : 0U) + (bill.due ? 1U : 0U) +
                            (bill.period ? 1U : 0U) + (bill.layout ? 1U : 0U);
  bill.recognised = signs >= kLeastSigns;
  return bill;
}

}  // namespace cotejo::address_proof
