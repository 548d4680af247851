/**
 * The browser's own full screen of a video, and the small window of some, show nothing of the page: there the
 * browser draws the captions itself, from a text track. Elsewhere the track stays hidden, so that nothing is doubled.
 */
function showNatively(video: HTMLVideoElement, track: TextTrack): () => void {
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

/** A text track of ours on this video, for the browser's own drawing. Seconds on the video's own clock. */
export function createTrack(video: HTMLVideoElement, language: string, label: string) {
  const track = video.addTextTrack('captions', label, language);
  const stop = showNatively(video, track);
  const forget = (over: (cue: TextTrackCue) => boolean) => {
    for (const cue of Array.from(track.cues ?? [])) if (over(cue)) track.removeCue(cue);
  };
  return {
    add(text: string, fromS: number, toS: number): void {
      track.addCue(new VTTCue(fromS, toS, plain(text)));
    },
    /** What was read is let go: a live track would grow as long as the show. */
    forgetRead: () => forget((cue) => cue.endTime < video.currentTime),
    close(): void {
      // A track cannot be taken out of a video; an empty, disabled one is none.
      forget(() => true);
      stop();
    },
  };
}
