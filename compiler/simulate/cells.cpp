#include "compiler/simulate/cells.h"

#include <algorithm>
#include <cstdlib>
#include <string_view>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "compiler/cases/lent.h"
#include "compiler/simulate/columns.h"

namespace acta::simulate {

namespace {

using Holds = Cell::Holds;

class Reader {
 public:
  std::vector<Cell> Run(const ArrowSchema& schema, const ArrowArray& array, std::int64_t row) {
    Fields(schema, array, row + array.offset, "");
    return std::move(cells_);
  }

 private:
  void Fields(const ArrowSchema& schema, const ArrowArray& array, std::int64_t row,
              const std::string& prefix) {
    for (std::int64_t i = 0; i < schema.n_children; ++i) {
      const ArrowArray& column = *array.children[i];
      const std::string_view name = schema.children[i]->name;
      if (!IsNull(column, row + column.offset)) {
        if (!name.ends_with(kAbsentEnding)) {
          Value(*schema.children[i], column, row + column.offset, prefix + std::string(name));
        }
        continue;
      }
      // What says that it is absent stands behind it.
      if (i + 1 < schema.n_children && IsAbsenceOf(name, schema.children[i + 1]->name) &&
          SaysAbsent({schema.children[i + 1], array.children[i + 1]}, row)) {
        cells_.push_back({.holds = Holds::kAbsent, .path = prefix + std::string(name)});
      }
    }
  }

  static bool IsAbsenceOf(std::string_view name, std::string_view next) {
    return next.size() == name.size() + kAbsentEnding.size() && next.starts_with(name) &&
           next.ends_with(kAbsentEnding);
  }

  void Value(const ArrowSchema& schema, const ArrowArray& array, std::int64_t at,
             const std::string& path) {
    const std::string_view format = schema.format;
    if (IsNull(array, at)) {
      return;
    }
    if (cases::HoldsPeriods(schema)) {
      const auto end_of = [&](int end) {
        const ArrowArray& column = *array.children[end];
        return ValueAt<std::int32_t>(column, 1, at + column.offset);
      };
      const auto period =
          static_cast<std::uint64_t>(end_of(0)) << 32 | static_cast<std::uint32_t>(end_of(1));
      cells_.push_back(
          {.holds = Holds::kValue, .path = path, .payload = static_cast<std::int64_t>(period)});
      return;
    }
    if (format == "+s") {
      cells_.push_back({.holds = Holds::kPresent, .path = path});
      Fields(schema, array, at, path + ".");
      return;
    }
    if (format == "+l") {
      const auto begin = ValueAt<std::int32_t>(array, 1, at);
      const auto end = ValueAt<std::int32_t>(array, 1, at + 1);
      if (begin == end) {
        cells_.push_back({.holds = Holds::kEmptyList, .path = path});
      }
      const ArrowSchema& element = *schema.children[0];
      const ArrowArray& elements = *array.children[0];
      for (std::int32_t i = begin; i < end; ++i) {
        const std::string own = fmt::format("{}[{}]", path, i - begin);
        cells_.push_back({.holds = Holds::kElement, .path = path});
        if (std::string_view(element.format) == "+s") {
          Fields(element, elements, i + elements.offset, own + ".");
        } else {
          Value(element, elements, i + elements.offset, own);
        }
      }
      return;
    }
    if (format == "u") {
      const auto begin = ValueAt<std::int32_t>(array, 1, at);
      const auto end = ValueAt<std::int32_t>(array, 1, at + 1);
      cells_.push_back({.holds = Holds::kText,
                        .path = path,
                        .text = {static_cast<const char*>(array.buffers[2]) + begin,
                                 static_cast<std::size_t>(end - begin)}});
      return;
    }
    cells_.push_back(
        {.holds = Holds::kValue, .path = path, .payload = PayloadReaderOf(format)(array, at)});
  }

  std::vector<Cell> cells_;
};

acta_status Say(const Cell& cell, acta_case& facts, acta_detail* detail) {
  const char* const path = cell.path.c_str();
  switch (cell.holds) {
    case Holds::kValue:
      return acta_case_set_payload(&facts, path, cell.payload, detail);
    case Holds::kText:
      return acta_case_set_text(&facts, path, cell.text.data(), cell.text.size(), detail);
    case Holds::kAbsent:
      return acta_case_set_absent(&facts, path, detail);
    case Holds::kPresent:
      return acta_case_set_present(&facts, path, detail);
    case Holds::kEmptyList:
      return acta_case_set_empty_list(&facts, path, detail);
    case Holds::kElement: {
      std::uint32_t index = 0;
      return acta_case_append(&facts, path, &index, detail);
    }
  }
  return ACTA_OK;
}

// The place of a path within a document, made as far as need be.
nlohmann::ordered_json& At(nlohmann::ordered_json& json, std::string_view path) {
  nlohmann::ordered_json* at = &json;
  while (!path.empty()) {
    const std::size_t end = std::min(path.find_first_of(".[", 1), path.size());
    std::string_view part = path.substr(0, end);
    if (part.starts_with('[')) {
      const auto index = static_cast<std::size_t>(std::atol(std::string(part.substr(1)).c_str()));
      at = &(*at)[index];
    } else {
      at = &(*at)[std::string(part.starts_with('.') ? part.substr(1) : part)];
    }
    path.remove_prefix(end);
  }
  return *at;
}

}  // namespace

std::vector<Cell> CellsOf(const ArrowSchema& schema, const ArrowArray& array, std::size_t row) {
  return Reader().Run(schema, array, static_cast<std::int64_t>(row));
}

void Put(const Cell& cell, acta_case& facts) {
  static_cast<void>(Say(cell, facts, nullptr));
}

void Put(const std::vector<Cell>& cells, acta_case& facts) {
  for (const Cell& cell : cells) {
    Put(cell, facts);
  }
}

std::string ValueOf(const Cell& cell, const Holder& holder) {
  switch (cell.holds) {
    case Holds::kAbsent:
      return "absent";
    case Holds::kPresent:
      return "present";
    case Holds::kEmptyList:
      return "none";
    case Holds::kElement:
      return "one more";
    case Holds::kText:
      return cell.text;
    case Holds::kValue:
      break;
  }
  auto value = Sized<acta_value>();
  auto detail = Sized<acta_detail>();
  if (acta_case_get(holder.facts, cell.path.c_str(), &value, &detail) != ACTA_OK) {
    return std::to_string(cell.payload);
  }
  Buffer buffer;
  acta_format_value(holder.act, holder.facts, value.type, cell.payload, buffer.get());
  return std::string(buffer.view());
}

std::string JsonOf(const std::vector<Cell>& cells,
                   const std::function<Holder(const Cell&)>& holder_of) {
  using Json = nlohmann::ordered_json;
  Json json = Json::object();
  for (const Cell& cell : cells) {
    const Holder holder = holder_of(cell);
    auto value = Sized<acta_value>();
    auto detail = Sized<acta_detail>();
    if (acta_case_get(holder.facts, cell.path.c_str(), &value, &detail) != ACTA_OK) {
      continue;
    }
    Json& place = At(json, cell.path);
    switch (cell.holds) {
      case Holds::kAbsent:
        place = nullptr;
        break;
      case Holds::kPresent:
        place = Json::object();
        break;
      case Holds::kEmptyList:
        place = Json::array();
        break;
      case Holds::kElement:
        place.push_back(Json::object());
        break;
      case Holds::kText:
        place = cell.text;
        break;
      case Holds::kValue: {
        auto type = Sized<acta_type_info>();
        acta_act_type(holder.act, value.type, &type);
        const std::string text = ValueOf(cell, holder);
        if (type.kind == ACTA_KIND_BOOLEAN) {
          place = cell.payload != 0;
        } else if (type.kind == ACTA_KIND_INTEGER ||
                   (type.kind >= ACTA_KIND_DAYS && type.kind <= ACTA_KIND_MINUTES)) {
          place = cell.payload;
        } else if (type.kind == ACTA_KIND_SET) {
          // "{a, b}"
          place = Json::array();
          for (std::size_t at = 1; at + 1 < text.size();) {
            const std::size_t end = std::min(text.find(", ", at), text.size() - 1);
            place.push_back(text.substr(at, end - at));
            at = end + 2;
          }
        } else if (type.kind == ACTA_KIND_PERIOD_OF_DATES ||
                   type.kind == ACTA_KIND_PERIOD_OF_TIMES) {
          // "2021-03-05 to 2021-03-08"
          constexpr std::string_view kBetween = " to ";
          const std::size_t end = text.find(kBetween);
          place = {{"start", text.substr(0, end)}, {"end", text.substr(end + kBetween.size())}};
        } else if (type.kind == ACTA_KIND_MONEY || type.kind == ACTA_KIND_DECIMAL) {
          // "15.50 KZT"
          place = text.substr(0, text.find(' '));
        } else {
          place = text;
        }
        break;
      }
    }
  }
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace acta::simulate
