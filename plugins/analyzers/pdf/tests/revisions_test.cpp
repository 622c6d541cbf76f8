#include "../revisions.hpp"

#include <gtest/gtest.h>

namespace pdf_analyzer {
namespace {

std::size_t revisions_in(std::string_view file) {
  return revision_ends(file).size();
}

TEST(Revisions, EachUpdateCounts) {
  EXPECT_EQ(revisions_in("%PDF-1.7 … startxref\n123\n%%EOF\n"), 1);
  EXPECT_EQ(revisions_in("%PDF-1.7 … startxref\n123\n%%EOF\n … startxref\r\n456\r\n%%EOF"), 2);
  EXPECT_EQ(revisions_in("%PDF-1.7 text about startxref and %%EOF startxref 9 %%EOF"), 1);
  const std::string first = "%PDF-1.7 … startxref\n123\n%%EOF";
  EXPECT_EQ(revision_ends(first + "\n … startxref 9 %%EOF\n").front(), first.size());
}

TEST(Revisions, TheFirstPartOfALinearisedFileIsNoRevision) {
  EXPECT_EQ(revisions_in("%PDF-1.7 <</Linearized 1>> startxref\n0\n%%EOF … startxref\n200\n%%EOF"), 1);
  EXPECT_EQ(revisions_in("%PDF-1.7 <</Linearized 1>> startxref\n0\n%%EOF … startxref\n200\n%%EOF … startxref 9 %%EOF"),
            2);
}

TEST(Revisions, AFileIsClosedByItsIndex) {
  EXPECT_TRUE(is_closed("… startxref 9 %%EOF"));
  EXPECT_FALSE(is_closed("…"));
  EXPECT_FALSE(is_closed("startxref 9 %%EOF" + std::string(5000, ' ')));
}

TEST(Revisions, DatesOfTheFile) {
  EXPECT_EQ(iso_date("D:20260131120000-06'00'"), "2026-01-31");
  EXPECT_EQ(iso_date("20240229"), "2024-02-29");
  EXPECT_EQ(iso_date("D:20250229"), "");
  EXPECT_EQ(iso_date("yesterday"), "");
}

}  // namespace
}  // namespace pdf_analyzer
