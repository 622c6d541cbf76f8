#include "finding.hpp"

#include <unistd.h>

#include <boost/json/serialize.hpp>

namespace cotejo::plugin_check {
namespace {

boost::json::string text(std::string_view s) {
  return boost::json::string(s);
}

}  // namespace

std::string sentence(const Finding& finding) {
  std::string out =
      (finding.component.empty() ? "the plugin" : finding.component) + " [" + finding.level + "]: " + finding.what;
  if (!finding.where.empty()) out += " (" + finding.where + ")";
  return out + ". " + finding.advice;
}

boost::json::object to_json(const Finding& finding) {
  return {{"level", text(finding.level)},
          {"component", text(finding.component)},
          {"what", text(finding.what)},
          {"where", text(finding.where)},
          {"advice", text(finding.advice)}};
}

Reporter::Reporter(int descriptor, std::string level, std::string component)
    : descriptor_(descriptor), level_(std::move(level)), component_(std::move(component)) {}

void Reporter::send(const boost::json::object& message) {
  const std::string line = boost::json::serialize(message) + '\n';
  for (std::size_t sent = 0; sent < line.size();) {
    const auto n = ::write(descriptor_, line.data() + sent, line.size() - sent);
    if (n <= 0) ::_exit(2);  // nobody listens any more
    sent += static_cast<std::size_t>(n);
  }
}

void Reporter::at(std::string_view where) {
  where_ = where;
  send({{"at", text(where)}});
}
void Reporter::finding(std::string_view what, std::string_view advice) {
  send({{"finding", to_json({level_, component_, std::string(what), where_, std::string(advice)})}});
}
void Reporter::note(std::string_view words) {
  send({{"note", text(words)}});
}
void Reporter::component(std::string_view id, std::string_view kind, bool available) {
  send({{"component", text(id)}, {"kind", text(kind)}, {"available", available}});
}
void Reporter::skipped(std::string_view why) {
  send({{"skipped", text(why)}});
}
void Reporter::done() {
  send({{"done", true}});
}

}  // namespace cotejo::plugin_check
