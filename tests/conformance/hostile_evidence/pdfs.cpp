#include "bits.hpp"
#include "corpus.hpp"
#include "documents.hpp"  // of the PDF analyzer's tests

namespace cotejo::hostile {
namespace {

using pdf_analyzer::testing::File;
using pdf_analyzer::testing::letter;
using pdf_analyzer::testing::locked;
using pdf_analyzer::testing::make;

const Codes kTooComplex{"evidence.too_complex"};
const Codes kTooManyPages{"evidence.too_many_pages"};

// A file with one page, whose contents are this stream.
std::string page_of(const std::string& dictionary, const std::string& data) {
  auto recipe = letter();
  recipe.streams = {{dictionary, data}};
  return make(recipe);
}

std::string with_kids(const std::string& kids, std::size_t count) {
  File file;
  file.add("<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]>>");
  file.add("<</Type/Pages/Count " + std::to_string(count) + "/Kids[" + kids + "]>>");
  return file.bytes(file.add("<</Type/Catalog/Pages 2 0 R>>"));
}

std::string with_object(const std::string& body) {
  File file;
  file.add("<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]>>");
  file.add("<</Type/Pages/Count 1/Kids[1 0 R]>>");
  const int root = file.add("<</Type/Catalog/Pages 2 0 R>>");
  file.add(body);
  return file.bytes(root);
}

std::string of_objects(int count) {
  File file;
  for (int i = 0; i < count; ++i) file.add("null");
  return file.bytes(file.add("<</Type/Catalog>>"));
}

}  // namespace

std::string sound_pdf() {
  auto recipe = letter();
  recipe.info = "<</Producer(Cotejo)>>";
  return make(recipe);
}

std::vector<Specimen> hostile_pdfs() {
  const std::string sound = sound_pdf();
  std::vector<Specimen> all;
  const auto add = [&](const std::string& name, std::string bytes, const Codes& codes) {
    all.push_back({"pdf_" + name, "application/pdf", std::move(bytes), codes});
  };
  add("of_zero_bytes", "", {"evidence.unreadable", "evidence.truncated"});
  add("of_zeros", std::string(1u << 20, '\0'), kUnreadable);
  add("of_a_header_alone", "%PDF-1.7\n", kTruncated);
  add("of_a_header_and_an_end", "%PDF-1.7\nstartxref\n0\n%%EOF\n", kUnreadable);
  add("that_is_a_jpeg", sound_picture(".jpg"), kUnreadable);
  add("that_is_a_zip", std::string("PK\x03\x04", 4) + deflated_zeros(1u << 20), kUnreadable);
  add("that_is_a_web_page", "<html><script>alert(1)</script></html>", kUnreadable);
  constexpr std::uint64_t gibibyte = 1u << 30;
  add("that_inflates_without_end", page_of("/Filter/FlateDecode", deflated_zeros(gibibyte)), kTooComplex);
  add("that_inflates_twice",
      page_of("/Filter[/FlateDecode/FlateDecode]", pdf_analyzer::testing::deflated(deflated_zeros(gibibyte))),
      kTooComplex);
  add("of_many_pages", with_kids(repeated("1 0 R ", 5000), 5000), kTooManyPages);
  add("whose_pages_hold_themselves", with_kids("2 0 R", 1), kUnreadable);
  add("that_counts_absurdly_many_pages", with_kids("1 0 R", 2'000'000'000), {});
  add("of_many_objects", of_objects(150'000), kTooComplex);
  add("of_deep_arrays", with_object(repeated("[", 100'000) + repeated("]", 100'000)), {});
  add("of_deep_dictionaries", with_object(repeated("<</A", 400) + " 1" + repeated(">>", 400)), {});
  add("of_a_picture_of_absurd_sides", page_of("/Subtype/Image/Width 100000/Height 100000", "x"),
      {"evidence.too_many_pixels"});
  add("of_a_picture_of_the_largest_sides",
      page_of("/Subtype/Image/Width 9223372036854775807/Height 9223372036854775807", "x"),
      {"evidence.too_many_pixels"});
  add("of_a_stream_longer_than_the_file", with_object("<</Length 999999999>>stream\nx\nendstream"), {});
  add("that_needs_a_password", locked(sound, "secret"), {"evidence.encrypted"});
  auto absurd = letter();
  absurd.pages = {""};
  absurd.page = "/MediaBox[0 0 1000000000 1000000000]";
  add("of_an_absurd_page", make(absurd), {});
  const auto trailer = sound.rfind(">>\nstartxref"), index = sound.rfind("startxref");
  add("whose_index_is_elsewhere", sound.substr(0, index) + "startxref\n99999999\n%%EOF\n", {});
  add("whose_index_follows_itself",
      sound.substr(0, trailer) + "/Prev " + std::to_string(sound.find("xref\n0")) + sound.substr(trailer), {});
  return all;
}

}  // namespace cotejo::hostile
