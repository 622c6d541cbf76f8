// What the parts of a report's page share: the verification with its pictures, and the HTML text they append to.
#pragma once
#include <fmt/format.h>

#include <initializer_list>
#include <iterator>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "cli/engine_run.hpp"
#include "cli/report_pictures.hpp"
#include "domain/verification.hpp"

namespace cotejo::cli {

struct ReportPage {
  ReportPage(const domain::Verification& v, const EvidenceByName& evidence, const ReportPictures& pictures,
             const std::string& locale);

  template <class... Args>
  void add(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(out), format, std::forward<Args>(args)...);
  }

  // The text about an item for the first of these audiences that has one, escaped for HTML.
  std::string item_text(std::size_t item, std::initializer_list<domain::Audience> audiences) const;

  // An <img> element with a part of an evidence's picture; empty when there is none.
  std::string cropped(const std::string& evidence, const domain::Region& region) const;

  const domain::Verification& v;
  const EvidenceByName& evidence;
  const ReportPictures& pictures;
  const std::string& locale;
  std::map<std::string, std::size_t, std::less<>> trait_by_name;
  std::string out;
};

std::string data_url(std::string_view media_type, std::string_view bytes);

std::string_view as_text(const domain::Bytes& bytes);

// A trait's value as HTML for people; long machine-readable data is folded into a line that opens.
std::string value_text(const domain::Trait& trait);

// Writes each evidence with the marked places and the traits read from it, then the traits read from several.
void write_evidence(ReportPage& page);

}  // namespace cotejo::cli
