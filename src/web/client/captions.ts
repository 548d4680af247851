import type { Caption } from '#contract/captions.ts';

/** More than two lines of speech at once cover the picture. */
const AT_ONCE = 2;
/** What comes this much later than the picture is for the replay: shown now it would only confuse. */
const LATE_MS = 12_000;

/**
 * The cues to show at this moment, oldest first.
 *
 * A cue waits until this player's picture reaches the moment at which it was heard: a direct viewer is 0.1 s behind
 * the camera, one who gets pieces a second. Typing takes longer than either: such a cue is shown when it comes, and
 * for as long as it takes to read.
 *
 * @param at.nowMs the server's clock
 * @param at.delayMs how far this picture is behind it; 0 without a picture
 */
export function cuesAt(cues: readonly Caption[], language: string, at: { nowMs: number; delayMs: number }): Caption[] {
  return cues
    .filter((cue) => {
      if (cue.language !== language || cue.text === '') return false;
      const reachedMs = cue.startsAtMs + at.delayMs;
      const fromMs = Math.max(reachedMs, cue.saidAtMs);
      return fromMs - reachedMs <= LATE_MS && at.nowMs >= fromMs && at.nowMs < fromMs + cue.endsAtMs - cue.startsAtMs;
    })
    .sort((one, other) => one.startsAtMs - other.startsAtMs)
    .slice(-AT_ONCE);
}

/** The track to show: the one that was chosen, else the reader's language, else the show's, else the first. */
export function trackFor<T extends { readonly language: string }>(tracks: readonly T[], wanted: readonly (string | null)[]): T | null {
  for (const language of wanted) {
    const found = tracks.find((track) => track.language === language);
    if (found) return found;
  }
  return tracks[0] ?? null;
}
