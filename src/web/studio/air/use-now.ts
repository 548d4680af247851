import { useEffect, useState } from 'react';

/** The time, once a second, on the server's clock when that is known. */
export function useNow(serverNow: () => number = Date.now): number {
  const [now, setNow] = useState(serverNow);
  useEffect(() => {
    const timer = setInterval(() => setNow(serverNow()), 1000);
    return () => clearInterval(timer);
  }, [serverNow]);
  return now;
}
