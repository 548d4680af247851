import assert from 'node:assert/strict';
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { openEncoder } from '#rooms/media/testing-encoder.ts';
import { openStudio } from '#rooms/media/testing-studio.ts';
import { clip } from '#rooms/media/worker/testing.ts';
import { openPlayerPages, type SeenByPage } from '../player-pages.ts';

/**
 * Other people's software against a real worker: what plays, what publishes, what is refused. What is
 * not installed is left out and said. `docs/clients.md` has the last results.
 */
const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'etalage-clients-'));
const reports = new Map<string, SeenByPage>();
const studio = await openStudio();
const encoder = await openEncoder(`${studio.url}/whip`);
encoder.play(clip);
const pages = await openPlayerPages(studio.url, (name, seen) => reports.set(name, seen));
const children = new Set<ChildProcess>();
let failed = 0;

const has = (command: string) => (process.env['PATH'] ?? '').split(':').some((path) => existsSync(join(path, command)));

/** Of Python: whether these lines run, with GStreamer or WebKit in them. */
const canRun = (lines: string) =>
  run('/usr/bin/python3', ['-c', lines], { timeout: 20_000 }).then(
    () => true,
    () => false,
  );
const GSTREAMER = `
import gi
gi.require_version('Gst', '1.0'); gi.require_version('GstWebRTC', '1.0')
from gi.repository import Gst
Gst.init(None)
assert all(Gst.ElementFactory.find(name) for name in ('webrtcbin', 'nicesrc', 'x264enc', 'opusenc', 'rtph264pay'))
`;

async function client(name: string, needs: readonly string[], check: () => Promise<string>): Promise<void> {
  const there = await Promise.all(needs.map((need) => (need === 'GStreamer' ? canRun(GSTREAMER) : has(need))));
  const missing = needs.filter((_, at) => !there[at]);
  if (missing.length > 0) return console.log(`- ${name}: left out, ${missing.join(' and ')} not installed`);
  try {
    console.log(`✓ ${name}: ${await check()}`);
  } catch (error) {
    failed++;
    console.log(`✗ ${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** What the page reports, once it fits. The program is ended in any case. */
async function browse(name: string, start: () => ChildProcess, fits: (seen: SeenByPage) => boolean): Promise<SeenByPage> {
  const child = start();
  children.add(child);
  try {
    for (const endMs = performance.now() + 60_000; ; await sleep(250)) {
      const seen = reports.get(name);
      if (seen && fits(seen)) return seen;
      if (performance.now() > endMs) throw new Error(seen ? JSON.stringify(seen) : 'the page never reported');
    }
  } finally {
    child.kill('SIGKILL');
    children.delete(child);
  }
}

function firefox(path: string): ChildProcess {
  const profile = mkdtempSync(join(folder, 'firefox-'));
  writeFileSync(
    join(profile, 'user.js'),
    ['media.autoplay.default', 'datareporting.policy.dataSubmissionEnabled', 'app.update.auto']
      .map((key) => `user_pref("${key}", ${key === 'media.autoplay.default' ? 0 : false});`)
      .join('\n'),
  );
  return spawn('firefox-esr', ['--headless', '--no-remote', '--profile', profile, `${pages.url}${path}`], { stdio: 'ignore' });
}

const WEBKIT = `
import gi, sys
gi.require_version('Gtk', '3.0'); gi.require_version('WebKit2', '4.1')
from gi.repository import Gtk, WebKit2
window = Gtk.Window(); view = WebKit2.WebView()
view.get_settings().set_property('enable-mediasource', True)
view.get_settings().set_property('media-playback-requires-user-gesture', False)
window.set_default_size(400, 600); window.add(view); window.show_all()
view.load_uri(sys.argv[1]); Gtk.main()
`;

/** Under a virtual screen of its own; a group, so that all of it can be ended. */
function webkit(path: string): ChildProcess {
  const child = spawn('xvfb-run', ['-a', '/usr/bin/python3', '-c', WEBKIT, `${pages.url}${path}`], { stdio: 'ignore', detached: true });
  child.kill = () => {
    try {
      return process.kill(-child.pid!, 'SIGKILL');
    } catch {
      return false;
    }
  };
  return child;
}

const lastStates = (seen: SeenByPage) =>
  [...new Set(seen.states.map(({ state, path }) => (path ? `${state} by ${path}` : state)))].join(', ');
const playsByHls = (seen: SeenByPage) =>
  seen.states.at(-1)?.path === 'hls' && (seen.states.at(-1)?.delayMs ?? null) !== null && (seen.frames ?? 0) > 150;
const told = (seen: SeenByPage) =>
  `${lastStates(seen)}; ${seen.states.at(-1)?.delayMs} ms behind, ${seen.stats?.stalls} stalls, ${seen.frames} frames`;

async function probe(url: string): Promise<string> {
  const { stdout } = await run('ffprobe', ['-v', 'error', '-show_entries', 'stream=codec_name', '-of', 'csv=p=0', url], {
    timeout: 40_000,
  });
  // A playlist's programs name their streams once more.
  const codecs = [...new Set(stdout.trim().split(/\s+/))].toSorted().join('+');
  assert.equal(codecs, 'h264+opus');
  const decode = ['-v', 'error', '-xerror', '-t', '4', '-i', url, '-f', 'null', '-'];
  const { stderr } = await run('ffmpeg', decode, { timeout: 40_000 });
  assert.equal(stderr.trim(), '');
  return `${codecs}, 4 s decode without an error`;
}

try {
  for (let tries = 0; !/seg-\d+\.m4s/.test(await (await fetch(`${studio.url}/hls/index.m3u8`)).text()); tries++) {
    assert.ok(tries < 60, 'the show begins');
    await sleep(250);
  }
  await client('ffmpeg on low-latency HLS', ['ffprobe', 'ffmpeg'], () => probe(`${studio.url}/hls/index.m3u8`));
  await client('ffmpeg on plain HLS', ['ffprobe', 'ffmpeg'], () => probe(`${studio.url}/hls/plain.m3u8`));
  await client('Firefox ESR, low-latency HLS', ['firefox-esr'], async () =>
    told(await browse('firefox', () => firefox('/?report=firefox'), playsByHls)),
  );
  await client('Firefox ESR, direct', ['firefox-esr'], async () => {
    const seen = await browse(
      'firefox-whep',
      () => firefox('/?whep=/whep&report=firefox-whep'),
      ({ states }) => states.some(({ path }) => path),
    );
    return lastStates(seen);
  });
  await client('Firefox ESR, publishing', ['firefox-esr'], async () => {
    const ended = (seen: SeenByPage) => ['failed', 'live'].includes(seen.states.at(-1)?.state ?? '');
    const seen = await browse('firefox-host', () => firefox('/publisher?go&report=firefox-host'), ended);
    const last = seen.states.at(-1) as { state: string; failure?: string };
    assert.ok(last.state === 'live' || last.failure === 'no_common_codec', JSON.stringify(last));
    return last.failure ? `refused in words: ${last.failure}` : 'on air';
  });
  await client('WebKitGTK, low-latency HLS', ['xvfb-run'], async () =>
    told(await browse('webkit', () => webkit('/?report=webkit'), playsByHls)),
  );
  await client('GStreamer webrtcbin, publishing', ['GStreamer'], async () => {
    const before = studio.supervisor.statsOf('test')?.generation ?? 0;
    const script = fileURLToPath(new URL('./gstreamer-whip.py', import.meta.url));
    const child = spawn('/usr/bin/python3', [script, `${studio.url}/whip`], { stdio: ['ignore', 'ignore', 'inherit'] });
    children.add(child);
    try {
      for (let tries = 0; ; tries++) {
        const stats = studio.supervisor.statsOf('test');
        if (stats && stats.generation > before && stats.width === 320 && stats.framesPerSecond > 10) {
          return `on air, ${stats.width}x${stats.height} at ${stats.framesPerSecond} frames a second`;
        }
        assert.ok(tries < 120, JSON.stringify(stats));
        await sleep(250);
      }
    } finally {
      child.kill('SIGKILL');
      children.delete(child);
    }
  });
  await encoder.close();
  await studio.supervisor.finish('test');
  await client('ffmpeg on the replay', ['ffprobe', 'ffmpeg'], () => probe(join(studio.folder, 'recording', 'index.m3u8')));
} finally {
  for (const child of children) child.kill('SIGKILL');
  await pages.close();
  await studio.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}
process.exit(failed === 0 ? 0 : 1);
