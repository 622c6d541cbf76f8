#include "speech.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <cmath>
#include <mx/spanish_number.hpp>

#include "months.hpp"

namespace cotejo::specimens {
namespace {

std::string lower(std::string text) {
  for (auto& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

std::string words(std::int64_t number) {
  return lower(mx::spanish_words(static_cast<long>(number)).value_or(std::to_string(number)));
}

std::string full_name(const Person& person) {
  std::string name = person.given_names + ' ' + person.surname;
  if (!person.second_surname.empty()) name += ' ' + person.second_surname;
  return name;
}

std::string date_in_words(const mx::Date& date) {
  return fmt::format("{} de {} de {}", words(static_cast<unsigned>(date.day())),
                     kMonths[static_cast<unsigned>(date.month()) - 1], words(static_cast<int>(date.year())));
}

// "cuarenta y dos punto cinco"
std::string percent(double value) {
  const auto tenths = std::llround(value * 10);
  const std::string whole = words(tenths / 10);
  return tenths % 10 == 0 ? whole : whole + " punto " + words(tenths % 10);
}

std::string pesos_in_words(double amount) {
  const auto cents = std::llround(amount * 100);
  const std::string whole = words(cents / 100) + " pesos";
  return cents % 100 == 0 ? whole : whole + " con " + words(cents % 100) + " centavos";
}

void pause(Spoken& spoken, double seconds) {
  spoken.sound.resize(spoken.sound.size() + static_cast<std::size_t>(seconds * kSoundRate), 0.F);
}

double now(const Spoken& spoken) {
  return static_cast<double>(spoken.sound.size()) / kSoundRate;
}

// As loud as each other: synthesisers differ.
void append(Spoken& spoken, Samples said, const std::string& id, bool operator_speaks, const std::string& text) {
  float loudest = 1e-6F;
  for (const float s : said) loudest = std::max(loudest, std::abs(s));
  for (auto& s : said) s *= 0.5F / loudest;
  const auto audible = [](float s) { return std::abs(s) > 0.005F; };
  const auto first = std::find_if(said.begin(), said.end(), audible);
  const auto last = std::find_if(said.rbegin(), said.rend(), audible);
  const double from = now(spoken) + static_cast<double>(first - said.begin()) / kSoundRate;
  spoken.sound.insert(spoken.sound.end(), said.begin(), said.end());
  const double to = now(spoken) - static_cast<double>(last - said.rbegin()) / kSoundRate;
  spoken.turns.push_back({id, operator_speaks, from, std::max(from, to), text});
}

Delivery delivery_of(Random random) {
  Delivery delivery;
  delivery.pace = random.uniform(0.92, 1.12);
  delivery.pitch = random.uniform(0.97, 1.03);
  delivery.language = random.chance(0.5) ? "es" : "es-419";
  return delivery;
}

}  // namespace

const std::vector<SpeechVariant>& speech_variants() {
  static const std::vector<SpeechVariant> list{{"genuine", nullptr},
                                               {"telephone", nullptr},
                                               {"other_speaker", "voice_match.other_speaker"},
                                               {"played_back", "voice_match.playback_suspected"},
                                               {"same_recording", "voice_match.same_recording"},
                                               {"too_short", "voice_match.too_little_speech"},
                                               {"silent", "voice_match.no_speech"},
                                               {"too_noisy", "voice_match.too_noisy"}};
  return list;
}

const SpeechVariant* find_speech_variant(std::string_view wanted) {
  for (const auto& variant : speech_variants())
    if (wanted == variant.name) return &variant;
  return nullptr;
}

const Voice& voice_of(const Person& person, Random random) {
  std::vector<const Voice*> fitting;
  for (const auto& voice : voices())
    if (voice.natural && voice.sex == person.sex) fitting.push_back(&voice);
  if (fitting.empty()) throw std::runtime_error("no speech synthesiser is installed: espeak-ng, flite or festival");
  return *random.pick(fitting);
}

const Voice& other_voice(const Voice& than, Random random) {
  std::vector<const Voice*> fitting;
  for (const auto& voice : voices())
    if (voice.natural && voice.sex == than.sex && voice.speaker != than.speaker) fitting.push_back(&voice);
  if (fitting.empty()) throw std::runtime_error("only one voice is installed");
  return *random.pick(fitting);
}

std::vector<Exchange> interview_script(const Person& person, const Offer& offer, Random random) {
  static const std::vector<const char*> kPurposes{"arreglar la casa", "pagar la escuela de mis hijos",
                                                  "comprar mercancía para mi negocio", "reparar el coche",
                                                  "pagar una deuda más cara"};
  static const std::vector<const char*> kJobs{"soy maestra de primaria", "trabajo en una fábrica de muebles",
                                              "tengo una tienda de abarrotes", "manejo un taxi",
                                              "soy contador en un despacho"};
  return {
      {"consent", "¿Autoriza usted que se grabe esta entrevista y que se consulte su historial de crédito?",
       "Sí, autorizo que se grabe la entrevista y que consulten mi historial de crédito."},
      {"name", "Dígame por favor su nombre completo.", "Me llamo " + full_name(person) + "."},
      {"birth_date", "¿Cuál es su fecha de nacimiento?", "Nací el " + date_in_words(person.birth) + "."},
      {"amount", "¿Cuánto dinero solicita y a qué plazo?",
       fmt::format("Estoy solicitando {} pesos a {} meses.", words(offer.amount), words(offer.months))},
      {"purpose", "¿Para qué va a usar el dinero?", fmt::format("Lo voy a usar para {}.", random.pick(kPurposes))},
      {"work", "¿A qué se dedica?",
       fmt::format("Yo {}, desde hace {} años.", random.pick(kJobs), words(random.integer(2, 20)))},
      {"own_account", "¿El dinero es para usted o para otra persona?", "El dinero es para mí, nadie más lo va a usar."},
  };
}

std::string contract_script(const Person& person, const Offer& offer) {
  return fmt::format(
      "Yo, {}, nací el {}. Leí el contrato de crédito simple y lo entiendo. Acepto un crédito por {} pesos, que voy a "
      "pagar "
      "en {} mensualidades de {}, con una tasa de interés anual de {} por ciento. Autorizo que el dinero se deposite "
      "en mi cuenta, y me comprometo a pagar a tiempo.",
      full_name(person), date_in_words(person.birth), words(offer.amount), words(offer.months),
      pesos_in_words(offer.payment), percent(offer.rate));
}

Spoken speak_interview(const std::vector<Exchange>& script, const Voice* operator_voice, const Voice& applicant,
                       const Channel& channel, Random random) {
  Spoken spoken;
  const Delivery asking = delivery_of(random.fork("operator")), answering = delivery_of(random.fork("applicant"));
  Random pauses = random.fork("pauses");
  pause(spoken, pauses.uniform(0.5, 1));
  for (const auto& exchange : script) {
    if (operator_voice != nullptr) {
      append(spoken, speak(*operator_voice, exchange.question, asking), exchange.id, true, exchange.question);
    } else {
      pause(spoken, pauses.uniform(1, 2));
    }
    pause(spoken, pauses.uniform(0.4, 1.1));
    append(spoken, speak(applicant, exchange.answer, answering), exchange.id, false, exchange.answer);
    pause(spoken, pauses.uniform(0.4, 0.9));
  }
  spoken.sound = through(spoken.sound, channel, random.fork("channel"));
  return spoken;
}

Spoken speak_reading(const std::string& text, const Voice& reader, const Channel& channel, Random random) {
  Spoken spoken;
  pause(spoken, random.fork("pauses").uniform(0.3, 0.8));
  append(spoken, speak(reader, text, delivery_of(random.fork("reader"))), "contract", false, text);
  pause(spoken, 0.4);
  spoken.sound = through(spoken.sound, channel, random.fork("channel"));
  return spoken;
}

boost::json::object as_json(const Spoken& spoken) {
  const auto milliseconds = [](double seconds) { return std::round(seconds * 1000) / 1000; };
  boost::json::array turns;
  for (const auto& turn : spoken.turns)
    turns.push_back({{"id", turn.id},
                     {"speaker", turn.operator_speaks ? "operator" : "applicant"},
                     {"from", milliseconds(turn.from)},
                     {"to", milliseconds(turn.to)},
                     {"text", turn.text}});
  return {{"seconds", milliseconds(now(spoken))}, {"turns", turns}};
}

}  // namespace cotejo::specimens
