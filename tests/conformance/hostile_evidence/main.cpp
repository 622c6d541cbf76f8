// cotejo-hostile-evidence DIR: writes the corpus to files, to be looked at or sent by hand.
#include <filesystem>
#include <fstream>
#include <iostream>

#include "corpus.hpp"

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: cotejo-hostile-evidence DIR\n";
    return 1;
  }
  using namespace cotejo::hostile;
  std::filesystem::create_directories(argv[1]);
  for (const auto& group : {hostile_pictures(), hostile_videos(), hostile_pdfs(), hostile_sounds(), hostile_documents(),
                            hostile_interviews(), hostile_positions()})
    for (const auto& specimen : group) {
      std::ofstream(std::filesystem::path(argv[1]) / specimen.name, std::ios::binary) << specimen.bytes;
      std::cout << specimen.name << '\t' << specimen.media_type << '\t' << specimen.bytes.size() << '\n';
    }
}
