// How far a long run is: a bar that is drawn over on a terminal, plain lines elsewhere. And Ctrl-C.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>

namespace acta {

// From now on Ctrl-C asks to stop; a second one stops at once.
void CatchInterrupts();
[[nodiscard]] bool IsInterrupted();

class ProgressBar {
 public:
  // `all`: cases, where it is known. `shown`: whether to say anything at all.
  ProgressBar(std::optional<std::uint64_t> all, bool shown);
  ~ProgressBar();
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  // Any thread. False once it was interrupted.
  bool Laws(std::size_t done, std::size_t laws);
  bool Cases(std::uint64_t more);

 private:
  using Clock = std::chrono::steady_clock;
  void Draw(std::uint64_t done);

  std::optional<std::uint64_t> all_;
  bool shown_, is_terminal_;
  std::mutex mutex_;
  std::atomic<std::uint64_t> done_ = 0;
  std::atomic<std::int64_t> next_ = 0;  // milliseconds since the first case
  // When the first cases were done, and how many these were.
  std::optional<Clock::time_point> begun_;
  std::uint64_t done_at_first_ = 0;
  bool has_drawn_ = false;
};

}  // namespace acta
