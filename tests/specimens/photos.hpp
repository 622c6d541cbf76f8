// Photos of faces: real ones from a folder when there is one, a drawing otherwise.
//
// A folder inside a folder named `johns` or `people` holds photos of one person; in other photos every face that is
// large enough is a person. Faces are looked for when a photo is used, and remembered. Not thread-safe.
#pragma once

#include <filesystem>
#include <map>
#include <opencv2/core.hpp>
#include <string>
#include <vector>

#include "random.hpp"

namespace cotejo::specimens {

struct Shot {
  cv::Mat image;
  cv::Rect face;                   // brows to chin, ear to ear
  std::vector<cv::Rect> others{};  // faces of other people in the photo, sure or not
};

class PhotoLibrary {
 public:
  // Without any photo the library draws every face.
  explicit PhotoLibrary(const std::vector<std::filesystem::path>& folders);

  struct Pair {
    std::string person;  // "johns/John_Salley", "sample1.jpg#0", "drawing-7"
    Shot first, second;  // two photos of the person; the same one twice when there is one only
    char sex = 0;        // as far as the source of the photo tells; a card may say H or M when it does not
  };
  // A person picked by chance, not `other_than`.
  Pair pick(Random random, const std::string& other_than = {});

  [[nodiscard]] bool drawn() const { return sources_.empty(); }

 private:
  struct Source {
    std::string name;
    std::vector<std::filesystem::path> files;
    bool one_person;
  };
  const std::vector<Shot>& shots(const std::filesystem::path& file);

  std::vector<Source> sources_;
  std::map<std::filesystem::path, std::vector<Shot>> seen_;
};

// A simple drawn face, for pictures that may be published.
Shot draw_face(Random random);

// The part of `shot` around the face that fills `size`. The face takes `face` of the picture's width, or more where the
// photo is too narrow for that; below the photo's edge the picture goes on in its last colours.
cv::Mat frame_face(const Shot& shot, cv::Size size, double face);

}  // namespace cotejo::specimens
