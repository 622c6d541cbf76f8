// The parts of a verification whose JSON is the same wherever it is written: stored, and in every version of the API so
// far. What differs (traits, items, the whole) stands in storage/verification_json and http/v1/result_json. A version
// of the API that shows a part otherwise writes that part itself: what is written here is read back from databases.
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
