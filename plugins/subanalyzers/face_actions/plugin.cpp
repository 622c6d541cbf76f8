#include "face_actions.hpp"

COTEJO_PLUGIN("face_actions", "1.0.0", face_actions::FaceActions)
