// The pictures of a verification for its report: the images that components saw, and the places of values on them.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "domain/verification.hpp"

namespace cotejo::cli {

class ReportPictures {
 public:
  // A picture of an evidence: the decoded image, or one that a component cut out of it and straightened.
  struct View {
    std::string name;  // `card_front:rectify.card`
    std::shared_ptr<const domain::Image> image;
    bool derived = false;  // made by a component; not the whole evidence as it was sent

    // The bounding box of the region in this picture, in relative coordinates (0..1); none when it lies mostly outside.
    std::optional<domain::Region> box(const domain::Region& on_evidence) const;
    // Where the corners of this picture lie on the evidence, in relative coordinates: top left, top right, bottom
    // right, bottom left.
    std::array<std::array<double, 2>, 4> outline() const;
  };

  // Keeps the artifact when it is a picture. Call it for all artifacts before using the other functions.
  void take(const std::string& evidence, const std::string& name, const domain::Value& value);

  // The picture to show first: the last derived one of the evidence; null when there is none.
  const View* straightened(const std::string& evidence) const;
  // Of a video, the frames that were analysed, in order of time; of a document, its pages.
  const std::vector<std::shared_ptr<const domain::Image>>& frames(const std::string& evidence) const;

  // A JPEG of the region with a margin; empty when there is no picture of it, or the region covers nearly all of it.
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
