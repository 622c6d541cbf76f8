// The questions whose answers must agree with traits. The product's params name the traits, so that the ports depend on
// params.
#pragma once
#include <deque>
#include <judgement/gathering.hpp>
#include <map>
#include <string>
#include <variant>
#include <vector>

#include "params.hpp"

namespace interview_check {

namespace mx = cotejo::mx;
using cotejo::judgement::Ground;
using cotejo::judgement::Grounds;

enum class Kind { name, text, identifier, date, amount, count, address };

// A value with which an answer is compared, as far as it is known: its parts by the last word of their traits' names
// (`surname`), or a single one without a name.
struct Held {
  std::string source;                        // the first trait's name
  std::map<std::string, std::string> parts;  // texts
  std::optional<mx::Date> date;
  std::optional<double> number;
  Grounds grounds;
};

struct Expected {
  std::string question;
  Kind kind = Kind::text;
  std::vector<Held> held;  // those of which anything is known
};

// Makes the ports in the component's constructor. Throws std::invalid_argument with a sentence for the product's
// author.
class Expectations {
 public:
  Expectations(cotejo::Component* owner, const boost::json::object& answers);
  std::vector<Expected> gather(const cotejo::Call& call, double min_probability) const;

 private:
  template <class T>
  using Ports = std::deque<cotejo::judgement::Input<T>>;
  using Port = std::variant<const cotejo::judgement::Input<std::string>*, const cotejo::judgement::Input<cotejo::Date>*,
                            const cotejo::judgement::Input<double>*, const cotejo::judgement::Input<std::int64_t>*>;
  struct Part {
    std::string role;
    Port port;
  };
  struct Source {
    std::string name;
    std::vector<Part> parts;
    bool whole_name = false;  // compared only where given names and a surname are known
  };
  struct Question {
    std::string id;
    Kind kind;
    std::vector<Source> sources;
  };

  template <class T>
  Port port(Ports<T>& all, const std::string& trait);
  Port port_of(Kind kind, const std::string& trait);
  Source source_of(const std::string& question, Kind kind, std::string_view written);

  cotejo::Component* owner_;
  std::deque<std::string> names_;  // of ports, which refer to them
  std::map<std::string, Port> by_trait_;
  Ports<std::string> texts_;
  Ports<cotejo::Date> dates_;
  Ports<double> numbers_;
  Ports<std::int64_t> counts_;
  std::vector<Question> questions_;
};

}  // namespace interview_check
