#include "tests/bench/peers/json_door.h"

#include <utility>

#include "compiler/base/check.h"

namespace acta::bench {

namespace {

void Good(acta_status status) {
  ACTA_CHECK(status == ACTA_OK, acta_status_name(status));
}

}  // namespace

JsonDoor::JsonDoor(const acta_act* act, std::string json) : json_(std::move(json)) {
  Good(acta_case_create(act, &facts_));
  Good(acta_outcome_create(act, &outcome_));
  Read();
}

JsonDoor::~JsonDoor() {
  acta_buffer_free(&explanation_);
  acta_buffer_free(&answers_);
  acta_outcome_free(outcome_);
  acta_case_free(facts_);
}

void JsonDoor::Read() {
  Good(acta_case_read_json(facts_, json_.data(), json_.size(), nullptr));
}

void JsonDoor::Evaluate(std::uint32_t flags) {
  acta_evaluate_options options{};
  options.struct_size = sizeof options;
  options.flags = flags;
  Good(acta_evaluate_into(facts_, &options, outcome_));
}

void JsonDoor::Answer() {
  Read();
  Evaluate(0);
  Good(acta_outcome_json(outcome_, &answers_));
}

void JsonDoor::Explain(std::uint32_t answer) {
  Read();
  Evaluate(ACTA_TRACE);
  Good(acta_outcome_json(outcome_, &answers_));
  Good(acta_explain_json(outcome_, answer, nullptr, &explanation_));
}

}  // namespace acta::bench
