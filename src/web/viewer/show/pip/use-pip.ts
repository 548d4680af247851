import { type RefObject, useCallback, useEffect, useState } from 'react';

declare global {
  interface Window {
    documentPictureInPicture?: { requestWindow(size: { width: number; height: number }): Promise<Window> };
  }
}

/** The small window is as wide as a card with a price needs. */
const WIDTH = 320;
const CARD_HEIGHT = 132;
const MOST_HEIGHT = 620;

/**
 * The picture in a small window above all others. Where the browser lets a page own that window, the product and its
 * price come along; elsewhere it is the browser's own, with the picture alone.
 */
export type PipKind = 'document' | 'video';
export interface Pip {
  /** Null: this browser has no small window. */
  readonly kind: PipKind | null;
  readonly open: boolean;
  /** The page's own small window while it is open. */
  readonly window: Window | null;
  toggle(): void;
  /** Closes the small window and brings this page to the front. From a tap inside of it. */
  comeBack(): void;
}

const kindOfHere = (): PipKind | null => (window.documentPictureInPicture ? 'document' : document.pictureInPictureEnabled ? 'video' : null);

export function usePip(video: RefObject<HTMLVideoElement | null>): Pip {
  const [kind] = useState(kindOfHere);
  const [own, setOwn] = useState<Window | null>(null);
  const inVideoWindow = useVideoWindow(video, kind === 'video');

  // Whoever leaves the show leaves its small window too.
  useEffect(() => (own ? () => own.close() : undefined), [own]);

  const openOwn = useCallback(async () => {
    const { videoWidth, videoHeight } = video.current ?? { videoWidth: 9, videoHeight: 16 };
    const height = Math.min(MOST_HEIGHT, Math.round((WIDTH * videoHeight) / (videoWidth || 1)) + CARD_HEIGHT);
    const made = await window.documentPictureInPicture!.requestWindow({ width: WIDTH, height });
    let closed = false;
    const hear = () => {
      closed = true;
      setOwn(null);
    };
    made.addEventListener('pagehide', hear, { once: true });
    await dress(made);
    if (!closed) setOwn(made);
  }, [video]);

  return {
    kind,
    open: own !== null || inVideoWindow,
    window: own,
    toggle() {
      // A browser may refuse (no tap, no picture yet): then all stays as it is.
      if (own) own.close();
      else if (inVideoWindow) document.exitPictureInPicture().catch(() => {});
      else if (kind === 'document') openOwn().catch(() => {});
      else video.current?.requestPictureInPicture().catch(() => {});
    },
    comeBack() {
      window.focus();
      own?.close();
    },
  };
}

function useVideoWindow(video: RefObject<HTMLVideoElement | null>, active: boolean): boolean {
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const element = video.current;
    if (!active || !element) return;
    const hear = () => setOpen(document.pictureInPictureElement === element);
    element.addEventListener('enterpictureinpicture', hear);
    element.addEventListener('leavepictureinpicture', hear);
    return () => {
      element.removeEventListener('enterpictureinpicture', hear);
      element.removeEventListener('leavepictureinpicture', hear);
    };
  }, [active, video]);
  return open;
}

/** The new document is empty: our styles, language and the night go with it. */
async function dress(small: Window): Promise<void> {
  const { documentElement } = small.document;
  documentElement.lang = document.documentElement.lang;
  documentElement.dataset['theme'] = 'dark';
  small.document.title = document.title;
  const texts = await Promise.all([...document.styleSheets].map(textOf));
  // A sheet belongs to the document in which it was made.
  const Sheet = (small as Window & typeof globalThis).CSSStyleSheet;
  small.document.adoptedStyleSheets = texts.map((text) => {
    const copy = new Sheet();
    copy.replaceSync(text);
    return copy;
  });
}

/** As it was written: a rule that is read back has lost what its shorthands took from variables. The page's cache has it. */
async function textOf(sheet: CSSStyleSheet): Promise<string> {
  const file = sheet.href ? await fetch(sheet.href).catch(() => null) : null;
  return file?.ok ? file.text() : [...sheet.cssRules].map((rule) => rule.cssText).join('\n');
}
