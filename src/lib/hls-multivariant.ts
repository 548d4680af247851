/** The multivariant playlist (RFC 8216bis 4.4.6): one stream in several qualities. Pure: facts in, text out. */
export interface Variant {
  readonly uri: string;
  /** What players remember it by: `480p`. Letters, digits and dashes. */
  readonly id: string;
  /** The most over any segment, and the mean; picture and sound. */
  readonly peakBitsPerSecond: number;
  readonly meanBitsPerSecond: number;
  /** RFC 6381 names: `avc1.42c01f`, `opus`. */
  readonly codecs: readonly string[];
  /** Null for sound alone. */
  readonly picture: { readonly width: number; readonly height: number; readonly framesPerSecond: number } | null;
}

/** The first is what a player begins with. */
export function multivariantPlaylist(variants: readonly Variant[]): string {
  return ['#EXTM3U', '#EXT-X-VERSION:9', ...variants.flatMap((variant) => [streamInf(variant), variant.uri]), ''].join('\n');
}

function streamInf({ id, peakBitsPerSecond, meanBitsPerSecond, codecs, picture }: Variant): string {
  const attributes = [
    `BANDWIDTH=${Math.ceil(Math.max(peakBitsPerSecond, meanBitsPerSecond))}`,
    `AVERAGE-BANDWIDTH=${Math.ceil(meanBitsPerSecond)}`,
    ...(picture ? [`RESOLUTION=${picture.width}x${picture.height}`, `FRAME-RATE=${picture.framesPerSecond.toFixed(3)}`] : []),
    `CODECS="${codecs.join(',')}"`,
    `STABLE-VARIANT-ID="${id}"`,
  ];
  return `#EXT-X-STREAM-INF:${attributes.join(',')}`;
}
