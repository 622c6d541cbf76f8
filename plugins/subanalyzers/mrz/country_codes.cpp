#include "country_codes.hpp"

#include <array>
#include <string_view>

namespace cotejo::mrz {
namespace {

// ISO 3166-1, the codes that Doc 9303-3 section 5 adds, and states that ended while documents of theirs were valid.
constexpr std::string_view kCodes =
    "ABWAFGAGOAIAALAALBANDAREARGARMASMATAATFATGAUSAUTAZEBDIBELBENBESBFABGDBGRBHRBHSBIHBLMBLRBLZBMUBOLBRABRBBRNBTNBVTBWA"
    "CAFCANCCKCHECHLCHNCIVCMRCODCOGCOKCOLCOMCPVCRICUBCUWCXRCYMCYPCZEDEUDJIDMADNKDOMDZAECUEGYERIESHESPESTETHFINFJIFLKFRA"
    "FROFSMGABGBRGEOGGYGHAGIBGINGLPGMBGNBGNQGRCGRDGRLGTMGUFGUMGUYHKGHMDHNDHRVHTIHUNIDNIMNINDIOTIRLIRNIRQISLISRITAJAMJEY"
    "JORJPNKAZKENKGZKHMKIRKNAKORKWTLAOLBNLBRLBYLCALIELKALSOLTULUXLVAMACMAFMARMCOMDAMDGMDVMEXMHLMKDMLIMLTMMRMNEMNGMNPMOZ"
    "MRTMSRMTQMUSMWIMYSMYTNAMNCLNERNFKNGANICNIUNLDNORNPLNRUNZLOMNPAKPANPCNPERPHLPLWPNGPOLPRIPRKPRTPRYPSEPYFQATREUROURUS"
    "RWASAUSDNSENSGPSGSSHNSJMSLBSLESLVSMRSOMSPMSRBSSDSTPSURSVKSVNSWESWZSXMSYCSYRTCATCDTGOTHATJKTKLTKMTLSTONTTOTUNTURTUV"
    "TWNTZAUGAUKRUMIURYUSAUZBVATVCTVENVGBVIRVNMVUTWLFWSMYEMZAFZMBZWE"
    "D<<UTOGBDGBNGBOGBPGBSUNOUNAUNKXXAXXBXXCXXXEUEXOMXPOXBAXIMXCCXCOXCEXMPXESXDCRKSIAOANTBDRCSKDDRNTZSCGSUNTMPYUGZAR";
static_assert(kCodes.size() % 3 == 0);
// Share of codes that are not in the list: printed specimens have invented ones (YTO).
constexpr float kUnlisted = 0.03F;

}  // namespace

void weigh_country(std::span<Cell> cells) {
  if (cells.size() != 3) return;
  const auto of = [&](std::size_t place, char c) { return cells[place][static_cast<std::size_t>(text::class_of(c))]; };
  const float listed = (1 - kUnlisted) * 3 / static_cast<float>(kCodes.size()), unlisted = kUnlisted / (27 * 27 * 27);
  std::array<Cell, 3> weighed;
  for (std::size_t i = 0; i < 3; ++i)
    for (std::size_t c = 0; c < weighed[i].size(); ++c) weighed[i][c] = unlisted * cells[i][c];
  for (std::size_t k = 0; k < kCodes.size(); k += 3) {
    const float product = listed * of(0, kCodes[k]) * of(1, kCodes[k + 1]) * of(2, kCodes[k + 2]);
    for (std::size_t i = 0; i < 3; ++i) weighed[i][static_cast<std::size_t>(text::class_of(kCodes[k + i]))] += product;
  }
  for (std::size_t i = 0; i < 3; ++i) {
    float sum = 1e-30F;
    for (float p : weighed[i]) sum += p;
    for (std::size_t c = 0; c < weighed[i].size(); ++c) cells[i][c] = weighed[i][c] / sum;
  }
}

}  // namespace cotejo::mrz
