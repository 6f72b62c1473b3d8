// Draws the charts of the page from the figures that stand beside each of them. Without a charting
// library there is nothing to draw: the tables say the same.
(function () {
  'use strict';
  if (typeof echarts === 'undefined') return;
  // Looked up by the browser as it paints, so that charts follow the page into the dark and onto paper.
  var colour = function (name) { return 'var(' + name + ')'; };
  // Else the library would make its own of a colour that it cannot read.
  var emphasis = { itemStyle: { color: colour('--accent') } };
  var count = function (number) { return number.toLocaleString('en'); };
  // Lines are told from each other in the light, in the dark and, by their symbols, without colour. There is not
  // the same number of both, so that the ninth line is not like the first.
  var colours = ['#3b82c4', '#d9772b', '#3f9b6b', '#c0507a', '#8a6fc8', '#a08a1e', '#4f93a3'];
  var symbols = ['circle', 'rect', 'triangle', 'diamond', 'emptyCircle', 'emptyRect', 'emptyTriangle', 'emptyDiamond'];
  var options = {
    flow: function (data) {
      var nodes = data.before.map(function (name, i) { return { name: 'b' + i, label: name, depth: 0 }; })
        .concat(data.after.map(function (name, i) { return { name: 'a' + i, label: name, depth: 1 }; }));
      var used = {};
      data.links.forEach(function (link) { used['b' + link[0]] = used['a' + link[1]] = true; });
      return {
        tooltip: { formatter: function (p) { return count(p.value) + ' cases'; } },
        series: [{
          type: 'sankey', left: 8, right: 150, top: 10, bottom: 10, nodeWidth: 14, nodeGap: 10, emphasis: emphasis,
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
        series: [{ type: 'bar', itemStyle: { color: colour('--accent') }, emphasis: emphasis,
                   data: data.changed.map(function (changed, i) {
                     return data.cases[i] === 0 ? 0 : Math.round(10000 * changed / data.cases[i]) / 100;
                   }) }]
      };
    },
    sweep: function (data) {
      var last = function (line) { return line.counts[line.counts.length - 1]; };
      var downwards = data.lines.slice().sort(function (a, b) { return last(b) - last(a); });
      return {
        color: colours,
        tooltip: { trigger: 'axis' },
        legend: { orient: 'vertical', right: 8, top: 'middle', itemGap: 4, data: downwards.map(function (line) { return line.name; }),
                  textStyle: { color: colour('--ink'), width: 130, overflow: 'truncate' } },
        grid: { left: 8, right: 180, top: 40, bottom: 24, containLabel: true },
        xAxis: { type: 'category', data: data.values, name: data.unit, nameLocation: 'middle', nameGap: 24,
                 nameTextStyle: { color: colour('--faint') }, axisLabel: { color: colour('--ink') } },
        yAxis: { type: 'value', axisLabel: { color: colour('--faint') }, splitLine: { lineStyle: { color: colour('--line') } } },
        series: data.lines.map(function (line, i) {
          var series = { type: 'line', name: line.name, data: line.counts, symbolSize: 7, symbol: symbols[i % symbols.length] };
          if (i === 0) {
            series.markLine = { symbol: 'none', label: { formatter: 'the law', color: colour('--ink') },
                                data: [{ xAxis: String(data.law) }], lineStyle: { color: colour('--open') } };
          }
          return series;
        })
      };
    }
  };
  var charts = Array.prototype.map.call(document.querySelectorAll('.chart[data-kind]'), function (place) {
    var data = JSON.parse(document.getElementById(place.dataset.figures).textContent);
    if (data.labels) place.style.height = Math.max(120, 34 * data.labels.length + 50) + 'px';
    if (data.links) place.style.height = Math.min(280, 50 * data.before.length + 20) + 'px';
    var chart = echarts.init(place, null, { renderer: 'svg' });
    var option = options[place.dataset.kind](data);
    option.animation = false;
    option.textStyle = { fontFamily: 'inherit' };
    chart.setOption(option);
    return chart;
  });
  var resize = function (width) {
    charts.forEach(function (chart) {
      chart.resize({ width: width });
      chart.getZr().flush();
    });
  };
  var width_on_paper = 640;
  window.addEventListener('resize', function () { resize('auto'); });
  window.addEventListener('beforeprint', function () { resize(width_on_paper); });
  window.addEventListener('afterprint', function () { resize('auto'); });
}());
