// Draws the charts of the page from the figures that stand beside each of them. Without a charting
// library there is nothing to draw: the tables say the same.
(function () {
  'use strict';
  if (typeof echarts === 'undefined') return;
  var colour = function (name) {
    return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  };
  var count = function (number) { return number.toLocaleString('en'); };
  var options = {
    flow: function (data) {
      var nodes = data.before.map(function (name, i) { return { name: 'b' + i, label: name, depth: 0 }; })
        .concat(data.after.map(function (name, i) { return { name: 'a' + i, label: name, depth: 1 }; }));
      var used = {};
      data.links.forEach(function (link) { used['b' + link[0]] = used['a' + link[1]] = true; });
      return {
        tooltip: { formatter: function (p) { return count(p.value) + ' cases'; } },
        series: [{
          type: 'sankey', left: 8, right: 150, top: 10, bottom: 10, nodeWidth: 14, nodeGap: 10,
          data: nodes.filter(function (node) { return used[node.name]; }).map(function (node) {
            return { name: node.name, depth: node.depth, itemStyle: { color: colour('--accent') },
                     label: { formatter: node.label, color: colour('--ink'), width: 140, overflow: 'truncate' } };
          }),
          links: data.links.map(function (link) {
            return { source: 'b' + link[0], target: 'a' + link[1], value: link[2] };
          }),
          lineStyle: { color: 'source', opacity: 0.3 }
        }]
      };
    },
    groups: function (data) {
      return {
        tooltip: { formatter: function (p) {
          return data.labels[p.dataIndex] + ': ' + count(data.changed[p.dataIndex]) + ' of ' + count(data.cases[p.dataIndex]);
        } },
        grid: { left: 8, right: 40, top: 10, bottom: 24, containLabel: true },
        xAxis: { type: 'value', axisLabel: { formatter: '{value}%', color: colour('--faint') },
                 splitLine: { lineStyle: { color: colour('--line') } } },
        yAxis: { type: 'category', inverse: true, data: data.labels, axisLabel: { color: colour('--ink') } },
        series: [{ type: 'bar', itemStyle: { color: colour('--accent') },
                   data: data.changed.map(function (changed, i) {
                     return data.cases[i] === 0 ? 0 : Math.round(10000 * changed / data.cases[i]) / 100;
                   }) }]
      };
    },
    sweep: function (data) {
      return {
        tooltip: { trigger: 'axis' },
        legend: { textStyle: { color: colour('--ink') }, type: 'scroll' },
        grid: { left: 8, right: 20, top: 40, bottom: 24, containLabel: true },
        xAxis: { type: 'category', data: data.values, name: data.unit, nameLocation: 'middle', nameGap: 24,
                 axisLabel: { color: colour('--ink') } },
        yAxis: { type: 'value', axisLabel: { color: colour('--faint') }, splitLine: { lineStyle: { color: colour('--line') } } },
        series: data.lines.map(function (line, i) {
          var series = { type: 'line', name: line.name, data: line.counts, symbolSize: 6 };
          if (i === 0) {
            series.markLine = { symbol: 'none', label: { formatter: 'the law', color: colour('--ink') },
                                data: [{ xAxis: String(data.law) }], lineStyle: { color: colour('--open') } };
          }
          return series;
        })
      };
    }
  };
  var charts = [];
  var draw = function () {
    charts.forEach(function (chart) { chart.dispose(); });
    charts = [];
    document.querySelectorAll('.chart[data-kind]').forEach(function (place) {
      var data = JSON.parse(document.getElementById(place.dataset.figures).textContent);
      if (data.labels) place.style.height = Math.max(120, 34 * data.labels.length + 50) + 'px';
      var chart = echarts.init(place, null, { renderer: 'svg' });
      var option = options[place.dataset.kind](data);
      option.animation = false;
      option.textStyle = { fontFamily: 'inherit' };
      chart.setOption(option);
      charts.push(chart);
    });
  };
  draw();
  window.addEventListener('resize', function () { charts.forEach(function (chart) { chart.resize(); }); });
  window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
  window.addEventListener('beforeprint', function () {
    document.querySelectorAll('details').forEach(function (one) { one.open = true; });
  });
}());
