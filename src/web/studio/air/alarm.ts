const NOTES_HZ = [660, 440] as const;
const NOTE_S = 0.18;

/** Two soft falling notes: a host who looks into the camera does not see a banner. Silent where the browser allows no sound. */
export function soundAlarm(): void {
  try {
    const context = new AudioContext();
    const gain = context.createGain();
    gain.gain.value = 0.12;
    gain.connect(context.destination);
    NOTES_HZ.forEach((hz, at) => {
      const note = context.createOscillator();
      note.frequency.value = hz;
      note.connect(gain);
      note.start(context.currentTime + at * NOTE_S);
      note.stop(context.currentTime + (at + 1) * NOTE_S);
      if (at === NOTES_HZ.length - 1) note.addEventListener('ended', () => void context.close());
    });
  } catch {
    // The banner says it too.
  }
}
