// What the room is where there is no DuckDB.
#include "compiler/tables/tables.h"

namespace acta::tables {

namespace {

constexpr std::string_view kNotThere =
    "this acta was built without DuckDB, which reads tables: `./dev fetch-duckdb`, then build "
    "again";

}  // namespace

Result<void> Ready() {
  return Fail("{}", kNotThere);
}

Result<std::unique_ptr<cases::CaseStream>> Open(const Source& /*source*/,
                                                const ir::Program& /*program*/,
                                                const acta_act* /*act*/) {
  return Fail("{}", kNotThere);
}

Result<Whole> ReadWhole(const Source& /*source*/, const ir::Program& /*program*/,
                        const acta_act* /*act*/) {
  return Fail("{}", kNotThere);
}

Result<std::unique_ptr<Writer>> Writer::Create(const std::string& /*path*/,
                                               std::vector<Column> /*columns*/, Order /*order*/) {
  return Fail("{}", kNotThere);
}

}  // namespace acta::tables
