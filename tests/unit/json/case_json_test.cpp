// Cases from JSON, outcomes to JSON.
#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/unit/runtime/assembly_act.h"

namespace acta {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;

class CaseJson : public ::testing::Test {
 protected:
  AssemblyAct act_;
  CasePtr facts_ = NewCase(act_);
  acta_detail detail_ = Fresh<acta_detail>();

  acta_status Read(std::string_view text) {
    detail_ = Fresh<acta_detail>();
    return acta_case_read_json(facts_.get(), text.data(), text.size(), &detail_);
  }
  std::string Shown(const char* path) {
    auto value = Fresh<acta_value>();
    EXPECT_EQ(acta_case_get(facts_.get(), path, &value, &detail_), ACTA_OK) << detail_.message;
    if (value.state != ACTA_KNOWN) {
      return value.state == ACTA_IS_ABSENT ? "absent" : "missing";
    }
    Text text;
    EXPECT_EQ(acta_format_value(act_.get(), facts_.get(), value.type, value.payload, text.get()),
              ACTA_OK);
    return text.str();
  }
};

constexpr std::string_view kGood = R"({
  "$id": "case 7", "$readings": {"backward": "lenient"},
  "as_of": "2021-03-01", "form": "rally", "starts": "2021-03-29T12:00", "participants": 60,
  "notification": {"registered": "2021-03-20", "place": null},
  "organisers": [{"citizenship": "kz", "incapacitated": false}, {"citizenship": "kz", "incapacitated": false, "birth_date": "1990-01-01"}],
  "days": [], "threat": false, "fine": "2917.50", "share": 0.15, "note": "caf\u00e9 \ud83d\ude00", "notice": 5, "opens": "09:00",
  "closed": {"start": "2020-03-15", "end": "2020-05-11"}, "night": "22:00 to 06:00", "forms": ["picket", "rally"]
})";

TEST_F(CaseJson, EveryFormIsRead) {
  ASSERT_EQ(Read(kGood), ACTA_OK) << detail_.message;
  EXPECT_EQ(Shown("as_of"), "2021-03-01");
  EXPECT_EQ(Shown("form"), "rally");
  EXPECT_EQ(Shown("starts"), "2021-03-29 12:00");
  EXPECT_EQ(Shown("participants"), "60 persons");
  EXPECT_EQ(Shown("notification.registered"), "2021-03-20");
  EXPECT_EQ(Shown("notification.place"), "absent");
  auto organisers = Fresh<acta_value>();
  ASSERT_EQ(acta_case_get(facts_.get(), "organisers", &organisers, &detail_), ACTA_OK);
  EXPECT_EQ(organisers.payload, 2) << "a list is told by its length";
  EXPECT_EQ(Shown("organisers[0].birth_date"), "missing");
  EXPECT_EQ(Shown("organisers[1].birth_date"), "1990-01-01");
  EXPECT_EQ(Shown("fine"), "2917.50 KZT");
  EXPECT_EQ(Shown("share"), "0.15");
  EXPECT_EQ(Shown("note"), "\"café 😀\"");
  EXPECT_EQ(Shown("closed"), "2020-03-15 to 2020-05-11");
  EXPECT_EQ(Shown("night"), "22:00 to 06:00");
  EXPECT_EQ(Shown("forms"), "{picket, rally}");
  EXPECT_EQ(Shown("chair.citizenship"), "missing");
  EXPECT_STREQ(acta_case_id(facts_.get()).data, "\"case 7\"");
}

// The reader expects keys in the order of the act, and indentation by spaces: neither may matter.
TEST_F(CaseJson, OrderAndBlanksDoNotMatter) {
  const json good = json::parse(kGood);
  std::vector<std::string> keys;
  for (const auto& [key, value] : good.items()) {
    keys.push_back(key);
  }
  const auto shown = [&] {
    std::vector<std::string> values;
    for (const char* path : {"as_of", "form", "starts", "participants", "notification.registered",
                             "notification.place", "organisers[1].birth_date", "threat", "fine",
                             "share", "note", "notice", "opens", "closed", "night", "forms"}) {
      values.push_back(Shown(path));
    }
    return values;
  };
  ASSERT_EQ(Read(kGood), ACTA_OK) << detail_.message;
  const std::vector<std::string> expected = shown();
  for (const std::string_view blank : {"", " ", "\n", "\t \r\n", "\n       ", "\n        ",
                                       "\n         \t", "                                 "}) {
    for (std::size_t turn = 0; turn < keys.size(); ++turn) {
      std::ranges::rotate(keys, keys.begin() + 1);
      if (turn % 2 != 0) {
        std::ranges::reverse(keys);
      }
      std::string text(blank);
      text += '{';
      for (const std::string& key : keys) {
        text += fmt::format("{0}{1}\"{2}\"{0}:{0}{3}{0}", blank, key == keys.front() ? "" : ",",
                            key, good[key].dump());
      }
      text += fmt::format("}}{}", blank);
      ASSERT_EQ(Read(text), ACTA_OK) << detail_.message << text;
      EXPECT_EQ(shown(), expected) << text;
    }
  }
  ASSERT_EQ(Read(R"({"forms": ["rally", "picket"]})"), ACTA_OK);
  EXPECT_EQ(Shown("forms"), "{picket, rally}");
}

TEST_F(CaseJson, NumbersNeverPassThroughADouble) {
  ASSERT_EQ(Read(R"({"fine": 90071992547409.93})"), ACTA_OK);
  EXPECT_EQ(Shown("fine"), "90071992547409.93 KZT");
  EXPECT_EQ(Read(R"({"fine": 2917.505})"), ACTA_BAD_VALUE);
  EXPECT_EQ(Read(R"({"fine": 1e400})"), ACTA_BAD_VALUE);
  EXPECT_EQ(Read(R"({"participants": 5.0})"), ACTA_OK);
  EXPECT_EQ(Read(R"({"participants": 5.5})"), ACTA_BAD_VALUE);
  EXPECT_EQ(Read(R"({"participants": 123456789012345678901234567890})"), ACTA_BAD_VALUE);
}

struct Bad {
  std::string_view json;
  acta_status status;
  std::string_view path;
  std::string_view words;
};

class BadCaseJson : public CaseJson, public ::testing::WithParamInterface<Bad> {};

TEST_P(BadCaseJson, IsToldWhereAndWhyAndLeavesNothingBehind) {
  const Bad& bad = GetParam();
  EXPECT_EQ(Read(bad.json), bad.status) << detail_.message;
  EXPECT_EQ(detail_.status, bad.status);
  EXPECT_EQ(std::string_view(detail_.path), bad.path) << detail_.message;
  EXPECT_THAT(detail_.message, HasSubstr(std::string(bad.words)));
  std::size_t count = 0;
  const std::int64_t* slots = acta_case_slots(facts_.get(), &count);
  for (std::size_t i = 0; i < count; ++i) {
    EXPECT_EQ(slots[i], ACTA_MISSING) << i;
  }
}

INSTANTIATE_TEST_SUITE_P(
    Every, BadCaseJson,
    ::testing::Values(
        Bad{R"({"fomr": "rally"})", ACTA_UNKNOWN_NAME, "fomr", "did you mean `form`"},
        Bad{R"({"organisers": [{}, {"citizenshp": "kz"}]})", ACTA_UNKNOWN_NAME,
            "organisers[1].citizenshp", "did you mean `citizenship`"},
        Bad{R"({"notification": {"registred": "2021-03-20"}})", ACTA_UNKNOWN_NAME,
            "notification.registred", "`registered`"},
        Bad{R"({"form": "raly"})", ACTA_UNKNOWN_NAME, "form", "did you mean `rally`"},
        Bad{R"({"forms": ["rally", "raly"]})", ACTA_UNKNOWN_NAME, "forms", "did you mean `rally`"},
        Bad{R"({"$readings": {"backwards": "strict"}})", ACTA_UNKNOWN_NAME, "backwards",
            "did you mean `backward`"},
        Bad{R"({"$readings": {"backward": "strct"}})", ACTA_UNKNOWN_NAME, "backward",
            "did you mean `strict`"},
        Bad{R"({"$what": 1})", ACTA_UNKNOWN_NAME, "", "only `$id` and `$readings`"},
        Bad{R"({"participants": "many"})", ACTA_WRONG_TYPE, "participants", "found \"many\""},
        Bad{R"({"participants": true})", ACTA_WRONG_TYPE, "participants", "integer of persons"},
        Bad{R"({"threat": "yes"})", ACTA_WRONG_TYPE, "threat", "boolean"},
        Bad{R"({"threat": 1})", ACTA_WRONG_TYPE, "threat", "found 1"},
        Bad{R"({"starts": {"date": 1}})", ACTA_WRONG_TYPE, "starts", "found an object"},
        Bad{R"({"organisers": {"birth_date": "1990-01-01"}})", ACTA_WRONG_TYPE, "organisers",
            "list of Person, at most 3"},
        Bad{R"({"organisers": [7]})", ACTA_WRONG_TYPE, "organisers[0]", "Person"},
        Bad{R"({"days": ["2021-03-01", 5]})", ACTA_WRONG_TYPE, "days[1]", "date"},
        Bad{R"({"chair": "me"})", ACTA_WRONG_TYPE, "chair", "Person"},
        Bad{R"({"closed": {"start": "2021-01-01"}})", ACTA_WRONG_TYPE, "closed",
            "without `start` and `end`"},
        Bad{R"({"closed": {"start": "2021-01-01", "end": "2021-01-02", "x": 1}})", ACTA_WRONG_TYPE,
            "closed", "more than one `start` and one `end`"},
        Bad{R"({"closed": {"start": null, "end": "2021-01-02"}})", ACTA_WRONG_TYPE, "closed",
            "that is no string"},
        Bad{R"({"$id": {}})", ACTA_WRONG_TYPE, "", "`$id`"},
        Bad{R"({"as_of": "2021-02-30"})", ACTA_BAD_VALUE, "as_of", "\"2021-02-30\" is none"},
        Bad{R"({"starts": "2021-03-29 25:00"})", ACTA_BAD_VALUE, "starts", "datetime"},
        Bad{R"({"closed": {"start": "2021-01-02", "end": "2021-01-01"}})", ACTA_BAD_VALUE, "closed",
            "period of dates"},
        Bad{R"({"participants": 0})", ACTA_OUT_OF_RANGE, "participants",
            "1 persons to 1000 persons"},
        Bad{R"({"organisers": [{}, {}, {}, {}]})", ACTA_LIST_TOO_LONG, "organisers", "at most 3"},
        Bad{R"({"threat": null})", ACTA_NOT_OPTIONAL, "threat", "always exists"},
        Bad{R"({"chair": null})", ACTA_NOT_OPTIONAL, "chair", "always exists"},
        Bad{R"({"days": [null]})", ACTA_NOT_OPTIONAL, "days[0]", "always exists"},
        Bad{R"({"threat": true, "threat": true})", ACTA_DUPLICATE, "threat", "given twice"},
        Bad{R"({"chair": {}, "chair": {}})", ACTA_DUPLICATE, "chair", "given twice"},
        Bad{R"({"organisers": [{"citizenship": "kz", "citizenship": "kz"}]})", ACTA_DUPLICATE,
            "organisers[0].citizenship", "given twice"},
        Bad{R"({"$readings": {"backward": "strict", "backward": "strict"}})", ACTA_DUPLICATE, "",
            "chosen twice"},
        Bad{"", ACTA_BAD_JSON, "", "ends"}, Bad{"[]", ACTA_BAD_JSON, "", "one JSON object"},
        Bad{"{", ACTA_BAD_JSON, "", "ends within"}, Bad{"{\"threat\"", ACTA_BAD_JSON, "", "colon"},
        Bad{"{\"threat\": }", ACTA_BAD_JSON, "", "value"},
        Bad{"{\"threat\": true,}", ACTA_BAD_JSON, "", "key"},
        Bad{"{\"threat\": true} x", ACTA_BAD_JSON, "", "follows"},
        Bad{"{\"threat\": tru}", ACTA_BAD_JSON, "", "value"},
        Bad{"{\"participants\": 01}", ACTA_BAD_JSON, "", "begin with 0"},
        Bad{"{\"note\": \"a\nb\"}", ACTA_BAD_JSON, "", "control"},
        Bad{"{\"note\": \"\\x\"}", ACTA_BAD_JSON, "", "escape"},
        Bad{"{\"note\": \"\\ud800\"}", ACTA_BAD_JSON, "", "pair"},
        Bad{"{\"note\": \"", ACTA_BAD_JSON, "", "not end"},
        Bad{"{\"note\": \"\xc0\x80\"}", ACTA_BAD_UTF8, "", "UTF-8"},
        Bad{"{\"days\": [\"2021-03-01\" \"2021-03-02\"]}", ACTA_BAD_JSON, "", "comma"}));

TEST_F(CaseJson, TheDetailPointsIntoTheTextAndQuotesTheDeclaration) {
  EXPECT_EQ(Read("{\n  \"form\": \"rally\",\n  \"participants\": 0\n}"), ACTA_OUT_OF_RANGE);
  EXPECT_EQ(detail_.line, 3U);
  EXPECT_EQ(detail_.column, 19U);
  EXPECT_STREQ(detail_.declaration, "how many are expected");
  EXPECT_STREQ(detail_.found, "0");
}

TEST_F(CaseJson, DeepTextCostsAnErrorNotTheStack) {
  EXPECT_EQ(Read(std::string(1000000, '[')), ACTA_BAD_JSON);
  EXPECT_EQ(Read("{\"organisers\": " + std::string(1000000, '[')), ACTA_WRONG_TYPE);
  EXPECT_EQ(Read("{\"note\": \"" + std::string(ACTA_MAX_TEXT + 1, 'x') + "\"}"),
            ACTA_TEXT_TOO_LONG);
}

TEST_F(CaseJson, AgreesWithAnotherParserOnWhatIsJson) {
  const std::string_view texts[] = {R"({"note":"\u0041\n\/"})",
                                    R"({"share":-0})",
                                    R"({"share":-0.5e1})",
                                    R"({"share":1.})",
                                    R"({"share":+1})",
                                    R"({"share":.5})",
                                    R"({"share":1E+2})",
                                    R"({ })",
                                    R"({"note":"\u00"})",
                                    R"({"days":[,]})",
                                    R"({"days":[]],)",
                                    R"({"note":'a'})",
                                    R"({note:"a"})",
                                    "{\"note\":\"\x7f\"}",
                                    "\xef\xbb\xbf{}"};
  for (const std::string_view text : texts) {
    // A mark of byte order is no JSON (RFC 8259); the other parser forgives it.
    const bool is_json = json::accept(text) && !text.starts_with("\xef\xbb\xbf");
    EXPECT_EQ(Read(text) != ACTA_BAD_JSON, is_json) << text;
  }
}

TEST_F(CaseJson, AnswersComeOutAsJsonWithReasonsAndCitations) {
  ASSERT_EQ(Read(kGood), ACTA_OK);
  Text text;
  ASSERT_EQ(acta_outcome_json(Evaluated(*facts_).get(), text.get()), ACTA_OK);
  json outcome = json::parse(text.str());
  EXPECT_EQ(outcome["id"], "case 7");
  EXPECT_EQ(outcome["answers"][0]["name"], "outcome");
  EXPECT_EQ(outcome["answers"][0]["question"], "May the assembly proceed?");
  EXPECT_EQ(outcome["answers"][0]["status"], "known");
  EXPECT_EQ(outcome["answers"][0]["value"], "may_proceed");
  EXPECT_EQ(outcome["answers"][1]["value"], "2021-03-24");
  EXPECT_EQ(outcome["answers"][1]["citations"], json::array({"Article 10(1)"}));
  EXPECT_EQ(outcome["answers"][2]["value"], false);
  EXPECT_EQ(outcome["answers"][3]["value"], "2917");

  ASSERT_EQ(Read(R"({"threat": false, "organisers": [], "notification": null})"), ACTA_OK);
  const OutcomePtr open = Evaluated(*facts_);
  ASSERT_EQ(acta_outcome_json(open.get(), text.get()), ACTA_OK);
  outcome = json::parse(text.str());
  EXPECT_FALSE(outcome.contains("id"));
  EXPECT_EQ(outcome["answers"][0]["value"], "may_proceed");
  EXPECT_EQ(outcome["answers"][1]["status"], "undetermined");
  EXPECT_EQ(outcome["answers"][1]["reasons"][0]["kind"], "missing");
  EXPECT_EQ(outcome["answers"][1]["reasons"][0]["subject"], "starts");
  EXPECT_EQ(outcome["answers"][1]["reasons"][1]["kind"], "reading");
  EXPECT_FALSE(outcome["answers"][1].contains("value"));
  Text again;
  ASSERT_EQ(acta_outcome_json(open.get(), again.get()), ACTA_OK);
  EXPECT_EQ(text.str(), again.str());
}

TEST_F(CaseJson, ExplanationsAreJsonWhateverTheCase) {
  for (const std::string_view text :
       {kGood, std::string_view("{}"),
        std::string_view(
            R"({"notification":{"registered":"2021-03-25"},"starts":"2021-03-29 12:00"})"),
        std::string_view(R"({"organisers":[{"incapacitated":true}],"threat":true})")}) {
    ASSERT_EQ(Read(text), ACTA_OK);
    const OutcomePtr outcome = Evaluated(*facts_);
    for (std::uint32_t answer = 0; answer < acta_act_answer_count(act_.get()); ++answer) {
      for (const std::uint32_t flags : {0U, ACTA_EXPLAIN_FULL}) {
        auto options = Fresh<acta_explain_options>();
        options.flags = flags;
        Text explained;
        ASSERT_EQ(acta_explain_json(outcome.get(), answer, &options, explained.get()), ACTA_OK);
        const json tree = json::parse(explained.str());
        EXPECT_EQ(tree["explanation"]["kind"], "rule");
        ASSERT_EQ(acta_explain_text(outcome.get(), answer, &options, explained.get()), ACTA_OK);
      }
    }
  }
}

}  // namespace
}  // namespace acta
