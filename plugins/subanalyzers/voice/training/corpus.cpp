#include "corpus.hpp"

#include <channels.hpp>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <map>

#include "../voice_features.hpp"
#include "held_out.hpp"

namespace voice::training {
namespace {

using namespace cotejo::specimens;

const std::vector<std::string>& sentences() {
  static const std::vector<std::string> all{
      "El camión de la basura pasa los martes y los viernes antes de las siete de la mañana.",
      "Mi hermana compró un refrigerador usado, pero el congelador dejó de funcionar a los dos meses.",
      "Quisiera saber cuándo llega el paquete que pedí la semana pasada, el número de guía es ocho cinco tres.",
      "En la esquina de la plaza venden unos tamales de rajas con queso que son los mejores de la colonia.",
      "Ayer llovió tanto que se inundó la calle y tuvimos que regresar caminando desde el mercado.",
      "La maestra pidió cuatro cuadernos, una caja de colores y un juego de geometría para cada niño.",
      "No sé si el viernes habrá clases, porque van a pintar los salones y a arreglar los baños.",
      "Para llegar a la clínica hay que tomar el camión que dice centro y bajarse frente a la farmacia.",
      "Mi abuelo sembraba maíz, frijol y calabaza en un terreno que está cerca del río.",
      "El técnico revisó la bomba de agua y dijo que sólo había que cambiar una pieza pequeña.",
      "Le pagué al plomero quinientos veinte pesos y quedó de volver el jueves por la tarde.",
      "Hace diez años vivíamos en otro pueblo, donde hacía mucho frío y casi siempre había neblina.",
      "Yo prefiero viajar de noche, porque hay menos tráfico y se gasta menos gasolina.",
      "¿Cuántas personas caben en el salón y a qué hora hay que entregarlo limpio?",
      "La reunión de vecinos empieza a las ocho y media, no olvides traer la lista de los recibos.",
      "Compramos jitomate, cebolla, chile verde, cilantro y un kilo de tortillas recién hechas.",
      "El equipo perdió los tres primeros partidos, pero después ganó la final con un gol de último minuto.",
      "Mi número de cliente termina en cero nueve cuatro siete, y el recibo salió más caro que nunca.",
      "Cuando el perro oye la puerta, corre hasta la sala y se esconde debajo de la mesa grande.",
      "Dejé las llaves con la señora de la tienda, porque el cerrajero viene mañana temprano.",
      "El doctor me recomendó caminar media hora al día y comer menos sal y menos azúcar.",
      "Vamos a necesitar doce sillas, dos mesas largas y una lona por si se nubla en la tarde.",
      "Estudié contabilidad por las noches mientras trabajaba de día en una papelería.",
      "El puente viejo lo cerraron en marzo y hasta ahora nadie sabe cuándo lo van a abrir."};
  return all;
}

// Sound that a throat `factor` times smaller would have made, a little faster.
Samples from_smaller_throat(const Samples& sound, double factor) {
  Samples out(static_cast<std::size_t>(static_cast<double>(sound.size()) / factor));
  for (std::size_t i = 0; i < out.size(); ++i) {
    const double at = static_cast<double>(i) * factor;
    const auto k = std::min(static_cast<std::size_t>(at), sound.size() - 1);
    const auto rest = static_cast<float>(at - std::floor(at));
    const auto s = [&](std::ptrdiff_t d) {
      const auto index = std::clamp<std::ptrdiff_t>(static_cast<std::ptrdiff_t>(k) + d, 0,
                                                    static_cast<std::ptrdiff_t>(sound.size()) - 1);
      return sound[static_cast<std::size_t>(index)];
    };
    const float a = s(0), b = (s(1) - s(-1)) / 2, e = s(1), g = (s(2) - a) / 2;  // a cubic through four samples
    const float c = 3 * (e - a) - 2 * b - g, d = 2 * (a - e) + b + g;
    out[i] = ((d * rest + c) * rest + b) * rest + a;
  }
  return out;
}

std::string language(Random& random) {
  static const std::vector<std::string> kLanguages{"es", "es-419", "es", "es-419", "en-us",
                                                   "it", "pt-br",  "ca", "fr-fr"};
  return random.pick(kLanguages);
}

// Many short recordings of one speaker.
std::vector<Samples> spoken_by(const Voice& voice, Random random) {
  constexpr int kSentences = 8;
  std::vector<Samples> all;
  for (int i = 0; i < kSentences; ++i) {
    const Delivery delivery{random.uniform(0.85, 1.2), random.uniform(0.97, 1.03), language(random)};
    all.push_back(speak(voice, random.pick(sentences()), delivery));
  }
  return all;
}

Channel some_channel(int turn, Random random) {
  return turn % 3 == 0 ? clean_channel(random) : turn % 3 == 1 ? phone_channel(random) : hard_channel(random);
}

cv::Mat rows_of(const Samples& sound) {
  const speech::Stop never = [] { return false; };
  const auto heard = speech::hear(sound, never);
  const auto spoken = speech::frames_of(speech::find_speech(heard, never), heard.frames());
  std::vector<int> frames;
  for (int f = 0; f < heard.frames(); ++f)
    if (spoken[static_cast<std::size_t>(f)]) frames.push_back(f);
  return features_of(heard, frames);
}

}  // namespace

Corpus speak_corpus(std::uint64_t seed, bool everybody) {
  constexpr double kThroats[] = {1, 0.84, 0.92, 1.09, 1.19};
  constexpr int kStretches = 2, kSentencesEach = 3;
  Corpus corpus;
  std::map<std::string, int> known;  // a speaker's first label
  int turn = 0;
  for (const auto& voice : voices()) {
    if (voice.name.starts_with("espeak") && !voice.natural) continue;
    if (!everybody && is_held_out(voice.speaker)) continue;
    Random random = Random(seed).fork(voice.name);
    if (!known.contains(voice.speaker)) {
      known[voice.speaker] = corpus.labels;
      corpus.labels += static_cast<int>(std::size(kThroats));
    }
    const auto said = spoken_by(voice, random.fork("said"));
    for (std::size_t throat = 0; throat < std::size(kThroats); ++throat)
      for (int n = 0; n < kStretches; ++n) {
        Samples sound;
        for (int i = 0; i < kSentencesEach; ++i) {
          const auto& one = random.pick(said);
          sound.insert(sound.end(), one.begin(), one.end());
        }
        sound = from_smaller_throat(sound, kThroats[throat] * random.uniform(0.988, 1.012));
        ++turn;
        sound = through(sound, some_channel(turn, random.fork(std::to_string(turn))), random.fork("channel"));
        Stretch stretch{known[voice.speaker] + static_cast<int>(throat), rows_of(sound)};
        if (stretch.rows.rows > 200) corpus.stretches.push_back(std::move(stretch));
      }
    std::fprintf(stderr, "%s: %zu stretches\n", voice.name.c_str(), corpus.stretches.size());
  }
  return corpus;
}

void save(const Corpus& corpus, const std::filesystem::path& file) {
  std::ofstream out(file, std::ios::binary);
  const auto number = [&](int value) { out.write(reinterpret_cast<const char*>(&value), sizeof value); };
  number(corpus.labels);
  for (const auto& stretch : corpus.stretches) {
    number(stretch.label);
    number(stretch.rows.rows);
    cv::Mat halves;
    stretch.rows.convertTo(halves, CV_16F);
    out.write(halves.ptr<char>(), static_cast<std::streamsize>(halves.total() * 2));
  }
}

Corpus load(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  const auto number = [&] {
    int value = 0;
    in.read(reinterpret_cast<char*>(&value), sizeof value);
    return value;
  };
  Corpus corpus;
  corpus.labels = number();
  while (in.peek() != std::ifstream::traits_type::eof()) {
    const int label = number(), rows = number();
    cv::Mat halves(rows, kFeatures, CV_16F), values;
    in.read(halves.ptr<char>(), static_cast<std::streamsize>(halves.total() * 2));
    halves.convertTo(values, CV_32F);
    corpus.stretches.push_back({label, values});
  }
  return corpus;
}

}  // namespace voice::training
