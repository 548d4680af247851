import { TriangleAlert } from '../../ui/icons.ts';
import { Note } from '../../ui/parts.tsx';
import { useWords } from '../words.ts';
import type { Air } from './use-air.ts';

/** The show goes on while nothing is recorded: the host need not stop, and must know that this piece will be missing. */
export function RecordingNote({ air }: { air: Air }) {
  const words = useWords();
  if (!air.recordingStop) return null;
  return (
    <Note tone="warn" role="alert" icon={<TriangleAlert size={17} />}>
      <b className="b">{words.recordingStopped}</b> {words.recordingStops[air.recordingStop]} {words.recordingAgain}
    </Note>
  );
}
