#include <algorithm>

#include "rules.hpp"

namespace contract {
namespace {

using cotejo::Severity;

bool must_sign(const Context& c, const Mark& mark) {
  return std::find(c.params.signers.begin(), c.params.signers.end(), mark.signer) != c.params.signers.end();
}

// A signer of whom the template knows nothing, such as one misspelt in the product, has signed nowhere.
bool has_a_place(const Context& c, const std::string& signer) {
  return std::any_of(c.facts.marks->begin(), c.facts.marks->end(),
                     [&](const Mark& mark) { return mark.signer == signer; });
}

void signed_where_it_must_be(const Context& c, Judgement& j) {
  if (c.params.signers.empty()) return;
  if (!c.facts.marks) return j.miss(c.facts.marks, kUnreadable);
  bool all = std::all_of(c.params.signers.begin(), c.params.signers.end(),
                         [&](const std::string& signer) { return has_a_place(c, signer); });
  if (!all) j.leave_open();
  for (const Mark& mark : *c.facts.marks) {
    if (!must_sign(c, mark)) continue;
    // A line on a page that is not there is told as a missing page; a typed name is for check.signature to judge.
    if (mark.kind == "blank") {
      j.find("contract.signature_missing", Severity::major, {c.facts.marks}, {{"place", mark.label}}, mark.region);
      all = false;
    } else if (mark.kind.empty()) {
      j.leave_open();
      all = false;
    }
  }
  if (all) j.hold({c.facts.marks});
}

bool is_signed_on(const Facts& facts, std::int64_t page) {
  return facts.marks && std::any_of(facts.marks->begin(), facts.marks->end(), [&](const Mark& mark) {
           return mark.region && static_cast<std::int64_t>(mark.region->page) == page;
         });
}

std::optional<cotejo::Region> whole_page(std::int64_t page) {
  if (page < 0) return std::nullopt;
  return cotejo::Region{0, 0, 1, 1, static_cast<std::uint32_t>(page)};
}

// Without a digital signature, what was appended to a page that is signed with a pen may be the pen's strokes; and
// notes or fields are how some programs keep them.
void nothing_changed_after_signing(const Context& c, Judgement& j) {
  if (!c.facts.later) return j.miss(c.facts.later, kUnreadable);
  bool held = true;
  const LaterChange* saved = nullptr;
  for (const LaterChange& change : *c.facts.later) {
    const bool may_be_the_signing =
        !change.after_signature && (!change.contents || is_signed_on(c.facts, change.page)) && change.page >= 0;
    if (may_be_the_signing) {
      saved = &change;
      continue;
    }
    held = false;
    j.find("contract.changed_after_signing", change.after_signature ? Severity::critical : Severity::major,
           {c.facts.later}, {{"page", change.page < 0 ? boost::json::value("?") : boost::json::value(change.page + 1)}},
           whole_page(change.page));
  }
  if (saved && saved->contents)
    j.find("contract.saved_again", Severity::minor, {c.facts.later}, {{"page", saved->page + 1}},
           whole_page(saved->page));
  if (held) j.hold({c.facts.later});
}

void conservation_is_proven(const Context& c, Judgement& j) {
  if (c.params.conservation == "ignored") return;
  const bool required = c.params.conservation == "required";
  if (!c.facts.token_state) {
    if (required) j.find("contract.token_missing", Severity::major, {{c.facts.token_state.port, 1}});
    return;
  }
  const Grounds grounds{c.facts.token_state};
  const std::string& state = *c.facts.token_state;
  if (state == "imprint_mismatch") return j.find("contract.token_mismatch", Severity::critical, grounds);
  if (state == "untrusted") {
    if (required) return j.doubt("contract.token_untrusted", grounds);
    return j.find("contract.token_untrusted", Severity::minor, grounds);
  }
  if (state != "valid")
    return j.find("contract.token_invalid", required ? Severity::major : Severity::minor, grounds,
                  {{"problem", state}});
  const auto day = c.facts.token_time ? cotejo::mx::parse_iso_date(c.facts.token_time->substr(0, 10)) : std::nullopt;
  // A day's difference is the time zone's.
  if (day && std::chrono::sys_days(*day) > std::chrono::sys_days(c.today) + std::chrono::days(1))
    return j.find("contract.token_in_future", Severity::critical, {c.facts.token_state, c.facts.token_time},
                  {{"found", *c.facts.token_time}});
  j.hold(grounds);
}

}  // namespace

std::span<const Rule> signing_rules() {
  static const std::vector<Rule> rules{
      {"signed_where_it_must_be", signed_where_it_must_be, {"contract.signature_missing"}},
      {"nothing_changed_after_signing",
       nothing_changed_after_signing,
       {"contract.changed_after_signing", "contract.saved_again"}},
      {"conservation_is_proven",
       conservation_is_proven,
       {"contract.token_missing", "contract.token_mismatch", "contract.token_untrusted", "contract.token_invalid",
        "contract.token_in_future"}}};
  return rules;
}

}  // namespace contract
