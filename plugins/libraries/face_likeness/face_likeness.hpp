// Turns the similarity of two face embeddings into a probability, in the same way for every check that compares faces.
#pragma once
#include <span>

namespace cotejo::face_likeness {

// The cosine of the angle between two embeddings, -1..1; 0 when they cannot be compared.
double similarity(std::span<const float> a, std::span<const float> b);

// The probability that two photos with this similarity show one person, when both answers are equally likely
// beforehand. A logistic curve whose middle (0.39) is where pairs of one person and pairs of two are equally frequent
// in the data of the face plugin's README.md. A fit to those pairs has a slope of 60; a third of it is used, since they
// come from only five people, so that the result errs towards doubt.
double same_person(double similarity);

}  // namespace cotejo::face_likeness
