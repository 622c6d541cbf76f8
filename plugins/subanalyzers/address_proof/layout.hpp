// What is known of each kind of bill, as data: a file in layouts/ for each issuer or kind, and `generic.json` for what
// all have in common. A new one is a new file, or an entry of the component's `layouts` param; it needs no code.
#pragma once
#include <document_text/label_file.hpp>
#include <optional>

namespace cotejo::address_proof {

// Where the digits below a bar code repeat what the bill says.
struct BarcodeFormat {
  struct Part {
    std::size_t at = 0, count = 0;  // no such part: count 0
  };
  std::size_t digits = 0;
  std::string prefix;
  Part service_number, due, total_pesos;  // due as YYMMDD
};

struct Layout {
  std::string id, name;               // a name for issuers alone
  std::string kind;                   // `electricity`, `water`, ...; what a product may accept
  std::vector<std::string> identity;  // folded; what only these bills print
  std::vector<std::string> brands;    // folded; weaker
  document_text::Phrases labels;
  std::optional<BarcodeFormat> barcode;

  std::span<const std::string> label(std::string_view what) const { return document_text::phrases_of(labels, what); }
};

class Layouts {
 public:
  // The shipped ones, and `more` in the form of the files. Throws std::invalid_argument with a sentence.
  explicit Layouts(std::span<const boost::json::object> more = {});
  std::span<const Layout> all() const { return layouts_; }
  const Layout& generic() const { return generic_; }

 private:
  void add(const boost::json::object& file);
  std::vector<Layout> layouts_;
  Layout generic_;
};

namespace label {
inline constexpr std::string_view kHolder = "holder", kAddress = "address", kServiceNumber = "service_number",
                                  kPeriod = "period", kIssued = "issued", kDue = "due", kTotal = "total",
                                  kSubtotal = "subtotal", kTax = "tax", kPeriodTotal = "period_total",
                                  kPreviousBalance = "previous_balance", kPayments = "payments",
                                  kReadingCurrent = "reading_current", kReadingPrevious = "reading_previous",
                                  kConsumption = "consumption";
// Of the parts of an address that have labels of their own.
inline constexpr std::string_view kStreet = "street", kExterior = "exterior_number", kInterior = "interior_number",
                                  kColonia = "colonia", kPostalCode = "postal_code", kMunicipality = "municipality",
                                  kState = "state";
}  // namespace label

}  // namespace cotejo::address_proof
