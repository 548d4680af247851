import { type ReactNode, useCallback, useRef, useState } from 'react';
import type { ChatLine } from '#contract/room.ts';
import { placePopover, Popover } from '../../../ui/popover.tsx';
import { ROLE_CLASS } from './line.tsx';
import { useChatWords } from './words.ts';

const LABELS = Object.keys(ROLE_CLASS) as (keyof typeof ROLE_CLASS)[];

/** What a label beside a name means, opened in place. One panel for all lines. */
export function useRoleNote(): { open: (line: ChatLine, at: HTMLElement) => void; note: ReactNode } {
  const w = useChatWords();
  const panel = useRef<HTMLDivElement>(null);
  const [line, setLine] = useState<ChatLine | null>(null);
  const open = useCallback((about: ChatLine, at: HTMLElement) => {
    setLine(about);
    panel.current?.showPopover();
    if (panel.current) placePopover(panel.current, at);
  }, []);
  const label = line?.label;
  const note = (
    <div
      ref={panel}
      popover="auto"
      role="dialog"
      aria-label={label ? w.labels[label] : w.rolesByUs}
      className="pop"
      data-theme={document.documentElement.dataset['theme']}
    >
      {line && label ? (
        <>
          <h2>
            <bdi>{line.name}</bdi>: {w.labels[label]}
          </h2>
          <p>{w.labelMeans[label]}</p>
          {line.about ? <p>{w.labelAbout(line.about)}</p> : null}
          <p className="xs m">{w.setByServer}</p>
        </>
      ) : null}
    </div>
  );
  return { open, note };
}

/** All labels and what they mean. */
export function RolesLegend() {
  const w = useChatWords();
  return (
    <Popover className="xs mm rolesb" title={w.rolesByUs} label={<span className="defn">{w.rolesByUs}</span>}>
      <h2>{w.rolesByUs}</h2>
      <dl className="roleslist">
        {LABELS.map((label) => (
          <div key={label}>
            <dt>
              <span className={`role ${ROLE_CLASS[label]}`}>{w.labels[label]}</span>
            </dt>
            <dd>{w.labelMeans[label]}</dd>
          </div>
        ))}
      </dl>
      <p className="xs m">{w.setByServer}</p>
    </Popover>
  );
}
