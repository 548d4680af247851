/**
 * When to ask the publisher for a key frame. WebRTC encoders send one only when asked, and may
 * ignore requests that come too close together, so wishes are delayed, never dropped: a dropped
 * one cost a viewer two seconds to the first picture.
 */
export interface KeyFramePolicy {
  /** Somebody needs one: a new viewer, a lost picture, a new segment. */
  want(): void;
  /** One has passed. */
  seen(nowMs: number): void;
  /** True when the publisher should be asked now. */
  due(nowMs: number): boolean;
}

export interface KeyFramePolicyOptions {
  /** Requests keep this distance. */
  readonly gapMs: number;
  /** A segment should not be longer than this. */
  readonly periodMs: number;
}

export function createKeyFramePolicy({ gapMs, periodMs }: KeyFramePolicyOptions): KeyFramePolicy {
  let wanted = true;
  let askedMs = -Infinity;
  let seenMs = -Infinity;
  return {
    want() {
      wanted = true;
    },
    seen(nowMs) {
      seenMs = nowMs;
      wanted = false;
    },
    due(nowMs) {
      const isDue = wanted || nowMs - seenMs >= periodMs;
      if (!isDue || nowMs - askedMs < gapMs) return false;
      // `wanted` stays until a key frame has really passed: a request may get lost on its way.
      askedMs = nowMs;
      return true;
    },
  };
}
