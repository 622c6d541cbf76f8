// Writes those parts of a verification whose JSON is the same in the database and in every version of the API. The
// parts that differ (traits, items, the whole) are in storage/verification_json and http/v1/result_json. Do not change
// what is written here for the sake of a new API version, which can write the part itself: databases hold this form.
#pragma once
#include "domain/json_text.hpp"
#include "domain/verification.hpp"

namespace cotejo::domain {

void write(JsonWriter& out, const Value& value);  // without its type; null for an artifact
void write(JsonWriter& out, const ProductRef& product);
void write(JsonWriter& out, const EvidenceRef& evidence);
void write(JsonWriter& out, const KeptArtifact& artifact);
void write(JsonWriter& out, const Decision& decision);
void write(JsonWriter& out, const CheckResult& check);
void write(JsonWriter& out, const Feedback& feedback);
void write(JsonWriter& out, const Error& error);
void write(JsonWriter& out, const NodeTrace& node);
void write(JsonWriter& out, const Exchange& exchange);

}  // namespace cotejo::domain
