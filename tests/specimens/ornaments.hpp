// What surrounds the text of a card: fine-line background, emblem, signature, fingerprint, codes. Drawn, never copied
// from a real card.
#pragma once

#include <opencv2/core.hpp>

#include "people.hpp"
#include "random.hpp"
#include "sheet.hpp"

namespace cotejo::specimens {

// The background of a card face, BGR, kPrintScale times the card.
cv::Mat fine_line_background(Random random, Generation generation);

void draw_emblem(Sheet& sheet, cv::Point2d centre, double radius, Random random);
void draw_signature(Sheet& sheet, cv::Rect2d box, const Ink& ink, Random random);  // of an official: anybody's
// The holder's, recorded as the region `signature`.
void holders_signature(Sheet& sheet, const Person& person, cv::Rect2d box, const Ink& ink, Random random);
void draw_fingerprint(Sheet& sheet, cv::Rect2d box, const Ink& ink, Random random);

// Blocks that look like the card's codes and hold no message.
void draw_matrix_code(Sheet& sheet, cv::Rect2d box, int modules, const Ink& ink, Random random);
void draw_stacked_code(Sheet& sheet, cv::Rect2d box, const Ink& ink, Random random);
void draw_bar_code(Sheet& sheet, cv::Rect2d box, const Ink& ink, Random random);

// What printer, laminate and pocket do to the whole face: soft edges, pale ink, a sheen of fine lines over everything,
// scratches.
void wear(Sheet& sheet, Random random);

}  // namespace cotejo::specimens
