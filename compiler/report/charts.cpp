#include "compiler/report/charts.h"

namespace acta::report {

extern const std::string_view charts_echarts_min_js;

std::string_view Charts() {
  return charts_echarts_min_js;
}

}  // namespace acta::report
