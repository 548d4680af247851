/** Quieter than this is an empty room; 0 dBFS is clipping. */
const FLOOR_DB = -60;

/** Loudness of some samples (-1 to 1) as 0 to 1 on a scale that ears agree with. */
export function levelOf(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  if (samples.length === 0 || sum === 0) return 0;
  const decibels = 10 * Math.log10(sum / samples.length);
  return Math.min(1, Math.max(0, 1 - decibels / FLOOR_DB));
}
