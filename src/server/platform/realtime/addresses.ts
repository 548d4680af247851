import type { IncomingMessage } from 'node:http';

const LOOPBACK = /^(127\.|::1$|::ffff:127\.)/;

/**
 * Who connects. A proxy on this machine says so in the last entry of X-Forwarded-For; anybody else may write there
 * what they like, so from elsewhere the header is not read.
 */
export function addressOf(request: IncomingMessage): string {
  const direct = request.socket.remoteAddress ?? '';
  if (!LOOPBACK.test(direct)) return direct;
  const forwarded = [request.headers['x-forwarded-for'] ?? []].flat().at(-1)?.split(',').at(-1)?.trim();
  return forwarded && forwarded.length <= 45 ? forwarded : direct;
}

/** How many sockets each address holds. Holds as many entries as there are addresses connected. */
export function createAddressCount(max: number) {
  const counts = new Map<string, number>();
  return {
    /** @returns false when the address has its share */
    enter(address: string): boolean {
      const count = counts.get(address) ?? 0;
      if (count >= max) return false;
      counts.set(address, count + 1);
      return true;
    },
    leave(address: string): void {
      const count = (counts.get(address) ?? 0) - 1;
      if (count > 0) counts.set(address, count);
      else counts.delete(address);
    },
  };
}
