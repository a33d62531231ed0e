import type { Fact, Lane, LaneTitle, Moment } from '../scenarios/lane.ts';
import type { Colour } from './colour.ts';
import type { Line } from './line.ts';
import type { Screen } from './screen.ts';
import { type Column, sideBySide } from './side-by-side.ts';
import { stateSegment } from './state-colour.ts';

const NAME_WIDTH = 8;
/** `12.3 s server 2 stopping`, less the room that only a scenario of more than 10 s would need. */
const COLUMN_WIDTH = 24;

interface Row extends Moment {
  readonly elapsedMs: number;
}

/**
 * Trees side by side: a row for each life that comes or goes, which changes while it does. What has
 * been settled stays, and the rows after that stand below it.
 */
export class LanesView {
  readonly #screen: Screen;
  readonly #rows: Map<string, Row[]>;
  /** What the lanes are; said once. */
  #meanings: ReadonlyMap<string, string>;

  constructor(screen: Screen, lanes: readonly LaneTitle[]) {
    this.#screen = screen;
    this.#rows = new Map(lanes.map(({ name }) => [name, []]));
    this.#meanings = new Map(lanes.map(({ name, meaning }) => [name, meaning]));
  }

  show(lane: string, moment: Moment, elapsedMs: number): void {
    const rows = this.#rows.get(lane) ?? [];
    const before = rows.findIndex((row) => isBegun(row) && isSameLife(row, moment));
    rows.splice(before === -1 ? rows.length : before, 1, { ...moment, elapsedMs });
    this.#rows.set(lane, rows);
    this.#draw();
  }

  /** The rows so far change no more. */
  settle(): void {
    const rows = [...this.#rows.values()];
    if (rows.every(({ length }) => length === 0)) return;
    this.#screen.settleBlock();
    this.#screen.line();
    for (const each of rows) each.length = 0;
    this.#meanings = new Map();
  }

  conclude(lanes: readonly Lane[]): void {
    this.settle();
    this.#screen.line();
    const columns = lanes.map(({ name, facts }) => ({
      heading: name,
      lines: facts.map(factLine),
    }));
    for (const line of this.#layOut(columns)) this.#screen.line(line);
  }

  #draw(): void {
    const columns = [...this.#rows].map(([heading, rows]) => ({
      heading,
      lines: [...this.#meaningOf(heading), ...rows.map(rowLine)],
    }));
    const isFirst = this.#meanings.size > 0;
    this.#screen.block([...(isFirst ? [] : [[]]), ...this.#layOut(columns)]);
  }

  #meaningOf(lane: string): readonly Line[] {
    const meaning = this.#meanings.get(lane);
    return meaning === undefined ? [] : [[[meaning, 'dim']]];
  }

  #layOut(columns: readonly Column[]): readonly Line[] {
    return sideBySide(columns, { width: this.#screen.width, columnWidth: COLUMN_WIDTH });
  }
}

/** Whether its row waits for the other half. */
function isBegun({ state }: Moment): boolean {
  return state === 'starting' || state === 'stopping';
}

function isSameLife(one: Moment, other: Moment): boolean {
  return one.service === other.service && one.life === other.life;
}

function rowLine({ elapsedMs, service, life, state }: Row): Line {
  const clock = `${(elapsedMs / 1_000).toFixed(1)} s`.padStart(5);
  return [
    [`${clock} `, 'dim'],
    [`${service} ${life}`.padEnd(NAME_WIDTH + 1)],
    state === 'crashed' ? [state, 'red'] : stateSegment(state),
  ];
}

const MARK_COLOURS: Readonly<Record<NonNullable<Fact['mark']>, Colour>> = {
  new: 'green',
  wrong: 'red',
};

function factLine({ about, is, mark }: Fact): Line {
  return [
    [about.padEnd(NAME_WIDTH - 1), 'dim'],
    [is, mark && MARK_COLOURS[mark]],
  ];
}
