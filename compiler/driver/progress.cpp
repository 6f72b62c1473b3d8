#include "compiler/driver/progress.h"

#include <csignal>
#include <cstdio>
#include <string>
#include <unistd.h>

#include <fmt/format.h>

namespace acta {
namespace {

volatile std::sig_atomic_t interrupted = 0;

void OnInterrupt(int /*signal*/) {
  interrupted = 1;
  std::signal(SIGINT, SIG_DFL);
}

constexpr std::int64_t kBetweenBars = 200;
constexpr std::int64_t kBetweenLines = 30'000;

std::string Duration(double seconds) {
  const auto whole = static_cast<std::int64_t>(seconds + 0.5);
  return whole < 60 ? fmt::format("{} s", whole)
                    : fmt::format("{} min {:02} s", whole / 60, whole % 60);
}

}  // namespace

void CatchInterrupts() {
  std::signal(SIGINT, OnInterrupt);
}

bool IsInterrupted() {
  return interrupted != 0;
}

ProgressBar::ProgressBar(std::optional<std::uint64_t> all, bool shown)
    : all_(all), shown_(shown), is_terminal_(isatty(STDERR_FILENO) != 0) {
  next_ = is_terminal_ ? 0 : kBetweenLines;
}

ProgressBar::~ProgressBar() {
  if (has_drawn_ && is_terminal_) {
    fmt::print(stderr, "\r\033[K");
  }
}

bool ProgressBar::Laws(std::size_t done, std::size_t laws) {
  const std::lock_guard lock(mutex_);
  if (shown_ && is_terminal_) {
    fmt::print(stderr, "\r\033[Kcompiled {} of {} laws", done, laws);
    std::fflush(stderr);
    has_drawn_ = true;
  }
  return !IsInterrupted();
}

bool ProgressBar::Cases(std::uint64_t more) {
  const std::uint64_t done = done_ += more;
  const std::lock_guard lock(mutex_);
  const Clock::time_point now = Clock::now();
  if (!begun_) {
    begun_ = now;
    done_at_first_ = done;
  }
  const auto elapsed = std::chrono::duration_cast<std::chrono::milliseconds>(now - *begun_).count();
  if (shown_ && elapsed >= next_) {
    next_ = elapsed + (is_terminal_ ? kBetweenBars : kBetweenLines);
    Draw(done);
  }
  return !IsInterrupted();
}

void ProgressBar::Draw(std::uint64_t done) {
  // Nothing is known of the rate of the cases that were done first, nor right behind them.
  constexpr double kLeastSeconds = 0.1;
  const double seconds = std::chrono::duration<double>(Clock::now() - *begun_).count();
  const double rate = seconds > kLeastSeconds && done > done_at_first_
                          ? static_cast<double>(done - done_at_first_) / seconds
                          : 0;
  std::string line = fmt::format("{} cases", done);
  if (all_ && *all_ > 0) {
    const double share = static_cast<double>(done) / static_cast<double>(*all_);
    constexpr std::size_t kWidth = 24;
    const auto filled = static_cast<std::size_t>(share * kWidth);
    const std::string bar = std::string(filled, '#') + std::string(kWidth - filled, '.');
    line = fmt::format("[{}] {:3.0f}%  {}", bar, 100 * share, line);
    if (rate > 0) {
      line += fmt::format(", {} left", Duration(static_cast<double>(*all_ - done) / rate));
    }
  }
  line += rate <= 0    ? ""
          : rate < 1e6 ? fmt::format(", {:.0f} thousand a second", rate / 1e3)
                       : fmt::format(", {:.2f} million a second", rate / 1e6);
  if (is_terminal_) {
    fmt::print(stderr, "\r\033[K{}", line);
  } else {
    fmt::print(stderr, "{}\n", line);
  }
  std::fflush(stderr);
  has_drawn_ = true;
}

}  // namespace acta
