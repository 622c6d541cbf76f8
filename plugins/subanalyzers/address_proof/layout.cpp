#include "layout.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>

namespace cotejo::address_proof {
namespace {

constexpr std::string_view kShipped[] = {
#include "layouts.inc"
};

constexpr std::string_view kKeys[] = {"id", "name", "kind", "identity", "brands", "labels", "barcode"};
constexpr std::int64_t kMaxBarcode = 80;

std::optional<std::int64_t> small(const boost::json::value* value) {
  if (!value || !value->is_int64() || value->as_int64() < 0 || value->as_int64() > kMaxBarcode) return std::nullopt;
  return value->as_int64();
}

BarcodeFormat::Part part_of(const document_text::LabelFile& file, const boost::json::object& barcode,
                            std::string_view key, std::size_t digits) {
  const auto* value = barcode.if_contains(key);
  if (!value) return {};
  const auto* pair = value->if_array();
  const auto at = pair && pair->size() == 2 ? small(&(*pair)[0]) : std::nullopt;
  const auto count = pair && pair->size() == 2 ? small(&(*pair)[1]) : std::nullopt;
  if (!at || !count || static_cast<std::size_t>(*at + *count) > digits)
    file.refuse("barcode." + std::string(key) + " must be [first digit, how many]");
  return {static_cast<std::size_t>(*at), static_cast<std::size_t>(*count)};
}

std::optional<BarcodeFormat> barcode_of(const document_text::LabelFile& file) {
  const auto* object = file.object("barcode");
  if (!object) return std::nullopt;
  BarcodeFormat out;
  const auto digits = small(object->if_contains("digits"));
  if (!digits || *digits == 0) file.refuse("barcode.digits must be a number");
  out.digits = static_cast<std::size_t>(*digits);
  if (const auto* prefix = object->if_contains("prefix"); prefix && prefix->is_string())
    out.prefix = std::string(prefix->as_string());
  out.service_number = part_of(file, *object, "service_number", out.digits);
  out.due = part_of(file, *object, "due", out.digits);
  out.total_pesos = part_of(file, *object, "total_pesos", out.digits);
  return out;
}

}  // namespace

Layouts::Layouts(std::span<const boost::json::object> more) {
  for (const std::string_view json : kShipped) add(boost::json::parse(json).as_object());
  for (const auto& file : more) add(file);
  for (Layout& layout : layouts_) document_text::merge(layout.labels, generic_.labels);  // its own words first
}

void Layouts::add(const boost::json::object& object) {
  const document_text::LabelFile file(object, kKeys);
  Layout layout;
  layout.id = file.id();
  layout.name = file.text("name");
  layout.kind = file.text("kind");
  layout.identity = file.phrases("identity");
  layout.brands = file.phrases("brands");
  layout.labels = file.phrases_by_role("labels");
  layout.barcode = barcode_of(file);
  if (layout.id == "generic") {
    generic_ = std::move(layout);
    return;
  }
  if (layout.kind.empty()) file.refuse("kind is missing");
  std::erase_if(layouts_, [&](const Layout& known) { return known.id == layout.id; });
  layouts_.push_back(std::move(layout));
}

}  // namespace cotejo::address_proof
