#include "compiler/measure/crew.h"

#include <algorithm>
#include <barrier>
#include <ctime>
#include <pthread.h>
#include <sched.h>
#include <thread>
#include <vector>

namespace acta::measure {

namespace {

std::vector<int> AllowedProcessors() {
  std::vector<int> allowed;
  cpu_set_t set;
  CPU_ZERO(&set);
  if (sched_getaffinity(0, sizeof set, &set) == 0) {
    for (int cpu = 0; cpu < CPU_SETSIZE; ++cpu) {
      if (CPU_ISSET(cpu, &set)) {
        allowed.push_back(cpu);
      }
    }
  }
  return allowed;
}

double ProcessorSeconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

}  // namespace

class Crew::Impl {
 public:
  explicit Impl(unsigned size) : begin_(size + 1), end_(size + 1), seconds_(size) {
    const std::vector<int> allowed = AllowedProcessors();
    for (unsigned i = 0; i < size; ++i) {
      threads_.emplace_back([this, i] { Serve(i); });
      if (size <= allowed.size()) {
        cpu_set_t own;
        CPU_ZERO(&own);
        CPU_SET(allowed[i], &own);
        // Only a wish: where it is refused, the figures are noisier.
        pthread_setaffinity_np(threads_.back().native_handle(), sizeof own, &own);
      }
    }
  }

  ~Impl() {
    work_ = nullptr;
    begin_.arrive_and_wait();
    for (std::thread& thread : threads_) {
      thread.join();
    }
  }

  [[nodiscard]] unsigned size() const { return static_cast<unsigned>(threads_.size()); }

  double Do(const std::function<void(unsigned)>& work, std::size_t turns) {
    work_ = &work;
    turns_ = turns;
    begin_.arrive_and_wait();
    end_.arrive_and_wait();
    return *std::ranges::max_element(seconds_) / static_cast<double>(turns);
  }

 private:
  void Serve(unsigned number) {
    while (true) {
      begin_.arrive_and_wait();
      if (work_ == nullptr) {
        return;
      }
      const double begun = ProcessorSeconds();
      for (std::size_t turn = 0; turn < turns_; ++turn) {
        (*work_)(number);
      }
      seconds_[number] = ProcessorSeconds() - begun;
      end_.arrive_and_wait();
    }
  }

  std::barrier<> begin_, end_;
  const std::function<void(unsigned)>* work_ = nullptr;
  std::size_t turns_ = 1;
  std::vector<double> seconds_;
  std::vector<std::thread> threads_;
};

Crew::Crew(unsigned size) : impl_(std::make_unique<Impl>(size)) {
}
Crew::~Crew() = default;
unsigned Crew::size() const {
  return impl_->size();
}
double Crew::Do(const std::function<void(unsigned)>& work, std::size_t turns) {
  return impl_->Do(work, turns);
}

unsigned Processors() {
  const std::size_t allowed = AllowedProcessors().size();
  return allowed == 0 ? 1 : static_cast<unsigned>(allowed);
}

}  // namespace acta::measure
