// identity.links: looks an application up among all earlier ones, and leaves its keys for the later ones.
//
// Like all components it has no I/O: the first call requests what to put and what to find, the host answers, and the
// second call emits what was found.
#pragma once
#include <deque>

#include "answer.hpp"
#include "request.hpp"

namespace identity_links {

class IdentityLinks final : public cotejo::Connector {
 public:
  static constexpr cotejo::About about{
      "identity.links", "1.0.0", "Finds earlier applications that share an identifier, a device, a home or a face"};
  using Params = identity_links::Params;

  explicit IdentityLinks(Params params) : params_(std::move(params)) {
    for (const KindName& name : kKindNames) links_.emplace_back(this, name.trait, name.summary);
  }

  cotejo::Trait<cotejo::Json> previous{this, "previous", "This person's own earlier applications"};
  cotejo::Trait<std::int64_t> people{this, "people", "Others linked by anything but building and curp_series"};

  cotejo::Code no_owner{this, "links.no_owner"};
  cotejo::Code not_given{this, "links.not_given"};
  cotejo::Code not_a_key{this, "links.not_a_key"};

  cotejo::Status run(cotejo::Call& call) override {
    const Application application = gather(call, ports_, params_);
    if (application.owner.empty()) return tell_nothing(call);
    const auto response = call.response();
    if (!response) {
      const std::string body = request_body(application, params_, call.now());
      cotejo::Request request;
      request.kind = COTEJO_INDEX;
      request.service = "index";
      request.method = "exchange";
      request.body = body;
      return call.request(request);
    }
    const auto answer = parse_answer(response->body, application);
    if (!answer) return call.internal("the index answered something else than was asked");
    tell(call, application, *answer);
    return cotejo::Status::ok;
  }

 private:
  // Without a CURP the applicant has no owner in the index, so that other people cannot be told from the applicant.
  cotejo::Status tell_nothing(cotejo::Call& call) {
    for (const auto& trait : links_) call.absent(trait, no_owner);
    call.absent_all(no_owner, previous, people);
    return cotejo::Status::ok;
  }

  void tell(cotejo::Call& call, const Application& application, const Answer& answer) {
    for (std::size_t i = 0; i < kKinds; ++i) {
      const auto link = static_cast<Kind>(i);
      if (application.looks_up(link))
        call.emit(links_[i], as_json(answer[link], link), probability_of(answer[link]));
      else
        call.absent(links_[i], application.given[i] ? not_a_key : not_given);
    }
    const double owner = application.keys.front().probability;  // the CURP is the first key
    call.emit(previous, as_json(answer.previous), owner);
    call.emit(people, people_of(answer), owner);
  }

  Params params_;
  Ports ports_{this};
  std::deque<cotejo::Trait<cotejo::Json>> links_;
};

}  // namespace identity_links
