import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/**
 * What runs in the viewer's page: our player as viewers get it, and hls.js without any setting as the
 * peer. `hlsErrors` holds what hls.js complained of, in whichever player.
 */
const ENTRY = `
  import Hls from 'hls.js';
  import HlsLight from 'hls.js/light';
  import { createPlayer } from '/src/web/client/player.ts';
  window.hlsErrors = [];
  window.playerStates = [];
  for (const { prototype } of new Set([Hls, HlsLight])) {
    const { trigger } = prototype;
    prototype.trigger = function (event, data) {
      if (event === 'hlsError') window.hlsErrors.push({ fatal: data.fatal, details: data.details });
      return trigger.call(this, event, data);
    };
  }
  const screen = () => {
    const video = document.createElement('video');
    Object.assign(video, { muted: true, autoplay: true, playsInline: true });
    document.body.append(video);
    window.follow(video);
    window.watchedAt = performance.timeOrigin + performance.now();
    return video;
  };
  const play = (prefer) => (whepUrl, hlsUrl) => {
    const absolute = (url) => url && new URL(url, location.href).href;
    const onState = ({ state, path }) => window.playerStates.push(path ? state + ':' + path : state);
    createPlayer({ video: screen(), whepUrl: absolute(whepUrl), hlsUrl: absolute(hlsUrl), prefer, onState });
  };
  window.playLl = (url) => play('hls')(null, url);
  window.playDirect = play('whep');
  window.playPlain = (url) => {
    const hls = new Hls();
    hls.loadSource(url);
    hls.attachMedia(screen());
  };
`;

export async function bundlePlayers(): Promise<string> {
  const id = 'virtual:bench-player';
  const made = await build({
    root: fileURLToPath(new URL('../../..', import.meta.url)),
    configFile: false,
    logLevel: 'error',
    plugins: [
      {
        name: 'bench-player',
        resolveId: (source) => (source === id ? `\0${id}` : null),
        load: (source) => (source === `\0${id}` ? ENTRY : null),
      },
    ],
    build: { write: false, minify: false, target: 'esnext', rollupOptions: { input: id, output: { format: 'es', codeSplitting: false } } },
  });
  const [output] = [made].flat();
  if (!output || !('output' in output)) throw new Error('The player was not bundled.');
  return output.output[0].code;
}
