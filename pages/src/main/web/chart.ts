import { LineChart, BarChart } from 'echarts/charts';
import { AriaComponent, GridComponent, TooltipComponent } from 'echarts/components';
import * as echarts from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { LitElement, css, html } from 'lit';

echarts.use([LineChart, BarChart, GridComponent, TooltipComponent, AriaComponent, SVGRenderer]);

export interface Point {
  name: string;
  value: number;
}

/** A chart of one series, in the colours of the page; its label says to everybody what it shows. */
class Chart extends LitElement {
  static properties = { points: { attribute: false }, kind: {}, label: {} };
  declare points: Point[];
  declare kind: 'line' | 'bar';
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
    this.points = [];
    this.kind = 'line';
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
    const colour = (name: string) => look.getPropertyValue(name).trim();
    const accent = colour('--accent');
    const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
    const axis = {
      axisLine: { lineStyle: { color: colour('--line-strong') } },
      axisTick: { show: false },
      axisLabel: { color: colour('--text-soft'), fontSize: 11 },
      splitLine: { lineStyle: { color: colour('--line') } },
    };
    this.chart?.setOption(
      {
        animation: !still,
        animationDuration: 250,
        grid: { left: 4, right: 12, top: 12, bottom: 4, containLabel: true },
        tooltip: {
          trigger: 'axis',
          renderMode: 'richText',
          backgroundColor: colour('--raised'),
          borderColor: colour('--line-strong'),
          textStyle: { color: colour('--text'), fontSize: 12 },
        },
        xAxis: {
          type: 'category',
          data: this.points.map((point) => point.name),
          boundaryGap: this.kind === 'bar',
          ...axis,
        },
        yAxis: { type: 'value', minInterval: 1, ...axis, axisLine: { show: false } },
        series: [
          {
            type: this.kind,
            data: this.points.map((point) => point.value),
            showSymbol: false,
            smooth: 0.2,
            barMaxWidth: 28,
            lineStyle: { width: 2, color: accent },
            itemStyle: { color: accent, borderRadius: [3, 3, 0, 0] },
            areaStyle: this.kind === 'line' ? { color: accent, opacity: 0.12 } : undefined,
          },
        ],
      },
      true,
    );
  }
}

customElements.define('ag-chart', Chart);
