import assert from 'node:assert/strict';
import { createSocket, type Socket } from 'node:dgram';
import { randomBytes } from 'node:crypto';
import test, { after, before } from 'node:test';
import { MediaStreamTrack, RTCPeerConnection, RtpHeader, RtpPacket, useH264, useNACK, usePLI } from 'werift';
import { systemClock } from '#lib/clock.ts';
import { writeBindingRequest } from '#lib/stun.ts';
import { beginsHandshakeOrAlerts } from './guard.ts';
import { openIngest, type Ingest } from './ingest-whip.ts';

/** A DTLS 1.2 ClientHello in one plaintext record, as a stranger would send it. */
function clientHello(): Buffer {
  const body = Buffer.concat([Buffer.from([0xfe, 0xfd]), randomBytes(32), Buffer.from([0, 0, 0, 2, 0xc0, 0x2b, 1, 0])]);
  const handshake = Buffer.alloc(12);
  handshake[0] = 1;
  handshake.writeUIntBE(body.length, 1, 3);
  handshake.writeUIntBE(body.length, 9, 3);
  return record(22, 0, Buffer.concat([handshake, body]));
}

function record(type: number, epoch: number, body: Buffer): Buffer {
  const header = Buffer.alloc(13);
  header[0] = type;
  header.writeUInt16BE(0xfefd, 1);
  header.writeUInt16BE(epoch, 3);
  header.writeUInt16BE(body.length, 11);
  return Buffer.concat([header, body]);
}

/** A publisher made of werift, sending 100 packets a second; enough to see that nothing stops. */
async function publish(
  onOffer?: (port: number) => void,
): Promise<{ ingest: Ingest; received: () => number; port: number; close(): Promise<void> }> {
  const pc = new RTCPeerConnection({
    iceServers: [],
    iceUseIpv6: false,
    codecs: { video: [useH264({ rtcpFeedback: [useNACK(), usePLI()] })] },
  });
  const track = new MediaStreamTrack({ kind: 'video' });
  pc.addTransceiver(track, { direction: 'sendonly' });
  await pc.setLocalDescription(await pc.createOffer());
  let received = 0;
  const opened = await openIngest({
    offer: pc.localDescription!.sdp,
    ice: { addresses: [] },
    clock: systemClock,
    on: { onRtp: () => received++, onSenderReport() {}, onEnded() {} },
  });
  assert.ok(opened.ok, JSON.stringify(opened));
  const ingest = opened.value;
  const port = Number(/a=candidate:\S+ 1 udp \d+ \S+ (\d+)/i.exec(ingest.answer)![1]);
  onOffer?.(port);
  await pc.setRemoteDescription({ type: 'answer', sdp: ingest.answer });
  let sequence = 0;
  const timer = setInterval(() => {
    const header = new RtpHeader({ sequenceNumber: sequence, timestamp: sequence++ * 900, payloadType: 96, marker: true, ssrc: 1 });
    track.writeRtp(new RtpPacket(header, Buffer.from([0x41, 1, 2, 3])));
  }, 10);
  return {
    ingest,
    port,
    received: () => received,
    async close() {
      clearInterval(timer);
      await ingest.close();
      await pc.close();
    },
  };
}

const until = async (check: () => boolean, withinMs: number) => {
  const end = Date.now() + withinMs;
  while (!check() && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 20));
  return check();
};

/** Packets that arrive in the next while; the publisher sends about 100 a second. */
async function flowing(received: () => number): Promise<boolean> {
  const from = received();
  return until(() => received() - from >= 30, 3_000);
}

let stranger: Socket;
let answers = 0;
before(async () => {
  stranger = createSocket('udp4').on('message', () => answers++);
  await new Promise<void>((resolve) => stranger.bind(0, resolve));
});
after(() => void stranger.close());

const attack = (port: number, packet: () => Buffer, count: number) =>
  Promise.all(
    Array.from({ length: count }, () => new Promise<void>((resolve) => stranger.send(packet(), port, '127.0.0.1', () => resolve()))),
  );

test('STUN requests without the session’s password get no answer and change nothing', async () => {
  const session = await publish();
  assert.ok(await until(() => session.received() > 10, 5_000), 'the publisher connects');
  await attack(session.port, () => writeBindingRequest({ transactionId: randomBytes(12) }), 100);
  await attack(session.port, () => writeBindingRequest({ transactionId: randomBytes(12), username: 'aaaa:bbbb', password: 'guess' }), 50);
  assert.ok(await flowing(session.received));
  assert.equal(session.ingest.stats().guard.unauthenticated, 150);
  assert.equal(answers, 0);
  await session.close();
});

test('forged hellos and alerts from a stranger do not end a running session', async () => {
  const session = await publish();
  assert.ok(await until(() => session.received() > 10, 5_000), 'the publisher connects');
  await attack(session.port, clientHello, 100);
  await attack(session.port, () => record(21, 0, Buffer.from([2, 40])), 20);
  await attack(session.port, () => Buffer.concat([Buffer.from([0x80, 96, 0, 1]), randomBytes(40)]), 20);
  assert.ok(await flowing(session.received));
  assert.equal(session.ingest.stats().guard.wrongSource, 140);
  await session.close();
});

test('a flood of forged hellos during set-up does not keep the publisher out', async () => {
  let flood: NodeJS.Timeout | undefined;
  const session = await publish((port) => {
    flood = setInterval(() => void attack(port, clientHello, 4), 10);
  });
  assert.ok(await until(() => session.received() > 30, 5_000), 'the publisher connects through the flood');
  clearInterval(flood);
  assert.ok(session.ingest.stats().guard.wrongSource > 0);
  await session.close();
});

test('a hello is found wherever it hides in a datagram, and a repeated last flight is let through', () => {
  const handshake = (type: number) => {
    const bytes = Buffer.alloc(12);
    bytes[0] = type;
    return bytes;
  };
  const certificate = record(22, 0, handshake(11));
  const table: [name: string, datagram: Buffer, forged: boolean][] = [
    ['client hello', clientHello(), true],
    ['hello behind a certificate in one record', record(22, 0, Buffer.concat([handshake(11), handshake(1)])), true],
    ['hello behind a certificate in another record', Buffer.concat([certificate, clientHello()]), true],
    ['hello request', record(22, 0, handshake(0)), true],
    ['plaintext alert', record(21, 0, Buffer.from([2, 40])), true],
    [
      'certificate and an encrypted finished',
      Buffer.concat([certificate, record(20, 0, Buffer.from([1])), record(22, 1, randomBytes(40))]),
      false,
    ],
    ['encrypted alert', record(21, 1, randomBytes(26)), false],
    ['cut off', clientHello().subarray(0, 9), false],
  ];
  for (const [name, datagram, forged] of table) assert.equal(beginsHandshakeOrAlerts(datagram), forged, name);
});

test('descriptions that are not offers are refused with a reason', async () => {
  const on = { onRtp() {}, onSenderReport() {}, onEnded() {} };
  const open = (offer: string) => openIngest({ offer, ice: { addresses: [] }, clock: systemClock, on });
  for (const offer of ['', 'v=0', 'v=0\r\nm=video 9 X 96\r\n', '<html>', `v=0\r\n${'m=video 9 UDP 96\r\n'.repeat(200)}`]) {
    assert.deepEqual(await open(offer), { ok: false, reason: 'sdp_unreadable' }, offer.slice(0, 30));
  }
});

test('a publisher of VP8 alone is refused, not carried as an audio show', async () => {
  const sdp = [
    'v=0',
    'o=- 1 1 IN IP4 0.0.0.0',
    's=-',
    't=0 0',
    'a=fingerprint:sha-256 00',
    'a=ice-ufrag:aaaa',
    'a=ice-pwd:bbbb',
    'm=video 9 UDP/TLS/RTP/SAVPF 96',
    'a=mid:0',
    'a=sendonly',
    'a=rtpmap:96 VP8/90000',
    '',
  ].join('\r\n');
  const opened = await openIngest({
    offer: sdp,
    ice: { addresses: [] },
    clock: systemClock,
    on: { onRtp() {}, onSenderReport() {}, onEnded() {} },
  });
  assert.deepEqual(opened, { ok: false, reason: 'no_common_codec', facts: { offered: ['VP8'] } });
});
