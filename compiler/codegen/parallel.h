// Independent pieces of work, shared by as many threads as there are cores.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <future>
#include <thread>
#include <vector>

#include "compiler/base/result.h"

namespace acta::codegen {

// Calls `worker(i)` for each i below `count`. Each thread has a worker of its own from
// `make_worker`, and takes one number after the other. The first failure of each thread ends it;
// one of them is returned. A thread for less than `least` pieces costs more than it saves.
template <class MakeWorker>
[[nodiscard]] Result<void> ShareAmongThreads(std::size_t count, const MakeWorker& make_worker,
                                             std::size_t least = 2) {
  std::atomic<std::size_t> next = 0;
  const auto work = [&]() -> Result<void> {
    auto worker = make_worker();
    for (std::size_t i = next++; i < count; i = next++) {
      ACTA_TRY_VOID(worker(i));
    }
    return {};
  };
  const std::size_t threads =
      std::min<std::size_t>(std::max(1u, std::thread::hardware_concurrency()), count / least);
  std::vector<std::future<Result<void>>> others;
  for (std::size_t i = 1; i < threads; ++i) {
    others.push_back(std::async(std::launch::async, work));
  }
  Result<void> result = work();
  for (std::future<Result<void>>& other : others) {
    if (Result<void> theirs = other.get(); result.has_value() && !theirs) {
      result = std::move(theirs);
    }
  }
  return result;
}

}  // namespace acta::codegen
