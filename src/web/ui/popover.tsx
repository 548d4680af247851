import { type ReactNode, useEffect, useId, useRef } from 'react';

/**
 * Something small that opens its explanation in place: a counter, the disclosure label, a role.
 * The browser's own popover: Esc and a tap outside close it, and it lies above everything.
 */
export function Popover({
  label,
  className = '',
  title,
  children,
  onOpen,
}: {
  label: ReactNode;
  className?: string;
  title: string;
  children: ReactNode;
  onOpen?: () => void;
}) {
  const id = useId();
  const trigger = useRef<HTMLButtonElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const opened = useRef(onOpen);
  opened.current = onOpen;

  useEffect(() => {
    const element = panel.current;
    if (!element) return;
    const onToggle = (event: Event) => {
      if ((event as ToggleEvent).newState !== 'open') return;
      placePopover(element, trigger.current);
      opened.current?.();
    };
    element.addEventListener('toggle', onToggle);
    return () => element.removeEventListener('toggle', onToggle);
  }, []);

  return (
    <>
      <button ref={trigger} type="button" className={className} popoverTarget={id} aria-haspopup="dialog">
        {label}
      </button>
      <div
        ref={panel}
        id={id}
        popover="auto"
        role="dialog"
        aria-label={title}
        className="pop"
        data-theme={document.documentElement.dataset['theme']}
      >
        {children}
      </div>
    </>
  );
}

/** A number that says how it was counted when tapped: dotted underline, no way to type it. */
export function Counter(props: { label: ReactNode; title: string; children: ReactNode; onOpen?: () => void; className?: string }) {
  return <Popover {...props} label={<span className="defn">{props.label}</span>} />;
}

const MARGIN = 12;

/** Beside what opened it, and inside of the window. */
export function placePopover(panel: HTMLElement, trigger: HTMLElement | null): void {
  if (!trigger) return;
  const at = trigger.getBoundingClientRect();
  const size = panel.getBoundingClientRect();
  const below = at.bottom + 8;
  const top = below + size.height > innerHeight - MARGIN ? Math.max(MARGIN, at.top - size.height - 8) : below;
  const left = Math.min(Math.max(MARGIN, at.left), Math.max(MARGIN, innerWidth - size.width - MARGIN));
  panel.style.top = `${Math.round(top)}px`;
  panel.style.left = `${Math.round(left)}px`;
}
