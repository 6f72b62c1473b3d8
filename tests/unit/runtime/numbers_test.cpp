// Scaled numbers against GMP, and unions of reasons.
#include <cstdint>
#include <gmpxx.h>
#include <optional>
#include <random>
#include <string>

#include <gtest/gtest.h>

#include "acta/kernels.h"

namespace acta {
namespace {

mpz_class Big(std::int64_t value) {
  return mpz_class(std::to_string(value));
}

// numerator / denominator, to a multiple of `step`, as school teaches it: on rationals.
std::optional<mpz_class> Rounded(const mpz_class& numerator, const mpz_class& denominator,
                                 const mpz_class& step, std::uint32_t mode) {
  const mpq_class exact = mpq_class(numerator, denominator * step);
  mpq_class value = exact;
  value.canonicalize();
  mpz_class floor;
  mpz_fdiv_q(floor.get_mpz_t(), value.get_num_mpz_t(), value.get_den_mpz_t());
  if (value == floor) {
    return floor * step;
  }
  const mpz_class ceiling = floor + 1;
  const bool negative = value < 0;
  const mpz_class nearer_zero = negative ? ceiling : floor;
  const mpz_class farther = negative ? floor : ceiling;
  const mpq_class middle = mpq_class(floor) + mpq_class(1, 2);
  const mpz_class nearest = value < middle ? floor : ceiling;
  switch (mode) {
    case 1:
      return nearer_zero * step;
    case 2:
      return farther * step;
    case 3:
      return (value == middle ? farther : nearest) * step;
    case 4:
      return (value == middle ? mpz_class(mpz_even_p(floor.get_mpz_t()) ? floor : ceiling)
                              : nearest) *
             step;
    default:
      return std::nullopt;
  }
}

std::optional<mpz_class> InRange(std::optional<mpz_class> value) {
  const bool fits = value && *value > Big(ACTA_MISSING) && *value <= Big(INT64_MAX);
  return fits ? value : std::nullopt;
}

mpz_class PowerOfTen(std::uint32_t places) {
  mpz_class power;
  mpz_ui_pow_ui(power.get_mpz_t(), 10, places);
  return power;
}

class Numbers {
 public:
  std::int64_t Next() {
    // Every magnitude as often as any other, and round numbers more often than chance would have
    // it.
    const std::uint64_t bits = random_() >> (random_() % 64);
    const auto value = static_cast<std::int64_t>(bits);
    const std::int64_t signed_value = random_() % 2 == 0 ? value : -value;
    return random_() % 4 == 0 ? signed_value / 1000 * 1000 : signed_value;
  }
  std::uint64_t Raw() { return random_(); }

 private:
  std::mt19937_64 random_{20250117};
};

TEST(ScaledNumbers, ProductsAndQuotientsAgreeWithGmp) {
  Numbers numbers;
  for (int i = 0; i < 400000; ++i) {
    const std::int64_t a = numbers.Next();
    const std::int64_t b = numbers.Next();
    const std::int64_t scales[] = {1, 100, 10000, 1000000, 7, INT64_MAX};
    const std::int64_t scale = scales[numbers.Raw() % 6];
    const auto places =
        static_cast<std::uint32_t>(numbers.Raw() % 8 == 0 ? numbers.Raw() % 19 : numbers.Raw() % 5);
    const auto mode = static_cast<std::uint32_t>(numbers.Raw() % 5);
    std::int64_t found = -1;

    const auto product = InRange(Rounded(Big(a) * Big(b), Big(scale), PowerOfTen(places), mode));
    bool failed = acta_k_mul_scaled(a, b, scale, places, mode, &found) != 0;
    ASSERT_EQ(failed, !product) << a << " * " << b << " / " << scale << " places " << places
                                << " mode " << mode;
    ASSERT_EQ(Big(found), product.value_or(0))
        << a << " * " << b << " / " << scale << " places " << places << " mode " << mode;

    if (b == 0) {
      continue;
    }
    const mpz_class sign = b < 0 ? -1 : 1;
    const auto quotient =
        InRange(Rounded(sign * Big(a) * Big(scale), sign * Big(b), PowerOfTen(places), mode));
    failed = acta_k_div_scaled(a, b, scale, places, mode, &found) != 0;
    ASSERT_EQ(failed, !quotient) << a << " * " << scale << " / " << b << " places " << places
                                 << " mode " << mode;
    ASSERT_EQ(Big(found), quotient.value_or(0))
        << a << " * " << scale << " / " << b << " places " << places << " mode " << mode;
  }
}

TEST(ScaledNumbers, HalvesGoWhereTheModeSays) {
  const auto halved = [](std::int64_t value, std::uint32_t mode) {
    std::int64_t out = 0;
    EXPECT_EQ(acta_k_div_scaled(value, 2, 1, 0, mode, &out), 0);
    return out;
  };
  EXPECT_EQ(halved(5, 1), 2);
  EXPECT_EQ(halved(-5, 1), -2);
  EXPECT_EQ(halved(5, 2), 3);
  EXPECT_EQ(halved(-5, 2), -3);
  EXPECT_EQ(halved(5, 3), 3);
  EXPECT_EQ(halved(-5, 3), -3);
  EXPECT_EQ(halved(5, 4), 2);
  EXPECT_EQ(halved(7, 4), 4);
  EXPECT_EQ(halved(-5, 4), -2);
}

TEST(ScaledNumbers, WhatCannotBeFails) {
  std::int64_t out = 7;
  EXPECT_EQ(acta_k_div_scaled(1, 0, 1, 0, 1, &out), 1);
  EXPECT_EQ(out, 0);
  EXPECT_EQ(acta_k_div_scaled(1, 3, 1, 0, 0, &out), 1);
  EXPECT_EQ(acta_k_mul_scaled(INT64_MAX, 2, 1, 0, 1, &out), 1);
  EXPECT_EQ(acta_k_mul_scaled(INT64_MIN, 1, 1, 0, 1, &out), 1) << "reserved";
  EXPECT_EQ(acta_k_mul_scaled(ACTA_MISSING, 1, 1, 0, 1, &out), 1) << "reserved";
  EXPECT_EQ(acta_k_mul_scaled(INT64_MIN, INT64_MIN, INT64_MAX, 18, 2, &out), 1);
  EXPECT_EQ(acta_k_mul_scaled(1, 1, 0, 0, 1, &out), 1);
  EXPECT_EQ(acta_k_mul_scaled(1, 1, 1, 19, 1, &out), 1);
  EXPECT_EQ(acta_k_mul_scaled(1, 1, 2, 0, 5, &out), 1);
}

TEST(Unions, AreWrittenWhileThereIsRoomAndCountedAfterwards) {
  acta_union room[1] = {};
  acta_frame frame{};
  frame.unions = room;
  frame.union_capacity = 1;
  EXPECT_EQ(acta_k_union(&frame, 0, 5), 5U);
  EXPECT_EQ(acta_k_union(&frame, 5, 0), 5U);
  EXPECT_EQ(acta_k_union(&frame, 5, 5), 5U);
  EXPECT_EQ(frame.union_count, 0U);
  EXPECT_EQ(acta_k_union(&frame, 5, 6), ACTA_WHY_UNION | 0);
  EXPECT_EQ(frame.overflow, 0U);
  EXPECT_EQ(acta_k_union(&frame, 7, 8), ACTA_WHY_UNION | 1);
  EXPECT_EQ(frame.overflow, 1U);
  EXPECT_EQ(frame.union_count, 2U);
  EXPECT_EQ(room[0].left, 5U);
  EXPECT_EQ(room[0].right, 6U);
}

}  // namespace
}  // namespace acta
