#include "compiler/measure/pool.h"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

#include "compiler/base/check.h"
#include "compiler/ir/format.h"
#include "compiler/measure/draw.h"

namespace acta::measure {

namespace {

std::string TextIn(const acta_batch* batch, std::int64_t id) {
  acta_buffer buffer{};
  const acta_status status = acta_batch_text(batch, static_cast<std::int32_t>(id), &buffer);
  ACTA_CHECK(status == ACTA_OK, "the batch knows the texts that it answers with");
  std::string text(buffer.data, buffer.size);
  acta_buffer_free(&buffer);
  return text;
}

// An answer as a row evaluator or, with its texts, a batch found it.
struct Answered {
  acta_state state;
  std::int64_t payload;
  const acta_batch* batch = nullptr;
};

std::string InWords(const ir::Program& program, ir::TypeId type, const Answered& answer) {
  if (answer.state != ACTA_KNOWN) {
    return answer.state == ACTA_UNDETERMINED ? "undetermined" : "absent";
  }
  return program.types[type].kind != ir::Kind::kText
             ? ir::FormatValue(program, type, answer.payload)
         : answer.batch == nullptr ? TextOf(program, answer.payload)
                                   : TextIn(answer.batch, answer.payload);
}

bool AreSame(const ir::Program& program, ir::TypeId type, const Answered& one,
             const Answered& other) {
  if (one.state != other.state || one.state != ACTA_KNOWN) {
    return one.state == other.state;
  }
  return program.types[type].kind == ir::Kind::kText
             ? InWords(program, type, one) == InWords(program, type, other)
             : one.payload == other.payload;
}

}  // namespace

CasePool::CasePool(const ColumnTypes& types, const CaseSource& source, const Extent& extent,
                   Crew& crew, Clauses clauses)
    : types_(types), cases_(extent.cases) {
  windows_.resize((extent.cases + extent.of_window - 1) / extent.of_window);
  crew.Do([&](unsigned thread) {
    for (std::size_t i = thread; i < windows_.size(); i += crew.size()) {
      const std::size_t begin = i * extent.of_window;
      const std::size_t count = std::min(extent.of_window, extent.cases - begin);
      const std::uint64_t first = extent.first + begin;
      const auto from_first = [&](std::size_t number, std::vector<std::int64_t>& slots) {
        source(first + number, slots);
      };
      windows_[i] = std::make_unique<CaseWindow>(
          CaseWindow{.first = first,
                     .cases = CaseColumns(types, count, from_first),
                     .answers = AnswerColumns(types.program(), count, clauses),
                     .reads = {},
                     .writes = {}});
      windows_[i]->cases.AddStreams(windows_[i]->reads);
      windows_[i]->answers.AddStreams(windows_[i]->writes);
    }
  });
  for (const std::unique_ptr<CaseWindow>& window : windows_) {
    bytes_read_ += static_cast<double>(window->cases.bytes()) / static_cast<double>(cases_);
    bytes_written_ += static_cast<double>(window->answers.bytes()) / static_cast<double>(cases_);
  }
}

void TouchShare(CasePool& pool, std::size_t windows, unsigned thread, unsigned threads) {
  for (std::size_t i = thread; i < windows; i += threads) {
    const CaseWindow& window = pool[i % pool.windows()];
    TouchBlocks(window.reads, window.writes, 0, window.cases.blocks());
  }
}

// ---- the door ----------------------------------------------------------------------------------

Door::Door(const acta_act* act, const acta_batch_options& options, unsigned threads)
    : clauses_((options.flags & ACTA_BATCH_CLAUSES) != 0 ? Clauses::kYes : Clauses::kNo),
      batches_(threads, nullptr) {
  for (acta_batch*& batch : batches_) {
    acta_detail detail{};
    detail.struct_size = sizeof detail;
    const acta_status status = acta_batch_create(act, &options, &batch, &detail);
    ACTA_CHECK(status == ACTA_OK, detail.message);
  }
}

Door::~Door() {
  std::ranges::for_each(batches_, acta_batch_free);
}

void Door::Evaluate(const ArrowSchema& schema, CaseWindow& window, unsigned thread) const {
  const std::span<const acta_batch_output> outputs = window.answers.outputs(clauses_);
  acta_detail detail{};
  detail.struct_size = sizeof detail;
  const acta_status status = acta_batch_evaluate_into(
      batches_[thread], &schema, &window.cases.array(), 0, window.cases.cases(), outputs.data(),
      static_cast<std::uint32_t>(outputs.size()), &detail);
  ACTA_CHECK(status == ACTA_OK, detail.message);
}

void Door::EvaluateShare(CasePool& pool, std::size_t windows, unsigned thread) const {
  for (std::size_t i = thread; i < windows; i += threads()) {
    Evaluate(pool.schema(), pool[i % pool.windows()], thread);
  }
}

// ---- the same outcomes -------------------------------------------------------------------------

std::optional<std::string> FirstDifference(const ir::Program& program, const Door& door,
                                           const CaseWindow& window, const CaseSource& source,
                                           std::size_t cases, RowRunner& row) {
  const acta_batch* const batch = door.batch(0);
  std::uint64_t rejected = 0;
  acta_batch_reject_count(batch, &rejected, nullptr);
  if (rejected > 0) {
    acta_batch_reject reject{};
    reject.struct_size = sizeof reject;
    acta_batch_reject_at(batch, 0, &reject);
    return fmt::format("case {}: `{}` is {}, where {} is expected", window.first + reject.row,
                       std::string_view(reject.path), std::string_view(reject.found),
                       std::string_view(reject.expected));
  }
  std::vector<std::int64_t> slots;
  for (std::size_t i = 0; i < std::min(cases, window.cases.cases()); ++i) {
    source(window.first + i, slots);
    const acta_frame& frame = row.Run(slots);
    for (std::size_t answer = 0; answer < program.answers.size(); ++answer) {
      const ir::RuleId rule = program.answers[answer].rule;
      const ir::TypeId type = program.rules[rule].type;
      const std::int64_t payload = frame.values[rule.value];
      const acta_state state = frame.whys[rule.value] != 0 ? ACTA_UNDETERMINED
                               : payload == ACTA_ABSENT    ? ACTA_IS_ABSENT
                                                           : ACTA_KNOWN;
      const Answered by_row{state, payload};
      const AnswerColumns::Found found = window.answers.At(answer, i);
      const Answered by_batch{found.state, found.payload, batch};
      if (!AreSame(program, type, by_row, by_batch)) {
        return fmt::format("case {}, `{}`: {} by the row evaluator, {} by that of batches",
                           window.first + i, program.answers[answer].name,
                           InWords(program, type, by_row), InWords(program, type, by_batch));
      }
    }
  }
  return std::nullopt;
}

}  // namespace acta::measure
