// The base class of this plugin's sub-analyzers: loads three models and makes the face reader from them.
#pragma once
#include <cotejo/plugin.hpp>
#include <memory>

#include "face_reader.hpp"

namespace face_analyzer {

class FaceComponent : public cotejo::SubAnalyzer {
 public:
  void prepare(cotejo::Host& host) override {
    reader_ = std::make_unique<FaceReader>(
        FaceReader::Models{host.model(detect_model_), host.model(landmark_model_), host.model(feature_model_)});
  }

 protected:
  FaceReader& reader() { return *reader_; }  // [after prepare()]

 private:
  cotejo::Model detect_model_{this, "face-detect"};
  cotejo::Model landmark_model_{this, "face-landmark"};
  cotejo::Model feature_model_{this, "face-feature"};
  std::unique_ptr<FaceReader> reader_;
};

}  // namespace face_analyzer
