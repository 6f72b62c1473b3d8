// Cases through the generic door: what may stand where, and what is said when it may not.
#include <cstring>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/runtime/assembly_act.h"

namespace acta {
namespace {

using ::testing::HasSubstr;

class Cases : public ::testing::Test {
 protected:
  AssemblyAct act_;
  CasePtr facts_ = NewCase(act_);
  acta_detail detail_ = Fresh<acta_detail>();

  acta_value Get(const char* path) {
    auto value = Fresh<acta_value>();
    EXPECT_EQ(acta_case_get(facts_.get(), path, &value, &detail_), ACTA_OK) << detail_.message;
    return value;
  }
  std::string Shown(const char* path) {
    const acta_value value = Get(path);
    if (value.state != ACTA_KNOWN) {
      return value.state == ACTA_IS_ABSENT ? "absent" : "missing";
    }
    Text text;
    EXPECT_EQ(acta_format_value(act_.get(), facts_.get(), value.type, value.payload, text.get()),
              ACTA_OK);
    return text.str();
  }
  acta_status SetText(const char* path, std::string_view text) {
    return acta_case_set_from_text(facts_.get(), path, text.data(), text.size(), &detail_);
  }
};

TEST_F(Cases, EverythingIsMissingAtFirst) {
  for (const char* path : {"as_of", "form", "starts", "notification", "notification.registered",
                           "organisers", "note"}) {
    EXPECT_EQ(Get(path).state, ACTA_UNDETERMINED) << path;
  }
}

// What somebody wrote into a fact cannot pass for a line of an explanation.
TEST_F(Cases, TextsAreShownOnOneLine) {
  const std::string_view text = "said \"no\"\nverdict = yes\x1b[31m \xC2\x9B\xE2\x80\xAE\xC3\xA9\\";
  ASSERT_EQ(acta_case_set_text(facts_.get(), "note", text.data(), text.size(), &detail_), ACTA_OK);
  EXPECT_EQ(Shown("note"),
            "\"said \\\"no\\\"\\nverdict = yes\\u001b[31m \\u009b\\u202e\xC3\xA9\\\\\"");
}

// What a text says does not depend on where it is read.
TEST_F(Cases, TextsAreReadTheSameWithoutACase) {
  const std::pair<const char*, const char*> values[] = {
      {"as_of", "2021-03-17"}, {"form", "procession"},     {"participants", "60"},
      {"threat", "yes"},       {"fine", "2917.50 KZT"},    {"share", "15%"},
      {"opens", "24:00"},      {"forms", "{picket, rally}"}, {"night", "22:00 to 06:30"}};
  for (const auto& [path, text] : values) {
    ASSERT_EQ(SetText(path, text), ACTA_OK) << path;
    const acta_value value = Get(path);
    std::int64_t payload = 0;
    EXPECT_EQ(acta_parse_value(act_.get(), value.type, text, std::strlen(text), &payload), ACTA_OK) << path;
    EXPECT_EQ(payload, value.payload) << path;
  }
  const auto status = [&](const char* path, const char* text) {
    std::int64_t payload = 0;
    return acta_parse_value(act_.get(), Get(path).type, text, std::strlen(text), &payload);
  };
  EXPECT_EQ(status("as_of", "2021-3-17"), ACTA_WRONG_TYPE);
  EXPECT_EQ(status("as_of", "2021-02-30"), ACTA_BAD_VALUE);
  EXPECT_EQ(status("form", "raly"), ACTA_UNKNOWN_NAME);
  EXPECT_EQ(status("note", "a text"), ACTA_WRONG_TYPE);
  EXPECT_EQ(acta_parse_value(act_.get(), 100'000, "1", 1, nullptr), ACTA_BAD_ARGUMENT);
}

TEST_F(Cases, ValuesComeBackAsTheyWereWritten) {
  const std::pair<const char*, const char*> values[] = {{"as_of", "2021-03-17"},
                                                        {"form", "procession"},
                                                        {"starts", "2021-03-29 12:00"},
                                                        {"participants", "60 persons"},
                                                        {"threat", "yes"},
                                                        {"fine", "2917.50 KZT"},
                                                        {"share", "0.15"},
                                                        {"opens", "24:00"},
                                                        {"closed", "2020-03-15 to 2020-05-11"},
                                                        {"night", "22:00 to 06:30"},
                                                        {"forms", "{picket, procession}"},
                                                        {"notice", "5 working days"},
                                                        {"notification.place", "\"town hall\""},
                                                        {"chair.citizenship", "other"}};
  for (const auto& [path, text] : values) {
    const std::string_view written = text;
    const bool is_text = written.front() == '"';
    ASSERT_EQ(SetText(path, is_text ? written.substr(1, written.size() - 2) : written), ACTA_OK)
        << detail_.message;
    EXPECT_EQ(Shown(path), text);
  }
}

TEST_F(Cases, NegativeYearsAndAmountsAreWrittenInFull) {
  ASSERT_EQ(SetText("as_of", "-0044-03-15"), ACTA_OK);
  EXPECT_EQ(Shown("as_of"), "-0044-03-15");
  ASSERT_EQ(SetText("fine", "-0.05"), ACTA_OK);
  EXPECT_EQ(Shown("fine"), "-0.05 KZT");
  ASSERT_EQ(SetText("share", "15%"), ACTA_OK);
  EXPECT_EQ(Shown("share"), "0.15");
}

TEST_F(Cases, UnknownNamesAreToldWithTheNearestOne) {
  EXPECT_EQ(acta_case_set_boolean(facts_.get(), "thraet", 1, &detail_), ACTA_UNKNOWN_NAME);
  EXPECT_STREQ(detail_.suggestion, "threat");
  EXPECT_THAT(detail_.message, HasSubstr("did you mean `threat`"));
  EXPECT_EQ(acta_case_set_enum(facts_.get(), "form", "raly", &detail_), ACTA_UNKNOWN_NAME);
  EXPECT_STREQ(detail_.suggestion, "rally");
  EXPECT_EQ(acta_case_set_boolean(facts_.get(), "notification.registred", 1, &detail_),
            ACTA_UNKNOWN_NAME);
  EXPECT_STREQ(detail_.suggestion, "registered");
  EXPECT_EQ(acta_case_choose(facts_.get(), "backward", "stritc", &detail_), ACTA_UNKNOWN_NAME);
  EXPECT_STREQ(detail_.suggestion, "strict");
}

TEST_F(Cases, AWrongTypeIsToldWithTheDeclaration) {
  EXPECT_EQ(acta_case_set_boolean(facts_.get(), "participants", 1, &detail_), ACTA_WRONG_TYPE);
  EXPECT_STREQ(detail_.path, "participants");
  EXPECT_STREQ(detail_.expected, "integer of persons, 1 persons to 1000 persons");
  EXPECT_STREQ(detail_.declaration, "how many are expected");
}

TEST_F(Cases, RangesDatesAndReservedPayloadsAreChecked) {
  EXPECT_EQ(acta_case_set_integer(facts_.get(), "participants", 0, &detail_), ACTA_OUT_OF_RANGE);
  EXPECT_EQ(acta_case_set_integer(facts_.get(), "participants", 1001, &detail_), ACTA_OUT_OF_RANGE);
  EXPECT_EQ(acta_case_set_integer(facts_.get(), "participants", 1000, &detail_), ACTA_OK);
  EXPECT_EQ(acta_case_set_date(facts_.get(), "as_of", 2021, 2, 29, &detail_), ACTA_BAD_VALUE);
  EXPECT_EQ(acta_case_set_date(facts_.get(), "as_of", 10000, 1, 1, &detail_), ACTA_BAD_VALUE);
  EXPECT_EQ(acta_case_set_payload(facts_.get(), "as_of", ACTA_MAX_DAY + 1, &detail_),
            ACTA_BAD_VALUE);
  EXPECT_EQ(acta_case_set_payload(facts_.get(), "fine", ACTA_MISSING, &detail_), ACTA_BAD_VALUE);
  EXPECT_EQ(acta_case_set_payload(facts_.get(), "form", 3, &detail_), ACTA_BAD_VALUE);
  EXPECT_EQ(acta_case_set_set(facts_.get(), "forms", 8, &detail_), ACTA_BAD_VALUE);
  EXPECT_EQ(acta_case_set_time(facts_.get(), "opens", 24, 0, 1, &detail_), ACTA_BAD_VALUE);
  EXPECT_EQ(Get("participants").payload, 1000) << "a refusal changes nothing";
}

TEST_F(Cases, WhatIsReservedForAbsenceIsNoValue) {
  acta_case* const facts = facts_.get();
  for (const std::int64_t reserved : {ACTA_ABSENT, ACTA_MISSING}) {
    EXPECT_EQ(acta_case_set_integer(facts, "participants", reserved, &detail_), ACTA_BAD_VALUE);
    EXPECT_EQ(acta_case_set_decimal(facts, "share", reserved, &detail_), ACTA_BAD_VALUE);
    EXPECT_EQ(acta_case_set_money(facts, "bonus", reserved, &detail_), ACTA_BAD_VALUE);
    EXPECT_EQ(acta_case_set_duration(facts, "notice", reserved, &detail_), ACTA_BAD_VALUE);
    EXPECT_EQ(acta_case_set_set(facts, "extras", static_cast<std::uint64_t>(reserved), &detail_),
              ACTA_BAD_VALUE);
    EXPECT_EQ(detail_.found, std::to_string(reserved));
    EXPECT_EQ(Get("extras").state, ACTA_UNDETERMINED);
  }
  EXPECT_EQ(acta_case_set_payload(facts, "extras", ACTA_ABSENT, &detail_), ACTA_OK);
  EXPECT_EQ(Get("extras").state, ACTA_IS_ABSENT);
}

TEST_F(Cases, WhatIsNoValueIsShownAsPeopleWouldWriteIt) {
  const auto found = [&](const char* path, std::int64_t payload) -> std::string {
    EXPECT_EQ(acta_case_set_payload(facts_.get(), path, payload, &detail_), ACTA_BAD_VALUE);
    return detail_.found;
  };
  EXPECT_EQ(found("night", INT64_C(32400) << 32 | 86401), "09:00 to second 86401");
  EXPECT_EQ(found("opens", -1), "second -1");
  EXPECT_EQ(found("as_of", ACTA_MAX_DAY + 1), "day 2932897");
  EXPECT_EQ(found("form", 3), "Form no. 3");
  EXPECT_EQ(found("threat", 2), "2");
}

TEST_F(Cases, NumbersAreExactOrRefused) {
  EXPECT_EQ(SetText("fine", "0.001"), ACTA_BAD_VALUE);
  EXPECT_EQ(SetText("fine", "1e2"), ACTA_OK);
  EXPECT_EQ(Get("fine").payload, 10000);
  EXPECT_EQ(SetText("fine", "92233720368547758.07"), ACTA_OK);
  EXPECT_EQ(Get("fine").payload, INT64_MAX);
  EXPECT_EQ(SetText("fine", "92233720368547758.08"), ACTA_BAD_VALUE);
  EXPECT_EQ(SetText("share", "0.1000000000000000000000000000000000000000000000000"), ACTA_OK);
  EXPECT_EQ(SetText("share", "0.1000000000000000000000000000000000000000000000001"),
            ACTA_BAD_VALUE);
  EXPECT_EQ(SetText("share", "1e999999999999999999999"), ACTA_BAD_VALUE);
  EXPECT_EQ(SetText("share", "0e999999999999999999999"), ACTA_OK);
  for (const char* text : {"", "-", ".5", "5.", "1e", "0x1", "1 2", "ten"}) {
    EXPECT_EQ(SetText("share", text), ACTA_WRONG_TYPE) << text;
  }
}

TEST_F(Cases, AbsentIsForOptionalFactsOnly) {
  EXPECT_EQ(acta_case_set_absent(facts_.get(), "note", &detail_), ACTA_OK);
  EXPECT_EQ(Get("note").state, ACTA_IS_ABSENT);
  EXPECT_EQ(acta_case_set_absent(facts_.get(), "threat", &detail_), ACTA_NOT_OPTIONAL);
}

TEST_F(Cases, AFieldMakesItsOptionalEntityPresent) {
  ASSERT_EQ(acta_case_set_absent(facts_.get(), "notification", &detail_), ACTA_OK);
  ASSERT_EQ(acta_case_set_date(facts_.get(), "notification.registered", 2021, 3, 17, &detail_),
            ACTA_OK);
  EXPECT_EQ(Get("notification").state, ACTA_KNOWN);
  EXPECT_EQ(Shown("notification.registered"), "2021-03-17");
  EXPECT_EQ(Get("notification.place").state, ACTA_UNDETERMINED);
  ASSERT_EQ(acta_case_set_absent(facts_.get(), "notification", &detail_), ACTA_OK);
  ASSERT_EQ(acta_case_set_present(facts_.get(), "notification", &detail_), ACTA_OK);
  EXPECT_EQ(Get("notification.registered").state, ACTA_UNDETERMINED)
      << "nothing of the old one is left";
}

TEST_F(Cases, ListsGrowUpToTheirBoundAndKeepTheirElements) {
  for (std::uint32_t i = 0; i < 100; ++i) {
    std::uint32_t index = 0;
    ASSERT_EQ(acta_case_append(facts_.get(), "days", &index, &detail_), ACTA_OK);
    ASSERT_EQ(index, i);
    const std::string path = "days[" + std::to_string(i) + "]";
    ASSERT_EQ(acta_case_set_payload(facts_.get(), path.c_str(), i, &detail_), ACTA_OK)
        << detail_.message;
  }
  for (std::uint32_t i = 0; i < 100; ++i) {
    EXPECT_EQ(Get(("days[" + std::to_string(i) + "]").c_str()).payload, i);
  }
  EXPECT_EQ(acta_case_append(facts_.get(), "days", nullptr, &detail_), ACTA_LIST_TOO_LONG);
  EXPECT_THAT(detail_.message, HasSubstr("at most 100"));
  EXPECT_EQ(Get("days").payload, 100);
  EXPECT_EQ(acta_case_set_payload(facts_.get(), "days[100]", 0, &detail_), ACTA_OUT_OF_RANGE);
  ASSERT_EQ(acta_case_set_empty_list(facts_.get(), "days", &detail_), ACTA_OK);
  EXPECT_EQ(Get("days").state, ACTA_KNOWN);
  EXPECT_EQ(Get("days").payload, 0);
}

TEST_F(Cases, PathsThatLeadNowhereAreRefused) {
  for (const char* path :
       {"", ".", "form.", "form.x", "organisers[", "organisers[]", "organisers[x]", "organisers[0]",
        "days.x", "form[0]", "organisers[99999999999999999999]", "notification..registered",
        "notification registered"}) {
    EXPECT_NE(acta_case_set_missing(facts_.get(), path, &detail_), ACTA_OK) << path;
  }
}

TEST_F(Cases, APathThatIsNoTextIsToldAsOne) {
  EXPECT_EQ(acta_case_set_missing(facts_.get(), "form\xff", &detail_), ACTA_UNKNOWN_NAME);
  EXPECT_STREQ(detail_.path, "form\xEF\xBF\xBD");
  EXPECT_THAT(detail_.message, HasSubstr("`form\xEF\xBF\xBD`; did you mean `form`?"));
  EXPECT_EQ(acta_case_set_missing(facts_.get(), "", &detail_), ACTA_UNKNOWN_NAME);
  EXPECT_STREQ(detail_.message, "there is no fact ``");
}

TEST_F(Cases, AClonedCaseGoesItsOwnWay) {
  CasePtr original = GoodCase(act_);
  acta_case* copy = nullptr;
  ASSERT_EQ(acta_case_clone(original.get(), &copy), ACTA_OK);
  const CasePtr clone(copy);
  ASSERT_EQ(acta_case_append(clone.get(), "organisers", nullptr, &detail_), ACTA_OK);
  ASSERT_EQ(acta_case_set_text(clone.get(), "note", "later", 5, &detail_), ACTA_OK);
  auto value = Fresh<acta_value>();
  ASSERT_EQ(acta_case_get(original.get(), "organisers", &value, &detail_), ACTA_OK);
  EXPECT_EQ(value.payload, 2);
  ASSERT_EQ(acta_case_get(clone.get(), "organisers", &value, &detail_), ACTA_OK);
  EXPECT_EQ(value.payload, 3);
}

TEST_F(Cases, EqualTextsAreOneTextAndConstantsOfTheActCount) {
  ASSERT_EQ(acta_case_set_text(facts_.get(), "note", "main square", 11, &detail_), ACTA_OK);
  EXPECT_EQ(Get("note").payload, 0);
  ASSERT_EQ(acta_case_set_text(facts_.get(), "note", "elsewhere", 9, &detail_), ACTA_OK);
  ASSERT_EQ(acta_case_set_text(facts_.get(), "notification.place", "elsewhere", 9, &detail_),
            ACTA_OK);
  EXPECT_EQ(Get("note").payload, Get("notification.place").payload);
  const std::string long_text(ACTA_MAX_TEXT + 1, 'x');
  EXPECT_EQ(acta_case_set_text(facts_.get(), "note", long_text.data(), long_text.size(), &detail_),
            ACTA_TEXT_TOO_LONG);
  EXPECT_EQ(acta_case_set_text(facts_.get(), "note", "\xff", 1, &detail_), ACTA_BAD_UTF8);
}

TEST_F(Cases, AHostThatAsksForNonsenseGetsAStatus) {
  EXPECT_EQ(acta_case_set_missing(nullptr, "form", &detail_), ACTA_BAD_ARGUMENT);
  EXPECT_EQ(acta_case_set_missing(facts_.get(), nullptr, nullptr), ACTA_BAD_ARGUMENT);
  EXPECT_EQ(acta_case_set_fact(facts_.get(), 1000, 0, nullptr), ACTA_BAD_ARGUMENT);
  EXPECT_EQ(acta_case_set_fact(facts_.get(), 0, 18000, nullptr), ACTA_OK);
  acta_case_free(nullptr);
  acta_outcome_free(nullptr);
  acta_act_close(nullptr);
  acta_buffer_free(nullptr);
  acta_value small{};
  EXPECT_EQ(acta_case_get(facts_.get(), "form", &small, nullptr), ACTA_BAD_ARGUMENT)
      << "struct_size is not set";
}

}  // namespace
}  // namespace acta
