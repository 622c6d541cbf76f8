#include "../conservation_token.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <stdexcept>
#include <test_authority.hpp>

namespace cotejo::contract_document {
namespace {

using specimens::TestAuthority;

constexpr std::int64_t kWhen = 1793534400;  // 2026-11-01T12:00:00Z

std::vector<std::uint8_t> bytes(std::string_view text) {
  return {text.begin(), text.end()};
}

const TestAuthority& authority() {
  static const TestAuthority one("Prestador de Pruebas");
  return one;
}

TokenReading verified(const std::vector<std::uint8_t>& token, std::string_view document) {
  return TokenVerifier({authority().root_pem()}).verify(token, bytes(document));
}

TEST(ConservationToken, AValidOneTellsWhenAndWhose) {
  const auto read = verified(authority().stamp(bytes("contrato"), kWhen), "contrato");
  EXPECT_EQ(read.state, TokenState::valid);
  EXPECT_EQ(read.time, "2026-11-01T12:00:00Z");
  EXPECT_EQ(read.authority, "Prestador de Pruebas");
}

TEST(ConservationToken, OneByteOfTheDocumentMakesItAnothers) {
  EXPECT_EQ(verified(authority().stamp(bytes("contrato"), kWhen), "contratO").state, TokenState::imprint_mismatch);
}

TEST(ConservationToken, AnUnknownAuthorityIsNotTrusted) {
  const auto token = TestAuthority("Nadie").stamp(bytes("contrato"), kWhen);
  EXPECT_EQ(verified(token, "contrato").state, TokenState::untrusted);
  EXPECT_EQ(TokenVerifier({}).verify(authority().stamp(bytes("contrato"), kWhen), bytes("contrato")).state,
            TokenState::untrusted);
}

TEST(ConservationToken, CertificatesAreJudgedAsOfTheTokensOwnTime) {
  constexpr std::int64_t kBefore = 1500000000;  // 2017: the authority's certificates begin in 2020
  EXPECT_EQ(verified(authority().stamp(bytes("contrato"), kBefore), "contrato").state, TokenState::untrusted);
}

TEST(ConservationToken, ATimeOrASignatureThatWasChangedIsNotTrusted) {
  const auto good = authority().stamp(bytes("contrato"), kWhen);
  const auto time = bytes("20261101120000Z");
  const auto at = std::search(good.begin(), good.end(), time.begin(), time.end());
  ASSERT_NE(at, good.end());
  auto later = good;
  later[static_cast<std::size_t>(at - good.begin()) + 3] = '7';
  EXPECT_EQ(verified(later, "contrato").state, TokenState::untrusted);
  EXPECT_EQ(verified(later, "contrato").time, "2027-11-01T12:00:00Z") << "as claimed";
  auto unsealed = good;
  unsealed.back() ^= 1U;
  EXPECT_EQ(verified(unsealed, "contrato").state, TokenState::untrusted);
}

TEST(ConservationToken, BeginningsAndFollowingBytesAreMalformed) {
  auto token = authority().stamp(bytes("contrato"), kWhen);
  for (std::size_t size = 0; size < token.size(); size += 11) {
    const std::vector<std::uint8_t> beginning(token.begin(), token.begin() + static_cast<std::ptrdiff_t>(size));
    EXPECT_EQ(verified(beginning, "contrato").state, TokenState::malformed);
  }
  token.push_back(0);
  EXPECT_EQ(verified(token, "contrato").state, TokenState::malformed);
  EXPECT_EQ(verified(std::vector<std::uint8_t>(kMaxTokenBytes + 1, 0x30), "contrato").state, TokenState::malformed);
}

TEST(ConservationToken, ARootThatIsNoCertificateIsRefused) {
  EXPECT_THROW(TokenVerifier({"no certificate"}), std::invalid_argument);
}

TEST(ConservationToken, Base64OfTheOffer) {
  const auto token = authority().stamp(bytes("contrato"), kWhen);
  EXPECT_EQ(from_base64(specimens::base64(token)), token);
  EXPECT_TRUE(from_base64("no base64!").empty());
  EXPECT_TRUE(from_base64("").empty());
}

TEST(ConservationToken, AStampInsideAFileIsOfItsByteRange) {
  const std::string before = "%PDF the first part ", after = " and the last";
  const auto token = authority().stamp(bytes(before + after), kWhen);
  std::string hexadecimal;
  for (const auto byte : token) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    hexadecimal += kDigits[byte >> 4U];
    hexadecimal += kDigits[byte & 15U];
  }
  const std::string file = before + "<token>" + after;
  const auto told = [&](std::size_t length) {
    return boost::json::parse(R"([{"time_stamp": ")" + hexadecimal + R"(0000", "byte_range": [0, )" +
                              std::to_string(length) + ", " + std::to_string(before.size() + 7) + ", " +
                              std::to_string(after.size()) + "]}]");
  };
  const auto stamp = embedded_stamp(told(before.size()), bytes(file));
  ASSERT_TRUE(stamp);
  EXPECT_EQ(TokenVerifier({authority().root_pem()}).verify(stamp->token, stamp->document).state, TokenState::valid);
  EXPECT_FALSE(embedded_stamp(told(file.size() + 1), bytes(file))) << "beyond the file";
  EXPECT_FALSE(embedded_stamp(boost::json::parse(R"([{"time_stamp": "zz", "byte_range": [0, 1]}])"), bytes(file)));
}

}  // namespace
}  // namespace cotejo::contract_document
