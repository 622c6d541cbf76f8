// mx.address: parses a postal address into normalised parts, so that all documents use one spelling.
#pragma once
#include <cotejo/plugin.hpp>
#include <deque>
#include <mx/address.hpp>

namespace mx_address {

namespace mx = cotejo::mx;

class AddressParts final : public cotejo::SubAnalyzer {
 public:
  static constexpr cotejo::About about{"mx.address", "1.0.0", "Takes a Mexican postal address apart, in one spelling"};
  static constexpr bool parallel = true;

  AddressParts() {
    for (const auto part : mx::kAddressParts) {
      const auto name = mx::name(part);
      fields_.emplace_back(this, name, "application." + std::string(name), "That part, when it is asked for by itself");
      parts_.emplace_back(this, name, "In capitals, kinds and abbreviations in full");
    }
  }

  cotejo::OptionalPort<std::string> text{this, "text", "ine.front.address",
                                         "A whole address; lines end with line feeds"};

  cotejo::Code not_stated{this, "mx.address.not_stated"};

  cotejo::Status run(cotejo::Call& call) override {
    std::string_view written;
    double probability = 1;
    if (const auto whole = call.get(text)) written = *whole, probability = whole.probability();
    const mx::Address address = mx::parse_address(written);
    const mx::Address street = street_field(call);
    for (std::size_t i = 0; i < parts_.size(); ++i) {
      const auto part = mx::kAddressParts[i];
      if (const auto field = call.get(fields_[i]); field && !(part == mx::AddressPart::street && !street.empty()))
        tell(call, i, mx::normal_part(part, *field), field.probability());
      else if (!street[part].empty())
        tell(call, i, street[part], call.get(fields_[0]).probability());
      else
        tell(call, i, address[part], probability);
    }
    return cotejo::Status::ok;
  }

 private:
  // The street field. Forms ask for the number separately; where it is missing, people wrote it behind the street.
  mx::Address street_field(const cotejo::Call& call) const {
    const auto street = call.get(fields_[0]);
    if (!street || call.get(fields_[1])) return {};
    return mx::parse_street(*street);
  }

  void tell(cotejo::Call& call, std::size_t part, const std::string& value, double probability) {
    if (value.empty()) return call.absent(parts_[part], not_stated);
    call.emit(parts_[part], std::string_view(value), probability);
  }

  std::deque<cotejo::OptionalPort<std::string>> fields_;
  std::deque<cotejo::Trait<std::string>> parts_;
};

}  // namespace mx_address
