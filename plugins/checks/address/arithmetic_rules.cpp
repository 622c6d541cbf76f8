#include <algorithm>
#include <cstdlib>
#include <judgement/amounts.hpp>

#include "rules.hpp"

namespace address_check {
namespace {

using cotejo::Severity;
using cotejo::judgement::pesos;

constexpr std::int64_t kRates[] = {16, 8};  // per cent of VAT: the country, and its northern border

std::int64_t tolerance(const Context& c) {
  return static_cast<std::int64_t>(c.params.tolerance_pesos * 100 + 0.5);
}

bool near(std::int64_t a, std::int64_t b, std::int64_t allowed) {
  return std::abs(a - b) <= allowed;
}

// Some issuers call `cargos del mes` what has the tax in it: such an amount proves nothing, and accuses nobody.
bool holds_its_tax(const Context& c) {
  return std::any_of(std::begin(kRates), std::end(kRates), [&](std::int64_t rate) {
    return near((*c.facts.subtotal * rate + (100 + rate) / 2) / (100 + rate), *c.facts.tax, tolerance(c));
  });
}

void tax_follows_from_the_subtotal(const Context& c, Judgement& j) {
  const auto &subtotal = c.facts.subtotal, &tax = c.facts.tax;
  if (!subtotal || !tax || holds_its_tax(c)) return;
  for (const std::int64_t rate : kRates)
    if (near((*subtotal * rate + 50) / 100, *tax, tolerance(c))) return j.agree({subtotal}, {tax});
  j.find("address.tax_mismatch", Severity::major, {subtotal, tax},
         {{"found", pesos(*tax)}, {"expected", pesos((*subtotal * kRates[0] + 50) / 100)}});
}

void period_adds_up(const Context& c, Judgement& j) {
  const auto &subtotal = c.facts.subtotal, &tax = c.facts.tax, &sum = c.facts.period_total;
  if (!subtotal || !tax || !sum || holds_its_tax(c)) return;
  if (near(*subtotal + *tax, *sum, tolerance(c))) return j.agree({subtotal, tax}, {sum});
  j.find("address.period_total_mismatch", Severity::major, {subtotal, tax, sum},
         {{"found", pesos(*sum)}, {"expected", pesos(*subtotal + *tax)}});
}

// What is to be paid is printed in whole pesos on some bills.
void total_adds_up(const Context& c, Judgement& j) {
  const auto &period = c.facts.period_total, &previous = c.facts.previous, &payments = c.facts.payments,
             &total = c.facts.total;
  if (!period || !previous || !payments || !total) return;
  const std::int64_t expected = *period + *previous - std::abs(*payments);
  const std::int64_t allowed = *total % 100 == 0 ? 100 : tolerance(c);
  if (near(expected, *total, allowed)) return j.agree({period, previous, payments}, {total});
  j.find("address.total_mismatch", Severity::major, {period, previous, payments, total},
         {{"found", pesos(*total)}, {"expected", pesos(expected)}});
}

void readings_give_the_consumption(const Context& c, Judgement& j) {
  const auto &before = c.facts.reading_previous, &now = c.facts.reading_current, &used = c.facts.consumption;
  constexpr std::int64_t kMost = 1'000'000'000'000;  // of any meter
  const auto is_reading = [](std::int64_t value) { return value >= 0 && value < kMost; };
  if (!before || !now || !used || !is_reading(*before) || !is_reading(*now)) return;
  if (*now - *before == *used) return j.agree({before, now}, {used});
  j.find("address.reading_mismatch", Severity::major, {before, now, used},
         {{"found", *used}, {"expected", *now - *before}});
}

// `245` is `245.37` without its cents.
bool same_value(const Repeat& a, const Repeat& b) {
  if (a.value == b.value) return true;
  if (a.what != "total") return false;
  const double x = std::atof(a.value.c_str()), y = std::atof(b.value.c_str());
  const bool whole = a.value.find('.') == std::string::npos || b.value.find('.') == std::string::npos;
  return std::abs(x - y) < (whole ? 1.0 : 0.005);
}

// Head, stub and bar code say the same thing.
void repeats_agree(const Context& c, Judgement& j) {
  if (!c.facts.repeats) return;
  const auto& all = *c.facts.repeats;
  for (std::size_t i = 0; i < all.size(); ++i)
    for (std::size_t k = i + 1; k < all.size(); ++k) {
      const Repeat &one = all[i], &other = all[k];
      if (one.what != other.what || same_value(one, other)) continue;
      const double sure = one.probability * other.probability;
      const boost::json::object params{{"what", one.what}, {"found", other.value}, {"expected", one.value}};
      if (sure < c.params.min_probability)
        return j.doubt("address.repeat_unreadable", sure, {c.facts.repeats}, {{"what", params.at("what")}},
                       other.region);
      return j.find("address.repeats_disagree", Severity::major, sure, {c.facts.repeats}, params, other.region);
    }
}

void barcode_has_the_due_date(const Context& c, Judgement& j) {
  if (!c.facts.repeats || !c.facts.due) return;
  for (const Repeat& each : *c.facts.repeats) {
    if (each.what != "due_date" || each.value == mx::to_iso(*c.facts.due)) continue;
    const double sure = each.probability * c.facts.due.probability;
    if (sure < c.params.min_probability) return;
    return j.find("address.repeats_disagree", Severity::major, sure, {c.facts.repeats, c.facts.due},
                  {{"what", each.what}, {"found", each.value}, {"expected", mx::to_iso(*c.facts.due)}}, each.region);
  }
}

}  // namespace

std::span<const Rule> arithmetic_rules() {
  static const std::vector<Rule> rules{
      {"tax_follows_from_the_subtotal", tax_follows_from_the_subtotal, {"address.tax_mismatch"}},
      {"period_adds_up", period_adds_up, {"address.period_total_mismatch"}},
      {"total_adds_up", total_adds_up, {"address.total_mismatch"}},
      {"readings_give_the_consumption", readings_give_the_consumption, {"address.reading_mismatch"}},
      {"repeats_agree", repeats_agree, {"address.repeats_disagree", "address.repeat_unreadable"}},
      {"barcode_has_the_due_date", barcode_has_the_due_date, {}}};
  return rules;
}

}  // namespace address_check
