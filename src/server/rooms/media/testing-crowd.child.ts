import { openTestViewer, type TestViewer } from './testing-viewer.ts';

/** The process of a crowd; `testing-crowd.ts` starts it. */
export type AskOfCrowd =
  | { readonly do: 'open'; readonly isCounting: boolean }
  | { readonly do: 'accept'; readonly viewer: number; readonly answer: string }
  | { readonly do: 'counts' | 'close'; readonly viewer: number }
  | { readonly do: 'total' };

/** Of the viewers that count. */
export interface CrowdTotal {
  readonly viewers: number;
  readonly packets: number;
  readonly missing: number;
}

export interface CrowdAnswer {
  readonly ask: number;
  readonly value?: unknown;
  readonly error?: string;
}

const viewers = new Map<number, TestViewer>();
let last = 0;

async function answer(wish: AskOfCrowd): Promise<unknown> {
  if (wish.do === 'open') {
    const viewer = await openTestViewer({ isCounting: wish.isCounting });
    viewers.set(++last, viewer);
    return { viewer: last, offer: viewer.offer };
  }
  if (wish.do === 'total') return total();
  const viewer = viewers.get(wish.viewer);
  if (wish.do === 'accept') viewer?.accept(wish.answer);
  if (wish.do === 'counts') return viewer?.counts;
  if (wish.do === 'close') {
    viewers.delete(wish.viewer);
    viewer?.close();
  }
  return null;
}

function total(): CrowdTotal {
  const counting = [...viewers.values()].filter(({ counts }) => counts.video.packets > 0).map(({ counts }) => counts);
  return {
    viewers: counting.length,
    packets: counting.reduce((sum, { video, audio }) => sum + video.packets + audio.packets, 0),
    missing: counting.reduce((sum, { video, audio }) => sum + video.missing + audio.missing, 0),
  };
}

process.on('disconnect', () => process.exit(0));
process.on('message', ({ ask, wish }: { ask: number; wish: AskOfCrowd }) => {
  answer(wish).then(
    (value) => process.send!({ ask, value } satisfies CrowdAnswer),
    (error: Error) => process.send!({ ask, error: error.message } satisfies CrowdAnswer),
  );
});
