import { useStaffWords } from '../../staff/words.ts';
import { Sheet } from '../../ui/sheet.tsx';
import { DecisionBar } from './decision-bar.tsx';
import { Elsewhere } from './elsewhere.tsx';
import { KeySheet } from './key-sheet.tsx';
import { People } from './people.tsx';
import type { Console } from './use-console.ts';
import type { Desk } from './use-desk.ts';
import { WhySheet } from './why-sheet.tsx';
import { useWords } from './words.ts';

/** What is open over the desk. */
export function Sheets({ room, desk }: { room: Console; desk: Desk }) {
  const words = useWords();
  const staff = useStaffWords();
  const { open, close } = desk;
  const side = { words: staff, kind: 'side' as const, detent: 'full' as const, onClose: close };
  if (open === null) return null;
  if (open === 'keys') return <KeySheet desk={desk} />;
  if (open === 'people') {
    return (
      <Sheet title={words.people} {...side}>
        <People room={room} desk={desk} />
        <DecisionBar moderation={room.moderation} />
      </Sheet>
    );
  }
  if (open === 'elsewhere') {
    return (
      <Sheet title={words.elsewhere} {...side}>
        <Elsewhere showId={room.show.id} />
      </Sheet>
    );
  }
  return <WhySheet moderation={room.moderation} about={open.why} kind={open.kind} reason={open.reason} onClose={close} />;
}
