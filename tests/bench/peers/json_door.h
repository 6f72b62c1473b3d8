// One case as JSON, answered as JSON, again and again in memory that is used again.
#pragma once

#include <cstdint>
#include <string>

#include "acta/acta.h"

namespace acta::bench {

class JsonDoor {
 public:
  // `json` is a sound case of the act, which must outlive the door.
  JsonDoor(const acta_act* act, std::string json);
  JsonDoor(const JsonDoor&) = delete;
  JsonDoor& operator=(const JsonDoor&) = delete;
  ~JsonDoor();

  // Reads the case, evaluates it, writes the answers.
  void Answer();
  // The same with a trace, and the explanation of one answer besides.
  void Explain(std::uint32_t answer);
  // Evaluates what was read last, without JSON.
  void Evaluate(std::uint32_t flags);

 private:
  void Read();

  std::string json_;
  acta_case* facts_ = nullptr;
  acta_outcome* outcome_ = nullptr;
  acta_buffer answers_{};
  acta_buffer explanation_{};
};

}  // namespace acta::bench
