#include "tests/differential/world.h"

#include <string>

#include "acta/evaluator.h"
#include "compiler/interpreter/days.h"

namespace acta::differential {

namespace {

using interpreter::DayOf;
using ir::Kind;
using ir::TypeId;

constexpr std::int64_t kSecondsOfDay = 86400;

void DeclareTypes(ir::ProgramBuilder& builder, World& world, Random& random) {
  std::vector<std::string> colors{"red", "green", "blue", "white", "black"};
  colors.resize(2 + random.Below(4));
  world.color = builder.Enum("Color", colors);
  world.place = builder.Enum("Place", {"Test/North", "Test/South", "Test/Still"});
  const ir::UnitId tenge = builder.program().units.Add({.name = "KZT"});
  ir::TypeTable& types = builder.types();
  world.boolean = types.Of(Kind::kBoolean);
  world.integer = types.Of(Kind::kInteger);
  world.decimal = types.Of(Kind::kDecimal);
  world.money = types.Intern({.kind = Kind::kMoney, .unit = tenge});
  world.date = types.Of(Kind::kDate);
  world.time = types.Of(Kind::kTime);
  world.datetime = types.Of(Kind::kDateTime);
  world.days = types.Of(Kind::kDays);
  world.text = types.Of(Kind::kText);
  world.dates = types.Of(Kind::kPeriodOfDates);
  world.times = types.Of(Kind::kPeriodOfTimes);
  world.numbers = {world.integer, world.decimal,  world.money, world.date,
                   world.time,    world.datetime, world.days};
  world.scalars = world.numbers;
  for (const TypeId type :
       {world.boolean, world.boolean, world.text, world.dates, world.times,
        types.EnumOf(world.color), types.EnumOf(world.place), types.SetOf(world.color),
        types.Optional(world.date), types.Optional(world.integer)}) {
    world.scalars.push_back(type);
  }
}

void DeclareEntities(ir::ProgramBuilder& builder, World& world) {
  ir::TypeTable& types = builder.types();
  world.child = builder.Entity(
      "Child", {{"born", world.date}, {"at_home", world.boolean}, {"pays", world.money}});
  world.conviction = builder.Entity("Conviction", {{"pronounced", world.date},
                                                   {"spent", types.Optional(world.date)},
                                                   {"term", types.Of(Kind::kMonths)}});
  const TypeId conviction = types.EntityOf(world.conviction);
  world.person =
      builder.Entity("Person", {{"born", world.date},
                                {"color", types.EnumOf(world.color)},
                                {"income", world.money},
                                {"incapable", world.boolean},
                                {"died", types.Optional(world.date)},
                                {"first_conviction", conviction},
                                {"last_conviction", types.Optional(conviction)},
                                {"children", types.ListOf(types.EntityOf(world.child), 3)},
                                {"points", world.integer}});
}

void DeclareFacts(ir::ProgramBuilder& builder, World& world) {
  ir::TypeTable& types = builder.types();
  const auto add = [&](const std::string& name, TypeId type) {
    world.facts[type].push_back(builder.Fact(name, type));
  };
  world.facts[world.date].push_back(0);
  for (const TypeId type : world.scalars) {
    add("fact_" + std::to_string(builder.program().facts.size()), type);
  }
  for (const TypeId type : {world.date, world.datetime, world.integer, types.Of(Kind::kMonths)}) {
    add("more_" + std::to_string(builder.program().facts.size()), type);
  }
  const TypeId person = types.EntityOf(world.person);
  add("organiser", person);
  add("deputy", types.Optional(person));
  world.lists = {types.ListOf(person, 3), types.ListOf(types.EntityOf(world.child), 4),
                 types.ListOf(world.date, 4), types.ListOf(types.EnumOf(world.color), 3),
                 types.ListOf(world.integer, 4)};
  for (const TypeId type : world.lists) {
    add("list_" + std::to_string(builder.program().facts.size()), type);
  }
  builder.Reading("backward_count", {"lenient", "strict"});
  builder.Reading("meaning_of_day", {"any", "working", "clear"});
  builder.program().texts = {"one", "two", "three"};
}

ir::Calendar MakeCalendar(std::string name, std::int64_t first, std::int64_t last, unsigned free,
                          Random& random) {
  ir::Calendar calendar{.name = std::move(name),
                        .first_day = static_cast<std::int32_t>(first),
                        .last_day = static_cast<std::int32_t>(last)};
  for (std::int64_t day = first; day <= last; ++day) {
    calendar.working.push_back(interpreter::WeekdayOf(day) < 5 && !random.Chance(free));
  }
  return calendar;
}

void DeclareTime(ir::ProgramBuilder& builder, Random& random) {
  ir::Program& program = builder.program();
  program.calendars.Add(
      MakeCalendar("years", DayOf({2019, 1, 1}), DayOf({2024, 12, 31}), 5, random));
  // Ten days, of which few or none are working days.
  program.calendars.Add(MakeCalendar("days", DayOf({2021, 3, 14}), DayOf({2021, 3, 23}),
                                     random.Chance(10) ? 100 : 40, random));

  const std::int64_t hour = 3600;
  ir::Zone north{.iana = "Test/North", .first_offset = static_cast<std::int32_t>(hour)};
  for (std::int64_t year = 2018; year <= 2025; ++year) {
    north.changes.emplace_back(DayOf({year, 3, 28}) * kSecondsOfDay + hour, 2 * hour);
    north.changes.emplace_back(DayOf({year, 10, 30}) * kSecondsOfDay + hour, hour);
  }
  // Leaves a whole day out, and has a time that is no multiple of an hour.
  ir::Zone south{.iana = "Test/South", .first_offset = static_cast<std::int32_t>(-11 * hour)};
  south.changes.emplace_back(DayOf({2019, 12, 30}) * kSecondsOfDay + 10 * hour, 13 * hour);
  south.changes.emplace_back(DayOf({2021, 3, 17}) * kSecondsOfDay, 12 * hour + 45 * 60);
  const ir::Zone still{.iana = "Test/Still",
                       .first_offset = static_cast<std::int32_t>(5 * hour + 1800)};
  program.zone_sets.Add({.zones = {random.Chance(80) ? north : still}});
  program.zone_sets.Add({.zones = {north, south, still}, .by = ir::EnumId(1)});
}

void DeclareParameters(ir::ProgramBuilder& builder, const World& world, Random& random) {
  for (const TypeId type : {world.integer, world.money, world.date}) {
    ir::Lookup lookup{.name = "parameter_" + std::to_string(builder.program().lookups.size()),
                      .type = type};
    std::int64_t from = DayOf({2019, 1, 1}) + random.Between(0, 500);
    for (std::size_t i = random.Chance(10) ? 0 : 1 + random.Below(4); i > 0; --i) {
      const std::int64_t until = from + random.Between(0, 400);
      lookup.versions.push_back(
          {.from = static_cast<std::int32_t>(from),
           .until = static_cast<std::int32_t>(until),
           .value = RandomPayload(builder.program(), builder.program().types[type], random)});
      from = until + random.Between(1, 3);
    }
    if (!lookup.versions.empty() && random.Chance(50)) {
      lookup.versions.back().until = ACTA_MAX_DAY;
    }
    builder.program().lookups.Add(std::move(lookup));
  }
}

}  // namespace

World Declare(ir::ProgramBuilder& builder, Random& random) {
  World world;
  DeclareTypes(builder, world, random);
  DeclareEntities(builder, world);
  DeclareFacts(builder, world);
  DeclareTime(builder, random);
  DeclareParameters(builder, world, random);
  return world;
}

}  // namespace acta::differential
