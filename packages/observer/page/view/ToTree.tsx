/** Leads to the tree; the address keeps its token, which a jump to `#tree` would replace. */
export function ToTree({ class: name, text }: { readonly class: string; readonly text: string }) {
  return (
    <a
      class={name}
      href="#tree"
      onClick={(event) => {
        event.preventDefault();
        const tree = document.getElementById('tree');
        tree?.focus();
        tree?.scrollIntoView({ block: 'nearest' });
      }}
    >
      {text}
    </a>
  );
}
