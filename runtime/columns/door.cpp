// The columnar door: acta/columns.h.
#include "runtime/columns/export.h"
#include "runtime/columns/schema.h"

using namespace acta::runtime;  // The functions below are the C door of these namespaces.
using namespace acta::runtime::columns;

extern "C" {

acta_status acta_batch_create(const acta_act* act, const acta_batch_options* given,
                              acta_batch** out, acta_detail* detail) {
  Complaint complaint(detail);
  if (act == nullptr || out == nullptr) {
    return complaint.Say(ACTA_BAD_ARGUMENT, "an act and a place for the batch are needed");
  }
  *out = nullptr;
  acta_batch_options options;
  if (!Accept(given, &acta_batch_options::rejects_kept, &options)) {
    return complaint.Say(ACTA_BAD_ARGUMENT, "the struct_size of the options is too small");
  }
  if ((options.flags & ~(ACTA_BATCH_REASONS | ACTA_BATCH_CLAUSES | ACTA_BATCH_PLAIN)) != 0) {
    return complaint.Say(ACTA_BAD_ARGUMENT, "the options have a flag that is none");
  }
  auto* const batch = Create<acta_batch>(act->allocator, *act, options);
  if (batch == nullptr) {
    return complaint.Say(ACTA_NO_MEMORY, "there is no memory for the batch");
  }
  const acta_status status = batch->Prepare(options, complaint);
  if (status != ACTA_OK) {
    Destroy(act->allocator, batch);
    return status;
  }
  *out = batch;
  return ACTA_OK;
}

void acta_batch_free(acta_batch* batch) {
  if (batch != nullptr) {
    const acta_allocator memory = batch->act.allocator;
    Destroy(memory, batch);
  }
}

acta_status acta_batch_input_schema(const acta_act* act, struct ArrowSchema* out) {
  if (act == nullptr || out == nullptr) {
    return ACTA_BAD_ARGUMENT;
  }
  *out = {};
  Shape shape(*act);
  if (const acta_status status = shape.Build(); status != ACTA_OK) {
    return status;
  }
  return MakeInputSchema(shape, out) ? ACTA_OK : ACTA_NO_MEMORY;
}

acta_status acta_batch_output_schema(const acta_batch* batch, struct ArrowSchema* out) {
  if (batch == nullptr || out == nullptr) {
    return ACTA_BAD_ARGUMENT;
  }
  *out = {};
  return MakeOutputSchema(*batch, out) ? ACTA_OK : ACTA_NO_MEMORY;
}

acta_status acta_batch_evaluate(acta_batch* batch, const struct ArrowSchema* schema,
                                const struct ArrowArray* cases, struct ArrowArray* out,
                                acta_detail* detail) {
  Complaint complaint(detail);
  if (out != nullptr) {
    *out = {};
  }
  if (batch == nullptr || cases == nullptr || out == nullptr) {
    return complaint.Say(ACTA_BAD_ARGUMENT,
                         "a batch, cases and a place for the answers are needed");
  }
  acta_status status = batch->Bind(schema, *cases, complaint);
  if (status != ACTA_OK) {
    return status;
  }
  if (!MakeOutput(*batch, batch->sources.rows(), out)) {
    return complaint.Say(ACTA_NO_MEMORY, "there is no memory for the answers");
  }
  status = batch->Run(0, batch->sources.rows(), complaint);
  if (status != ACTA_OK) {
    Release(out);
    return status;
  }
  return FinishOutput(*batch, out)
             ? ACTA_OK
             : complaint.Say(ACTA_NO_MEMORY, "there is no memory for the answers");
}

acta_status acta_batch_evaluate_into(acta_batch* batch, const struct ArrowSchema* schema,
                                     const struct ArrowArray* cases, uint64_t first, uint64_t count,
                                     const acta_batch_output* outputs, uint32_t output_count,
                                     acta_detail* detail) {
  Complaint complaint(detail);
  if (batch == nullptr || cases == nullptr || (outputs == nullptr && output_count != 0)) {
    return complaint.Say(ACTA_BAD_ARGUMENT, "a batch, cases and places for the answers are needed");
  }
  if (batch->wants_reasons()) {
    return complaint.Say(ACTA_BAD_ARGUMENT, "reasons are given by acta_batch_evaluate only");
  }
  if (output_count != batch->answers.size() + batch->clauses.size()) {
    return complaint.Say(ACTA_BAD_ARGUMENT,
                         "there is one output for each answer wanted, and for each clause");
  }
  if (const acta_status status = batch->Bind(schema, *cases, complaint); status != ACTA_OK) {
    return status;
  }
  const auto rows = static_cast<std::uint64_t>(batch->sources.rows());
  if (first > rows || count > rows - first) {
    return complaint.Say(ACTA_BAD_ARGUMENT, "there are no such rows");
  }
  for (std::size_t i = 0; i < batch->answers.size(); ++i) {
    AnswerColumn& answer = batch->answers[i];
    answer.values = outputs[i].values;
    answer.ends = nullptr;
    answer.known = outputs[i].known;
    answer.absent = outputs[i].absent;
  }
  for (std::size_t i = 0; i < batch->clauses.size(); ++i) {
    const acta_batch_output& output = outputs[batch->answers.size() + i];
    batch->clauses[i] = {static_cast<std::uint64_t*>(output.values), output.known};
  }
  return batch->Run(static_cast<std::int64_t>(first), static_cast<std::int64_t>(count), complaint);
}

acta_status acta_batch_text(const acta_batch* batch, int32_t id, acta_buffer* out) {
  if (batch == nullptr || out == nullptr || id < 0 ||
      static_cast<std::uint32_t>(id) >= batch->texts.size()) {
    return ACTA_BAD_ARGUMENT;
  }
  Writer writer(batch->act.allocator, *out);
  writer.Put(batch->texts.Find(id));
  return writer.Finish();
}

acta_status acta_batch_reject_count(const acta_batch* batch, uint64_t* total, uint32_t* kept) {
  if (batch == nullptr) {
    return ACTA_BAD_ARGUMENT;
  }
  if (total != nullptr) {
    *total = batch->rejects.total();
  }
  if (kept != nullptr) {
    *kept = batch->rejects.size();
  }
  return ACTA_OK;
}

acta_status acta_batch_reject_at(const acta_batch* batch, uint32_t index, acta_batch_reject* out) {
  if (batch == nullptr || index >= batch->rejects.size()) {
    return ACTA_BAD_ARGUMENT;
  }
  return Deliver(batch->rejects[index], out);
}

}  // extern "C"
