import { BarChart, LineChart } from 'echarts/charts';
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import * as echarts from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { LitElement, css, html } from 'lit';

import { latency } from './format.ts';

echarts.use([
  LineChart,
  BarChart,
  GridComponent,
  LegendComponent,
  TooltipComponent,
  AriaComponent,
  SVGRenderer,
]);

/** Some values over the names of a chart; null where there is none. */
export interface Series {
  name: string;
  values: (number | null)[];
  /** The name of a colour of the pages, `accent` say. */
  colour: string;
}

/** A chart in the colours of the page; its label says to everybody what it shows. */
class Chart extends LitElement {
  static properties = {
    names: { attribute: false },
    series: { attribute: false },
    kind: {},
    unit: {},
    label: {},
  };
  declare names: string[];
  declare series: Series[];
  declare kind: 'line' | 'bar' | 'stack';
  declare unit: '' | 'ms';
  declare label: string;

  private chart: echarts.ECharts | null = null;
  private readonly resized = new ResizeObserver(() => this.chart?.resize());
  private readonly dark = window.matchMedia('(prefers-color-scheme: dark)');
  private readonly repaint = () => this.draw();

  static styles = css`
    :host {
      display: block;
      height: 220px;
    }
    div {
      width: 100%;
      height: 100%;
    }
  `;

  constructor() {
    super();
    this.names = [];
    this.series = [];
    this.kind = 'line';
    this.unit = '';
    this.label = '';
  }

  render() {
    return html`<div role="img" aria-label=${this.label}></div>`;
  }

  firstUpdated() {
    const place = this.renderRoot.querySelector('div') as HTMLDivElement;
    this.chart = echarts.init(place, null, { renderer: 'svg' });
    this.resized.observe(this);
    this.dark.addEventListener('change', this.repaint);
    window.addEventListener('agentgate-theme', this.repaint);
    this.draw();
  }

  updated() {
    this.draw();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.resized.disconnect();
    this.dark.removeEventListener('change', this.repaint);
    window.removeEventListener('agentgate-theme', this.repaint);
    this.chart?.dispose();
    this.chart = null;
  }

  private draw(): void {
    const look = getComputedStyle(this);
    const colour = (name: string) => look.getPropertyValue(`--${name}`).trim();
    const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
    const axis = {
      axisLine: { lineStyle: { color: colour('line-strong') } },
      axisTick: { show: false },
      axisLabel: { color: colour('text-soft'), fontSize: 11 },
      splitLine: { lineStyle: { color: colour('line') } },
    };
    const many = this.series.length > 1;
    this.chart?.setOption(
      {
        animation: !still,
        animationDuration: 250,
        grid: { left: 4, right: 12, top: many ? 34 : 12, bottom: 4, containLabel: true },
        legend: many
          ? {
              top: 0,
              right: 4,
              icon: 'roundRect',
              itemWidth: 10,
              itemHeight: 10,
              textStyle: { color: colour('text-soft'), fontSize: 12 },
            }
          : undefined,
        tooltip: {
          trigger: 'axis',
          renderMode: 'richText',
          backgroundColor: colour('raised'),
          borderColor: colour('line-strong'),
          textStyle: { color: colour('text'), fontSize: 12 },
          valueFormatter: (value: unknown) => this.worded(value),
        },
        xAxis: {
          type: 'category',
          data: this.names,
          boundaryGap: this.kind !== 'line',
          ...axis,
        },
        yAxis: {
          type: 'value',
          ...(this.unit === '' ? { minInterval: 1 } : {}),
          ...axis,
          axisLine: { show: false },
          axisLabel: {
            ...axis.axisLabel,
            formatter: (value: number) => this.worded(value),
          },
        },
        series: this.series.map((each) => ({
          name: each.name,
          type: this.kind === 'line' ? 'line' : 'bar',
          stack: this.kind === 'stack' ? 'all' : undefined,
          data: this.kind === 'line' ? withDots(each.values) : each.values,
          symbol: 'none',
          showSymbol: true,
          connectNulls: false,
          barMaxWidth: 28,
          lineStyle: { width: 2, color: colour(each.colour) },
          itemStyle: {
            color: colour(each.colour),
            borderRadius: this.kind === 'bar' ? [3, 3, 0, 0] : 0,
          },
          areaStyle:
            this.kind === 'line' && !many ? { color: colour(each.colour), opacity: 0.12 } : undefined,
        })),
      },
      true,
    );
  }

  private worded(value: unknown): string {
    if (value === null || value === undefined || value === '-') {
      return '–';
    }
    return this.unit === 'ms' ? latency(Number(value)) : String(value);
  }
}

/** A value between two gaps is no line: it gets a dot. */
function withDots(values: (number | null)[]): unknown[] {
  return values.map((value, at) =>
    value !== null && (values[at - 1] ?? null) === null && (values[at + 1] ?? null) === null
      ? { value, symbol: 'circle', symbolSize: 5 }
      : value,
  );
}

customElements.define('ag-chart', Chart);
