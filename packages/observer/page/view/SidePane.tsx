import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { ToTree } from './ToTree.tsx';
import { isNarrowNow } from './use-narrow.ts';

interface Props<Tab extends string> {
  readonly tabs: readonly Tab[];
  readonly names: Readonly<Record<Tab, ComponentChildren>>;
  readonly selected: Tab;
  readonly onSelect: (tab: Tab) => void;
  /** What was chosen in the tree last: where there is one column, it is brought into sight. */
  readonly chosen: string | undefined;
  /** What the selected one shows. */
  readonly children: ComponentChildren;
}

/** Beside the tree: parts that take turns at one place. @see https://www.w3.org/WAI/ARIA/apg/patterns/tabs/ */
export function SidePane<Tab extends string>(props: Props<Tab>) {
  const { tabs, names, selected, onSelect, chosen, children } = props;
  const side = useRef<HTMLElement>(null);
  useEffect(() => {
    if (chosen !== undefined && isNarrowNow()) side.current?.scrollIntoView();
  }, [chosen]);
  return (
    <section class="side" aria-label="Details" ref={side}>
      <div
        class="tabs"
        role="tablist"
        aria-label="Details"
        onKeyDown={(event) => {
          const tab = tabBeside(tabs, selected, event.key);
          if (tab === undefined) return;
          onSelect(tab);
          document.getElementById(`tab-${tab}`)?.focus();
        }}
      >
        {tabs.map((tab) => (
          <button
            key={tab}
            type="button"
            role="tab"
            id={`tab-${tab}`}
            aria-controls="tab-panel"
            aria-selected={tab === selected}
            tabIndex={tab === selected ? 0 : -1}
            onClick={() => onSelect(tab)}
          >
            {names[tab]}
          </button>
        ))}
      </div>
      <div id="tab-panel" role="tabpanel" aria-labelledby={`tab-${selected}`} tabIndex={0}>
        <ToTree class="to-tree" text="Back to the tree" />
        {children}
      </div>
    </section>
  );
}

function tabBeside<Tab extends string>(
  tabs: readonly Tab[],
  selected: Tab,
  key: string,
): Tab | undefined {
  const move = { ArrowRight: 1, ArrowLeft: -1 }[key];
  if (move === undefined) return undefined;
  return tabs[(tabs.indexOf(selected) + move + tabs.length) % tabs.length];
}
