// Work shared out over threads. Private to compiler/simulate.
#pragma once

#include <algorithm>
#include <atomic>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "compiler/base/result.h"

namespace acta::simulate {

// Runs `work(i)`, which gives a Result<void>, for 0 to count - 1 on some threads. After the first
// failure nothing more is begun, and it is returned.
template <class F>
Result<void> OnThreads(unsigned threads, std::size_t count, F work) {
  std::atomic<std::size_t> next = 0;
  std::atomic<bool> stop = false;
  std::mutex mutex;
  std::optional<Error> error;
  const auto run = [&] {
    for (std::size_t i = next++; i < count && !stop; i = next++) {
      if (Result<void> done = work(i); !done) {
        const std::lock_guard lock(mutex);
        error = error ? error : done.error();
        stop = true;
      }
    }
  };
  std::vector<std::jthread> crew;
  for (unsigned i = 1; i < std::min<std::size_t>(threads, count); ++i) {
    crew.emplace_back(run);
  }
  run();
  crew.clear();
  return error ? Result<void>(tl::unexpected(*error)) : Result<void>();
}

}  // namespace acta::simulate
