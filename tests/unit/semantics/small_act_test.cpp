// The small act of docs/language.md, whole.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/semantics/checked.h"

namespace acta {
namespace {

constexpr const char* kSmallAct = R"(# Law. Assemblies

```acta
law kz.small
  title "Small"
  in force from 2020-06-06
  governed by notification.registered
  time zone "Asia/Almaty"
  working days by working_days
  counted by backward_count
  rounding months down

party organiser "the organiser"
party local_executive_body "the akimat"
unit metres, persons
enum Form is picket "picketing", meeting, rally, demonstration, procession
enum Citizenship is kz, other

entity Filing
  registered : date
entity Conviction
  spent : boolean
entity Person
  birth_date    : date
  citizenship   : Citizenship
  incapacitated : boolean "found incapable or of limited capacity by a court"
  restored      : boolean
  conviction    : optional Conviction

facts
  form         : Form
  starts, ends : datetime
  participants : integer of persons, 1 to 1_000_000
  organisers   : list of Person, at most 16
  notification : optional Filing
  answer       : optional Filing
  threat       : boolean, judged by local_executive_body "a threat to public order"
  night_work   : boolean

calendar working_days
  covers 2019-01-01 to 2027-12-31
  weekend saturday, sunday

reading backward_count "May the day of registration itself be the last of the five working days?"
  lenient "yes: the Nth working day counted back from the event" counts nth
  strict  "no: N full working days lie in between" counts clear
```

## Article 1(4). Organisers

```acta
rule may_organise(p: Person) : boolean "may this person organise?"
  is yes when p.citizenship = kz
          and age of p.birth_date on starts.date >= 18 years
```

## Article 5(6). Who may not

```acta
exception court_finding to may_organise
  is no when [(1)] p.incapacitated

exception spent to court_finding
  is yes when p.restored
```

## Article 9(4). Hours

```acta
prohibition outside_hours on organiser "hours"
  when [first sentence] starts.time < 09:00 or [second sentence] ends.time > 20:00
  clause night when night_work

permission official_events lifts outside_hours
  when form = picket
```

## Article 10(1). Notification

```acta
rule notice_period : working days
  clause short  is 5 working days when form in {picket, meeting, rally}
  clause long   is 7 working days when form in {demonstration, procession}

disapply notice_period.short where participants > 1000 persons

obligation notify on organiser
  when form in {picket, meeting, rally}
  due  notice_period before starts.date counted by backward_count
  done notification.registered
```

## Article 14(1). Refusal

```acta
power refuse of local_executive_body
  must when refusal.applies
  by   3 working days after notification.registered
  done answer.registered

grounds refusal by local_executive_body
  [(2)] ground ineligible when some p in organisers has not may_organise(p)
  [(3)] ground threat when threat
  [(4)] ground late when notify.status in {late, breached}

rule outcome : Outcome
  is refused when refusal.applies
  is may_proceed when not refusal.applies

enum Outcome is may_proceed, refused

answers
  outcome      "May the assembly proceed?"
  deadline     "By when must it be notified?" is notify.due
  refusals     "Which grounds of refusal apply?" is refusal.grounds

scenario "A rally notified exactly five working days ahead, across Nauryz"
  given form is rally, starts is 2021-03-29 12:00,
        notification.registered is 2021-03-17, as_of is 2021-03-17,
        organisers is list { {birth_date is 1990-01-01, citizenship is kz} }
  under backward_count lenient
  expect notify.status is fulfilled because [Article 10(1)]

scenario "The same, one working day later" like "A rally notified exactly five working days ahead, across Nauryz"
  given notification.registered is 2021-03-18
  without as_of
  expect notify.status is undetermined because missing as_of
  expect outcome is undetermined because reading backward_count, missing threat
  expect refusals is {late, refusal.threat}
```
)";

class SmallAct : public testing::Test {
 protected:
  static void SetUpTestSuite() { checked_ = CheckFiles({{"small.acta.md", kSmallAct}}).release(); }
  static void TearDownTestSuite() {
    delete checked_;
    checked_ = nullptr;
  }
  static Checked* checked_;
};
Checked* SmallAct::checked_ = nullptr;

TEST_F(SmallAct, IsFoundSound) {
  EXPECT_EQ(checked_->Findings(), "");
}

}  // namespace
}  // namespace acta
