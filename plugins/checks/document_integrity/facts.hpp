// What document.tamper said of each evidence.
#pragma once
#include <judgement/judged_check.hpp>
#include <map>

namespace document_integrity {

using cotejo::judgement::Ground;
using cotejo::judgement::Grounds;
using cotejo::judgement::Judgement;

struct Ports {
  explicit Ports(cotejo::Component* owner)
      : score{owner, "score", "document.tamper.score", "Of each evidence that was examined"},
        parts{owner, "parts", "document.tamper.parts", "What the scores are made of"},
        editor{owner, "editor", "document.tamper.editor", "Programs for changing files"},
        content{owner, "content", "document.tamper.content", "Marks of the files"},
        likeness{owner, "likeness", "document.tamper.likeness", "Marks of what pictures show"} {}
  cotejo::ManyPort<double> score;
  cotejo::ManyPort<cotejo::Json> parts;
  cotejo::ManyPort<std::string> editor, content, likeness;
};

struct Part {
  std::string sign;
  double share = 0;
  std::optional<cotejo::Region> region;
};

// One evidence; grounds say which value of its port was read.
struct Examined {
  std::string evidence;
  std::optional<double> score;
  std::optional<Ground> scored, edited, marked, pictured;
  std::vector<Part> parts;  // the strongest first
  std::string editor, content, likeness;
};

// In the order in which the product names evidence.
std::vector<Examined> gather(const cotejo::Call& call, const Ports& ports);

}  // namespace document_integrity
