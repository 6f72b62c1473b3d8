// The population of the bench: ranges as the law declares them, each of its rules stirred by a few
// cases in a hundred.
#include <algorithm>

#include "compiler/base/random.h"
#include "tests/bench/peers/assembly.h"

namespace acta::bench {

namespace {

constexpr Number kHour = 3600;
constexpr Date kFirstStart = 18628;  // 2021-01-01
constexpr Date kLastStart = 20818;   // 2026-12-31
constexpr Date kFirstFiling = 18414;
constexpr Date kFirstRegistration = 7305;
constexpr Date kFirstHeld = 14610;

class Drawing {
 public:
  Drawing(std::uint64_t seed, std::uint64_t number)
      : random_(seed * 0x9e3779b97f4a7c15 ^ number * 0xd1342543de82ef95) {}

  [[nodiscard]] bool In100(unsigned percent) { return random_.Chance(percent); }
  [[nodiscard]] Number From(Number low, Number high) {
    return static_cast<Number>(random_.Between(low, high));
  }
  [[nodiscard]] Ordinal Member(std::size_t count) {
    return static_cast<Ordinal>(random_.Below(count));
  }
  // Below the limit in so many cases of a hundred.
  [[nodiscard]] Number Near(unsigned percent, Number limit, Number high) {
    return In100(percent) ? From(0, limit - 1) : From(limit, high);
  }

 private:
  Random random_;
};

// Organisers are grown up, but for a few.
Date DrawBirth(Drawing& draw, Date on) {
  return on - (draw.In100(2) ? draw.From(16 * 365, 18 * 365 + 4) : draw.From(18 * 365, 80 * 365));
}

}  // namespace

Assembly DrawAssembly(std::uint64_t seed, std::uint64_t number) {
  Drawing draw(seed, number);
  Assembly a{};
  a.form = draw.Member(5);
  a.venue = draw.In100(3) ? Ordinal{kBridge} : draw.Member(3);
  a.organised_by = draw.In100(60) ? Ordinal{kNaturalPerson} : draw.Member(3);

  a.starts_on = draw.From(kFirstStart, kLastStart);
  a.filed_on =
      std::max(a.starts_on - (draw.In100(12) ? draw.From(0, 9) : draw.From(10, 60)), kFirstFiling);
  a.answered_on = a.filed_on + draw.From(0, 7);
  a.born = DrawBirth(draw, a.starts_on);
  a.deputy_born = DrawBirth(draw, a.starts_on);
  a.registered_on = std::max(
      a.starts_on - (draw.In100(2) ? draw.From(0, 364) : draw.From(365, 9000)), kFirstRegistration);
  a.last_held_on =
      std::max(a.starts_on - (draw.In100(2) ? draw.From(0, 13) : draw.From(14, 3000)), kFirstHeld);

  a.begins = draw.In100(4) ? draw.From(0, 24 * 60) * 60 : draw.From(8 * 60, 18 * 60) * 60;
  a.ends = std::min(a.begins + draw.From(30, 240) * 60, 24 * kHour);
  a.curfew = draw.From(20, 24) * kHour;
  a.participants = draw.In100(50) ? draw.From(1, 100) : draw.From(100, 3000);
  a.capacity = draw.In100(4) ? a.participants - draw.From(0, 1) : draw.From(a.participants, 30000);
  a.stewards = draw.Near(20, 20, 200);

  a.to_hospital = draw.Near(3, 300, 20000);
  a.to_school = draw.Near(4, 150, 20000);
  a.to_court = draw.Near(2, 100, 20000);
  a.to_railway = draw.Near(2, 50, 20000);
  a.to_border = draw.Near(2, 1000, 30000);
  a.to_rival = draw.Near(4, 500, 30000);
  a.sound = draw.In100(10) ? draw.From(80, 130) : draw.From(0, 85);
  a.breaches = draw.In100(10) ? draw.From(0, 20) : draw.From(0, 2);
  a.unpaid = draw.In100(10) ? draw.From(0, 100) : draw.From(0, 10);

  a.in_public = !draw.In100(3);
  a.official = draw.In100(3);
  a.renounced = draw.In100(5);
  a.citizen = !draw.In100(2);
  a.incapacitated = draw.In100(1);
  a.deputy_named = draw.In100(50);
  a.banned_by_court = draw.In100(1);
  a.emergency = draw.In100(1);
  a.answered = draw.In100(40);
  a.complete = !draw.In100(4);
  a.sealed = !draw.In100(4);
  a.spontaneous = draw.In100(10);
  a.threat = draw.In100(8);
  a.unlawful_aim = draw.In100(5);
  a.with_vehicles = draw.In100(20);
  a.amplified = draw.In100(60);
  a.structures = draw.In100(20);
  a.structures_allowed = draw.In100(60);
  a.place_taken = draw.In100(5);
  a.works_planned = draw.In100(3);
  a.change_proposed = draw.In100(50);
  a.change_accepted = draw.In100(60);
  return a;
}

std::uint64_t DrawGiven(std::uint64_t seed, std::uint64_t number, unsigned percent_missing) {
  Random random((seed + 1) * 0x9e3779b97f4a7c15 ^ number * 0xd1342543de82ef95);
  std::uint64_t given = 0;
  for (unsigned fact = 0; fact < Fact::kCount; ++fact) {
    given |= static_cast<std::uint64_t>(!random.Chance(percent_missing)) << fact;
  }
  return given;
}

}  // namespace acta::bench
