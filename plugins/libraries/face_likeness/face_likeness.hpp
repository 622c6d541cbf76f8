// How sure a comparison of two face embeddings is: what every check that compares faces says of one cosine.
#pragma once
#include <span>

namespace cotejo::face_likeness {

// Cosine of the angle between two embeddings, -1..1; nothing comparable gives 0.
double similarity(std::span<const float> a, std::span<const float> b);

// The probability that two photos with this similarity show one person, when both answers are as likely beforehand. A
// logistic curve with its middle where the two kinds of pair in the face plugin's README.md are equally frequent
// (0.39). Those pairs would bear a slope of 60; it is a third of that, since they come from five people, so that the
// result errs towards doubt.
double same_person(double similarity);

}  // namespace cotejo::face_likeness
