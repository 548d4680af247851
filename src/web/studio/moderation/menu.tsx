import type { ReactNode } from 'react';

/** One thing to do in a menu that opens in place. */
export function Item({ icon, label, run }: { icon: ReactNode; label: string; run: () => void }) {
  return (
    <li>
      <button type="button" onClick={run}>
        {icon} {label}
      </button>
    </li>
  );
}

/** For the list around the items: whatever was picked, the menu goes. */
export const closePopover = (event: { currentTarget: HTMLElement }) =>
  (event.currentTarget.closest('[popover]') as HTMLElement | null)?.hidePopover();
