// What an act's object offers and asks for.
#include <elf.h>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "compiler/codegen/link.h"
#include "compiler/descriptor/descriptor.h"
#include "compiler/ir/builder.h"
#include "tests/aot/elf.h"
#include "tests/aot/linked_acts.h"
#include "tests/unit/runtime/assembly_act.h"

namespace acta::aot {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::Each;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::IsSubsetOf;
using testing::IsSupersetOf;
using testing::Not;
using testing::StartsWith;

enum class Batches { kLeftOut, kCarried };

std::string AssemblyObject(const std::string& triple, const std::string& cpu = "",
                           Batches batches = Batches::kLeftOut) {
  const std::unique_ptr<AssemblyLaw> law = MakeAssemblyLaw();
  const Result<Target> target = FindTarget(triple, cpu);
  return ObjectOf({.name = "assembly",
                   .graph = &law->graph,
                   .descriptor = WriteDescriptor(law->graph, law->sources),
                   .batch = batches == Batches::kCarried},
                  *target);
}

std::vector<std::string> NamesOf(const std::vector<ElfSymbol>& symbols, bool defined) {
  std::vector<std::string> names;
  for (const ElfSymbol& symbol : symbols) {
    if (!symbol.local && symbol.defined == defined) {
      names.push_back(symbol.name);
    }
  }
  return names;
}

class Objects : public testing::TestWithParam<const char*> {};

TEST_P(Objects, ExportTheActAndNothingElse) {
  const Elf object = ReadElf(AssemblyObject(GetParam()));
  EXPECT_THAT(NamesOf(object.symbols, true), ElementsAre("acta_act_assembly"));
}

TEST_P(Objects, AskForKernelsOfTheRuntimeAndNothingElse) {
  const Elf object = ReadElf(AssemblyObject(GetParam()));
  const std::vector<std::string> needed = NamesOf(object.symbols, false);
  EXPECT_THAT(needed, Each(StartsWith("acta_k_")));
  EXPECT_THAT(needed, Contains("acta_k_union"));
}

TEST_P(Objects, HoldNothingThatIsWrittenToNorAnExecutableStack) {
  for (const ElfSection& section : ReadElf(AssemblyObject(GetParam())).sections) {
    // The loader fills in addresses there, and then write-protects it.
    EXPECT_TRUE(!section.writable || section.name == ".data.rel.ro" || section.size == 0)
        << section.name;
    EXPECT_TRUE(section.name != ".note.GNU-stack" || !section.executable);
  }
  EXPECT_THAT(ReadElf(AssemblyObject(GetParam())).sections,
              Contains(Field(&ElfSection::name, ".note.GNU-stack")));
}

TEST_P(Objects, AreTheSameBytesEachTime) {
  EXPECT_EQ(AssemblyObject(GetParam()), AssemblyObject(GetParam()));
}

INSTANTIATE_TEST_SUITE_P(ForEachArchitecture, Objects,
                         testing::Values("x86_64-linux-gnu", "aarch64-linux-gnu"),
                         [](const auto& test) {
                           const std::string triple = test.param;
                           return triple.substr(0, triple.find_first_of("-_"));
                         });

// Whoever loads it needs nothing else: neither the runtime nor libraries of a C++ compiler.
TEST(SharedObjects, ExportTheLibraryAndTheActAndNeedTheCLibraryAlone) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "sanitizers bring symbols of their own";
#endif
  const Result<std::string> library =
      LinkShared({.soname = "libassembly.so",
                  .objects = {AssemblyObject("")},
                  .files = {ACTA_RUNTIME_OBJECT},
                  .exported = InterfaceSymbols(),
                  .aliases = {{"acta_compiled", "acta_act_assembly"}}});
  ASSERT_TRUE(library) << library.error().message;
  const Elf elf = ReadElf(*library);
  const std::vector<std::string> exported = NamesOf(elf.dynamic_symbols, true);
  EXPECT_THAT(exported, IsSupersetOf({"acta_compiled", "acta_act_assembly", "acta_act_load",
                                      "acta_case_read_json", "acta_explain_json"}));
  EXPECT_THAT(exported, Each(AllOf(StartsWith("acta_"), Not(StartsWith("acta_k_")))));
  EXPECT_THAT(
      NamesOf(elf.dynamic_symbols, false),
      IsSubsetOf({"memcpy", "memmove", "memset", "memcmp", "memchr", "strlen", "malloc", "free"}));
}

TEST(Targets, AreCompiledForAsNamed) {
  EXPECT_EQ(ReadElf(AssemblyObject("x86_64-linux-gnu")).machine, EM_X86_64);
  EXPECT_EQ(ReadElf(AssemblyObject("aarch64-linux-gnu")).machine, EM_AARCH64);
}

// Otherwise what was compiled here would not run on an older machine there.
TEST(Targets, AreAnyProcessorOfTheArchitectureUnlessOneIsNamed) {
  EXPECT_EQ(FindTarget("x86_64-linux-gnu", "")->cpu, "x86-64");
  EXPECT_EQ(AssemblyObject("x86_64-linux-gnu"), AssemblyObject("x86_64-linux-gnu", "x86-64"));
  const auto for_cpu = [](const char* cpu) {
    return AssemblyObject("x86_64-linux-gnu", cpu, Batches::kCarried);
  };
  EXPECT_NE(for_cpu("x86-64-v2"), for_cpu("x86-64-v3"));
}

// A processor's name says what it can do, as a list of features would.
TEST(Targets, LookUpManyDaysAtOnceWhereTheNamedProcessorCan) {
  ir::ProgramBuilder b;
  const ir::TypeId date = b.Of(ir::Kind::kDate);
  const std::uint32_t on = b.Fact("on", date);
  b.program().calendars.Add(
      {.name = "office", .first_day = 0, .last_day = 3, .working = {true, false, true, true}});
  const ir::RuleId rule = b.Rule("rule", date);
  const ir::NodeParts parts{.imm = 0, .aux = 0, .reason = b.Arithmetic("not covered")};
  b.Clause(rule, {.value = b.Make(ir::Op::kRoll, date, {b.Slot(on, date)}, parts)});
  b.Answer(rule);
  ir::RuleGraph graph;
  graph.order.push_back(rule);
  graph.program = std::make_shared<const ir::Program>(std::move(b).Build());
  const std::vector<std::byte> descriptor = WriteDescriptor(graph, SourceMap());
  const auto batches_for = [&](const char* cpu) {
    const Result<std::vector<ModuleText>> modules =
        WriteModules({graph, descriptor, "acta_act_days"}, ModuleForm::kAssembly,
                     {.target = *FindTarget("x86_64-linux-gnu", cpu)});
    std::string text;
    for (const ModuleText& module : *modules) {
      text += module.name.starts_with("acta.batch") ? module.text : "";
    }
    return text;
  };
  EXPECT_THAT(batches_for("haswell"), HasSubstr("vpgatherdd"));
  EXPECT_THAT(batches_for("sandybridge"), AllOf(Not(IsEmpty()), Not(HasSubstr("vpgatherdd"))));
}

TEST(Targets, ThatDoNotExistAreRefusedInWords) {
  const auto complaint = [](const char* triple, const char* cpu) {
    const Result<Target> target = FindTarget(triple, cpu);
    return target ? "" : target.error().message;
  };
  EXPECT_THAT(complaint("x68_64-linux-gnu", ""), HasSubstr("names no architecture"));
  EXPECT_THAT(complaint("riscv64-linux-gnu", ""), HasSubstr("only ELF objects"));
  EXPECT_THAT(complaint("x86_64-pc-windows-msvc", ""), HasSubstr("only ELF objects"));
  EXPECT_THAT(complaint("x86_64-linux-gnux32", ""), HasSubstr("only ELF objects"));
  EXPECT_THAT(complaint("aarch64-apple-macos", ""), HasSubstr("only ELF objects"));
  EXPECT_THAT(complaint("aarch64_be-linux-gnu", ""), HasSubstr("only ELF objects"));
  EXPECT_THAT(complaint("x86_64-linux-gnu", "haswel"), HasSubstr("did you mean `haswell`?"));
  EXPECT_THAT(complaint("x86_64-linux-gnu", "pentium4"), HasSubstr("no processor `pentium4`"));
  EXPECT_THAT(complaint("aarch64-linux-gnu", "x86-64-v3"), HasSubstr("no processor"));
  EXPECT_THAT(complaint("aarch64-linux-gnu", "cortex-a72"), IsEmpty());
}

}  // namespace
}  // namespace acta::aot
