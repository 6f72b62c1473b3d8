#include "compiler/descriptor/descriptor.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "acta/descriptor.h"
#include "compiler/base/check.h"
#include "compiler/ir/format.h"

namespace acta {
namespace {

// Longer expressions are cut: an explanation quotes, it does not reprint.
constexpr std::size_t kLongestQuote = 240;
constexpr std::uint32_t kMostOperands = 1U << 24U;

std::uint32_t OperatorNumber(ir::Op op) {
  switch (op) {
#define ACTA_OP(Name, name, arity, undetermined, can_fail) \
  case ir::Op::k##Name:                                    \
    return ACTA_OP_##Name;
#include "compiler/ir/operators.def"
#undef ACTA_OP
  }
  ACTA_CHECK(false, "an operator is one of operators.def");
}

template <class Tag>
std::uint32_t IndexOf(Id<Tag> id) {
  return id.value;
}
static_assert(ir::NodeId().value == ACTA_NONE);

class DescriptorWriter {
 public:
  DescriptorWriter(const ir::RuleGraph& graph, const SourceMap& sources)
      : graph_(graph), program_(*graph.program), sources_(sources) {
    // The empty string is always at hand.
    strings_.push_back('\0');
  }

  std::vector<std::byte> Write() {
    WriteTypes();
    WriteCase();
    WriteReasons();
    WriteRules();
    WriteNodes();
    WriteTables();
    return Assemble();
  }

 private:
  acta_d_string String(std::string_view text) {
    if (text.empty()) {
      return {0, 0};
    }
    const auto [found, is_new] =
        known_strings_.try_emplace(std::string(text), static_cast<std::uint32_t>(strings_.size()));
    if (is_new) {
      strings_.insert(strings_.end(), text.begin(), text.end());
      strings_.push_back('\0');
    }
    return {found->second, static_cast<std::uint32_t>(text.size())};
  }

  // The words of the author on one line.
  std::string Quote(const Span& span) const {
    std::string quote;
    for (const char c : sources_.TextOf(span)) {
      const bool is_blank = c == ' ' || c == '\n' || c == '\r' || c == '\t';
      if (!is_blank) {
        quote.push_back(c);
      } else if (!quote.empty() && quote.back() != ' ') {
        quote.push_back(' ');
      }
    }
    while (!quote.empty() && quote.back() == ' ') {
      quote.pop_back();
    }
    return quote;
  }

  // What a node says: a test in a cell of a table with the head of its column, `guests < 20`,
  // `kind is concert, fair`.
  std::string WordsOf(const ir::Node& node) const {
    std::string words = Quote(node.span);
    const auto column = program_.columns_of_cells.find({node.span.source, node.span.begin});
    const bool is_test = node.op != ir::Op::kConst && node.type.valid() &&
                         program_.types[node.type].kind == ir::Kind::kBoolean;
    if (column != program_.columns_of_cells.end() && is_test) {
      const std::string head = Quote(column->second);
      const bool is_one_word = head.find(' ') == std::string::npos;
      const bool compares = words.starts_with('<') || words.starts_with('>');
      words = fmt::format("{}{}{}", is_one_word ? head : "(" + head + ")",
                          compares ? " " : " is ", words);
    }
    if (words.size() > kLongestQuote) {
      std::size_t end = kLongestQuote;
      while (end > 0 && (static_cast<unsigned char>(words[end]) & 0xC0) == 0x80) {
        --end;
      }
      words.resize(end);
      words += "…";
    }
    return words;
  }

  std::uint32_t LineOf(const Span& span) const {
    return span.valid() ? sources_[span.source].Locate(span.begin).line : 0;
  }

  template <class Range>
  acta_d_slice Indices(const Range& ids) {
    const auto first = static_cast<std::uint32_t>(indices_.size());
    for (const auto& id : ids) {
      indices_.push_back(IndexOf(id));
    }
    return {first, static_cast<std::uint32_t>(indices_.size()) - first};
  }

  void WriteTypes() {
    for (const ir::TypeId id : program_.types.Ids()) {
      const ir::Type& type = program_.types[id];
      types_.push_back({
          .kind = static_cast<std::uint32_t>(type.kind),
          .optional = type.optional ? 1U : 0U,
          .unit = IndexOf(type.unit),
          .per = IndexOf(type.per),
          .enumeration = IndexOf(type.enumeration),
          .entity = IndexOf(type.entity),
          .element = IndexOf(type.element),
          .at_most = type.at_most,
          .name = String(ir::TypeName(program_, id)),
      });
    }
    for (const ir::Unit& unit : program_.units) {
      units_.push_back({.name = String(unit.name), .doc = String({})});
    }
    for (const ir::Party& party : program_.parties) {
      parties_.push_back({.name = String(party.name), .doc = String(party.doc)});
    }
    for (const ir::Enum& enumeration : program_.enums) {
      enums_.push_back({.name = String(enumeration.name),
                        .members = {static_cast<std::uint32_t>(members_.size()),
                                    static_cast<std::uint32_t>(enumeration.members.size())}});
      for (const ir::EnumMember& member : enumeration.members) {
        members_.push_back({.name = String(member.name), .doc = String(member.doc)});
      }
    }
  }

  acta_d_field Field(const ir::FactField& field) {
    return {
        .name = String(field.name),
        .doc = String(field.doc),
        .low = field.low.value_or(0),
        .high = field.high.value_or(0),
        .type = IndexOf(field.type),
        .offset = field.offset,
        .flags = (field.low ? ACTA_D_HAS_LOW : 0U) | (field.high ? ACTA_D_HAS_HIGH : 0U),
        .judged_by = IndexOf(field.judged_by),
        .citation = IndexOf(field.citation),
        .line = LineOf(field.span),
    };
  }

  void WriteCase() {
    for (const ir::Entity& entity : program_.entities) {
      entities_.push_back({.name = String(entity.name),
                           .fields = {static_cast<std::uint32_t>(fields_.size()),
                                      static_cast<std::uint32_t>(entity.fields.size())},
                           .width = entity.width,
                           .reserved = 0});
      for (const ir::FactField& field : entity.fields) {
        fields_.push_back(Field(field));
      }
    }
    for (const ir::FactField& fact : program_.facts) {
      facts_.push_back(Field(fact));
    }
    for (const ir::Reading& reading : program_.readings) {
      readings_.push_back({.name = String(reading.name),
                           .question = String(reading.question),
                           .enumeration = IndexOf(reading.alternatives),
                           .slot = reading.slot,
                           .citation = IndexOf(reading.citation),
                           .line = LineOf(reading.span)});
    }
  }

  void WriteReasons() {
    for (const ir::Reason& reason : program_.reasons) {
      reasons_.push_back({.subject = String(reason.subject),
                          .doc = String(reason.doc),
                          .kind = static_cast<std::uint32_t>(reason.kind),
                          .citation = IndexOf(reason.citation),
                          .line = LineOf(reason.span),
                          .reserved = 0});
    }
    for (const ir::CitationId id : program_.citations.Ids()) {
      const ir::Citation& citation = program_.citations[id];
      const bool stands = citation.span.valid();
      citations_.push_back(
          {.text = String(citation.text),
           .title = String(citation.title),
           .prose = String(citation.prose),
           .path = String(stands ? sources_[citation.span.source].path() : std::string()),
           .act = String(citation.act),
           .line = LineOf(citation.span),
           .first = IndexOf(citation.first.valid() ? citation.first : id)});
    }
  }

  void WriteRules() {
    for (const ir::Rule& rule : program_.rules) {
      const ir::Default otherwise = rule.otherwise.value_or(ir::Default{});
      rules_.push_back({.name = String(rule.name),
                        .doc = String(rule.doc),
                        .gloss = String(rule.gloss),
                        .otherwise_name = String(otherwise.name),
                        .params = {static_cast<std::uint32_t>(params_.size()),
                                   static_cast<std::uint32_t>(rule.params.size())},
                        .role = static_cast<std::uint32_t>(rule.role),
                        .type = IndexOf(rule.type),
                        .root = IndexOf(rule.root),
                        .otherwise = IndexOf(otherwise.value),
                        .otherwise_citation = IndexOf(otherwise.citation),
                        .uncovered = IndexOf(rule.uncovered),
                        .conflict = IndexOf(rule.conflict),
                        .citation = IndexOf(rule.citation),
                        .party = IndexOf(rule.party),
                        .line = LineOf(rule.span)});
      for (const ir::Param& param : rule.params) {
        params_.push_back({.name = String(param.name), .type = IndexOf(param.type), .reserved = 0});
      }
    }
    for (const ir::Group& group : program_.groups) {
      const acta_d_slice clauses = Indices(group.clauses);
      const acta_d_slice exceptions = Indices(group.exceptions);
      const acta_d_slice tied{static_cast<std::uint32_t>(indices_.size()),
                              static_cast<std::uint32_t>(group.clause_exceptions.size())};
      for (const auto& [clause, exception] : group.clause_exceptions) {
        indices_.push_back(IndexOf(clause));
        indices_.push_back(IndexOf(exception));
      }
      groups_.push_back({.name = String(group.name),
                         .clauses = clauses,
                         .exceptions = exceptions,
                         .clause_exceptions = tied,
                         .citation = IndexOf(group.citation),
                         .line = LineOf(group.span)});
    }
    for (const ir::Clause& clause : program_.clauses) {
      ACTA_CHECK(clause.withdrawals.size() == clause.withdrawal_citations.size(),
                 "every withdrawal has its citation");
      acta_d_slice withdrawals = Indices(clause.withdrawals);
      Indices(clause.withdrawal_citations);
      clauses_.push_back({.name = String(clause.name),
                          .withdrawals = withdrawals,
                          .guard = IndexOf(clause.guard),
                          .condition = IndexOf(clause.condition),
                          .value = IndexOf(clause.value),
                          .citation = IndexOf(clause.citation),
                          .line = LineOf(clause.span),
                          .reserved = 0});
    }
    for (const ir::Answer& answer : program_.answers) {
      answers_.push_back({.name = String(answer.name),
                          .question = String(answer.question),
                          .rule = IndexOf(answer.rule),
                          .line = LineOf(answer.span)});
    }
    for (const ir::RuleId rule : graph_.order) {
      order_.push_back(IndexOf(rule));
    }
    for (const ir::RuleId rule : graph_.callees) {
      callees_.push_back(IndexOf(rule));
    }
  }

  void WriteNodes() {
    const std::vector<std::uint32_t> words = NumberWords();
    for (const ir::NodeId id : program_.nodes.Ids()) {
      const ir::Node& node = program_.nodes[id];
      const acta_d_slice operands = Indices(program_.OperandsOf(node));
      ACTA_CHECK(operands.count < kMostOperands, "a descriptor counts operands in 24 bits");
      nodes_.push_back({.imm = node.imm,
                        .op = OperatorNumber(node.op),
                        .operand_count = operands.count,
                        .first_operand = operands.first,
                        .type = IndexOf(node.type),
                        .reason = IndexOf(node.reason),
                        .place = Place({IndexOf(node.citation), LineOf(node.span)}),
                        .words = words[id.index()]});
    }
  }

  std::uint32_t Place(acta_d_place place) {
    const auto [known, is_new] =
        known_places_.try_emplace(std::uint64_t{place.citation} << 32U | place.line,
                                  static_cast<std::uint32_t>(places_.size()));
    if (is_new) {
      places_.push_back(place);
    }
    return known->second;
  }

  // The words of each node, by number. Those of a part of an expression lie within those of the
  // whole.
  std::vector<std::uint32_t> NumberWords() {
    std::vector<ir::NodeId> outermost_first;
    for (const ir::NodeId id : program_.nodes.Ids()) {
      if (program_.nodes[id].span.valid()) {
        outermost_first.push_back(id);
      }
    }
    std::ranges::stable_sort(outermost_first, {}, [&](ir::NodeId id) {
      const Span& span = program_.nodes[id].span;
      return std::tuple(span.source.value, span.begin, ~span.end);
    });
    words_.push_back({0, 0});
    std::vector<std::uint32_t> numbers(program_.nodes.size(), 0);
    std::unordered_map<std::string, std::uint32_t> known;
    std::vector<std::pair<Span, acta_d_string>> around;
    for (const ir::NodeId id : outermost_first) {
      const ir::Node& node = program_.nodes[id];
      while (!around.empty() && !Encloses(around.back().first, node.span)) {
        around.pop_back();
      }
      const std::string text = WordsOf(node);
      if (text.empty()) {
        continue;
      }
      const auto [number, is_new] =
          known.try_emplace(text, static_cast<std::uint32_t>(words_.size()));
      if (is_new) {
        words_.push_back(around.empty() ? String(text) : StringWithin(around.back().second, text));
      }
      numbers[id.index()] = number->second;
      around.emplace_back(node.span, words_[number->second]);
    }
    return numbers;
  }

  static bool Encloses(const Span& outer, const Span& inner) {
    return outer.source == inner.source && outer.begin <= inner.begin && inner.end <= outer.end;
  }

  // `text` as a part of `whole` where it is one.
  acta_d_string StringWithin(acta_d_string whole, const std::string& text) {
    const std::size_t at = std::string_view(strings_.data() + whole.offset, whole.size).find(text);
    return at == std::string_view::npos
               ? String(text)
               : acta_d_string{whole.offset + static_cast<std::uint32_t>(at),
                               static_cast<std::uint32_t>(text.size())};
  }

  void WriteTables() {
    for (const std::string& text : program_.texts) {
      texts_.push_back(String(text));
    }
    for (const ir::Calendar& calendar : program_.calendars) {
      std::vector<acta_d_day_name> days;
      for (const auto& [day, name] : calendar.names) {
        days.push_back({.day = day, .citation = ACTA_NONE, .name = String(name)});
      }
      for (const auto& [day, citation] : calendar.cited) {
        days.push_back({.day = day, .citation = IndexOf(citation), .name = String({})});
      }
      std::ranges::stable_sort(days, {}, &acta_d_day_name::day);
      calendars_.push_back({.name = String(calendar.name),
                            .first_day = calendar.first_day,
                            .last_day = calendar.last_day,
                            .names = {static_cast<std::uint32_t>(day_names_.size()),
                                      static_cast<std::uint32_t>(days.size())}});
      day_names_.insert(day_names_.end(), days.begin(), days.end());
    }
    for (const ir::Lookup& lookup : program_.lookups) {
      lookups_.push_back({.name = String(lookup.name),
                          .versions = {static_cast<std::uint32_t>(versions_.size()),
                                       static_cast<std::uint32_t>(lookup.versions.size())},
                          .type = IndexOf(lookup.type),
                          .line = LineOf(lookup.span)});
      for (const ir::LookupVersion& version : lookup.versions) {
        versions_.push_back({.value = version.value,
                             .from = version.from,
                             .until = version.until,
                             .citation = IndexOf(version.citation),
                             .reserved = 0});
      }
    }
  }

  template <class T>
  acta_d_slice Section(const std::vector<T>& elements) {
    static_assert(std::is_trivially_copyable_v<T>);
    bytes_.resize((bytes_.size() + 7) / 8 * 8);
    const std::size_t offset = bytes_.size();
    ACTA_CHECK(offset + elements.size() * sizeof(T) < ACTA_NONE, "a descriptor stays below 4 GB");
    bytes_.resize(offset + elements.size() * sizeof(T));
    if (!elements.empty()) {
      std::memcpy(bytes_.data() + offset, elements.data(), elements.size() * sizeof(T));
    }
    return {static_cast<std::uint32_t>(offset), static_cast<std::uint32_t>(elements.size())};
  }

  // Of every text that the program was read from, in order.
  std::uint64_t SourceHash() const {
    std::uint64_t hash = 0;
    for (std::uint32_t i = 0; i < sources_.size(); ++i) {
      const std::string_view text = sources_[SourceId(i)].text();
      hash = hash * 0x9E3779B97F4A7C15U + acta_descriptor_hash(text.data(), text.size());
    }
    return hash;
  }

  std::vector<std::byte> Assemble() {
    const ir::LawInfo& law = program_.law;
    acta_descriptor header{};
    header.magic = ACTA_DESCRIPTOR_MAGIC;
    header.version = ACTA_DESCRIPTOR_VERSION;
    header.endian = ACTA_DESCRIPTOR_ENDIAN;
    header.header_size = sizeof(acta_descriptor);
    header.source_hash = SourceHash();
    header.slot_count = program_.slot_count;
    header.law = {.name = String(law.name),
                  .title = String(law.title),
                  .number = String(law.number),
                  .source = String(law.source),
                  .in_force_from = law.in_force_from,
                  .in_force_until = law.in_force_until,
                  .is_module = law.is_module ? 1U : 0U,
                  .reserved = 0};
    bytes_.resize(sizeof(acta_descriptor));
    header.strings = Section(strings_);
    header.indices = Section(indices_);
    header.types = Section(types_);
    header.units = Section(units_);
    header.parties = Section(parties_);
    header.enums = Section(enums_);
    header.members = Section(members_);
    header.entities = Section(entities_);
    header.fields = Section(fields_);
    header.facts = Section(facts_);
    header.readings = Section(readings_);
    header.reasons = Section(reasons_);
    header.citations = Section(citations_);
    header.params = Section(params_);
    header.rules = Section(rules_);
    header.groups = Section(groups_);
    header.clauses = Section(clauses_);
    header.nodes = Section(nodes_);
    header.places = Section(places_);
    header.answers = Section(answers_);
    header.order = Section(order_);
    header.callees = Section(callees_);
    header.words = Section(words_);
    header.texts = Section(texts_);
    header.calendars = Section(calendars_);
    header.day_names = Section(day_names_);
    header.lookups = Section(lookups_);
    header.versions = Section(versions_);
    bytes_.resize((bytes_.size() + 7) / 8 * 8);
    header.total_size = bytes_.size();
    std::memcpy(bytes_.data(), &header, sizeof header);
    constexpr std::size_t kHashed = offsetof(acta_descriptor, source_hash);
    header.hash = acta_descriptor_hash(bytes_.data() + kHashed, bytes_.size() - kHashed);
    std::memcpy(bytes_.data(), &header, sizeof header);
    return std::move(bytes_);
  }

  const ir::RuleGraph& graph_;
  const ir::Program& program_;
  const SourceMap& sources_;

  std::vector<std::byte> bytes_;
  std::unordered_map<std::string, std::uint32_t> known_strings_;
  std::vector<char> strings_;
  std::vector<std::uint32_t> indices_, order_, callees_;
  std::vector<acta_d_type> types_;
  std::vector<acta_d_named> units_, parties_, members_;
  std::vector<acta_d_enum> enums_;
  std::vector<acta_d_entity> entities_;
  std::vector<acta_d_field> fields_, facts_;
  std::vector<acta_d_reading> readings_;
  std::vector<acta_d_reason> reasons_;
  std::vector<acta_d_citation> citations_;
  std::vector<acta_d_param> params_;
  std::vector<acta_d_rule> rules_;
  std::vector<acta_d_group> groups_;
  std::vector<acta_d_clause> clauses_;
  std::vector<acta_d_node> nodes_;
  std::unordered_map<std::uint64_t, std::uint32_t> known_places_;  // by citation and line
  std::vector<acta_d_place> places_;
  std::vector<acta_d_string> words_;
  std::vector<acta_d_answer> answers_;
  std::vector<acta_d_string> texts_;
  std::vector<acta_d_calendar> calendars_;
  std::vector<acta_d_day_name> day_names_;
  std::vector<acta_d_lookup> lookups_;
  std::vector<acta_d_version> versions_;
};

}  // namespace

std::vector<std::byte> WriteDescriptor(const ir::RuleGraph& graph, const SourceMap& sources) {
  return DescriptorWriter(graph, sources).Write();
}

}  // namespace acta
