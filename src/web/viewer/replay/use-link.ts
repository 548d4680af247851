import { useTools } from '../tools.tsx';
import { useWords } from '../words.ts';

/** Hands a link on: by the phone's own panel where there is one, else by copying it. */
export function useLink(title: string) {
  const w = useWords();
  const { toast } = useTools();
  const copy = async (path: string) => {
    try {
      await navigator.clipboard.writeText(location.origin + path);
      toast.set(w.linkCopied);
    } catch {
      // The browser refused; the link stands there to be copied by hand.
    }
  };
  return {
    copy: (path: string) => void copy(path),
    /** Null where the browser has no panel for it. */
    share: 'share' in navigator ? (path: string) => void navigator.share({ title, url: location.origin + path }).catch(() => {}) : null,
  };
}
