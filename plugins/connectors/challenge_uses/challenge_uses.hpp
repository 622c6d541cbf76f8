// challenge.uses: was this challenge the answer of an earlier verification? The index is asked for its id, and keeps
// it.
#pragma once
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <cotejo/plugin.hpp>
#include <judgement/json_members.hpp>

namespace challenge_uses {

class ChallengeUses final : public cotejo::Connector {
 public:
  static constexpr cotejo::About about{"challenge.uses", "1.0.0",
                                       "Finds earlier verifications with the same challenge"};

  cotejo::OptionalPort<cotejo::Json> challenge{this, "challenge", "challenge.document",
                                               "What the applicant was asked to do, with its id"};

  cotejo::Trait<std::int64_t> earlier{this, "earlier", "Other verifications that came with this challenge"};

  cotejo::Code no_id{this, "challenge.no_id"};

  cotejo::Status run(cotejo::Call& call) override {
    const std::string id = id_of(call);
    if (id.empty() || id.size() > kMaxKey) {
      call.absent(earlier, no_id);
      return cotejo::Status::ok;
    }
    if (const auto response = call.response()) return tell(call, response->body);
    const boost::json::value key{{"space", "challenge"}, {"key", id}};
    // The challenge is its own owner in the index: other components know to whom it was given.
    const std::string body = boost::json::serialize(
        boost::json::value{{"owner", id}, {"put", boost::json::array{key}}, {"find", boost::json::array{key}}});
    cotejo::Request request;
    request.kind = COTEJO_INDEX;
    request.service = "index";
    request.method = "exchange";
    request.body = body;
    return call.request(request);
  }

 private:
  static constexpr std::size_t kMaxKey = 256;  // bytes, as the index takes them

  std::string id_of(const cotejo::Call& call) const {
    const auto given = call.get(challenge);
    if (!given) return {};
    const boost::json::value document = given->parse();
    return document.is_object() ? cotejo::judgement::text_of(document.get_object(), "id") : std::string();
  }

  // {"found": [{"entries": [{"verifications": N}…]}]}
  cotejo::Status tell(cotejo::Call& call, std::string_view body) const {
    boost::json::error_code error;
    const auto answer = boost::json::parse(body, error);
    const auto* found = error ? nullptr : answer.is_object() ? answer.get_object().if_contains("found") : nullptr;
    if (found == nullptr || !found->is_array() || found->get_array().size() != 1 || !found->get_array()[0].is_object())
      return call.internal("the index answered something else than was asked");
    const auto* entries = found->get_array()[0].get_object().if_contains("entries");
    std::int64_t uses = 0;
    if (entries != nullptr && entries->is_array())
      for (const auto& entry : entries->get_array())
        if (entry.is_object()) uses += cotejo::judgement::integer_of(entry.get_object(), "verifications").value_or(1);
    call.emit(earlier, uses, 1);
    return cotejo::Status::ok;
  }
};

}  // namespace challenge_uses
