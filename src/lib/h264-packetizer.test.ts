import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { createH264Depacketizer, startsKeyFrame, type AccessUnit } from './h264-depacketizer.ts';
import { createH264Packetizer } from './h264-packetizer.ts';

const SPS = Uint8Array.of(0x67, 0x42, 0xc0, 0x1f, 1, 2, 3);
const PPS = Uint8Array.of(0x68, 0xce, 4);
const MAX = 100;

const nal = (type: number, length: number) => Uint8Array.from({ length }, (_, at) => (at === 0 ? 0x60 | type : (at * 7) & 255));

test('pictures of any slices, cut for RTP, are put together again as they were', () => {
  const picture = fc.array(fc.integer({ min: 2, max: 400 }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(fc.array(picture, { minLength: 1, maxLength: 5 }), (pictures) => {
      const packetizer = createH264Packetizer({ maxPayload: MAX });
      const out: AccessUnit[] = [];
      const depacketizer = createH264Depacketizer({ onUnit: (unit) => out.push(unit), onDamage: () => assert.fail('damaged') });
      const slices = pictures.map((lengths, at) => lengths.map((length) => nal(at === 0 ? 5 : 1, length)));
      let last = -1;
      for (const [at, nals] of slices.entries()) {
        const packets = packetizer.picture(at === 0 ? [SPS, PPS, ...nals] : nals, at * 3000);
        assert.deepEqual(
          packets.map(({ marker }) => marker),
          packets.map((_, n) => n === packets.length - 1),
        );
        if (at === 0) assert.ok(startsKeyFrame(packets[0]!.payload), 'a viewer may begin at its first packet');
        for (const packet of packets) {
          assert.ok(packet.payload.length <= MAX, `${packet.payload.length} bytes`);
          assert.equal(packet.sequence, ++last);
          depacketizer.push(packet, 0, 0);
        }
      }
      assert.deepEqual(
        out.map(({ nals, keyframe, timestamp }) => ({ nals: nals.map((one) => [...one]), keyframe, timestamp })),
        slices.map((nals, at) => ({ nals: nals.map((one) => [...one]), keyframe: at === 0, timestamp: at * 3000 })),
      );
      assert.deepEqual([[...out[0]!.sps], [...out[0]!.pps]], [[...SPS], [...PPS]]);
    }),
  );
});
