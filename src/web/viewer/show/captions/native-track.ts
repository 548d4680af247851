/**
 * The browser's own full screen of a video, and the small window of some, show nothing of the page: there the
 * browser draws the captions itself, from a text track. Elsewhere the track stays hidden, so that nothing is doubled.
 */
export function showNatively(video: HTMLVideoElement, track: TextTrack): () => void {
  let inOwnScreen = false;
  const listening = new AbortController();
  const on = (target: EventTarget, event: string, is: () => boolean) =>
    target.addEventListener(
      event,
      () => {
        inOwnScreen = is();
        track.mode = inOwnScreen ? 'showing' : 'hidden';
      },
      { signal: listening.signal },
    );
  track.mode = 'hidden';
  on(document, 'fullscreenchange', () => document.fullscreenElement === video);
  on(video, 'webkitbeginfullscreen', () => true);
  on(video, 'webkitendfullscreen', () => false);
  on(video, 'enterpictureinpicture', () => true);
  on(video, 'leavepictureinpicture', () => false);
  return () => {
    listening.abort();
    track.mode = 'disabled';
  };
}

/** A text part of WebVTT must not read as a tag. */
const plain = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Live cues for the browser's own drawing: each from now on, because a live picture has no other time. */
export function createLiveTrack(video: HTMLVideoElement, language: string, label: string) {
  const track = video.addTextTrack('captions', label, language);
  const stop = showNatively(video, track);
  const forget = () => {
    for (const cue of Array.from(track.cues ?? [])) if (cue.endTime < video.currentTime) track.removeCue(cue);
  };
  return {
    add(text: string, lastsMs: number): void {
      forget();
      track.addCue(new VTTCue(video.currentTime, video.currentTime + lastsMs / 1000, plain(text)));
    },
    close(): void {
      // A track cannot be taken out of a video; an empty, disabled one is none.
      for (const cue of Array.from(track.cues ?? [])) track.removeCue(cue);
      stop();
    },
  };
}
