import { type LifecycleChart, type SvgOptions, toSvg } from '@kintsugi/core';
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import type { NodeView } from '../../src/protocol/frame.ts';
import type { World } from '../model/world.ts';

/** The chart of a service's lifecycle or of a supervisor: where it is, where it came from, and what is next. */
export function LifecycleDrawing({
  world,
  node,
}: {
  readonly world: World;
  readonly node: NodeView;
}) {
  const chart = world.charts.get(node.chart);
  const move = world.moves.get(node.path);
  if (chart === undefined) return <p class="empty">Its chart is not known.</p>;
  return (
    <figure class="lifecycle">
      <figcaption>
        {node.kind === 'service' ? 'Lifecycle' : 'Supervisor'}
        <span class="quiet">
          {move === undefined ? '' : ` last moved ${move.from} → ${move.to}`}
        </span>
      </figcaption>
      <Drawing
        chart={chart}
        active={node.state}
        from={move?.to === node.state ? move.from : undefined}
        nextStep={node.incident?.nextStep}
        title={`Statechart of ${node.path === '' ? 'the root' : node.path}`}
      />
    </figure>
  );
}

interface DrawingProps {
  readonly chart: LifecycleChart;
  readonly active: string;
  readonly from: string | undefined;
  readonly nextStep: string | undefined;
  readonly title: string;
}

function Drawing({ chart, active, from, nextStep, title }: DrawingProps) {
  const frame = useRef<HTMLDivElement>(null);
  const svg = useMemo(() => {
    const traced = from === undefined ? undefined : { from, to: active };
    return toSvg(chart, { active, traced, nextStep, title } satisfies SvgOptions);
  }, [chart, active, from, nextStep, title]);
  useLayoutEffect(() => {
    // Parsed as XML, not as HTML: nothing in it can run, and a name that breaks it shows as nothing.
    const parsed = new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement;
    frame.current?.replaceChildren(document.importNode(parsed, true));
  }, [svg]);
  useLayoutEffect(() => {
    if (frame.current !== null) centreActive(frame.current);
  }, [active, title]);
  return <div class="chart" tabIndex={0} role="group" aria-label={title} ref={frame} />;
}

/** The chart is taller than its frame: what it is about must be seen without looking for it. */
function centreActive(frame: HTMLElement): void {
  const active = frame.querySelector('.state.active')?.getBoundingClientRect();
  if (active === undefined) return;
  const seen = frame.getBoundingClientRect();
  frame.scrollTop += (active.top + active.bottom - seen.top - seen.bottom) / 2;
}
