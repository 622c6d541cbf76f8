#include "conditions.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>

namespace cotejo::mrz::testing {
namespace {

const training::Font& any(const std::vector<training::Font>& fonts, std::mt19937& random) {
  return fonts[static_cast<std::size_t>(integer(random, 0, static_cast<int>(fonts.size()) - 1))];
}

double width_between(std::mt19937& random, double low, double high) {
  return std::exp(uniform(random, std::log(low), std::log(high)));
}

void quarter(Camera& camera, std::mt19937& random, double probability) {
  if (chance(random, probability)) camera.quarter_turns = integer(random, 1, 3);
}

void scan(Print& print, Camera& camera, std::mt19937& random) {
  print.guilloche = uniform(random, 0, 0.4);
  camera = {.zone_width = width_between(random, 700, 2200),
            .blur = uniform(random, 0, 0.25),
            .noise = 0.1,
            .tilt = uniform(random, -1.5, 1.5),
            .desk = uniform(random, 0, 0.1),
            .white_desk = true,
            .shade = 0.1,
            .jpeg = 88};
  quarter(camera, random, 0.3);
}

// As web pages show specimens: shrunk, sharp, compressed.
void web(Print& print, Camera& camera, std::mt19937& random) {
  print.guilloche = uniform(random, 0, 0.6);
  print.weight = integer(random, -1, 2);
  camera = {.zone_width = width_between(random, 380, 800),
            .blur = uniform(random, 0, 0.35),
            .noise = uniform(random, 0, 0.2),
            .tilt = uniform(random, -2, 2),
            .desk = uniform(random, 0, 0.06),
            .white_desk = chance(random, 0.6),
            .shade = 0.15,
            .jpeg = integer(random, 55, 92),
            .grey = chance(random, 0.15),
            .shrunk_late = true};
  quarter(camera, random, 0.15);
}

void tiny(Print& print, Camera& camera, std::mt19937& random) {
  web(print, camera, random);
  camera.zone_width = width_between(random, 250, 380);
  camera.jpeg = integer(random, 65, 95);
}

void photo(Print& print, Camera& camera, std::mt19937& random) {
  print.guilloche = uniform(random, 0, 0.5);
  camera = {.zone_width = width_between(random, 650, 2500),
            .blur = uniform(random, 0.1, 0.6),
            .noise = uniform(random, 0.1, 0.5),
            .perspective = uniform(random, 0.2, 1),
            .tilt = uniform(random, -5, 5),
            .desk = uniform(random, 0.05, 0.3),
            .shade = uniform(random, 0.1, 0.7),
            .jpeg = integer(random, 60, 92)};
  quarter(camera, random, 0.3);
}

void tilted(Print& print, Camera& camera, std::mt19937& random) {
  photo(print, camera, random);
  camera.tilt = uniform(random, 5, 15) * (chance(random, 0.5) ? 1 : -1);
  quarter(camera, random, 0.5);
}

void hard(Print& print, Camera& camera, std::mt19937& random) {
  photo(print, camera, random);
  camera.zone_width = width_between(random, 450, 1500);
  camera.blur = uniform(random, 0.5, 1), camera.noise = uniform(random, 0.3, 0.9);
  camera.glare = chance(random, 0.4), camera.jpeg = integer(random, 35, 75);
}

void book(Print& print, Camera& camera, std::mt19937& random) {
  photo(print, camera, random);
  print.open_book = true;
  camera.curve = uniform(random, -1.6, 1.6);
}

// A coloured ground of strong lines.
void ornate(Print& print, Camera& camera, std::mt19937& random) {
  chance(random, 0.5) ? scan(print, camera, random) : web(print, camera, random);
  print.guilloche = uniform(random, 0.7, 1.1), print.ink = uniform(random, 10, 70);
}

void look_alike(Print& print, Camera& camera, std::mt19937& random) {
  chance(random, 0.5) ? scan(print, camera, random) : photo(print, camera, random);
  camera.zone_width = width_between(random, 600, 1600);
  const Fonts& fonts = installed_fonts();
  if (chance(random, 0.6) && !fonts.look_alikes.empty()) print.font = any(fonts.look_alikes, random);
  print.height = uniform(random, 0.82, 1.25), print.width = uniform(random, 0.85, 1.12);
  print.weight = integer(random, -2, 4), print.jitter = chance(random, 0.4) ? uniform(random, 0, 0.05) : 0;
}

void black_and_white(Print& print, Camera& camera, std::mt19937& random) {
  scan(print, camera, random);
  print.guilloche = uniform(random, 0, 0.25);
  camera.zone_width = width_between(random, 500, 1500), camera.binary = true;
}

void specimen(Print& print, Camera& camera, std::mt19937& random) {
  chance(random, 0.5) ? scan(print, camera, random) : web(print, camera, random);
  print.overprint = true, print.ink = uniform(random, 10, 110);
  camera.halftone = chance(random, 0.3);
}

// Only the zone's lines, cut out.
void cut_out(Print& print, Camera& camera, std::mt19937& random) {
  chance(random, 0.5) ? scan(print, camera, random) : web(print, camera, random);
  print.alone = true;
  camera.desk = 0;
}

constexpr Condition kConditions[] = {{"scan", scan},
                                     {"web", web},
                                     {"tiny", tiny},
                                     {"photo", photo},
                                     {"tilted", tilted},
                                     {"hard", hard},
                                     {"book", book},
                                     {"ornate", ornate},
                                     {"look_alike", look_alike},
                                     {"black_and_white", black_and_white},
                                     {"specimen", specimen},
                                     {"cut_out", cut_out}};

std::vector<training::Font> load(const std::vector<std::string>& names) {
  std::vector<training::Font> fonts;
  if (!std::filesystem::exists("/usr/share/fonts")) return fonts;
  for (const auto& entry : std::filesystem::recursive_directory_iterator("/usr/share/fonts"))
    if (std::find(names.begin(), names.end(), entry.path().filename().string()) != names.end()) {
      auto font = training::load_font(entry.path().string());
      if (font.pitch > 0) fonts.push_back(std::move(font));
    }
  return fonts;
}

}  // namespace

const Fonts& installed_fonts() {
  static const Fonts fonts{load({"OCRB.otf", "OCRBS.otf"}),
                           load({"LeagueMono-Regular.otf", "LeagueMono-Medium.otf", "NotoSansMono-Regular.ttf",
                                 "FantasqueSansMono-Regular.ttf"})};
  return fonts;
}

std::span<const Condition> conditions() {
  return kConditions;
}

Sample sample(const Condition& condition, unsigned seed) {
  std::mt19937 random(seed);
  random.discard(20);
  Sample out;
  // Passports are what people photograph most.
  out.kind =
      chance(random, 0.35) ? Kind::td3 : kKinds[static_cast<std::size_t>(integer(random, 0, std::size(kKinds) - 1))];
  out.zone = random_zone(out.kind, random);
  Print print;
  print.font = any(installed_fonts().ocr_b, random);
  print.ink = uniform(random, 5, 80);
  Camera camera;
  condition.choose(print, camera, random);
  if (out.zone.size() == 3) camera.zone_width *= 0.8;  // shorter lines, larger letters
  out.picture = take_picture(draw_page(out.zone, print, random), camera, random, &out.corners);
  return out;
}

}  // namespace cotejo::mrz::testing
