#include "face_analyzer.hpp"
#include "face_persons.hpp"

COTEJO_PLUGIN("face", "1.0.0", face_analyzer::FaceAnalyzer, face_analyzer::FacePersons)
