#include "compiler/population/drawing.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "compiler/base/check.h"
#include "compiler/base/clones.h"

namespace acta::population {

namespace {

using DrawKind = ir::PopulationDraw::Kind;
constexpr std::int64_t kMissing = ACTA_MISSING;
constexpr std::int64_t kAbsent = ACTA_ABSENT;
// The numbers of streams from here on are of files: no population has so many draws.
constexpr std::uint64_t kFirstOfFiles = std::uint64_t{1} << 32;

// The standard normal variable below which a share lies: Wichura's AS 241, to 16 digits.
double NormalAt(double share) {
  const auto ratio = [](double x, const double(&a)[8], const double(&b)[7]) {
    double above = a[7];
    double below = b[6];
    for (int i = 6; i >= 0; --i) {
      above = above * x + a[i];
    }
    for (int i = 5; i >= 0; --i) {
      below = below * x + b[i];
    }
    return above / (below * x + 1);
  };
  static constexpr double kMiddleAbove[8] = {3.3871328727963666080e0,  1.3314166789178437745e+2,
                                             1.9715909503065514427e+3, 1.3731693765509461125e+4,
                                             4.5921953931549871457e+4, 6.7265770927008700853e+4,
                                             3.3430575583588128105e+4, 2.5090809287301226727e+3};
  static constexpr double kMiddleBelow[7] = {4.2313330701600911252e+1, 6.8718700749205790830e+2,
                                             5.3941960214247511077e+3, 2.1213794301586595867e+4,
                                             3.9307895800092710610e+4, 2.8729085735721942674e+4,
                                             5.2264952788528545610e+3};
  static constexpr double kNearAbove[8] = {1.42343711074968357734e0,  4.63033784615654529590e0,
                                           5.76949722146069140550e0,  3.64784832476320460504e0,
                                           1.27045825245236838258e0,  2.41780725177450611770e-1,
                                           2.27238449892691845833e-2, 7.74545014278341407640e-4};
  static constexpr double kNearBelow[7] = {2.05319162663775882187e0,  1.67638483018380384940e0,
                                           6.89767334985100004550e-1, 1.48103976427480074590e-1,
                                           1.51986665636164571966e-2, 5.47593808499534494600e-4,
                                           1.05075007164441684324e-9};
  static constexpr double kFarAbove[8] = {6.65790464350110377720e0,  5.46378491116411436990e0,
                                          1.78482653991729133580e0,  2.96560571828504891230e-1,
                                          2.65321895265761230930e-2, 1.24266094738807843860e-3,
                                          2.71155556874348757815e-5, 2.01033439929228813265e-7};
  static constexpr double kFarBelow[7] = {5.99832206555887937690e-1, 1.36929880922735805310e-1,
                                          1.48753612908506148525e-2, 7.86869131145613259100e-4,
                                          1.84631831751005468180e-5, 1.42151175831644588870e-7,
                                          2.04426310338993978564e-15};
  const double q = share - 0.5;
  if (std::abs(q) <= 0.425) {
    return q * ratio(0.180625 - q * q, kMiddleAbove, kMiddleBelow);
  }
  const double tail = std::sqrt(-std::log(q < 0 ? share : 1 - share));
  const double z =
      tail <= 5 ? ratio(tail - 1.6, kNearAbove, kNearBelow) : ratio(tail - 5, kFarAbove, kFarBelow);
  return q < 0 ? -z : z;
}

// 2^64 times a share of a million.
std::uint64_t Threshold(std::int64_t millionths) {
  constexpr std::int64_t kWhole = 1'000'000;
  if (millionths >= kWhole) {
    return std::numeric_limits<std::uint64_t>::max();
  }
  return static_cast<std::uint64_t>((static_cast<UInt128>(millionths) << 64) / kWhole);
}

double MedianOf(const ir::Program& program, ir::NodeId node) {
  return static_cast<double>(program.nodes[node].imm);
}

// The random numbers of so many rows, which stand side by side.
ACTA_CLONES void RandomsInto(Stream stream, std::uint64_t first, std::size_t count,
                             std::uint64_t* out) {
  for (std::size_t i = 0; i < count; ++i) {
    out[i] = stream.At(first + i);
  }
}

// Where the random number is not below `from`, the other value.
ACTA_CLONES void TakeFrom(const std::uint64_t* randoms, std::uint64_t from,
                          const std::int64_t* other, std::size_t count, std::int64_t* out) {
  for (std::size_t i = 0; i < count; ++i) {
    out[i] = randoms[i] >= from ? other[i] : out[i];
  }
}
ACTA_CLONES void TakeFrom(const std::uint64_t* randoms, std::uint64_t from, std::int64_t other,
                          std::size_t count, std::int64_t* out) {
  for (std::size_t i = 0; i < count; ++i) {
    out[i] = randoms[i] >= from ? other : out[i];
  }
}

// The value that a draw gives in every case, if it does.
std::optional<std::int64_t> ConstantOf(const ir::Program& program, const ir::PopulationDraw& draw) {
  switch (draw.kind) {
    case DrawKind::kValue: {
      const ir::Node& node = program.nodes[draw.first];
      return node.op == ir::Op::kConst ? std::optional(node.imm) : std::nullopt;
    }
    case DrawKind::kMissing:
      return kMissing;
    case DrawKind::kPresent:
      return 0;
    default:
      return std::nullopt;
  }
}

// Walker's cells: every day has one of the same size, filled up with a part of a heavier day.
void FillCells(const std::vector<double>& weights, Plan::Draw& draw) {
  const std::size_t count = weights.size();
  double sum = 0;
  for (const double weight : weights) {
    sum += weight;
  }
  draw.keep.assign(count, 1);
  draw.other.resize(count);
  std::vector<double> rest(count);
  std::vector<std::uint32_t> light, heavy;
  for (std::uint32_t i = 0; i < count; ++i) {
    rest[i] = weights[i] * static_cast<double>(count) / sum;
    draw.other[i] = i;
    (rest[i] < 1 ? light : heavy).push_back(i);
  }
  while (!light.empty() && !heavy.empty()) {
    const std::uint32_t small = light.back();
    const std::uint32_t large = heavy.back();
    light.pop_back();
    draw.keep[small] = rest[small];
    draw.other[small] = large;
    rest[large] -= 1 - rest[small];
    if (rest[large] < 1) {
      heavy.pop_back();
      light.push_back(large);
    }
  }
}

}  // namespace

Plan::Plan(const ir::Population& population, std::uint64_t seed)
    : population_(population), tables_(population.program), seed_(seed) {
  AddItems(population.items, 0);
}

Plan::Draw& Plan::Number(const void* node) {
  Draw& draw = draws_[node];
  draw.stream = Stream(seed_, numbered_++);
  return draw;
}

void Plan::AddItems(const std::vector<ir::PopulationItem>& items, std::uint64_t level) {
  for (const ir::PopulationItem& item : items) {
    AddOptions(item.options, level);
  }
}

void Plan::AddOptions(const std::vector<ir::PopulationOption>& options, std::uint64_t level) {
  Draw& choice = Number(&options);
  std::int64_t sum = 0;
  for (const ir::PopulationOption& option : options) {
    if (option.share) {
      sum += *option.share;
      choice.up_to.push_back(Threshold(sum));
    }
  }
  for (const ir::PopulationOption& option : options) {
    AddDraw(option.draw, level);
  }
}

void Plan::AddDraw(const ir::PopulationDraw& draw, std::uint64_t level) {
  Draw& made = Number(&draw);
  const ir::Program& program = population_.program;
  switch (draw.kind) {
    case DrawKind::kNormal:
      made.spread =
          (MedianOf(program, draw.second) - MedianOf(program, draw.first)) / NormalAt(draw.below);
      break;
    case DrawKind::kLognormal:
      made.spread = std::log(MedianOf(program, draw.second) / MedianOf(program, draw.first)) /
                    NormalAt(draw.below);
      break;
    case DrawKind::kDay:
      FillCells(draw.weights, made);
      break;
    case DrawKind::kFile:
      // Whatever is drawn of one file for a case, or for an element, is of the same row.
      made.stream = Stream(seed_, kFirstOfFiles + level * population_.files.size() + draw.file);
      break;
    case DrawKind::kNested:
      AddOptions(draw.options, level);
      break;
    case DrawKind::kList:
      AddOptions(draw.options, level);
      AddItems(draw.each, ++lists_);
      break;
    case DrawKind::kValue:
    case DrawKind::kMissing:
    case DrawKind::kPresent:
    case DrawKind::kUniform:
      break;
  }
}

// Where the random numbers of rows stand.
struct Drawing::Places {
  std::uint64_t first = 0;
  const std::uint64_t* of = nullptr;  // elements
  [[nodiscard]] std::uint64_t operator[](std::size_t i) const {
    return of != nullptr ? of[i] : first + i;
  }
};

void Drawing::Fill(const Stream& stream, const Rows& rows, const Places& places, Randoms& out) {
  if (places.of == nullptr) {
    RandomsInto(stream, places.first, rows.count, out.data());
    return;
  }
  for (std::size_t i = 0; i < rows.count; ++i) {
    out[i] = stream.At(places[i]);
  }
}

Chunk& Drawing::Take() {
  if (taken_ == chunks_.size()) {
    chunks_.emplace_back();
  }
  return chunks_[taken_++];
}

void Drawing::Fill(Table& table) {
  const ir::Population& population = plan_.population();
  table.slots.resize(population.program.slot_count);
  for (const ir::PopulationItem& item : population.items) {
    Column& column = table.slots[item.slot];
    column.resize(table.rows);
    for (std::size_t begin = 0; begin < table.rows; begin += kChunk) {
      const Rows rows{
          .table = &table, .begin = begin, .count = std::min(kChunk, table.rows - begin)};
      Chunk& out = Take();
      Options(item.options, item, rows, {.first = table.first + begin}, out);
      Settle(item.path, rows, out);
      std::copy_n(out.begin(), rows.count, column.begin() + static_cast<std::ptrdiff_t>(begin));
      taken_ = 0;
    }
    if (population.program.types[item.type].kind == ir::Kind::kList) {
      List(item, table);
    }
  }
}

// The column of the item holds lengths by now; they become the elements, one after the other.
void Drawing::List(const ir::PopulationItem& item, Table& table) {
  const ir::Program& program = plan_.population().program;
  const ir::Type& type = program.types[item.type];
  Elements& elements = table.lists[item.slot];
  const Column& lengths = table.slots[item.slot];
  elements.offsets.assign(1, 0);
  elements.parents.clear();
  elements.places.clear();
  for (std::size_t row = 0; row < table.rows; ++row) {
    const std::int64_t length = lengths[row] == kMissing || lengths[row] == kAbsent
                                    ? 0
                                    : std::clamp<std::int64_t>(lengths[row], 0, type.at_most);
    for (std::int64_t i = 0; i < length; ++i) {
      elements.parents.push_back(static_cast<std::uint32_t>(row));
      elements.places.push_back((table.first + row) * type.at_most + static_cast<std::uint64_t>(i));
    }
    elements.offsets.push_back(static_cast<std::uint32_t>(elements.parents.size()));
  }
  const ir::Type& element = program.types[type.element];
  const std::size_t width =
      element.kind == ir::Kind::kEntity ? program.entities[element.entity].width : 1;
  elements.slots.resize(width);
  const ir::PopulationDraw* draw = nullptr;
  for (const ir::PopulationOption& option : item.options) {
    draw = option.draw.kind == DrawKind::kList ? &option.draw : draw;
  }
  const std::size_t count = elements.parents.size();
  for (std::size_t i = 0; draw != nullptr && i < draw->each.size(); ++i) {
    const ir::PopulationItem& field = draw->each[i];
    Column& column = elements.slots[field.slot];
    column.resize(count);
    const bool has_fields = element.kind == ir::Kind::kEntity;
    const std::string path = has_fields ? item.path + "." + field.path : item.path;
    for (std::size_t begin = 0; begin < count; begin += kChunk) {
      const Rows rows{.table = &table,
                      .parents = elements.parents.data(),
                      .begin = begin,
                      .count = std::min(kChunk, count - begin)};
      Chunk& out = Take();
      Options(field.options, field, rows, {.of = elements.places.data() + begin}, out);
      Settle(path, rows, out);
      std::copy_n(out.begin(), rows.count, column.begin() + static_cast<std::ptrdiff_t>(begin));
      taken_ = 0;
    }
  }
}

// What could not be worked out is missing, and noted.
void Drawing::Settle(const std::string& path, const Rows& rows, Chunk& values) {
  for (std::size_t i = 0; i < rows.count; ++i) {
    if (values[i] != kNoResult) {
      continue;
    }
    values[i] = kMissing;
    unworked_[path].Add({.values = 1, .first = rows.table->first + rows.of_case(i)});
  }
}

void Drawing::Options(const std::vector<ir::PopulationOption>& options,
                      const ir::PopulationItem& item, const Rows& rows, const Places& places,
                      Chunk& out) {
  Draw(options.front().draw, item, rows, places, out);
  if (options.size() == 1) {
    return;
  }
  const std::size_t taken = taken_;
  Chunk& other = Take();
  if (depth_ == randoms_.size()) {
    randoms_.emplace_back();
  }
  if (options.front().share) {
    const Plan::Draw& choice = plan_.of(&options);
    Randoms& randoms = randoms_[depth_++];
    Fill(choice.stream, rows, places, randoms);
    for (std::size_t k = 1; k < options.size(); ++k) {
      const std::uint64_t from = choice.up_to[k - 1];
      if (const auto constant = ConstantOf(plan_.population().program, options[k].draw)) {
        TakeFrom(randoms.data(), from, *constant, rows.count, out.data());
        continue;
      }
      Draw(options[k].draw, item, rows, places, other);
      TakeFrom(randoms.data(), from, other.data(), rows.count, out.data());
    }
    --depth_;
  } else {
    // The first condition that holds decides; one that is open leaves the value open.
    Chunk& holds = Take();
    Chunk& settled = Take();
    evaluator_.Evaluate(options.front().when, rows, holds);
    for (std::size_t i = 0; i < rows.count; ++i) {
      settled[i] = static_cast<std::int64_t>(holds[i] != 0);
      out[i] = IsOpen(holds[i]) ? holds[i] : out[i];
    }
    for (std::size_t k = 1; k < options.size(); ++k) {
      Draw(options[k].draw, item, rows, places, other);
      if (options[k].when.valid()) {
        evaluator_.Evaluate(options[k].when, rows, holds);
      } else {
        std::fill_n(holds.begin(), rows.count, 1);
      }
      for (std::size_t i = 0; i < rows.count; ++i) {
        const bool is_next = settled[i] == 0 && holds[i] != 0;
        out[i] = !is_next ? out[i] : IsOpen(holds[i]) ? holds[i] : other[i];
        settled[i] = static_cast<std::int64_t>(settled[i] != 0 || is_next);
      }
    }
  }
  taken_ = taken;
}

void Drawing::Draw(const ir::PopulationDraw& draw, const ir::PopulationItem& item, const Rows& rows,
                   const Places& places, Chunk& out) {
  switch (draw.kind) {
    case DrawKind::kValue:
      evaluator_.Evaluate(draw.first, rows, out);
      return;
    case DrawKind::kMissing:
      std::fill_n(out.begin(), rows.count, kMissing);
      return;
    case DrawKind::kPresent:
      std::fill_n(out.begin(), rows.count, 0);
      return;
    case DrawKind::kUniform: {
      const std::size_t taken = taken_;
      Chunk& high = Take();
      evaluator_.Evaluate(draw.first, rows, out);
      evaluator_.Evaluate(draw.second, rows, high);
      const Stream& stream = plan_.of(&draw).stream;
      for (std::size_t i = 0; i < rows.count; ++i) {
        if (IsOpen(out[i])) {
          continue;
        }
        if (IsOpen(high[i]) || high[i] < out[i]) {
          out[i] = IsOpen(high[i]) ? high[i] : kNoResult;
          continue;
        }
        const auto count =
            static_cast<std::uint64_t>(high[i]) - static_cast<std::uint64_t>(out[i]) + 1;
        const std::uint64_t offset = Below(stream.At(places[i]), count);
        out[i] = static_cast<std::int64_t>(static_cast<std::uint64_t>(out[i]) + offset);
      }
      taken_ = taken;
      return;
    }
    case DrawKind::kNormal:
    case DrawKind::kLognormal:
      Curve(draw, item, rows, places, out);
      return;
    case DrawKind::kDay: {
      const Plan::Draw& days = plan_.of(&draw);
      const std::uint64_t count = days.keep.size();
      for (std::size_t i = 0; i < rows.count; ++i) {
        const auto product = static_cast<UInt128>(days.stream.At(places[i])) * count;
        const auto cell = static_cast<std::size_t>(product >> 64);
        const bool is_own = Fraction(static_cast<std::uint64_t>(product)) < days.keep[cell];
        out[i] = draw.first_day + static_cast<std::int64_t>(is_own ? cell : days.other[cell]);
      }
      return;
    }
    case DrawKind::kFile: {
      const ir::PopulationFile& file = plan_.population().files[draw.file];
      const std::vector<std::int64_t>& cells = file.columns[draw.column].cells;
      ACTA_CHECK(file.rows > 0 && cells.size() == file.rows, "the file was read");
      const Stream& stream = plan_.of(&draw).stream;
      for (std::size_t i = 0; i < rows.count; ++i) {
        out[i] = cells[Below(stream.At(places[i]), file.rows)];
      }
      return;
    }
    case DrawKind::kNested:
      Options(draw.options, item, rows, places, out);
      return;
    case DrawKind::kList:
      // The length; the elements are drawn when all lengths are known.
      Options(draw.options, item, rows, places, out);
      return;
  }
}

void Drawing::Curve(const ir::PopulationDraw& draw, const ir::PopulationItem& item,
                    const Rows& rows, const Places& places, Chunk& out) {
  const Plan::Draw& curve = plan_.of(&draw);
  const double median = MedianOf(plan_.population().program, draw.first);
  const bool is_log = draw.kind == DrawKind::kLognormal;
  // Whatever is drawn is a value of its type.
  constexpr double kLargest = 9.0e18;
  const double low = item.low ? static_cast<double>(*item.low) : is_log ? 0 : -kLargest;
  const double high = item.high ? static_cast<double>(*item.high) : kLargest;
  for (std::size_t i = 0; i < rows.count; ++i) {
    const double z = curve.spread * NormalAt(Fraction(curve.stream.At(places[i])));
    const double value = is_log ? median * std::exp(z) : median + z;
    out[i] = static_cast<std::int64_t>(std::clamp(std::nearbyint(value), low, high));
  }
}

}  // namespace acta::population
