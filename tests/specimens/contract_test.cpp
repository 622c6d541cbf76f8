#include "contract.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "test_authority.hpp"

namespace cotejo::specimens {
namespace {

Person borrower() {
  return make_person(Random(5), {});
}

ContractPrint contract(const char* variant) {
  return print_contract(make_offer(borrower(), 2026, Random(6)), variant, borrower(), Random(7));
}

std::string text_of(const ContractPrint& contract) {
  std::string text;
  for (const auto& page : contract.print.pages)
    for (const auto& mark : page.marks) text += mark.text + ' ';
  return text;
}

std::size_t signatures(const ContractPrint& contract) {
  std::size_t count = 0;
  for (const auto& page : contract.print.pages) count += page.pen.size();
  return count;
}

// Mean distance between two writings that were placed in one box.
double apart(const Writing& a, const Writing& b) {
  const Writing first = placed(a, {0, 0, 300, 100}), second = placed(b, {0, 0, 300, 100});
  double sum = 0;
  std::size_t count = 0;
  for (const auto& stroke : first.strokes)
    for (const auto& p : stroke) {
      double nearest = 1e9;
      for (const auto& other : second.strokes)
        for (const auto& q : other) nearest = std::min(nearest, std::hypot(p.x - q.x, p.y - q.y));
      sum += nearest;
      ++count;
    }
  return sum / static_cast<double>(count);
}

TEST(Contracts, AreTheSameForTheSameSeed) {
  EXPECT_EQ(text_of(contract("genuine")), text_of(contract("genuine")));
}

TEST(Contracts, SayWhatWasOfferedUnlessAVariantSaysOtherwise) {
  const Offer offer = make_offer(borrower(), 2026, Random(6));
  EXPECT_NE(text_of(contract("genuine")).find(pesos(offer.payment)), std::string::npos);
  EXPECT_EQ(text_of(contract("changed_payment")).find(pesos(offer.payment)), std::string::npos);
  EXPECT_EQ(text_of(contract("removed_clause")).find("CANCELACIÓN"), std::string::npos);
}

TEST(Contracts, AreSignedByTheLenderAndThreeTimesByTheBorrower) {
  EXPECT_EQ(signatures(contract("genuine")), 4U);
  EXPECT_EQ(signatures(contract("blank_signature")), 1U);
  EXPECT_EQ(signatures(contract("typed_signature")), 1U);
}

TEST(Contracts, LoseOrSwapPages) {
  const auto pages = contract("genuine").print.pages.size();
  EXPECT_EQ(contract("missing_page").print.pages.size(), pages - 1);
  EXPECT_EQ(contract("foreign_page").print.pages.size(), pages + 1);
  EXPECT_EQ(contract("swapped_pages").print.pages[1].marks.front().text,
            contract("genuine").print.pages[0].marks.front().text);
}

TEST(Hands, SignAlikeAndNeverTheSame) {
  double own = 0, others = 0;
  for (int i = 0; i < 20; ++i) {
    const Random random = Random(11).fork(std::to_string(i));
    const Hand hand(random.fork("a")), other(random.fork("b"));
    const Writing first = hand.sign(random.fork("1"));
    own += apart(first, hand.sign(random.fork("2")));
    others += apart(first, other.sign(random.fork("2")));
    EXPECT_GT(apart(first, hand.sign(random.fork("2"))), 0.2);
  }
  EXPECT_LT(own * 1.5, others);
}

TEST(TestAuthority, HasTheSameKeysEachTime) {
  EXPECT_EQ(TestAuthority("A").root_pem(), TestAuthority("A").root_pem());
  EXPECT_NE(TestAuthority("A").root_pem(), TestAuthority("B").root_pem());
}

}  // namespace
}  // namespace cotejo::specimens
