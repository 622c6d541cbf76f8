// Bank statements from hostile text: each line of the input is a row of a page, with columns where the characters
// stand. Nothing crashes, and what is told stays within what an account can hold.
#include <boost/json/parse.hpp>
#include <cstdint>
#include <cstdlib>
#include <document_text/pdf_text.hpp>
#include <string>
#include <string_view>

#include "../../plugins/subanalyzers/bank_statement/statement_reader.hpp"
#include "typed_pages.hpp"

namespace {

namespace bank = cotejo::bank_statement;
namespace text = cotejo::document_text;

constexpr std::size_t kMaxBytes = 20'000;

void expect(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const bank::StatementReader reader{bank::Layouts{}};
  const std::string_view input(reinterpret_cast<const char*>(data), std::min(size, kMaxBytes));
  boost::system::error_code error;
  const auto json = boost::json::parse(boost::json::string_view(input.data(), input.size()), error);
  if (!error) (void)text::pages_of(json);
  const auto pages = fuzz::pages_from(input);
  const auto statement = reader.read(pages);
  expect(statement.pages.numbers.size() == pages.size());
  for (const auto& [day, movement] : statement.movements) {
    expect(movement.page < pages.size());
    expect(!day || day->ok());
  }
  if (statement.clabe) expect(statement.clabe->value.size() == 18);
  if (statement.period) expect(statement.period->value.from <= statement.period->value.to);
  return 0;
}
