// `cotejo replay`: a stored verification again, over its recorded evidence, instant and answers.
#include "engine/replay.hpp"

#include <future>
#include <iostream>

#include "cli/commands.hpp"
#include "cli/find_product.hpp"
#include "cli/offline_store.hpp"
#include "decisions/decide.hpp"
#include "services/recorded.hpp"

namespace cotejo::cli {
namespace {

domain::Verification run_again(const HostConfig& config, const engine::Submission& submission,
                               services::Services& answers) {
  engine::Engine engine(config.engine, &answers);
  std::promise<domain::Verification> result;
  const auto taken = engine.run(submission, {}, [&](domain::Verification v) { result.set_value(std::move(v)); });
  if (!taken) throw Stop(taken.error().message);
  return result.get_future().get();
}

// The first place where the two texts differ, with some text around it (codes, names and values that were read).
void show_difference(const std::string& then, const std::string& now) {
  const auto size = std::min(then.size(), now.size());
  std::size_t at = 0;
  while (at < size && then[at] == now[at]) ++at;
  constexpr std::size_t before = 60, around = 160;
  const auto from = at - std::min(at, before);
  std::cout << "then: ..." << then.substr(from, around) << "\nnow:  ..." << now.substr(from, around) << '\n';
}

}  // namespace

int replay(const Places& places, const std::string& id) {
  if (places.data.empty()) throw Stop("replay needs --data: the folder that has the verification");
  const auto config = configuration_of(places);
  auto stored = OfflineStore::existing(config, places.data);
  const auto work = stored.work(id);
  const auto then = stored.find(id);
  if (work->erased) throw Stop("the evidence of this verification is erased");
  if (then->status != domain::Status::completed) throw Stop("the verification is not completed");
  const auto registry = load_registry(config);
  const auto product = find_product(config, *registry, then->product.id, products::Readiness::create);
  if (product->digest != then->product.digest)
    std::cout << "the product, its components, models or words have changed since\n";
  services::Recorded answers(*then, services::Secret::open(places.data / "index.secret"));
  auto now = run_again(config, engine::submission_of(*work, product), answers);
  if (decisions::held_after_fraud(*then)) decisions::hold_after_fraud(*product, now);
  // Quality control decides as recorded; it never applied to verifications that the command line stored.
  if (then->decision->would_be || then->decision->earlier_rejections)
    decisions::control_quality(*product, now, then->decision->earlier_rejections);
  const auto text_then = engine::comparable_text(*then), text_now = engine::comparable_text(now);
  if (text_then == text_now) {
    std::cout << "the same, byte for byte: " << to_string(now.decision->outcome) << '\n';
    return 0;
  }
  std::cout << "another result: " << to_string(then->decision->outcome) << " then, " << to_string(now.decision->outcome)
            << " now\n";
  show_difference(text_then, text_now);
  return kCouldNotRun;
}

}  // namespace cotejo::cli
