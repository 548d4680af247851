import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../../../../test/browser.ts';

/** A real browser for media tests: fake camera allowed, nothing throttled. */
export const openBrowser = (): Promise<Browser> => launchBrowser();

/** One context per page: pages of one context throttle each other. */
export async function openPage(browser: Browser, url: string): Promise<Page> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(url);
  return page;
}

/**
 * Scripts run in the page. The publisher draws a strip of 32 black and white blocks that say when
 * the frame was drawn (24 bits of the wall clock in ms, 8 bits of checksum); the viewer reads it.
 */
export const strip = `
  const now24 = () => Math.floor(performance.timeOrigin + performance.now()) & 0xffffff;
  const checksum = (n) => ((n & 255) ^ ((n >> 8) & 255) ^ ((n >> 16) & 255) ^ 0x5a) & 255;
  window.strip = {
    now24,
    draw(context, width, height) {
      const n = now24();
      const bits = n.toString(2).padStart(24, '0') + checksum(n).toString(2).padStart(8, '0');
      for (let i = 0; i < 32; i++) {
        context.fillStyle = bits[i] === '1' ? '#fff' : '#000';
        context.fillRect((i * width) / 32, 0, width / 32 + 1, height / 12);
      }
    },
    read(context, video) {
      context.drawImage(video, 0, 0, video.videoWidth, video.videoHeight / 12, 0, 0, 320, 8);
      const pixels = context.getImageData(0, 0, 320, 8).data;
      let n = 0, sum = 0;
      for (let i = 0; i < 32; i++) {
        const at = (4 * 320 + i * 10 + 5) * 4;
        const bit = pixels[at] + pixels[at + 1] + pixels[at + 2] > 384 ? 1 : 0;
        if (i < 24) n = n * 2 + bit; else sum = sum * 2 + bit;
      }
      return checksum(n) === sum ? n : null;
    },
  };
`;

export const publisherScript = `
  ${strip}
  window.startCamera = (width, height) => {
    const canvas = document.createElement('canvas');
    canvas.width = width; canvas.height = height;
    document.body.append(canvas);
    const context = canvas.getContext('2d');
    let frame = 0;
    // A picture of another size in the middle of the show, as a phone that is turned makes it.
    window.resize = (to, by) => { canvas.width = width = to; canvas.height = height = by; };
    const draw = () => {
      context.fillStyle = '#486'; context.fillRect(0, 0, width, height);
      context.fillStyle = '#fa8'; context.fillRect((frame * 3) % width, height / 2, 40, 40);
      frame++;
      strip.draw(context, width, height);
    };
    draw();
    setInterval(draw, 33);
    const audio = new AudioContext();
    const tone = audio.createOscillator();
    const out = audio.createMediaStreamDestination();
    tone.connect(out); tone.start();
    return new MediaStream([...canvas.captureStream(30).getVideoTracks(), ...out.stream.getAudioTracks()]);
  };
  const gathered = (pc) => pc.iceGatheringState === 'complete' ? null : new Promise((resolve) => {
    pc.addEventListener('icegatheringstatechange', () => pc.iceGatheringState === 'complete' && resolve());
    setTimeout(resolve, 500);
  });
  window.post = async (pc, url) => {
    await pc.setLocalDescription(await pc.createOffer());
    await gathered(pc);
    const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/sdp', ...(window.bearer && { authorization: 'Bearer ' + window.bearer }) }, body: pc.localDescription.sdp });
    if (response.status !== 201) throw new Error(response.status + ' ' + await response.text());
    await pc.setRemoteDescription({ type: 'answer', sdp: await response.text() });
    return response.headers.get('location') ?? response.headers.get('x-media-id');
  };
  window.publish = async ({ url, width = 640, height = 360, kbps = 4000 }) => {
    const stream = window.startCamera(width, height);
    const pc = new RTCPeerConnection();
    window.pc = pc;
    for (const track of stream.getTracks()) {
      const { sender } = pc.addTransceiver(track, { direction: 'sendonly', streams: [stream], ...(track.kind === 'video' && { sendEncodings: [{ maxBitrate: kbps * 1000 }] }) });
      if (track.kind !== 'video') continue;
      const codecs = RTCRtpSender.getCapabilities('video').codecs.filter((c) => c.mimeType === 'video/H264');
      pc.getTransceivers().at(-1).setCodecPreferences(codecs);
      sender.setParameters({ ...sender.getParameters(), degradationPreference: 'maintain-resolution' }).catch(() => {});
    }
    return window.post(pc, url);
  };
  window.publisherStats = async () => {
    const out = {};
    for (const stat of (await window.pc.getStats()).values()) {
      if (stat.type === 'candidate-pair' && stat.nominated) out.bwe = stat.availableOutgoingBitrate;
      if (stat.type === 'outbound-rtp' && stat.kind === 'video') Object.assign(out, { fps: stat.framesPerSecond, limited: stat.qualityLimitationReason, width: stat.frameWidth, encoded: stat.framesEncoded, pli: stat.pliCount, nack: stat.nackCount });
    }
    return { ...out, state: window.pc.connectionState };
  };
`;

export const viewerScript = `
  ${strip}
  ${publisherScript.slice(publisherScript.indexOf('  const gathered'), publisherScript.indexOf('  window.publish ='))}
  window.follow = (video) => {
    window.frames = [];
    const context = Object.assign(document.createElement('canvas'), { width: 320, height: 8 }).getContext('2d', { willReadFrequently: true });
    const look = () => {
      const n = strip.read(context, video);
      const delay = n === null ? null : (strip.now24() - n) & 0xffffff;
      window.frames.push({ at: performance.timeOrigin + performance.now(), delay });
      video.requestVideoFrameCallback(look);
    };
    video.requestVideoFrameCallback(look);
  };
  window.watch = async (url) => {
    window.pc?.close();
    const pc = new RTCPeerConnection();
    window.pc = pc;
    const video = document.querySelector('video') ?? document.createElement('video');
    video.muted = true; video.autoplay = true; video.playsInline = true;
    if (!video.isConnected) { document.body.append(video); window.follow(video); }
    const stream = new MediaStream();
    pc.ontrack = ({ track }) => { stream.addTrack(track); video.srcObject = stream; video.play().catch(() => {}); };
    pc.addTransceiver('video', { direction: 'recvonly' });
    pc.addTransceiver('audio', { direction: 'recvonly' });
    window.watchedAt = performance.timeOrigin + performance.now();
    return window.post(pc, url);
  };
  window.viewerStats = async () => {
    const out = { frames: window.frames.length, state: window.pc.connectionState };
    for (const stat of (await window.pc.getStats()).values()) {
      if (stat.type === 'inbound-rtp' && stat.kind === 'video') Object.assign(out, { decoded: stat.framesDecoded, lost: stat.packetsLost, width: stat.frameWidth, nack: stat.nackCount, pli: stat.pliCount });
      if (stat.type === 'inbound-rtp' && stat.kind === 'audio') Object.assign(out, { audioPackets: stat.packetsReceived, audioEnergy: stat.totalAudioEnergy });
    }
    return out;
  };
`;
