#include "voice_analyzer.hpp"

COTEJO_PLUGIN("voice", "1.0.0", voice::VoiceAnalyzer, voice::OnnxVoiceAnalyzer)
