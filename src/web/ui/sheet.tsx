import { type ReactNode, type RefObject, useEffect, useId, useRef, useState } from 'react';

interface SheetProps {
  /** Heading of the sheet, also its name for a screen reader. */
  title: string;
  onClose: () => void;
  words: { close: string; larger: string; smaller: string };
  children: ReactNode;
  /** Stays visible under the scrolling part: the price and the one action. */
  footer?: ReactNode;
  /** Where it stands first. `half` leaves the picture in view. */
  detent?: 'half' | 'full';
  /** `side` stands at the right on wide screens; `sheet` rises from below everywhere; `dialog` is a card in the middle on wide screens. */
  kind?: 'sheet' | 'side' | 'dialog';
  hideTitle?: boolean;
  /** False where a router of its own owns the history. */
  backCloses?: boolean;
}

/**
 * A native modal dialog: the browser traps the focus, closes it on Esc and gives the focus back.
 * What is behind it keeps running (a show keeps playing above), and may be night: the sheet is paper in the page's own theme.
 */
export function Sheet({
  title,
  onClose,
  words,
  children,
  footer,
  detent = 'half',
  kind = 'sheet',
  hideTitle = false,
  backCloses = true,
}: SheetProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  const [full, setFull] = useState(detent === 'full');
  const close = useRef(onClose);
  close.current = onClose;

  useModal(dialog);
  useBackCloses(backCloses, dialog, close);

  return (
    <dialog
      ref={dialog}
      className={`sheet-${kind} ${full ? 'full' : 'half'}`}
      aria-labelledby={heading}
      data-theme={document.documentElement.dataset['theme']}
      onCancel={(event) => {
        event.preventDefault();
        close.current();
      }}
      onClick={(event) => {
        // Only the backdrop reports the dialog itself as target.
        if (event.target === dialog.current) close.current();
      }}
    >
      <div className="sheet-in">
        <button type="button" className="grab-b" aria-label={full ? words.smaller : words.larger} onClick={() => setFull(!full)}>
          <i className="grab" />
        </button>
        <header className="sheet-h">
          <h2 id={heading} className={hideTitle ? 'sr' : ''} tabIndex={-1}>
            {title}
          </h2>
          <button type="button" className="ib" aria-label={words.close} onClick={() => close.current()}>
            <Cross />
          </button>
        </header>
        <div className="sheet-b">{children}</div>
        {footer ? <footer className="sheet-f">{footer}</footer> : null}
      </div>
    </dialog>
  );
}

const Cross = () => (
  <svg
    width="22"
    height="22"
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    strokeWidth="2"
    strokeLinecap="round"
    aria-hidden="true"
  >
    <path d="M18 6 6 18M6 6l12 12" />
  </svg>
);

function useModal(dialog: RefObject<HTMLDialogElement | null>): void {
  useEffect(() => {
    const element = dialog.current;
    const before = document.activeElement;
    element?.showModal();
    // The field that was asked for, else the heading, so that a screen reader says where it is; never the close button.
    element?.querySelector<HTMLElement>('[autofocus], [data-autofocus], h2')?.focus({ preventScroll: true });
    return () => {
      element?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, [dialog]);
}

/** The back button closes the sheet before it leaves the page. Sheets may follow each other, and may stand on each other. */
function useBackCloses(active: boolean, dialog: RefObject<HTMLDialogElement | null>, close: RefObject<() => void>): void {
  useEffect(() => {
    if (!active) return;
    const key = Math.random().toString(36).slice(2);
    if (dialog.current) dialog.current.dataset['sheet'] = key;
    const before = history.state?.sheet as string | undefined;
    // The entry of a sheet that has just gone is taken over; that of one still standing below stays.
    const isStale = before !== undefined && !document.querySelector(`dialog[data-sheet="${before}"]`);
    history[isStale ? 'replaceState' : 'pushState']({ ...history.state, sheet: key }, '');
    const onPop = () => {
      if (history.state?.sheet !== key && dialog.current && isTopmost(dialog.current)) close.current();
    };
    addEventListener('popstate', onPop);
    return () => {
      removeEventListener('popstate', onPop);
      // Not at once: the next sheet may take the entry over, and a link has pushed a page of its own.
      setTimeout(() => history.state?.sheet === key && history.back());
    };
  }, [active, dialog, close]);
}

const isTopmost = (dialog: HTMLDialogElement): boolean => [...document.querySelectorAll('dialog[data-sheet]')].at(-1) === dialog;
