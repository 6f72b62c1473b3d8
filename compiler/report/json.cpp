#include <nlohmann/json.hpp>

#include "compiler/report/numbers.h"
#include "compiler/report/report.h"

namespace acta::report {

namespace {

using Json = nlohmann::ordered_json;
using namespace findings;

const char* KindName(Comparison::Kind kind) {
  switch (kind) {
    case Comparison::Kind::kAct:
      return "act";
    case Comparison::Kind::kAlone:
      return "alone";
    case Comparison::Kind::kTogether:
      return "together";
    case Comparison::Kind::kLeftOut:
      return "left_out";
  }
  return "";
}

Json Of(const Provision& provision) {
  Json json = {
      {"citation", provision.citation}, {"title", provision.title}, {"prose", provision.prose}};
  if (!provision.act.empty()) {
    json["act"] = provision.act;
  }
  return json;
}

Json Of(const Explained& explained) {
  return {{"value", explained.value},
          {"citations", explained.citations},
          {"explanation", explained.explanation}};
}

Json Of(const Example& example) {
  Json json = {{"number", example.number},
               {"facts", Json::array()},
               {"facts_left_out", example.facts_left_out}};
  for (const Example::Fact& fact : example.facts) {
    json["facts"].push_back({{"path", fact.path}, {"value", fact.value}, {"doc", fact.doc}});
  }
  json["case"] = Json::parse(example.json, nullptr, false);
  json["before"] = Of(example.before);
  json["after"] = Of(example.after);
  return json;
}

Json Of(const Responsible& responsible, const Answer& answer) {
  Json json = {{"provisions", Json::array()},
               {"amendments", responsible.amendments},
               {"cases", responsible.cases},
               {"transitions", Json::array()},
               {"examples", Json::array()}};
  for (const Provision& provision : responsible.provisions) {
    json["provisions"].push_back(Of(provision));
  }
  for (const Transition& transition : responsible.transitions) {
    json["transitions"].push_back({{"before", answer.outcomes[transition.before]},
                                   {"after", answer.outcomes[transition.after]},
                                   {"cases", transition.cases}});
  }
  for (const Example& example : responsible.examples) {
    json["examples"].push_back(Of(example));
  }
  return json;
}

Json Of(const Answer& answer, const Findings& found) {
  Json json = {{"name", answer.name},
               {"question", answer.question},
               {"type", answer.type},
               {"outcomes", answer.outcomes},
               {"matrix", answer.matrix},
               {"changed", answer.changed},
               {"other_value", answer.other_value}};
  if (found.drawn) {
    json["sampling_error"] = SamplingError(answer.changed, found.cases);
  }
  json["by"] = Json::array();
  for (const Grouping& grouping : answer.by) {
    Json groups = Json::array();
    for (const Group& group : grouping.groups) {
      groups.push_back(
          {{"label", group.label}, {"cases", group.cases}, {"changed", group.changed}});
    }
    json["by"].push_back({{"fact", grouping.fact}, {"doc", grouping.doc}, {"groups", groups}});
  }
  json["responsible"] = Json::array();
  for (const Responsible& responsible : answer.responsible) {
    json["responsible"].push_back(Of(responsible, answer));
  }
  json["undetermined"] = Json::array();
  for (const Reason& reason : answer.undetermined) {
    json["undetermined"].push_back({{"kind", reason.kind},
                                    {"subject", reason.subject},
                                    {"doc", reason.doc},
                                    {"judged_by", reason.judged_by},
                                    {"before", reason.before},
                                    {"after", reason.after}});
  }
  return json;
}

Json Of(const Comparison& comparison, const Findings& found) {
  Json json = {
      {"kind", KindName(comparison.kind)}, {"name", comparison.name},
      {"amendment", comparison.amendment}, {"changed_cases", comparison.changed_cases},
      {"answers", Json::array()},          {"answers_of_one_law", comparison.answers_of_one_law}};
  if (LaysToEachAlone(comparison, found)) {
    json["amendments_named_by"] = "what each does alone";
  }
  for (const Answer& answer : comparison.answers) {
    json["answers"].push_back(Of(answer, found));
  }
  return json;
}

Json Of(const Sweep& sweep) {
  Json json = {{"target", sweep.target},      {"unit", sweep.unit},
               {"in_law", sweep.in_law},      {"citation", sweep.citation},
               {"amended", sweep.is_amended}, {"answers", Json::array()}};
  for (const Sweep::Answer& answer : sweep.answers) {
    Json points = Json::array();
    for (const SweepPoint& point : answer.points) {
      points.push_back(
          {{"value", point.value}, {"counts", point.counts}, {"changed", point.changed}});
    }
    json["answers"].push_back({{"name", answer.name},
                               {"question", answer.question},
                               {"outcomes", answer.outcomes},
                               {"points", points}});
  }
  return json;
}

}  // namespace

std::string JsonOf(const Findings& found) {
  Json json = {{"act", found.act},
               {"title", found.title},
               {"path", found.path},
               {"amendments", Json::array()},
               {"cases_from", found.cases_from},
               {"drawn", found.drawn},
               {"seed", found.seed},
               {"assumptions", found.assumptions},
               {"cases", found.cases},
               {"rejected", found.rejected},
               {"unworked", Json::array()},
               {"looked_at", found.looked_at},
               {"looked_at_is_sample", IsSampled(found)},
               {"readings", Json::object()},
               {"as_of", found.as_of},
               {"on", found.on},
               {"governing_date", found.governing_date},
               {"other_governing_date", found.other_governing_date},
               {"first_amended_by", found.first_amended_by},
               {"comparisons", Json::array()}};
  for (const Amendment& amendment : found.amendments) {
    json["amendments"].push_back({{"name", amendment.name},
                                  {"title", amendment.title},
                                  {"source", amendment.source},
                                  {"path", amendment.path},
                                  {"amends", amendment.amends}});
  }
  for (const Unworked& unworked : found.unworked) {
    json["unworked"].push_back({{"fact", unworked.fact},
                                {"values", unworked.values},
                                {"first_case", unworked.first_case}});
  }
  for (const auto& [reading, alternative] : found.readings) {
    json["readings"][reading] = alternative;
  }
  for (const Comparison& comparison : found.comparisons) {
    json["comparisons"].push_back(Of(comparison, found));
  }
  if (found.sweep) {
    json["sweep"] = Of(*found.sweep);
  }
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace acta::report
