import { useSyncExternalStore } from 'react';
import { WifiOff } from '../ui/icons.ts';
import { useStaffWords } from './words.ts';

/** What the browser says about its network. A server that does not answer shows as a refusal where it was asked. */
export function useOnline(): boolean {
  return useSyncExternalStore(
    (changed) => {
      addEventListener('online', changed);
      addEventListener('offline', changed);
      return () => {
        removeEventListener('online', changed);
        removeEventListener('offline', changed);
      };
    },
    () => navigator.onLine,
  );
}

export function OfflineBanner() {
  const words = useStaffWords();
  const online = useOnline();
  return (
    <div role="status">
      {online ? null : (
        <p className="offline">
          <WifiOff size={17} /> {words.offline}
        </p>
      )}
    </div>
  );
}
