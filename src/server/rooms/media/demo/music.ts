/**
 * A calm loop of plucked chords, computed: no recording, no licence. A WAV of 16-bit stereo at 48 kHz.
 * Notes that ring past the end go on at the beginning, so the loop has no seam.
 */
export const MUSIC_SECONDS = 16;
const RATE = 48_000;

/** A slow turn of four chords, a note each half second. Hz. */
const CHORDS = [
  [130.81, 196, 261.63, 329.63, 392, 493.88],
  [110, 164.81, 220, 261.63, 329.63, 392],
  [87.31, 174.61, 261.63, 349.23, 440, 523.25],
  [98, 146.83, 196, 246.94, 293.66, 440],
];
const ORDER = [0, 2, 3, 4, 5, 4, 3, 2];
const NOTE_SECONDS = 0.5;

export function renderMusic(): Buffer {
  const length = MUSIC_SECONDS * RATE;
  const left = new Float32Array(length);
  const right = new Float32Array(length);
  const notes = MUSIC_SECONDS / NOTE_SECONDS;
  for (let note = 0; note < notes; note++) {
    const chord = CHORDS[Math.floor((note / notes) * CHORDS.length)]!;
    const at = Math.round(note * NOTE_SECONDS * RATE);
    pluck(left, right, at, chord[ORDER[note % ORDER.length]!]!, 0.11, 0.35 + 0.3 * Math.sin(note));
    if (note % ORDER.length === 0) pluck(left, right, at, chord[0]!, 0.16, 0.5);
  }
  const pcm = Buffer.alloc(length * 4);
  for (let i = 0; i < length; i++) {
    pcm.writeInt16LE(clip(left[i]!), i * 4);
    pcm.writeInt16LE(clip(right[i]!), i * 4 + 2);
  }
  return Buffer.concat([wavHeader(pcm.length), pcm]);
}

/** RIFF header of 16-bit stereo PCM. */
function wavHeader(bytes: number): Buffer {
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + bytes, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(2, 22);
  header.writeUInt32LE(RATE, 24);
  header.writeUInt32LE(RATE * 4, 28);
  header.writeUInt16LE(4, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(bytes, 40);
  return header;
}

function pluck(left: Float32Array, right: Float32Array, at: number, hertz: number, volume: number, pan: number): void {
  const length = 2.4 * RATE;
  for (let i = 0; i < length; i++) {
    const seconds = i / RATE;
    const envelope = Math.min(1, seconds / 0.008) * Math.exp(-seconds * 2.2);
    const phase = 2 * Math.PI * hertz * seconds;
    const sound =
      (Math.sin(phase) + 0.35 * Math.sin(2 * phase) * Math.exp(-seconds * 4) + 0.12 * Math.sin(3 * phase) * Math.exp(-seconds * 7)) *
      envelope *
      volume;
    const to = (at + i) % left.length;
    left[to] = left[to]! + sound * (1 - pan);
    right[to] = right[to]! + sound * pan;
  }
}

const clip = (value: number) => Math.round(Math.max(-1, Math.min(1, value)) * 32_000);
