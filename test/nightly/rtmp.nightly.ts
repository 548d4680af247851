import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRtmp } from '#rooms/media/rtmp/rtmp.ts';
import { openStudio } from '#rooms/media/testing-studio.ts';

/**
 * The system's ffmpeg pushes a minute of a real show's shape (720p, B-frames, AAC) in real time; every frame of it
 * must be in the recording, and another decoder must find no fault in it. Prints what it cost.
 */
const SECONDS = 60;
const FPS = 30;
const KEY = 'key_of_the_nightly_stream';

const missing = ['ffmpeg', 'ffprobe'].find((program) => !runs(program));
if (missing) {
  console.log(`${missing} is not installed; RTMP is pushed by node-av in npm test only.`);
  process.exit(0);
}

const studio = await openStudio();
const rtmp = createRtmp({
  host: '127.0.0.1',
  port: 0,
  rateLimitFactor: 1,
  log: { warn: (facts, sentence) => assert.fail(`${sentence} ${JSON.stringify(facts)}`) },
  admit: async (key) => (key === KEY ? 'test' : null),
  socketOf: studio.supervisor.socketOf,
});
try {
  await rtmp.start();
  const file = join(studio.folder, 'show.flv');
  makeShow(file);
  const pids = { gateway: rtmp.pid!, worker: studio.supervisor.pidOf('test')! };
  const before = { gateway: cpuMs(pids.gateway), worker: cpuMs(pids.worker) };
  const encoder = spawn('ffmpeg', [
    '-v',
    'error',
    '-re',
    '-i',
    file,
    '-c',
    'copy',
    '-f',
    'flv',
    `rtmp://127.0.0.1:${rtmp.port}/live/${KEY}`,
  ]);
  const [code] = (await once(encoder, 'exit')) as [number];
  assert.equal(code, 0, 'ffmpeg ended well');
  const cost = (name: 'gateway' | 'worker') => ({
    shareOfACore: round((cpuMs(pids[name]) - before[name]) / (SECONDS * 1000)),
    residentMB: residentMB(pids[name]),
  });
  console.log(JSON.stringify({ gateway: cost('gateway'), worker: cost('worker') }));
  await studio.supervisor.finish('test');
  inspect(join(studio.folder, 'recording'));
} finally {
  await rtmp.close();
  await studio.close();
}

function makeShow(file: string): void {
  const video = `testsrc2=s=1280x720:r=${FPS}:d=${SECONDS},format=yuv420p`;
  const audio = `sine=f=440:r=44100:d=${SECONDS},aformat=channel_layouts=stereo`;
  const x264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-bf', '2', '-b_strategy', '0', '-g', '60', '-b:v', '2500k'];
  execFileSync('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', video, '-f', 'lavfi', '-i', audio, ...x264, '-c:a', 'aac', '-y', file]);
}

function inspect(folder: string): void {
  const segments = readdirSync(folder)
    .filter((name) => name.endsWith('.m4s'))
    .sort((a, b) => Number(/\d+/.exec(a)) - Number(/\d+/.exec(b)));
  const file = join(folder, 'whole.mp4');
  writeFileSync(file, Buffer.concat(['init-0.mp4', ...segments].map((name) => readFileSync(join(folder, name)))));
  const faults = execFileSync('ffmpeg', ['-v', 'error', '-xerror', '-i', file, '-f', 'null', '-']).toString();
  assert.equal(faults, '', 'another decoder finds no fault');
  const shape = [
    '-select_streams',
    'v',
    '-count_packets',
    '-show_entries',
    'stream=codec_name,has_b_frames,nb_read_packets',
    '-of',
    'json',
    file,
  ];
  const [stream] = (
    JSON.parse(execFileSync('ffprobe', ['-v', 'error', ...shape]).toString()) as { streams: [Record<string, string | number>] }
  ).streams;
  assert.ok(Number(stream['has_b_frames']) > 0, 'B-frames came through');
  assert.equal(Number(stream['nb_read_packets']), SECONDS * FPS, 'every frame is there');
  const sound = execFileSync('ffprobe', [
    '-v',
    'error',
    '-select_streams',
    'a',
    '-show_entries',
    'stream=codec_name,sample_rate',
    '-of',
    'csv=p=0',
    file,
  ]);
  assert.equal(sound.toString().trim(), 'aac,44100');
  console.log(`${segments.length} segments, ${stream['nb_read_packets']} frames, no fault.`);
}

function runs(program: string): boolean {
  try {
    execFileSync(program, ['-version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Of a process of this machine (Linux); 0 elsewhere. */
function cpuMs(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
    return (Number(fields[11]) + Number(fields[12])) * 10;
  } catch {
    return 0;
  }
}

function residentMB(pid: number): number | null {
  try {
    return Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024);
  } catch {
    return null;
  }
}

const round = (share: number): number => Math.round(share * 1000) / 1000;
