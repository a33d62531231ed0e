import type { ComponentChildren } from 'preact';

interface Props<Tab extends string> {
  readonly tabs: readonly Tab[];
  readonly names: Readonly<Record<Tab, ComponentChildren>>;
  readonly selected: Tab;
  readonly onSelect: (tab: Tab) => void;
  /** What the selected one shows. */
  readonly children: ComponentChildren;
}

/** Parts that take turns at one place. @see https://www.w3.org/WAI/ARIA/apg/patterns/tabs/ */
export function Tabs<Tab extends string>(props: Props<Tab>) {
  const { tabs, names, selected, onSelect, children } = props;
  return (
    <>
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
        {children}
      </div>
    </>
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
