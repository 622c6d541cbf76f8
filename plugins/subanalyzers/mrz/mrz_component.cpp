#include "mrz_component.hpp"

#include <algorithm>
#include <cmath>
#include <mx/person.hpp>

namespace cotejo::mrz {
namespace {

// What the product of many cells' probabilities leaves out: that the zone as a whole was placed or parsed wrongly.
constexpr double kMostCertain = 0.995;
constexpr double kMostInvalid = 0.85;  // a wrong digit is a misreading more often than a forgery

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const auto& line : lines) text += (text.empty() ? "" : "\n") + line;
  return text;
}

double probability_of_all(const Decoded& decoded) {
  double product = 1;
  for (std::size_t l = 0; l < decoded.lines.size(); ++l)
    product *= decoded.probability_of({l, 0, decoded.lines[l].size()});
  return product;
}

// Of two readings of one zone: more right check digits, then the likelier one.
bool better(const ZoneReading& a, const ZoneReading& b) {
  const auto wrong = [](const ZoneReading& z) { return z.decoded.checks - z.decoded.checks_right; };
  if (wrong(a) != wrong(b)) return wrong(a) < wrong(b);
  return probability_of_all(a.decoded) > probability_of_all(b.decoded);
}

// ICAO's < is X (unspecified) as it is printed in the visual zone. An INE card's F is the woman that its M says.
std::string sex_of(const Decoded& decoded) {
  const Span span = span_of(decoded.format, Field::sex, decoded.issuer);
  const char letter = decoded.lines[span.line][span.begin];
  if (letter == 'F' && decoded.issuer == Issuer::ine) return "M";
  return std::string(1, letter == '<' ? 'X' : letter);
}

}  // namespace

Status Mrz::run(Call& call) {
  const auto today = mx::parse_iso_date(call.today());
  if (!today) return call.internal("the host's date is not a calendar date");
  const auto stop = [&] { return call.cancelled(); };
  const auto photo = call.get(image);
  std::optional<ZoneReading> best;
  const Image* source = nullptr;
  if (const auto upright = call.get(card); upright) {
    card_image_ = *upright;
    best = read_zone(as_mat(card_image_), stop);
    if (best && !best->credible()) best.reset();
    if (best) source = &card_image_;
  }
  const bool settled = best && best->decoded.all_right() && best->decoded.corrections == 0;
  if (!settled && !call.cancelled()) {
    auto other = read_zone(as_mat(*photo), stop);
    const bool credible = other && other->credible();
    if (credible && (!best || better(*other, *best))) best = std::move(other), source = &*photo;
  }
  if (call.cancelled()) return Status::cancelled;
  if (!best) {
    nothing(call, not_found);
    return Status::ok;
  }
  tell(call, *best, *source, static_cast<int>(today->year()));
  return Status::ok;
}

void Mrz::nothing(Call& call, const Code& why) {
  call.absent_all(why, format, lines, document_number, surnames, given_names, sex, valid, birth_date, expiry_date);
  // The score of "no zone" is that of a search that looks at every long row of marks; it is not calibrated.
  call.item(why, Severity::major, 0.8, {image});
}

void Mrz::tell(Call& call, const ZoneReading& zone, const Image& source, int year) {
  const Decoded& decoded = zone.decoded;
  const auto parsed = parse(decoded.lines, year);
  const double all = std::min(kMostCertain, probability_of_all(decoded));
  if (!parsed.reading || all < params_.min_probability * 1e-3) {
    nothing(call, unreadable);
    return;
  }
  const mrz::Reading& reading = *parsed.reading;
  const auto region = [&](const cv::Rect2f& box) {
    return source.region(static_cast<double>(box.x), static_cast<double>(box.y), static_cast<double>(box.width),
                         static_cast<double>(box.height));
  };
  const auto field_region = [&](Field field) {
    return region(zone.box(span_of(decoded.format, field, decoded.issuer)));
  };
  int missing = 0;
  const auto say = [&](const auto& trait, const auto& value, bool there, double probability, const Region& where) {
    if (there && probability >= params_.min_probability) {
      call.emit(trait, value, std::min(kMostCertain, probability), where);
    } else {
      call.absent(trait, unreadable, where);
      ++missing;
    }
  };
  const auto p = [&](Field field) { return decoded.probability_of(span_of(decoded.format, field, decoded.issuer)); };
  const Region whole = region(zone.box());
  // It is false as soon as one field whose digit is wrong was read right; how surely the others were does not matter.
  const auto invalid = [&](double all_together) {
    double sure = all_together;
    for (const auto& check : reading.checks)
      if (!check.right && check.field != Field::composite) sure = std::max(sure, p(check.field));
    return sure;
  };

  say(format, std::string(name(decoded.format)), true, std::min(kMostCertain, decoded.inside), whole);
  // What every check digit confirms is told as it was read, with the names' doubts in its probability.
  if (decoded.all_right())
    call.emit(lines, joined(decoded.lines), all, whole);
  else
    say(lines, joined(decoded.lines), true, all, whole);
  // Names have no check digit and no part in validity; the rest has.
  const double names = std::max(1e-9, p(Field::names) * p(Field::given_names));
  say(valid, reading.valid(), true, reading.valid() ? all / names : std::min(kMostInvalid, invalid(all / names)),
      whole);
  const std::string number = decoded.issuer == Issuer::ine && reading.ine ? reading.ine->cic : reading.document_number;
  say(document_number, number, !number.empty(), p(Field::document_number), field_region(Field::document_number));
  say(surnames, reading.surnames, !reading.surnames.empty(), p(Field::names), field_region(Field::names));
  if (reading.given_names.empty()) {
    call.absent(given_names, unreadable, field_region(Field::names));
  } else {
    const Field field = decoded.issuer == Issuer::france ? Field::given_names : Field::names;
    say(given_names, reading.given_names, true, p(field), field_region(field));
  }
  const auto date = [&](const auto& trait, const std::optional<mx::Date>& value, Field field) {
    const std::string iso = value ? mx::to_iso(*value) : "";
    say(trait, Date{iso}, value.has_value(), p(field), field_region(field));
  };
  date(birth_date, reading.birth_date, Field::birth_date);
  date(expiry_date, reading.expiry_date, Field::expiry_date);
  say(sex, sex_of(decoded), true, p(Field::sex), field_region(Field::sex));
  if (missing > 0)
    call.item(unreadable, Severity::minor, std::clamp(1 - all, 0.5, 0.99), {image}, {{"fields", missing}}, whole);
}

}  // namespace cotejo::mrz
