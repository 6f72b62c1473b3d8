// Threads that stay each on its own processor, start together, and know how long they worked.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>

namespace acta::measure {

class Crew {
 public:
  // As many threads; not pinned when there are more of them than processors.
  explicit Crew(unsigned size);
  ~Crew();

  [[nodiscard]] unsigned size() const;

  // Each thread does its work(0) to work(size - 1) so many times. Returns when all are done: the
  // seconds of processor time that the slowest took for a turn. (Processor time: what other
  // processes take meanwhile does not count.)
  double Do(const std::function<void(unsigned)>& work, std::size_t turns = 1);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

// How many processors this process may use.
[[nodiscard]] unsigned Processors();

}  // namespace acta::measure
