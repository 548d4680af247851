/**
 * Makes the demo clip that is kept in the repository: `node scripts/make-demo-clip.ts [file]`.
 *
 * Needs the optional dependency node-av. Everything in the picture moves in whole rounds of the
 * clip's length, so that the loop has no visible seam. The words "demo" and "synthetic" are put
 * over the picture by the page: they must be translated and read aloud.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Decoder, Demuxer, Encoder } from 'node-av/api';
import { FF_ENCODER_LIBOPUS, FF_ENCODER_LIBX264 } from 'node-av/constants';
import { belongsInSample, splitAnnexB } from '#lib/h264.ts';
import { NAL, nalType, parseSps, joinAvcc } from '#lib/h264.ts';
import { encodeClip, type ClipUnit } from '#rooms/media/demo/clip.ts';

const SECONDS = 12;
const FPS = 30;
const WIDTH = 540;
const HEIGHT = 960;
const OPUS_PACKET_US = 20_000;

const turn = (phase: number, rounds = 1): string => `sin(2*PI*(${rounds}*t/${SECONDS}+${phase}))`;

/** A glazed jar: its outline is a sine, its light falls from the left. */
const JAR_RADIUS = '(34+10*max(0,1-Y/50)+66*sin(PI*clip((Y-48)/330,0,1)))';
const JAR_LIGHT = '(0.5+0.5*cos((X-88)/72))';
const jar =
  `color=c=black:s=220x380:r=${FPS}:d=0.04,format=rgba,` +
  `geq=r='min(255,60+190*${JAR_LIGHT}+30*gt(abs(mod(Y,96)-48),44))':g='38+112*${JAR_LIGHT}':b='44+70*${JAR_LIGHT}'` +
  `:a='255*clip(${JAR_RADIUS}-abs(X-110),0,1)',loop=-1:1,trim=duration=${SECONDS},setpts=N/${FPS}/TB`;

const glow = (size: number, red: number, green: number, blue: number, strength: number): string =>
  `color=c=black:s=${size}x${size}:r=${FPS}:d=0.04,format=rgba,` +
  `geq=r=${red}:g=${green}:b=${blue}:a='${strength}*pow(max(0,1-hypot(X-${size / 2},Y-${size / 2})/${size / 2}),1.6)',` +
  `loop=-1:1,trim=duration=${SECONDS},setpts=N/${FPS}/TB`;

const picture = [
  `gradients=s=${WIDTH}x${HEIGHT}:n=4:c0=0x231527:c1=0x6e2f3f:c2=0xc9683c:c3=0xf2b56b:x0=270:y0=0:x1=270:y1=960:speed=0.00001:r=${FPS}:d=${SECONDS}[sky]`,
  `${glow(420, 255, 214, 140, 210)}[sun]`,
  `${glow(180, 255, 190, 160, 150)}[lamp1]`,
  `${glow(120, 255, 170, 120, 150)}[lamp2]`,
  `color=c=0x2a1720:s=${WIDTH}x190:r=${FPS}:d=${SECONDS}[table]`,
  `${jar}[jar]`,
  `[sky][sun]overlay=x='60+120*${turn(0)}':y='210+40*${turn(0.25)}'[a]`,
  `[a][lamp1]overlay=x='20+50*${turn(0.4, 2)}':y='120+60*${turn(0.1)}'[b]`,
  `[b][lamp2]overlay=x='380+60*${turn(0.7)}':y='330+80*${turn(0.6, 2)}'[c]`,
  `[c][table]overlay=y=770[d]`,
  `[d][jar]overlay=x='160+70*${turn(0.5)}':y='420+16*${turn(0, 4)}',format=yuv420p[out0]`,
].join(';');

/** Two slow chords that swell; every frequency fits a whole number of times into the clip. */
const tone = (hz: number, level: number, phase: number): string =>
  `${level}*sin(2*PI*${hz}*t)*(0.55+0.45*sin(2*PI*(2*t/${SECONDS}+${phase})))`;
const left = [tone(110, 0.1, 0), tone(220, 0.07, 0.2), tone(277.25, 0.05, 0.45), tone(329.75, 0.05, 0.7)].join('+');
const right = [tone(110, 0.1, 0), tone(220, 0.06, 0.3), tone(277.25, 0.05, 0.55), tone(440, 0.03, 0.8)].join('+');
const sound = `aevalsrc='${left}|${right}':s=48000:d=${SECONDS},aformat=sample_fmts=flt:channel_layouts=stereo[out1]`;

const file = process.argv[2] ?? fileURLToPath(new URL('../src/server/rooms/media/demo/clip.bin', import.meta.url));
const video = await encodeVideo();
const audio = await encodeAudio();
const units = [...video.units, ...audio].sort((one, other) => one.ptsUs - other.ptsUs);
const bytes = encodeClip({
  config: { video: video.parameters, audio: { codec: 'opus', channels: 2 } },
  durationUs: SECONDS * 1_000_000,
  units,
});
writeFileSync(file, bytes);
console.log(`${video.units.length} frames and ${audio.length} packets of sound, ${(bytes.length / 1e6).toFixed(2)} MB, in ${file}`);

async function encodeVideo() {
  await using input = await Demuxer.open(picture, { format: 'lavfi' });
  const stream = input.video();
  if (!stream) throw new Error('The scene has no picture.');
  using decoder = await Decoder.create(stream);
  using encoder = await Encoder.create(FF_ENCODER_LIBX264, {
    bitrate: 700_000,
    gopSize: 2 * FPS,
    maxBFrames: 0,
    options: {
      preset: 'slower',
      profile: 'baseline',
      'x264-params': `scenecut=0:keyint=${2 * FPS}:min-keyint=${2 * FPS}:vbv-maxrate=900:vbv-bufsize=900:repeat-headers=1`,
    },
  });
  const units: ClipUnit[] = [];
  let sps: Uint8Array | undefined;
  let pps: Uint8Array | undefined;
  for await (const packet of encoder.packets(decoder.frames(input.packets(stream.index)))) {
    if (!packet?.data) continue;
    const nals = splitAnnexB(Buffer.from(packet.data));
    sps ??= nals.find((nal) => nalType(nal) === NAL.sps);
    pps ??= nals.find((nal) => nalType(nal) === NAL.pps);
    const payload = joinAvcc(nals.filter(belongsInSample));
    const ptsUs = Math.round((units.length * 1_000_000) / FPS);
    units.push({ kind: 'video', keyframe: packet.isKeyframe, ptsUs, payload });
    packet.free();
  }
  if (!sps || !pps) throw new Error('The encoder gave no parameter sets.');
  const size = parseSps(sps);
  if (!size) throw new Error('The encoder gave parameter sets that cannot be read.');
  return { units, parameters: { sps, pps, ...size } };
}

async function encodeAudio(): Promise<ClipUnit[]> {
  await using input = await Demuxer.open(sound.replace('[out1]', '[out0]'), { format: 'lavfi' });
  const stream = input.audio();
  if (!stream) throw new Error('The scene has no sound.');
  using decoder = await Decoder.create(stream);
  using encoder = await Encoder.create(FF_ENCODER_LIBOPUS, { bitrate: 64_000, options: { frame_duration: 20 } });
  const units: ClipUnit[] = [];
  for await (const packet of encoder.packets(decoder.frames(input.packets(stream.index)))) {
    if (!packet?.data) continue;
    units.push({ kind: 'audio', keyframe: true, ptsUs: units.length * OPUS_PACKET_US, payload: Buffer.from(packet.data) });
    packet.free();
  }
  // The encoder's own delay adds a packet; the loop must be as long as the picture.
  return units.slice(0, (SECONDS * 1_000_000) / OPUS_PACKET_US);
}
