// What the room is where there is no DuckDB.
#include "compiler/tables/tables.h"

namespace acta::tables {

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
