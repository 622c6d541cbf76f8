#include "plugins/isolation/messages.hpp"

#include <span>

#include "plugins/isolation/shared_memory.hpp"

namespace cotejo::plugins::isolation {
namespace {

// No component has such a port: the host refuses an item that names it.
constexpr std::uint32_t kNoPort = 0xffffffff;
constexpr std::uint64_t kMaxPorts = 1u << 12;  // of one item: more than HostCall takes

void begin(Writer& to, Record record) {
  to.number(static_cast<std::uint32_t>(record));
}

void read_output(Reader& from, const Memory& memory, const cotejo_call& call) {
  PointedTo keep;
  cotejo_output output{};
  output.struct_size = sizeof output;
  output.key = from.text();
  output.probability = from.number<double>();
  output.absent_reason = from.text();
  output.value = read_value(from, memory, keep);
  output.region = read_region(from, keep);
  if (!from.failed()) call.emit(&call, &output);
}

void read_item(Reader& from, const cotejo_call& call) {
  PointedTo keep;
  cotejo_item item{};
  item.struct_size = sizeof item;
  item.severity = from.number<std::int32_t>();
  item.confidence = from.number<double>();
  item.code = from.text();
  item.params_json = from.text();
  std::vector<std::uint32_t> ports(from.count());
  for (auto& port : ports) port = from.number<std::uint32_t>();
  item.ports = ports.data();
  item.port_count = ports.size();
  item.region = read_region(from, keep);
  if (!from.failed()) call.item(&call, &item);
}

void read_verdict(Reader& from, const cotejo_call& call) {
  const auto verdict = from.number<std::int32_t>();
  const auto confidence = from.number<double>();
  if (!from.failed()) call.conclude(&call, verdict, confidence);
}

void read_failure(Reader& from, const cotejo_call& call) {
  cotejo_failure failure{};
  failure.struct_size = sizeof failure;
  failure.retriable = from.number<std::int32_t>();
  failure.code = from.text();
  failure.message = from.text();
  if (!from.failed()) call.fail(&call, &failure);
}

void read_request(Reader& from, const cotejo_call& call) {
  cotejo_request request{};
  request.struct_size = sizeof request;
  request.kind = from.number<std::uint32_t>();
  for (auto* part :
       {&request.service, &request.method, &request.target, &request.headers_json, &request.body, &request.state})
    *part = from.text();
  if (!from.failed()) call.request(&call, &request);
}

void read_nothing(Reader& from, const cotejo_call& call) {
  switch (static_cast<Record>(from.number<std::uint32_t>())) {
    case Record::output:
      call.emit(&call, nullptr);
      break;
    case Record::item:
      call.item(&call, nullptr);
      break;
    case Record::request:
      call.request(&call, nullptr);
      break;
    default:
      from.fail();
  }
}

void write_response(Writer& to, const cotejo_response* response) {
  to.number<std::uint32_t>(response != nullptr);
  if (!response) return;
  to.number(response->step);
  to.number(response->status);
  to.number(response->retriable);
  for (const auto& part : {response->headers_json, response->body, response->state, response->error}) to.text(part);
}

std::optional<cotejo_response> read_response(Reader& from) {
  const auto present = from.number<std::uint32_t>();
  if (present > 1) from.fail();
  if (present != 1 || from.failed()) return std::nullopt;
  cotejo_response response{};
  response.struct_size = sizeof response;
  response.step = from.number<std::uint32_t>();
  response.status = from.number<std::int32_t>();
  response.retriable = from.number<std::int32_t>();
  for (auto* part : {&response.headers_json, &response.body, &response.state, &response.error}) *part = from.text();
  return response;
}

void write_input(Writer& to, const cotejo_input& input) {
  to.number(input.probability);
  to.text(input.name);
  to.text(input.evidence);
  to.text(input.media_type);
  to.text(input.absent_reason);
  write(to, input.region);
}

cotejo_input read_input(Reader& from, PointedTo& keep) {
  cotejo_input input{};
  input.struct_size = sizeof input;
  input.probability = from.number<double>();
  input.name = from.text();
  input.evidence = from.text();
  input.media_type = from.text();
  input.absent_reason = from.text();
  input.region = read_region(from, keep);
  return input;
}

}  // namespace

void write(Writer& to, const Setup& setup) {
  to.text(setup.plugin);
  to.number(setup.identity.device);
  to.number(setup.identity.inode);
  to.number(setup.identity.size);
  to.number(setup.identity.modified_ns);
  for (const auto* text : {&setup.id, &setup.params}) to.text(std::string_view{*text});
  to.number<std::uint64_t>(setup.models.size());
  for (std::size_t i = 0; i < setup.models.size(); ++i) {
    to.text(std::string_view{setup.models[i]});
    to.number(setup.model_sizes[i]);
  }
  to.number(setup.memory);
  to.number(setup.arena);
}

bool read(Reader& from, Setup& setup) {
  setup.plugin = from.text_view();
  setup.identity.device = from.number<std::uint64_t>();
  setup.identity.inode = from.number<std::uint64_t>();
  setup.identity.size = from.number<std::uint64_t>();
  setup.identity.modified_ns = from.number<std::int64_t>();
  for (auto* text : {&setup.id, &setup.params}) *text = from.text_view();
  const auto models = from.count();
  for (std::uint64_t i = 0; i < models && !from.failed(); ++i) {
    setup.models.emplace_back(from.text_view());
    setup.model_sizes.push_back(from.number<std::uint64_t>());
  }
  setup.memory = from.number<std::uint64_t>();
  setup.arena = from.number<std::uint64_t>();
  return !from.failed() && from.at_end();
}

bool write(Writer& to, const CallTerms& terms, const cotejo_call& call, Placing& placing) {
  to.number(terms.deadline_ns);
  to.number(terms.arena);
  to.number(terms.slot);
  to.number(call.now_unix_ms);
  to.text(call.today);
  write_response(to, call.response);
  to.number<std::uint64_t>(terms.ports);
  for (std::uint32_t port = 0; port < terms.ports; ++port) {
    const auto count = call.input_count(&call, port);
    to.number<std::uint64_t>(count);
    for (std::uint64_t i = 0; i < count; ++i) {
      const auto& input = *call.input(&call, port, i);
      write_input(to, input);
      if (!input.value) {
        to.number<std::uint32_t>(0);
      } else if (!write(to, *input.value, placing)) {
        return false;
      }
    }
  }
  return true;
}

bool read(Reader& from, const Memory& memory, ReceivedCall& call) {
  call.terms.deadline_ns = from.number<std::int64_t>();
  call.terms.arena = from.number<std::uint64_t>();
  call.terms.slot = from.number<std::uint32_t>();
  if (call.terms.slot >= kArenaSlots) from.fail();
  call.now_unix_ms = from.number<std::int64_t>();
  call.today = from.text();
  call.response = read_response(from);
  const auto ports = from.count();
  for (std::uint64_t port = 0; port < ports && !from.failed(); ++port) {
    auto& inputs = call.inputs.emplace_back();
    const auto count = from.count();
    for (std::uint64_t i = 0; i < count && !from.failed(); ++i) {
      inputs.push_back(read_input(from, call.keep));
      inputs.back().value = read_value(from, memory, call.keep);
    }
  }
  call.terms.ports = static_cast<std::uint32_t>(call.inputs.size());
  return !from.failed() && from.at_end();
}

bool write(Writer& to, const cotejo_output& output, Placing& placing) {
  begin(to, Record::output);
  to.text(output.key);
  to.number(output.probability);
  to.text(output.absent_reason);
  if (!output.value) {
    to.number<std::uint32_t>(0);
  } else if (!write(to, *output.value, placing)) {
    return false;
  }
  write(to, output.region);
  return true;
}

void write(Writer& to, const cotejo_item& item) {
  begin(to, Record::item);
  to.number(item.severity);
  to.number(item.confidence);
  to.text(item.code);
  to.text(item.params_json);
  const bool sound = item.port_count == 0 || (item.ports && item.port_count <= kMaxPorts);
  const std::span ports = sound ? std::span(item.ports, item.port_count) : std::span(&kNoPort, 1);
  to.number<std::uint64_t>(ports.size());
  for (const auto port : ports) to.number(port);
  write(to, item.region);
}

void write_verdict(Writer& to, std::int32_t verdict, double confidence) {
  begin(to, Record::verdict);
  to.number(verdict);
  to.number(confidence);
}

void write(Writer& to, const cotejo_request& request) {
  begin(to, Record::request);
  to.number(request.kind);
  for (const auto& part :
       {request.service, request.method, request.target, request.headers_json, request.body, request.state})
    to.text(part);
}

void write(Writer& to, const cotejo_failure& failure) {
  begin(to, Record::failure);
  to.number(failure.retriable);
  to.text(failure.code);
  to.text(failure.message);
}

void write_nothing(Writer& to, Record of) {
  begin(to, Record::nothing);
  to.number(static_cast<std::uint32_t>(of));
}

void write_end(Writer& to, cotejo_status status) {
  begin(to, Record::end);
  to.number(status);
}

bool replay(Reader& from, const Memory& memory, const cotejo_call& call, cotejo_status& status) {
  while (!from.failed()) {
    switch (static_cast<Record>(from.number<std::uint32_t>())) {
      case Record::output:
        read_output(from, memory, call);
        break;
      case Record::item:
        read_item(from, call);
        break;
      case Record::verdict:
        read_verdict(from, call);
        break;
      case Record::request:
        read_request(from, call);
        break;
      case Record::failure:
        read_failure(from, call);
        break;
      case Record::nothing:
        read_nothing(from, call);
        break;
      case Record::end:
        status = from.number<std::int32_t>();
        return !from.failed() && from.at_end();
      default:
        return false;
    }
  }
  return false;
}

}  // namespace cotejo::plugins::isolation
