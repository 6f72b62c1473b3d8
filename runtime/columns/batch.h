// The workspace behind acta_batch: columns in, block after block through the evaluator, answers
// out.
#pragma once

#include <cstdint>

#include "acta/columns.h"
#include "runtime/columns/answers.h"
#include "runtime/columns/block.h"
#include "runtime/columns/clauses.h"
#include "runtime/columns/gather.h"
#include "runtime/columns/kept_schema.h"
#include "runtime/columns/reasons.h"

struct acta_batch {
  explicit acta_batch(const acta_act& of, const acta_batch_options& options);
  acta_batch(const acta_batch&) = delete;
  acta_batch& operator=(const acta_batch&) = delete;
  ~acta_batch();

  // What the options say. `complaint` is told what is wrong with them.
  [[nodiscard]] acta_status Prepare(const acta_batch_options& options,
                                    acta::runtime::Complaint& complaint);
  // Binds the columns; `schema` null: as in the call before.
  [[nodiscard]] acta_status Bind(const ArrowSchema* schema, const ArrowArray& cases,
                                 acta::runtime::Complaint& complaint);
  // Answers the rows from `first` on into the places that `answers` and `clauses` name.
  [[nodiscard]] acta_status Run(std::int64_t first, std::int64_t count,
                                acta::runtime::Complaint& complaint);

  [[nodiscard]] bool wants_reasons() const { return (flags & ACTA_BATCH_REASONS) != 0; }
  [[nodiscard]] bool wants_clauses() const { return (flags & ACTA_BATCH_CLAUSES) != 0; }
  [[nodiscard]] bool is_plain() const { return (flags & ACTA_BATCH_PLAIN) != 0; }

  const acta_act& act;
  std::uint32_t flags;
  std::uint32_t block_tiles;
  acta::runtime::columns::Shape shape;
  acta::runtime::columns::Sources sources;
  acta::runtime::columns::Texts texts;
  acta::runtime::columns::Decoder decoder;
  acta::runtime::columns::Rejects rejects;
  acta::runtime::columns::Block block;
  acta::runtime::columns::Gatherer gatherer;
  acta::runtime::columns::ReasonWords words;
  acta::runtime::Array<acta::runtime::columns::AnswerColumn> answers;
  acta::runtime::columns::ClauseColumns clauses;
  acta::runtime::columns::ReasonColumn* reasons = nullptr;  // per answer
  acta_outcome outcome;  // of the case that the row evaluator is asked about

 private:
  [[nodiscard]] acta_status ChooseReadings(const acta_batch_options& options,
                                           acta::runtime::Complaint& complaint);
  [[nodiscard]] acta_status ChooseAnswers(const acta_batch_options& options,
                                          acta::runtime::Complaint& complaint);
  // `left`: the cases behind those of the block.
  [[nodiscard]] bool RunBlock(std::int64_t first, std::uint32_t count, std::int64_t left,
                              std::size_t out_tile);
  [[nodiscard]] bool RunRows(std::int64_t first, std::uint32_t count, std::size_t out_tile);
  [[nodiscard]] bool FinishTile(std::int64_t first, std::uint32_t count, std::uint64_t asked,
                                std::size_t out_tile);
  [[nodiscard]] bool AskRow(std::int64_t row, std::size_t out_row);
  [[nodiscard]] acta_status Tell(acta::runtime::Complaint& complaint);

  acta::runtime::columns::KeptSchema schema_;
  std::int32_t as_of_day_ = 0;
  bool has_as_of_ = false;
};
