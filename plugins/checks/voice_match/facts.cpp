#include "facts.hpp"

namespace voice_match {
namespace {

Recording take(const cotejo::Call& call, const cotejo::judgement::Gathering& from,
               const cotejo::judgement::Input<cotejo::Vector>& port, std::string_view name) {
  Recording recording;
  recording.name = name;
  recording.voice = from.take<std::vector<float>>(
      port, [](cotejo::Vector vector) { return std::optional(std::vector<float>(vector.begin(), vector.end())); });
  recording.absent = call.get(port).absent_reason();
  return recording;
}

}  // namespace

Facts gather(const cotejo::Call& call, const Ports& ports) {
  const cotejo::judgement::Gathering from(call, 0);  // scores: none of them is a reading that may be wrong
  const auto number = [&](const auto& port) {
    return from.take<double>(port, [](double value) { return std::optional(value); });
  };
  Facts facts;
  facts.interview = take(call, from, ports.interview, "interview");
  facts.reading = take(call, from, ports.reading, "reading");
  facts.copied_seconds = number(ports.copied_seconds);
  facts.reading_seconds = number(ports.reading_seconds);
  facts.interview.echo = number(ports.interview_echo);
  facts.interview.bandwidth = number(ports.interview_bandwidth);
  facts.interview.sample_rate = from.integer(ports.interview_sample_rate);
  facts.reading.echo = number(ports.echo);
  facts.reading.bandwidth = number(ports.bandwidth);
  facts.reading.sample_rate = from.integer(ports.sample_rate);
  return facts;
}

}  // namespace voice_match
