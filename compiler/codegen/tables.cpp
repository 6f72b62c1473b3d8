// Calendars, time zones and parameters of the law as constant tables, in the shapes of
// acta/evaluator.h and acta/kernels.h.
#include <llvm/IR/Constants.h>

#include "compiler/base/check.h"
#include "compiler/codegen/module_writer.h"

namespace acta::codegen {
namespace {

// @name = private constant <content>
llvm::Constant* PrivateConstant(ModuleWriter& module, const std::string& name,
                                llvm::Constant* content) {
  auto* global =
      llvm::cast<llvm::GlobalVariable>(module.module().getOrInsertGlobal(name, content->getType()));
  global->setConstant(true);
  global->setLinkage(llvm::GlobalValue::PrivateLinkage);
  global->setInitializer(content);
  return global;
}

template <class T>
llvm::Constant* ConstantArray(ModuleWriter& module, const std::vector<T>& elements,
                              const std::string& name) {
  return PrivateConstant(
      module, name, llvm::ConstantDataArray::get(module.context(), llvm::ArrayRef<T>(elements)));
}

void Define(llvm::Constant* table, llvm::Constant* content) {
  llvm::cast<llvm::GlobalVariable>(table)->setInitializer(content);
}

llvm::Constant* Word(ModuleWriter& module, std::int64_t number) {
  return llvm::ConstantInt::getSigned(module.i32, number);
}

// rank[i]: working days among the first i days covered; select[k]: the k-th working day.
void WriteCalendar(ModuleWriter& module, ir::CalendarId id) {
  const ir::Calendar& calendar = module.program().calendars[id];
  std::vector<std::uint32_t> rank = {0};
  std::vector<std::uint32_t> select;
  for (std::size_t i = 0; i < calendar.working.size(); ++i) {
    if (calendar.working[i]) {
      select.push_back(
          static_cast<std::uint32_t>(calendar.first_day + static_cast<std::int32_t>(i)));
    }
    rank.push_back(static_cast<std::uint32_t>(select.size()));
  }
  ACTA_CHECK(calendar.working.size() ==
                 static_cast<std::size_t>(std::int64_t{calendar.last_day} - calendar.first_day + 1),
             "a calendar says of each day it covers whether it is a working day");
  const auto working_count = static_cast<std::int64_t>(select.size());
  const std::string name = "calendar." + std::to_string(id.value);
  Define(module.Calendar(id),
         llvm::ConstantStruct::get(CalendarType(module.context()),
                                   {Word(module, calendar.first_day),
                                    Word(module, calendar.last_day), Word(module, working_count),
                                    Word(module, 0), ConstantArray(module, rank, name + ".rank"),
                                    ConstantArray(module, select, name + ".select")}));
}

void WriteZones(ModuleWriter& module, ir::ZoneSetId id) {
  const ir::ZoneSet& set = module.program().zone_sets[id];
  const std::string set_name = "zones." + std::to_string(id.value);
  std::vector<llvm::Constant*> zones;
  for (const ir::Zone& zone : set.zones) {
    const std::string name = set_name + "." + std::to_string(zones.size());
    std::vector<std::uint64_t> at;
    std::vector<std::uint32_t> offset = {static_cast<std::uint32_t>(zone.first_offset)};
    for (const auto& [instant, seconds_east] : zone.changes) {
      at.push_back(static_cast<std::uint64_t>(instant));
      offset.push_back(static_cast<std::uint32_t>(seconds_east));
    }
    zones.push_back(llvm::ConstantStruct::get(
        ZoneType(module.context()), {Word(module, static_cast<std::int64_t>(at.size())),
                                     Word(module, 0), ConstantArray(module, at, name + ".at"),
                                     ConstantArray(module, offset, name + ".offset")}));
  }
  Define(module.Zones(id),
         llvm::ConstantArray::get(llvm::ArrayType::get(ZoneType(module.context()), zones.size()),
                                  zones));
}

void WriteLookup(ModuleWriter& module, ir::LookupId id) {
  const ir::Lookup& lookup = module.program().lookups[id];
  llvm::StructType* version_type =
      llvm::StructType::get(module.context(), {module.i32, module.i32, module.i64});
  std::vector<llvm::Constant*> versions;
  for (const ir::LookupVersion& version : lookup.versions) {
    versions.push_back(llvm::ConstantStruct::get(
        version_type, {Word(module, version.from), Word(module, version.until),
                       llvm::ConstantInt::getSigned(module.i64, version.value)}));
  }
  llvm::Constant* data = PrivateConstant(
      module, "lookup." + std::to_string(id.value) + ".versions",
      llvm::ConstantArray::get(llvm::ArrayType::get(version_type, versions.size()), versions));
  Define(module.Lookup(id),
         llvm::ConstantStruct::get(
             LookupType(module.context()),
             {Word(module, static_cast<std::int64_t>(versions.size())), Word(module, 0), data}));
}

void WriteDays(ModuleWriter& module) {
  for (const ir::Node& node : module.program().nodes) {
    const std::optional<DayTable> table = DayTableFor(module.program(), node);
    if (table && module.module().getNamedGlobal(table->symbol) == nullptr) {
      Define(module.Days(*table),
             llvm::ConstantDataArray::get(
                 module.context(),
                 llvm::ArrayRef(reinterpret_cast<const std::uint8_t*>(table->entries.data()),
                                table->entries.size())));
    }
  }
}

}  // namespace

llvm::StructType* CalendarType(llvm::LLVMContext& context) {
  llvm::Type* word = llvm::Type::getInt32Ty(context);
  llvm::Type* pointer = llvm::PointerType::getUnqual(context);
  return llvm::StructType::get(context, {word, word, word, word, pointer, pointer});
}

llvm::StructType* ZoneType(llvm::LLVMContext& context) {
  llvm::Type* word = llvm::Type::getInt32Ty(context);
  llvm::Type* pointer = llvm::PointerType::getUnqual(context);
  return llvm::StructType::get(context, {word, word, pointer, pointer});
}

llvm::StructType* LookupType(llvm::LLVMContext& context) {
  llvm::Type* word = llvm::Type::getInt32Ty(context);
  return llvm::StructType::get(context, {word, word, llvm::PointerType::getUnqual(context)});
}

void WriteTables(ModuleWriter& module) {
  const ir::Program& program = module.program();
  for (const ir::CalendarId id : program.calendars.Ids()) {
    WriteCalendar(module, id);
  }
  for (const ir::ZoneSetId id : program.zone_sets.Ids()) {
    WriteZones(module, id);
  }
  for (const ir::LookupId id : program.lookups.Ids()) {
    WriteLookup(module, id);
  }
  WriteDays(module);
}

}  // namespace acta::codegen
