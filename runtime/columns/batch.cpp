#include "runtime/columns/batch.h"

#include "runtime/core/setting.h"

using namespace acta::runtime;  // The workspace stands outside: its name is C's.
using namespace acta::runtime::columns;

namespace {

constexpr std::uint32_t kRejectsKept = 1000;

}  // namespace

acta_batch::acta_batch(const acta_act& of, const acta_batch_options& options)
    : act(of),
      flags(options.flags),
      block_tiles(options.block_tiles),
      shape(of),
      sources(shape),
      texts(of),
      decoder(shape, sources, texts),
      rejects(shape, options.rejects_kept == 0 ? kRejectsKept : options.rejects_kept),
      block(shape, sources, decoder, rejects),
      gatherer(shape, sources, decoder),
      words(of),
      answers(of.allocator),
      clauses(of.allocator),
      outcome(of),
      schema_(of.allocator) {
}

acta_batch::~acta_batch() {
  if (reasons != nullptr) {
    for (std::size_t i = 0; i < answers.size(); ++i) {
      reasons[i].~ReasonColumn();
    }
    act.allocator.release(act.allocator.context, reasons, answers.size() * sizeof *reasons);
  }
}

acta_status acta_batch::ChooseReadings(const acta_batch_options& options, Complaint& complaint) {
  Array<std::int64_t>& readings = gatherer.readings();
  if (!readings.Resize(act.d.readings.size(), ACTA_MISSING)) {
    return complaint.Say(ACTA_NO_MEMORY, "there is no memory for the batch");
  }
  if (options.choices == nullptr && options.choice_count != 0) {
    return complaint.Say(ACTA_BAD_ARGUMENT, "there are no choices");
  }
  for (std::uint32_t i = 0; i < options.choice_count; ++i) {
    const acta_batch_choice& choice = options.choices[i];
    if (choice.reading == nullptr) {
      return complaint.Say(ACTA_BAD_ARGUMENT, "a choice names its reading");
    }
    const std::uint32_t reading = act.names.Find(Scope::Readings(), choice.reading);
    if (reading == ACTA_NONE) {
      return RefuseName(complaint, act, Scope::Readings(), "reading", choice.reading,
                        choice.reading);
    }
    if (choice.alternative == nullptr) {
      continue;
    }
    if (readings[reading] != ACTA_MISSING) {
      complaint.Path(choice.reading);
      return complaint.Say(ACTA_DUPLICATE, "this reading is chosen twice");
    }
    const acta_d_reading& of = act.d.readings[reading];
    const std::uint32_t ordinal =
        act.names.Find(Scope::MembersOf(of.enumeration), choice.alternative);
    if (ordinal == ACTA_NONE) {
      return RefuseAlternative(complaint, act, of, choice.alternative);
    }
    readings[reading] = ordinal;
  }
  return ACTA_OK;
}

acta_status acta_batch::ChooseAnswers(const acta_batch_options& options, Complaint& complaint) {
  const std::size_t all = act.d.answers.size();
  const std::size_t count = options.answers == nullptr ? all : options.answer_count;
  if (count > all) {
    return complaint.Say(ACTA_BAD_ARGUMENT, "an answer is wanted twice");
  }
  Array<std::uint8_t> seen(act.allocator);
  if (!seen.Resize(all, 0) || !answers.Reserve(count)) {
    return complaint.Say(ACTA_NO_MEMORY, "there is no memory for the batch");
  }
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::uint32_t answer = options.answers == nullptr ? i : options.answers[i];
    if (answer >= all || seen[answer]++ != 0) {
      return complaint.Say(ACTA_BAD_ARGUMENT, "the answers wanted exist, each once");
    }
    if (!answers.Push(ColumnOf(act, answer))) {
      return complaint.Say(ACTA_NO_MEMORY, "there is no memory for the batch");
    }
  }
  return ACTA_OK;
}

acta_status acta_batch::Prepare(const acta_batch_options& options, Complaint& complaint) {
  if (block_tiles > kMostTiles) {
    return complaint.Say(ACTA_BAD_ARGUMENT, "a block has at most 32 tiles");
  }
  if (options.as_of != nullptr) {
    if (*options.as_of < ACTA_MIN_DAY || *options.as_of > ACTA_MAX_DAY) {
      return complaint.Say(ACTA_BAD_VALUE, "`as_of` is no date");
    }
    as_of_day_ = *options.as_of;
    has_as_of_ = true;
    gatherer.SetAsOf(&as_of_day_);
  }
  acta_status status = ChooseReadings(options, complaint);
  if (status == ACTA_OK) {
    status = ChooseAnswers(options, complaint);
  }
  if (status != ACTA_OK) {
    return status;
  }
  status = shape.Build();
  if (status == ACTA_OK && act.plan != nullptr) {
    status = block.Prepare();
  }
  if (status == ACTA_OK && wants_clauses() && !clauses.Prepare(act.d.clauses.size())) {
    status = ACTA_NO_MEMORY;
  }
  if (status == ACTA_OK && wants_reasons() && !answers.empty()) {
    reasons = static_cast<ReasonColumn*>(
        act.allocator.allocate(act.allocator.context, answers.size() * sizeof *reasons));
    if (reasons == nullptr) {
      status = ACTA_NO_MEMORY;
    } else {
      for (std::size_t i = 0; i < answers.size(); ++i) {
        new (reasons + i) ReasonColumn(act.allocator);
      }
    }
  }
  return status == ACTA_OK ? status : complaint.Say(status, "no batch can be made for this act");
}

acta_status acta_batch::Bind(const ArrowSchema* schema, const ArrowArray& cases,
                             Complaint& complaint) {
  rejects.Clear();
  decoder.Forgive();
  const ArrowSchema* const used = schema == nullptr ? schema_.get() : schema;
  if (used == nullptr) {
    return complaint.Say(ACTA_BAD_ARGUMENT, "the first call needs a schema");
  }
  if (!texts.Clear()) {
    return complaint.Say(ACTA_NO_MEMORY, "there is no memory for the texts");
  }
  const acta_status status = sources.Bind(*used, cases, has_as_of_, texts, complaint);
  if (status != ACTA_OK) {
    return status;
  }
  if (schema != nullptr && !schema_.Keep(*schema)) {
    return complaint.Say(ACTA_NO_MEMORY, "there is no memory for the schema");
  }
  if (act.plan == nullptr) {
    return ACTA_OK;
  }
  return block.Begin(has_as_of_ ? &as_of_day_ : nullptr) == ACTA_OK
             ? ACTA_OK
             : complaint.Say(ACTA_NO_MEMORY, "there is no memory for the columns");
}

// What the decoder met.
acta_status acta_batch::Tell(Complaint& complaint) {
  const Fault& fault = decoder.fault();
  if (fault.status != ACTA_BAD_ARGUMENT) {
    return complaint.Say(ACTA_NO_MEMORY, "there is no memory for the batch");
  }
  char text[256];
  FixedText path(text);
  shape.WritePath(fault.field, path);
  complaint.Path(path.view());
  complaint.message()
      .Put("the column `")
      .Put(path.view())
      .Put("` is no Arrow array: its offsets are none at row ")
      .Number(fault.row);
  return complaint.Fail(ACTA_BAD_ARGUMENT);
}

acta_status acta_batch::Run(std::int64_t first, std::int64_t count, Complaint& complaint) {
  bool good = !wants_reasons() || words.Clear();
  for (std::size_t i = 0; reasons != nullptr && i < answers.size(); ++i) {
    good = good && reasons[i].Start();
  }
  clauses.Start(act.plan);
  std::size_t out_tile = 0;
  while (good && count > 0) {
    std::uint32_t taken = ACTA_TILE;
    if (act.plan != nullptr) {
      taken = block.Choose(first, count, block_tiles);
      good = decoder.fault().status == ACTA_OK && RunBlock(first, taken, count - taken, out_tile);
    } else {
      taken = count < ACTA_TILE ? static_cast<std::uint32_t>(count) : ACTA_TILE;
      good = RunRows(first, taken, out_tile);
    }
    first += taken;
    count -= taken;
    out_tile += taken / ACTA_TILE;
  }
  clauses.Finish();
  return good ? ACTA_OK : Tell(complaint);
}

// At most 64 rows of an act that has no batch evaluator.
bool acta_batch::RunRows(std::int64_t first, std::uint32_t count, std::size_t out_tile) {
  for (const AnswerColumn& column : answers) {
    WriteNothing(column, out_tile);
  }
  clauses.Take(nullptr, 0, out_tile);
  return FinishTile(first, count, LowBits(count), out_tile);
}

bool acta_batch::RunBlock(std::int64_t first, std::uint32_t count, std::int64_t left,
                          std::size_t out_tile) {
  const acta_batch_plan& plan = *act.plan;
  if (block.Load(first, count) != ACTA_OK) {
    return false;
  }
  block.Prefetch(first + count, left < count ? static_cast<std::uint32_t>(left) : count);
  acta_batch_block given{};
  given.struct_size = sizeof given;
  given.rows = block.rows();
  given.readings = gatherer.readings().data();
  (block.all_given() ? act.code->all_given : act.code->general)(&given);

  const BlockRows& rows = block.RowsOf(0);
  EvaluatedTiles tiles{};
  tiles.scratch = block.rows()[0].scratch;
  tiles.scratch_bytes = plan.domains[0].scratch_bytes;
  tiles.count = rows.tiles;
  bool good = true;
  for (std::uint32_t tile = 0; tile < rows.tiles; ++tile) {
    const std::uint64_t real = LowBits(rows.RowsIn(tile));
    const std::uint64_t outside = WordIn(tiles.scratch_of(tile), plan.out_of_range);
    ForEachBit(outside & real & ~block.RejectedIn(tile), [&](std::uint32_t i) {
      good = good && block.RejectOutOfRange(tile * ACTA_TILE + i);
    });
    tiles.good[tile] = real & ~block.RejectedIn(tile);
  }
  for (const AnswerColumn& column : answers) {
    WriteTiles(column, tiles, out_tile);
  }
  for (std::uint32_t tile = 0; good && tile < rows.tiles; ++tile) {
    const unsigned char* const scratch = tiles.scratch_of(tile);
    clauses.Take(scratch, tiles.good[tile], out_tile + tile);
    const std::uint64_t asked =
        wants_reasons() ? tiles.open[tile] : tiles.open[tile] & WordIn(scratch, plan.deferred);
    good = (asked == 0 && !wants_reasons()) ||
           FinishTile(first + std::int64_t{tile} * ACTA_TILE, rows.RowsIn(tile), asked,
                      out_tile + tile);
  }
  return good;
}

// The row evaluator answers the rows `asked`; every row gets its reasons, none if it was not asked.
bool acta_batch::FinishTile(std::int64_t first, std::uint32_t count, std::uint64_t asked,
                            std::size_t out_tile) {
  if (!wants_reasons()) {
    bool good = true;
    ForEachBit(asked, [&](std::uint32_t i) {
      good = good && AskRow(first + i, out_tile * ACTA_TILE + i);
    });
    return good;
  }
  for (std::uint32_t i = 0; i < count; ++i) {
    if ((asked >> i & 1) != 0 && !AskRow(first + i, out_tile * ACTA_TILE + i)) {
      return false;
    }
    for (std::size_t answer = 0; answer < answers.size(); ++answer) {
      if (!reasons[answer].EndRow()) {
        return decoder.Fail(ACTA_NO_MEMORY, kNone, 0);
      }
    }
  }
  return true;
}

bool acta_batch::AskRow(std::int64_t row, std::size_t out_row) {
  Gatherer::Bad bad;
  if (!gatherer.Gather(row, outcome.facts, &bad)) {
    return false;
  }
  if (bad.field != kNone) {
    for (const AnswerColumn& column : answers) {
      Retract(column, out_row);
    }
    clauses.Retract(out_row);
    char text[256];
    FixedText path(text);
    if (!WritePath(outcome.facts, bad.slot, SlotMeans::kField, path, nullptr)) {
      shape.WritePath(bad.field, path);
    }
    return rejects.Add(row, bad.field, bad.status, path.view(), bad.found) ||
           decoder.Fail(ACTA_NO_MEMORY, kNone, 0);
  }
  if (const acta_status status = EvaluateFacts(outcome, false); status != ACTA_OK) {
    return decoder.Fail(status, kNone, row);
  }
  for (std::size_t i = 0; i < answers.size(); ++i) {
    const std::uint32_t rule = answers[i].rule;
    if (act.is_evaluated[rule] == 0) {
      continue;
    }
    if (outcome.whys[rule] == 0) {
      WriteRow(answers[i], out_row, outcome.values[rule]);
    } else if (wants_reasons() && words.Push(outcome, rule, reasons[i]) != ACTA_OK) {
      return decoder.Fail(ACTA_NO_MEMORY, kNone, row);
    }
  }
  return true;
}
