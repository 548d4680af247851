import { useStaffWords } from '../../staff/words.ts';
import { Sheet } from '../../ui/sheet.tsx';
import { CaptionsPanel } from '../captions/panel.tsx';
import { useWords as useCaptionWords } from '../captions/words.ts';
import { RunEditor } from '../plan/run-editor.tsx';
import { useWords } from '../words.ts';
import { FlashSheet } from './flash-sheet.tsx';
import { OrdersFeed } from './orders-feed.tsx';
import { PinSheet } from './pin-sheet.tsx';
import { PollSheet } from './poll-sheet.tsx';
import { Talk } from './talk.tsx';
import type { Air } from './use-air.ts';
import type { Panels } from './use-panels.ts';

/** The sheet that is open, over either arrangement. */
export function OpenPanel({ air, panels }: { air: Air; panels: Panels }) {
  const words = useWords();
  const staff = useStaffWords();
  const captions = useCaptionWords();
  const sheet = { words: staff, onClose: panels.close, kind: 'side' as const, detent: 'full' as const };
  switch (panels.open) {
    case 'pin':
      return <PinSheet air={air} onClose={panels.close} />;
    case 'flash':
      return <FlashSheet air={air} onClose={panels.close} />;
    case 'poll':
      return <PollSheet air={air} onClose={panels.close} />;
    case 'run':
      return (
        <Sheet title={words.run} {...sheet}>
          <RunEditor show={air.show} onSaved={panels.close} />
        </Sheet>
      );
    case 'chat':
      return (
        <Sheet title={words.chat} {...sheet}>
          <Talk air={air} />
        </Sheet>
      );
    case 'orders':
      return (
        <Sheet title={words.orders} {...sheet}>
          <OrdersFeed show={air.show} />
        </Sheet>
      );
    case 'captions':
      return (
        <Sheet title={captions.captions} {...sheet}>
          <CaptionsPanel show={air.show} />
        </Sheet>
      );
    case 'keys':
      return (
        <Sheet title={words.keys} {...sheet} kind="dialog">
          <dl className="keys">
            {words.keyList.map(([key, does]) => (
              <div key={key}>
                <dt>
                  <kbd className="kbd">{key}</kbd>
                </dt>
                <dd>{does}</dd>
              </div>
            ))}
          </dl>
        </Sheet>
      );
    default:
      return null;
  }
}
