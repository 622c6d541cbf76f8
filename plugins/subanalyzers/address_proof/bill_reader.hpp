// Reads a bill from the words of its pages. const after construction; safe from any thread.
#pragma once
#include "address_block.hpp"

namespace cotejo::address_proof {

// A value that a bill prints more than once: its head, its stub, the digits below its bar code.
struct Repeat {
  std::string_view what;   // service_number, total or due_date
  std::string_view place;  // head, stub or barcode
  std::string value;       // digits; a total as pesos with cents, or without when it is printed so; a date in ISO 8601
  document_text::Read<std::string> read;
};

struct Bill {
  bool recognised = false;
  const Layout* layout = nullptr;  // null: of no known kind
  std::optional<AddressBlock> addressed;
  std::optional<document_text::Read<std::string>> holder, service_number;
  std::optional<document_text::Read<document_text::Period>> period;
  std::optional<document_text::Read<document_text::Day>> issued, due;
  std::optional<document_text::Read<std::int64_t>> subtotal, tax, period_total, previous_balance, payments,
      total;  // cents
  std::optional<document_text::Read<std::int64_t>> reading_previous, reading_current, consumption;
  std::vector<Repeat> repeats;
};

class BillReader {
 public:
  explicit BillReader(Layouts layouts) : layouts_(std::move(layouts)) {}
  Bill read(const std::vector<document_text::Page>& pages) const;

 private:
  const Layout* identify(const document_text::Surroundings& around) const;
  Layouts layouts_;
};

}  // namespace cotejo::address_proof
