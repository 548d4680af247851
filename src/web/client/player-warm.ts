import type { Qualities } from '#contract/media.ts';
import { besideUrl, pickLevel, type WantedQuality } from './player-quality.ts';

const AGAIN_MS = 300;
/** A rung that nobody watched needs a few seconds; more than this is no reason to keep somebody waiting. */
const MOST_MS = 12_000;

/** What a stream can be had in; null when it cannot be asked. */
export async function readQualities(hlsUrl: string, signal?: AbortSignal): Promise<Qualities | null> {
  const answer = await fetch(besideUrl(hlsUrl, 'qualities.json'), { ...(signal && { signal }) }).catch(() => null);
  return answer?.ok ? ((await answer.json().catch(() => null)) as Qualities | null) : null;
}

/** Has a rendition begun for us, and resolves when it can be played: asking for it is what begins it. Never rejects. */
export async function warmUp(hlsUrl: string, wanted: WantedQuality, signal: AbortSignal): Promise<void> {
  if (wanted === 'auto' || wanted === 'audio') return;
  const can = await readQualities(hlsUrl, signal);
  const levels = can?.rungs.filter(({ state }) => state !== 'dropped').map((rung) => ({ ...rung, id: rung.name })) ?? [];
  const picked = pickLevel(levels, wanted);
  if (!picked) return;
  const url = besideUrl(hlsUrl, `index-${picked.id}.m3u8`);
  for (const endMs = performance.now() + MOST_MS; performance.now() < endMs && !signal.aborted;) {
    // The server holds the request until there is something to play.
    const answer = await fetch(url, { signal }).catch(() => null);
    if (answer?.ok || answer?.status === 404) return;
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  }
}
