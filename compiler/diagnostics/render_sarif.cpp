#include <algorithm>

#include <nlohmann/json.hpp>

#include "compiler/diagnostics/catalogue.h"
#include "compiler/diagnostics/render.h"

namespace acta {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kSchema =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

// Paths as SARIF wants them: a URI reference in which everything unusual is escaped.
std::string UriOf(std::string_view path) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  constexpr std::string_view kPlain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";
  std::string uri;
  for (const char byte : path) {
    if (kPlain.find(byte) != std::string_view::npos) {
      uri += byte;
      continue;
    }
    const auto value = static_cast<unsigned char>(byte);
    uri += '%';
    uri += kHex[value >> 4];
    uri += kHex[value & 0xF];
  }
  return uri;
}

Json RegionOf(const Span& span, const SourceFile& file) {
  const LineColumn begin = file.Locate(span.begin);
  const LineColumn end = file.Locate(std::max(span.begin, span.end));
  return {{"startLine", begin.line},  {"startColumn", begin.column},
          {"endLine", end.line},      {"endColumn", end.column},
          {"byteOffset", span.begin}, {"byteLength", std::max(span.begin, span.end) - span.begin}};
}

Json LocationOf(const Span& span, const SourceMap& sources) {
  const SourceFile& file = sources[span.source];
  return {
      {"physicalLocation",
       {{"artifactLocation", {{"uri", UriOf(file.path())}}}, {"region", RegionOf(span, file)}}}};
}

Json ResultOf(const Diagnostic& diagnostic, const SourceMap& sources) {
  std::string text = diagnostic.message;
  if (diagnostic.help) {
    text += ". Help: " + *diagnostic.help;
  }
  Json result = {{"ruleId", diagnostic.code},
                 {"level", NameOf(diagnostic.severity)},
                 {"message", {{"text", std::move(text)}}}};
  if (diagnostic.span.valid()) {
    result["locations"] = Json::array({LocationOf(diagnostic.span, sources)});
  }
  Json related = Json::array();
  for (const Label& label : diagnostic.labels) {
    Json entry = label.span.valid() ? LocationOf(label.span, sources) : Json::object();
    entry["message"] = {{"text", label.text}};
    related.push_back(std::move(entry));
  }
  if (!related.empty()) {
    result["relatedLocations"] = std::move(related);
  }
  return result;
}

// The rows of the catalogue that occur, each once.
Json RulesOf(std::span<const Found> acts) {
  Json rules = Json::array();
  for (const CatalogueRow& row : Catalogue()) {
    const bool occurs = std::ranges::any_of(acts, [&](const Found& found) {
      return std::ranges::find(found.diagnostics, row.code, &Diagnostic::code) !=
             found.diagnostics.end();
    });
    if (!occurs) {
      continue;
    }
    rules.push_back({{"id", row.code},
                     {"name", row.name},
                     {"defaultConfiguration", {{"level", NameOf(row.severity)}}}});
  }
  return rules;
}

}  // namespace

std::string RenderSarif(std::span<const Found> acts) {
  Json results = Json::array();
  for (const Found& found : acts) {
    for (const Diagnostic& diagnostic : found.diagnostics) {
      results.push_back(ResultOf(diagnostic, *found.sources));
    }
  }
  const Json run = {{"tool", {{"driver", {{"name", "acta"}, {"rules", RulesOf(acts)}}}}},
                    {"columnKind", "unicodeCodePoints"},
                    {"results", std::move(results)}};
  const Json log = {{"$schema", kSchema}, {"version", "2.1.0"}, {"runs", Json::array({run})}};
  return log.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace acta
