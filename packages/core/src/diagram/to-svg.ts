import { eventOfStep, type LifecycleChart } from '../escalation/lifecycle-chart.ts';
import { type ChartLayout, type EdgeRoute, layOut, type StateBox } from './chart-layout.ts';
import { drawEdge, drawLabel, type EdgeMark } from './draw-edge.ts';
import { drawState, type StateMark } from './draw-state.ts';
import { xmlText } from './xml-text.ts';

/** What is shown on a chart; all of it optional, and what the chart does not have is not shown. */
export interface SvgOptions {
  /** The state it is in: shown with a second frame and the word `now`, and its moves before all others. */
  readonly active?: string | undefined;
  /** The last move: its line is the thickest, and has a colour. */
  readonly traced?: { readonly from: string; readonly to: string } | undefined;
  /** The step that the chain takes next, such as `fallback`: its state has a broken frame and the word `next`. */
  readonly nextStep?: string | undefined;
  /** What the picture is called. @default 'statechart of <id of the chart>' */
  readonly title?: string;
  /** Whether a font, and colours for light and dark, are part of it, as a file of its own needs. @default false */
  readonly standalone?: boolean;
}

const STYLE = [
  '<style>.kintsugi-chart{color:#1f2328;font-family:system-ui,"Segoe UI","DejaVu Sans",sans-serif}',
  '@media(prefers-color-scheme:dark){.kintsugi-chart{color:#e6edf3}}</style>',
].join('');

/** Of the trace; it can be told from light and from dark. */
const TRACE = '#388bfd';

/**
 * A chart as SVG, for a file or for a page. Its title and description say in words what it shows. Text and
 * lines have the colour of the text around it (`currentColor`), and no state is told by its colour alone.
 *
 * A page can style it by class: `.kintsugi-chart` is all of it; `.state` a state, also `.available` (and
 * `.fallback` when it is degraded), `.healing`, `.down` or `.gone`, and `.active` or `.next`, with its
 * `.frame` and `.symbol`; `.edge` a move, also `.possible` (out of the active state) or `.traced`; `.label`
 * the events of moves. A state has `data-state`, a move `data-from`, `data-to` and `data-events`.
 *
 * @example
 * ```ts
 * toSvg(lifecycleChart(selfHealing), { active: 'retrying', traced: { from: 'running', to: 'retrying' } });
 * // '<svg xmlns="http://www.w3.org/2000/svg" class="kintsugi-chart" role="img" …'
 * ```
 */
export function toSvg(chart: LifecycleChart, given: SvgOptions = {}): string {
  const layout = layOut(chart);
  const options = {
    ...given,
    active: layout.boxes.find(({ state }) => state === given.active)?.state,
  };
  const next = nextState(chart, options);
  const { width, height, boxes, routes, labels } = layout;
  const size = `width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="kintsugi-chart" role="img" ${size} fill="none">`,
    `<title>${xmlText(options.title ?? `statechart of ${chart.id}`)}</title>`,
    `<desc>${xmlText(describe(chart, layout, { ...options, next }))}</desc>`,
    ...(options.standalone === true ? [STYLE] : []),
    ...edgeGroups(routes, options),
    ...boxes.slice(0, 1).map(entry),
    ...boxes.map((box) =>
      drawState(box, chart.states[box.state], stateMark(box.state, options.active, next)),
    ),
    `<g fill="currentColor" font-size="12">${labels.map(drawLabel).join('')}</g>`,
    '</svg>',
  ].join('\n');
}

function nextState(chart: LifecycleChart, { active, nextStep }: SvgOptions): string | undefined {
  if (active === undefined || nextStep === undefined) return undefined;
  return chart.states[active]?.on[eventOfStep(nextStep)]?.target;
}

/** Whether this is the last move. */
function isTraced({ from, to }: EdgeRoute, { traced }: SvgOptions): boolean {
  return from === traced?.from && to === traced.to;
}

function describe(
  { initial }: LifecycleChart,
  { boxes, routes }: ChartLayout,
  options: SvgOptions & { readonly next: string | undefined },
): string {
  const { active, next } = options;
  const moves = boxes.map(({ state }) => {
    const ways = routes.filter(({ from }) => from === state);
    return `From ${state}: ${ways.map(({ to, events }) => `${events.join(' or ')} to ${to}`).join(', ')}.`;
  });
  return [
    `It begins in ${initial}.`,
    ...(active === undefined ? [] : [`It is in ${active} now.`]),
    ...routes
      .filter((route) => isTraced(route, options))
      .map(({ from, to }) => `Its last move was from ${from} to ${to}.`),
    ...(next === undefined ? [] : [`The next step leads to ${next}.`]),
    ...moves,
  ].join(' ');
}

/** The last move lies above those that can be made now, and these above all others. */
function edgeGroups(routes: readonly EdgeRoute[], options: SvgOptions): readonly string[] {
  const drawn = (wanted: EdgeMark) =>
    routes
      .filter((route) => edgeMark(route, options) === wanted)
      .map((route) => drawEdge(route, wanted))
      .join('');
  const faint = options.active === undefined ? 0.7 : 0.45;
  return [
    `<g opacity="${faint}" stroke-width="1.25">${drawn('none')}</g>`,
    `<g stroke-width="1.75">${drawn('possible')}</g>`,
    `<g stroke-width="3.5" color="${TRACE}">${drawn('traced')}</g>`,
  ];
}

function edgeMark(route: EdgeRoute, options: SvgOptions): EdgeMark {
  if (isTraced(route, options)) return 'traced';
  return route.from === options.active ? 'possible' : 'none';
}

function stateMark(state: string, active?: string, next?: string): StateMark {
  if (state === active) return 'active';
  return state === next ? 'next' : 'none';
}

/** Where it begins: a disc with an arrow, as in UML. */
function entry({ x, y, width }: StateBox): string {
  const middle = x + width / 2;
  const arrow = `<path d="M${middle} ${y - 20}v13" stroke="currentColor" stroke-width="1.25"/>`;
  const head = `<path d="M${middle} ${y}l-4.5 -8h9z" fill="currentColor"/>`;
  return `<g class="entry"><circle cx="${middle}" cy="${y - 22}" r="5" fill="currentColor"/>${arrow}${head}</g>`;
}
