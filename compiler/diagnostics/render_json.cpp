#include <nlohmann/json.hpp>

#include "compiler/diagnostics/render.h"

namespace acta {

namespace {

using Json = nlohmann::ordered_json;

Json PositionOf(const SourceFile& file, std::uint32_t offset) {
  const LineColumn place = file.Locate(offset);
  return {{"offset", offset}, {"line", place.line}, {"column", place.column}};
}

Json LocationOf(const Span& span, const SourceMap& sources) {
  const SourceFile& file = sources[span.source];
  return {{"path", file.path()},
          {"begin", PositionOf(file, span.begin)},
          {"end", PositionOf(file, span.end)}};
}

Json ToJson(const Diagnostic& diagnostic, const SourceMap& sources) {
  Json json = {{"code", diagnostic.code},
               {"severity", NameOf(diagnostic.severity)},
               {"message", diagnostic.message}};
  if (diagnostic.span.valid()) {
    json["location"] = LocationOf(diagnostic.span, sources);
  }
  json["labels"] = Json::array();
  for (const Label& label : diagnostic.labels) {
    Json entry = {{"message", label.text}};
    if (label.span.valid()) {
      entry["location"] = LocationOf(label.span, sources);
    }
    json["labels"].push_back(std::move(entry));
  }
  if (diagnostic.help) {
    json["help"] = *diagnostic.help;
  }
  return json;
}

}  // namespace

std::string RenderJson(std::span<const Found> acts) {
  Json list = Json::array();
  for (const Found& found : acts) {
    for (const Diagnostic& diagnostic : found.diagnostics) {
      list.push_back(ToJson(diagnostic, *found.sources));
    }
  }
  // A message may quote bytes that are not UTF-8.
  return Json{{"diagnostics", std::move(list)}}.dump(2, ' ', false,
                                                     Json::error_handler_t::replace) +
         "\n";
}

}  // namespace acta
