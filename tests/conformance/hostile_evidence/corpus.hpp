// Evidence that somebody made to break a host, generated. Each says which typed error it is to end with.
#pragma once
#include <ostream>
#include <string>
#include <vector>

namespace cotejo::hostile {

using Codes = std::vector<std::string>;
inline const Codes kUnreadable{"evidence.unreadable"};
inline const Codes kTruncated{"evidence.truncated"};

struct Specimen {
  std::string name, media_type, bytes;
  Codes codes;  // any of them; none: what is wrong with it may also be made good for
};

inline void PrintTo(const Specimen& specimen, std::ostream* out) {
  *out << specimen.name << ", " << specimen.bytes.size() << " bytes";
}

// Sound ones, which others are made of: a small picture of each format, a video of each container, a PDF, a document,
// a recording of each kind.
std::string sound_picture(const std::string& extension);  // .jpg, .png, .webp
std::string sound_video(const std::string& container);    // mp4, webm
std::string sound_pdf();
std::string sound_recording(const std::string& container);  // wav, m4a, ogg, mp3, flac
inline const std::string sound_document =
    R"({"name": "Ana", "address": {"zip": "06000", "lines": ["a", "b", 3, true]}})";
inline const std::string sound_question = R"({"id": "name", "asked_ms": 3000, "answered_ms": 6000, "answer": "Rosa"})";
std::string interview_of(const std::string& questions, const std::string& started = "2026-11-20T10:00:00-06:00");
inline const std::string sound_fix = R"({"lat": 20.6736, "lon": -103.344, "at": "2026-11-20T10:00:00-06:00"})";

std::vector<Specimen> hostile_pictures();
std::vector<Specimen> hostile_videos();
std::vector<Specimen> hostile_pdfs();
std::vector<Specimen> hostile_sounds();
std::vector<Specimen> hostile_documents();
// Sound JSON that is no sound record of an interview, or of a device's positions.
std::vector<Specimen> hostile_interviews();
std::vector<Specimen> hostile_positions();

}  // namespace cotejo::hostile
