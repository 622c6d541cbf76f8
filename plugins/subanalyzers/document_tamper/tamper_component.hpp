// The component `document.tamper`. In a header of its own, so that tests can run it without a host.
#pragma once
#include <cotejo/opencv.hpp>
#include <cotejo/plugin.hpp>

#include "pdf_signs.hpp"
#include "picture_signs.hpp"

namespace cotejo::tamper {

class DocumentTamper : public SubAnalyzer {
 public:
  static constexpr bool isolated = true;  // it reads the file's own bytes
  static constexpr About about{"document.tamper", "1.0.0",
                               "Looks for signs that a photo, scan or PDF was changed after it was made, and where"};

  struct Params {
    double min_edge = 300;
    static void describe(ParamSet<Params>& set) {
      set.add("min_edge", &Params::min_edge, "Pixels of a picture's shorter side below which it is not examined")
          .range(64, 10000);
    }
  };
  explicit DocumentTamper(const Params& params) : params_(params) {}

  Port<Evidence> evidence{this, "evidence", "evidence", "The file as it was sent"};
  OptionalPort<Image> image{this, "image", "image.pixels", "Of a picture: the photo or scan"};
  OptionalPort<Image> card{this, "card", "document.rectify.card", "Where the document is on it"};
  OptionalPort<Json> text{this, "text", "pdf.text", "Of a PDF: its words, with places and fonts"};
  OptionalPort<Json> unseen{this, "unseen", "pdf.unseen", "Words that it holds and nobody sees"};
  OptionalPort<Frames> pages{this, "pages", "pdf.page_images", "Pictures of its pages, when they are scans"};
  OptionalPort<std::string> producer{this, "producer", "pdf.producer", "What wrote the file"};
  OptionalPort<std::string> creator{this, "creator", "pdf.creator", "What made the document"};
  OptionalPort<Date> created{this, "created", "pdf.created", "When"};
  OptionalPort<Date> modified{this, "modified", "pdf.modified", "When it was changed"};
  OptionalPort<std::int64_t> revisions{this, "revisions", "pdf.revisions", "How often it was saved"};
  OptionalPort<Json> signatures{this, "signatures", "pdf.signatures",
                                "Digital signatures: each is appended to the file"};
  OptionalPort<Json> appended{this, "appended", "pdf.appended", "What each appended revision changed"};
  OptionalPort<std::int64_t> written_over{this, "written_over", "pdf.text_over_images",
                                          "Pages with words over a picture"};

  Trait<double> score{
      this, "score",
      "0..1: how likely it was altered if as many altered as genuine ones came; where its strongest sign is"};
  Trait<Json> parts{this, "parts", "The signs that add to the score, the strongest first: sign, share, region, page"};
  Trait<std::string> editor{this, "editor", "The program for changing files that the file names; empty: none"};
  Trait<std::string> content{this, "content", "Mark of the bytes: equal for equal files"};
  Trait<std::string> likeness{
      this, "likeness",
      "Mark of what a picture shows: nearly equal for nearly equal pictures; empty: none was examined"};
  Trait<Image> heat{this, "heat", "Where the signs are", keep};

  Code not_a_picture{this, "document.tamper.not_a_picture"};
  Code too_small{this, "document.tamper.too_small"};
  Code no_history{this, "document.tamper.no_history"};

  Status run(Call& call) override;

 private:
  struct Part {
    std::string_view sign;
    double share = 0;  // of the score
    std::optional<Region> where;
  };
  Status examine_picture(Call& call, const Evidence& file, const Image& photo);
  Status examine_pdf(Call& call);
  void report(Call& call, double score, std::vector<Part> parts);
  void leave_out(Call& call, const Code& why);
  Params params_;
};

}  // namespace cotejo::tamper
