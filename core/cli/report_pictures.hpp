// The pictures of a verification for its report: what the components saw, and where on it a value stands.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "domain/verification.hpp"

namespace cotejo::cli {

class ReportPictures {
 public:
  // A picture of an evidence: the decoded one, or one that a component cut out of it and straightened.
  struct View {
    std::string name;  // `card_front:rectify.card`
    std::shared_ptr<const domain::Image> image;
    bool derived = false;  // not the evidence as it was sent

    // The smallest box around the region in this picture, relative (0..1); none when it lies mostly outside.
    std::optional<domain::Region> box(const domain::Region& on_evidence) const;
    // The corners of this picture on the evidence, relative, in order.
    std::array<std::array<double, 2>, 4> outline() const;
  };

  // Keeps what can be shown. Before anything is asked.
  void take(const std::string& evidence, const std::string& name, const domain::Value& value);

  // Where people look first: the last derived picture of the evidence, if there is one.
  const View* straightened(const std::string& evidence) const;
  // Of a video the pictures that were looked at, in order of time; of a document its pages.
  const std::vector<std::shared_ptr<const domain::Image>>& frames(const std::string& evidence) const;

  // JPEG of the place with a margin; empty when there is no picture of it or it is nearly all of the picture.
  std::string crop(const std::string& evidence, const domain::Region& region) const;

 private:
  struct OfEvidence {
    std::vector<View> views;
    std::vector<std::shared_ptr<const domain::Image>> frames;
  };
  const OfEvidence* find(const std::string& evidence) const;

  std::map<std::string, OfEvidence, std::less<>> by_evidence_;
};

}  // namespace cotejo::cli
