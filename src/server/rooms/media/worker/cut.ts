/**
 * When a part ends. Pure, so that the promise "no part is longer than stated" can be tested alone.
 *
 * The aim is 200 ms and the stated PART-TARGET 220 ms. Players may rely on two rules of RFC 8216bis:
 * a part is at most PART-TARGET, and all but the last of a segment at least 85 % of it. With 220 ms
 * both hold for every usual frame rate (15, 20, 24, 25, 30, 50, 60) although camera frames jitter.
 */
export const PART_AIM_MS = 200;
export const PART_TARGET_MS = 220;
const LEAST_MS = 0.85 * PART_TARGET_MS;

/** Would this frame make the part longer than we state? Then the cut comes before it. */
export const overruns = (partMs: number, frameMs: number): boolean => partMs > 0 && partMs + frameMs > PART_TARGET_MS;

/** Is the part as near to its aim as whole frames allow? Then it ends now and nobody waits for one frame more. */
export const isFull = (partMs: number, lastFrameMs: number): boolean => partMs >= Math.max(LEAST_MS, PART_AIM_MS - lastFrameMs / 2);
