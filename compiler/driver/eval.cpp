#include "compiler/driver/eval.h"

#include <algorithm>
#include <cstdio>
#include <limits>

#include "compiler/base/file.h"
#include "compiler/driver/progress.h"
#include "compiler/driver/simulate.h"
#include "compiler/ir/format.h"
#include "compiler/simulate/law.h"
#include "compiler/tables/tables.h"

namespace acta {
namespace {

using Type = tables::Writer::Type;

// How answers of a type are written.
Type TypeOf(ir::Kind kind) {
  return kind == ir::Kind::kBoolean    ? Type::kBoolean
         : ir::IsCount(kind)           ? Type::kInteger
         : kind == ir::Kind::kDate     ? Type::kDate
         : kind == ir::Kind::kDateTime ? Type::kDateTime
                                       : Type::kText;
}

struct Column {
  ir::TypeId type;
  Type written = Type::kText;
  bool is_optional = false;
};

void WriteRow(const simulate::Runner& runner, const ir::Program& program,
              const std::vector<Column>& columns, std::size_t row, bool is_rejected,
              tables::Writer& writer) {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const measure::AnswerColumns::Found found =
        is_rejected ? measure::AnswerColumns::Found{} : runner.At(i, row);
    if (found.state != ACTA_KNOWN) {
      writer.Null();
    } else if (program.types[columns[i].type].kind == ir::Kind::kText) {
      writer.Text(runner.TextOf(found.payload));
    } else if (columns[i].written == Type::kText) {
      writer.Text(ir::FormatValue(program, columns[i].type, found.payload));
    } else {
      writer.Value(found.payload);
    }
    if (columns[i].is_optional) {
      writer.Value(found.state == ACTA_IS_ABSENT ? 1 : 0);
    }
  }
}

Result<void> WriteRejects(const std::string& path, const std::vector<cases::Reject>& rejects) {
  ACTA_TRY(const std::unique_ptr<tables::Writer> writer,
           tables::Writer::Create(path, {{"case", Type::kInteger},
                                         {"place", Type::kText},
                                         {"fact", Type::kText},
                                         {"expected", Type::kText},
                                         {"found", Type::kText}}));
  for (const cases::Reject& reject : rejects) {
    writer->Value(static_cast<std::int64_t>(reject.number + 1));
    for (const std::string* text : {&reject.place, &reject.path, &reject.expected, &reject.found}) {
      writer->Text(*text);
    }
    writer->EndRow();
  }
  return writer->Finish();
}

// The answers' columns, as they are written behind the number of the case.
struct Layout {
  std::vector<Column> answers;
  std::vector<tables::Writer::Column> written{{"case", Type::kInteger}};
};
Layout LayoutOf(const ir::Program& program) {
  Layout layout;
  const auto is_case = [](const ir::Answer& answer) { return answer.name == "case"; };
  if (std::ranges::any_of(program.answers, is_case)) {
    layout.written.front().name = "$case";
  }
  for (const ir::Answer& answer : program.answers) {
    const ir::TypeId type = program.rules[answer.rule].type;
    const Type written = TypeOf(program.types[type].kind);
    const bool is_optional = program.types[type].optional;
    layout.answers.push_back({type, written, is_optional});
    layout.written.push_back({answer.name, written});
    if (is_optional) {
      layout.written.push_back({answer.name + "$absent", Type::kBoolean});
    }
  }
  return layout;
}

// Rejects are kept to be shown, or all of them to be written.
std::size_t RejectsKept(const EvalOptions& options) {
  constexpr std::size_t kShown = 1000;
  return options.rejects.empty() ? kShown : std::numeric_limits<std::size_t>::max();
}

struct Rejected {
  std::uint64_t cases = 0;
  std::vector<cases::Reject> rejects;  // in the order of the cases
};

// Every case of the stream into the writer.
Result<Rejected> Answer(const EvalOptions& options, const simulate::Law& law,
                        cases::CaseStream& stream, const std::vector<Column>& columns,
                        tables::Writer& writer) {
  const ir::Program& program = law.program();
  const simulate::Asking asking{.readings = options.under, .as_of = options.as_of};
  ACTA_TRY(const std::unique_ptr<simulate::Runner> runner,
           simulate::Runner::Make(law, program, asking, {}));
  ProgressBar bar(stream.size(), true);
  Rejected rejected;
  std::unique_ptr<cases::CaseBlock> block;
  while (true) {
    ACTA_TRY(block, stream.Next(std::move(block)));
    if (block == nullptr) {
      break;
    }
    ACTA_TRY_VOID(runner->Run(*block));
    if (rejected.rejects.size() < RejectsKept(options)) {
      const std::vector<cases::Reject> refused = runner->rejects(*block);
      rejected.rejects.insert(rejected.rejects.end(), refused.begin(), refused.end());
    }
    for (std::size_t row = 0; row < runner->rows(); ++row) {
      const auto is_set = [&](const auto& words) {
        return row / 64 < words.size() && (words[row / 64] >> row % 64 & 1) != 0;
      };
      const bool is_rejected = is_set(runner->rejected()) || is_set(block->left_out());
      rejected.cases += is_rejected ? 1 : 0;
      writer.Value(static_cast<std::int64_t>(block->first() + row + 1));
      WriteRow(*runner, program, columns, row, is_rejected, writer);
      writer.EndRow();
    }
    if (!bar.Cases(runner->rows())) {
      return Fail("{}", "stopped: nothing was written");
    }
  }
  const std::vector<cases::Reject> unread = stream.rejects();
  rejected.rejects.insert(rejected.rejects.end(), unread.begin(), unread.end());
  std::ranges::stable_sort(rejected.rejects, {}, &cases::Reject::number);
  return rejected;
}

}  // namespace

Exit Eval(const EvalOptions& options) {
  if (options.case_path.empty() == options.sql.empty()) {
    fmt::print(stderr, "say where the cases come from, once: --cases FILE or --sql QUERY\n");
    return Exit::kUsage;
  }
  for (const std::string* const path : {&options.out, &options.rejects}) {
    if (!path->empty() && !tables::FormatOf(*path)) {
      fmt::print(stderr, "{}: {}\n", *path, tables::kNamesOfFormats);
      return Exit::kUsage;
    }
  }
  const std::vector<AskedFile> products{{"--out", options.out}, {"--rejects", options.rejects}};
  std::vector<AskedFile> read = FilesNamedIn(options.sql);
  read.insert(read.begin(), {{"the act", options.act}, {"--cases", options.case_path}});
  if (const auto twice = Overwritten(options.common, read, products)) {
    fmt::print(stderr, "{}\n", *twice);
    return Exit::kUsage;
  }
  const std::unique_ptr<Session> session = LoadAct(options.act, LoadingOf(options.common));
  PrintDiagnostics(*session, options.common, Show::kErrors);
  if (!session->ok()) {
    return Exit::kLawOrCase;
  }
  if (const auto twice = Overwritten(options.common, FilesOf(*session), products)) {
    fmt::print(stderr, "{}\n", *twice);
    return Exit::kUsage;
  }
  if (!HaveReadings({session->graph.program.get()}, options.under)) {
    return Exit::kUsage;
  }
  if (const Result<void> ready = tables::Ready(); !ready) {
    fmt::print(stderr, "{}\n", ready.error().message);
    return Exit::kUsage;
  }
  CatchInterrupts();
  const auto law = simulate::Law::Make(session->graph, session->sources, {});
  if (!law) {
    fmt::print(stderr, "error[A9001]: {}\n", law.error().message);
    return Exit::kOurFailure;
  }
  const auto refused = [](const Error& error) {
    fmt::print(stderr, "{}\n", error.message);
    return IsInterrupted() ? Exit::kInterrupted : Exit::kLawOrCase;
  };
  const auto stream = tables::Open(
      {.path = options.case_path,
       .sql = options.sql,
       .rejects_kept = RejectsKept(options),
       .json_fault = [&](const std::string& file) { return JsonFault(file, (*law)->act()); }},
      (*law)->program(), (*law)->act());
  if (!stream) {
    return refused(stream.error());
  }
  Layout layout = LayoutOf((*law)->program());
  const auto writer = tables::Writer::Create(options.out, std::move(layout.written));
  if (!writer) {
    return Unwritten(writer.error());
  }
  if (!options.rejects.empty()) {
    if (const Result<Replacement> rejects = ReplacementFor(options.rejects); !rejects) {
      return Unwritten(rejects.error());
    }
  }
  const Result<Rejected> rejected = Answer(options, **law, **stream, layout.answers, **writer);
  if (!rejected) {
    return refused(rejected.error());
  }
  if (const Result<void> written = (*writer)->Finish(); !written) {
    return Unwritten(written.error());
  }
  PrintRejects(rejected->rejects, rejected->cases);
  PrintBlank((*stream)->blank());
  if (!options.rejects.empty()) {
    if (const Result<void> written = WriteRejects(options.rejects, rejected->rejects); !written) {
      return Unwritten(written.error());
    }
  }
  fmt::print(stderr, "{}: written\n", options.out);
  return rejected->cases > 0 ? Exit::kLawOrCase : Exit::kFine;
}

}  // namespace acta
