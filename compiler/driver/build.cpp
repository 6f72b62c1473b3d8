#include "compiler/driver/build.h"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <optional>
#include <system_error>

#include <fmt/format.h>

#include "acta/descriptor.h"
#include "compiler/base/check.h"
#include "compiler/base/file.h"
#include "compiler/codegen/aot.h"
#include "compiler/codegen/link.h"
#include "compiler/descriptor/descriptor.h"
#include "compiler/driver/act_name.h"
#include "compiler/driver/runtime_files.h"
#include "compiler/driver/schema.h"
#include "compiler/header/header.h"

namespace acta {
namespace {

struct OutputFile {
  std::string name;
  std::string content;
};
using OutputFiles = std::vector<OutputFile>;

// An act about to be built: what the products are made from.
class Bench {
 public:
  Bench(const Session& session, std::string name, Target target)
      : name_(std::move(name)),
        graph_(session.graph),
        descriptor_(WriteDescriptor(session.graph, session.sources)),
        options_{.target = std::move(target)} {}

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] ActSource source() const {
    return {.graph = graph_, .descriptor = descriptor_, .symbol = "acta_act_" + name_};
  }
  [[nodiscard]] const ObjectOptions& options() const { return options_; }

  // Compiled when it is first asked for.
  [[nodiscard]] Result<std::string> Object() {
    if (!object_) {
      ACTA_TRY(object_, CompileObject(source(), options_));
    }
    return *object_;
  }

 private:
  const std::string name_;
  const ir::RuleGraph& graph_;
  const std::vector<std::byte> descriptor_;
  const ObjectOptions options_;
  std::optional<std::string> object_;
};

Result<OutputFiles> MakeObject(Bench& bench) {
  ACTA_TRY(std::string object, bench.Object());
  return OutputFiles{{.name = bench.name() + ".o", .content = std::move(object)}};
}

Result<OutputFiles> MakeHeader(Bench& bench) {
  acta_descriptor descriptor{};
  std::memcpy(&descriptor, bench.source().descriptor.data(), sizeof descriptor);
  const HeaderSource source{.program = *bench.source().graph.program,
                            .source_hash = descriptor.source_hash,
                            .name = bench.name()};
  return OutputFiles{{.name = bench.name() + ".h", .content = WriteHeader(source)},
                     {.name = bench.name() + ".hpp", .content = WriteCppHeader(source)}};
}

Result<OutputFiles> MakeArchive(Bench& bench) {
  ACTA_TRY(const std::string object, bench.Object());
  ACTA_TRY(std::string archive, ArchiveOf(object, bench.name() + ".o"));
  return OutputFiles{{.name = fmt::format("lib{}.a", bench.name()), .content = std::move(archive)}};
}

// The act, the runtime and the JSON library. Whoever loads it need not know the act's name.
Result<OutputFiles> MakeShared(Bench& bench) {
  const std::string name = fmt::format("lib{}.so", bench.name());
  ACTA_TRY(std::string object, bench.Object());
  ACTA_TRY(std::string runtime, RuntimeObject(bench.options().target));
  ACTA_TRY(std::string library,
           LinkShared({.soname = name,
                       .objects = {std::move(object)},
                       .files = {std::move(runtime)},
                       .exported = InterfaceSymbols(),
                       .aliases = {{"acta_compiled", bench.source().symbol}}}));
  return OutputFiles{{.name = name, .content = std::move(library)}};
}

Result<OutputFiles> MakeTexts(Bench& bench, ModuleForm form, const char* suffix) {
  ACTA_TRY(std::vector<ModuleText> modules, WriteModules(bench.source(), form, bench.options()));
  OutputFiles files;
  for (ModuleText& module : modules) {
    files.push_back({.name = fmt::format("{}.{}.{}", bench.name(), module.name, suffix),
                     .content = std::move(module.text)});
  }
  return files;
}
Result<OutputFiles> MakeIr(Bench& bench) {
  return MakeTexts(bench, ModuleForm::kIr, "ll");
}
Result<OutputFiles> MakeAssembly(Bench& bench) {
  return MakeTexts(bench, ModuleForm::kAssembly, "s");
}

Result<OutputFiles> MakeSchema(Bench& bench) {
  return OutputFiles{{.name = bench.name() + ".schema.json",
                      .content = JsonSchemaOf(*bench.source().graph.program)}};
}

struct Product {
  std::string_view name;
  Result<OutputFiles> (*make)(Bench& bench);
};
constexpr Product kProducts[] = {
    {"obj", MakeObject}, {"header", MakeHeader}, {"static", MakeArchive}, {"shared", MakeShared},
    {"ir", MakeIr},      {"asm", MakeAssembly},  {"schema", MakeSchema},
};

Result<OutputFiles> MakeAll(const std::vector<std::string>& wanted, Bench& bench) {
  OutputFiles all;
  for (const std::string& name : wanted) {
    const Product* product = std::ranges::find(kProducts, name, &Product::name);
    ACTA_CHECK(product != std::end(kProducts), "the command line offers ProductNames");
    ACTA_TRY(OutputFiles files, product->make(bench));
    std::ranges::move(files, std::back_inserter(all));
  }
  return all;
}

Result<void> WriteAll(const OutputFiles& files, const std::string& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) {
    return Fail("cannot make the folder {}: {}", folder, error.message());
  }
  std::vector<FileContent> all;
  for (const OutputFile& file : files) {
    all.push_back({(std::filesystem::path(folder) / file.name).string(), file.content});
  }
  return WriteFiles(all);
}

// As make and ninja read it.
std::string Escaped(std::string_view path) {
  std::string escaped;
  for (const char c : path) {
    if (c == ' ' || c == '#' || c == '\\') {
      escaped += '\\';
    } else if (c == '$') {
      escaped += '$';
    }
    escaped += c;
  }
  return escaped;
}

// "out/quorum.o: law/quorum.acta law/sub/mod.acta": what is made again when what was read changes.
std::string DependenciesOf(const std::vector<AskedFile>& products, const CommonOptions& common,
                           std::vector<AskedFile> read) {
  for (const std::string& with : common.with) {
    read.push_back({"--with", SplitName(with).first});
  }
  std::string rule;
  for (const AskedFile& product : products) {
    rule += fmt::format("{}{}", rule.empty() ? "" : " ", Escaped(product.path));
  }
  rule += ":";
  for (const AskedFile& file : read) {
    rule += " " + Escaped(std::filesystem::absolute(file.path).string());
  }
  return rule + "\n";
}

Exit Refuse(const char* code, const Error& error, Exit exit) {
  fmt::print(stderr, "error[{}]: {}\n", code, error.message);
  return exit;
}

}  // namespace

std::vector<std::string> ProductNames() {
  std::vector<std::string> names;
  for (const Product& product : kProducts) {
    names.emplace_back(product.name);
  }
  return names;
}

Exit Build(const BuildOptions& options) {
  const Result<Target> target = FindTarget(options.triple, options.cpu);
  if (!target) {
    return Refuse("A0004", target.error(), Exit::kUsage);
  }
  const Result<std::string> name = ActName(options.name, options.act);
  if (!name) {
    return Refuse("A0005", name.error(), Exit::kUsage);
  }

  if (std::ranges::find(options.emit, "shared") != options.emit.end()) {
    if (const Result<std::string> runtime = RuntimeObject(*target); !runtime) {
      return Refuse("A0007", runtime.error(), Exit::kUsage);
    }
  }
  const std::unique_ptr<Session> session =
      LoadAct(options.act, LoadingOf(options.common));
  PrintDiagnostics(*session, options.common, Show::kErrors);
  if (!session->ok()) {
    return Exit::kLawOrCase;
  }

  Bench bench(*session, *name, *target);
  const Result<OutputFiles> files = MakeAll(options.emit, bench);
  if (!files) {
    return Refuse("A7001", files.error(), Exit::kOurFailure);
  }
  std::vector<AskedFile> products;
  for (const OutputFile& file : *files) {
    products.push_back({"a file of --output", (std::filesystem::path(options.folder) / file.name).string()});
  }
  std::vector<AskedFile> written = products;
  written.push_back({"--depfile", options.depfile});
  if (const auto twice = Overwritten(options.common, FilesOf(*session), written)) {
    fmt::print(stderr, "{}\n", *twice);
    return Exit::kUsage;
  }
  Result<void> done = WriteAll(*files, options.folder);
  if (done && !options.depfile.empty()) {
    done = WriteFile(options.depfile,
                     DependenciesOf(products, options.common, FilesOf(*session)));
  }
  if (!done) {
    return Refuse("A0006", done.error(), Exit::kUsage);
  }
  for (const AskedFile& product : products) {
    fmt::print("{}\n", product.path);
  }
  return Exit::kFine;
}

}  // namespace acta
