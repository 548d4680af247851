import { OtherScreen } from '../other-screen.tsx';
import { useWords } from './words.ts';

/** The way to the desk from another device. */
export function Elsewhere({ showId }: { showId: string }) {
  const words = useWords();
  return <OtherScreen path={`/studio/shows/${showId}/chat`} how={words.elsewhereHow} open={words.openDesk} qr={words.qr} />;
}
