// Result<T>: the world may fail us. A file is missing, a directory cannot be written.
#pragma once

#include <string>
#include <utility>

#include <fmt/format.h>
#include <tl/expected.hpp>

namespace acta {

// Why something in the world could not be had, as a sentence for the user.
struct Error {
  std::string message;

  friend bool operator==(const Error&, const Error&) = default;
};

// Either what was asked for, or why it could not be had. `Result<void>` for deeds.
template <class T>
using Result = tl::expected<T, Error>;

// Makes any Result fail: `return Fail("cannot read {}", path);`
template <class... Args>
[[nodiscard]] tl::unexpected<Error> Fail(fmt::format_string<Args...> pattern, Args&&... args) {
  return tl::unexpected<Error>(Error{fmt::format(pattern, std::forward<Args>(args)...)});
}

}  // namespace acta

#define ACTA_INTERNAL_JOIN2(a, b) a##b
#define ACTA_INTERNAL_JOIN(a, b) ACTA_INTERNAL_JOIN2(a, b)
#define ACTA_INTERNAL_TRY(result, declaration, ...)                    \
  auto result = (__VA_ARGS__);                                         \
  if (!result) [[unlikely]] {                                          \
    return ::tl::unexpected<::acta::Error>(std::move(result).error()); \
  }                                                                    \
  declaration = *std::move(result)

// Declares what a Result holds, or returns its error from the function around it:
// `ACTA_TRY(const std::string text, ReadFile(path));`
#define ACTA_TRY(declaration, ...) \
  ACTA_INTERNAL_TRY(ACTA_INTERNAL_JOIN(acta_try_, __LINE__), declaration, __VA_ARGS__)

// The same for a Result<void>: `ACTA_TRY_VOID(WriteFile(path, text));`
#define ACTA_TRY_VOID(...)                                                        \
  do {                                                                            \
    if (auto acta_try_result = (__VA_ARGS__); !acta_try_result) [[unlikely]] {    \
      return ::tl::unexpected<::acta::Error>(std::move(acta_try_result).error()); \
    }                                                                             \
  } while (false)
