/** As much of a WebSocket as the room needs; tests and followers of pages bring their own. */
export interface Wire {
  send(text: string): void;
  close(): void;
}
export interface WireEvents {
  opened(): unknown;
  received(text: string): unknown;
  closed(code: number): unknown;
}
export type OpenWire = (url: string, events: WireEvents) => Wire;

/** The browser's socket, or Node's: there an address is whole, and cookies are given by hand. */
export function socketWire(options: { cookie?: string } = {}): OpenWire {
  return (path, events) => {
    const url = new URL(path, globalThis.location?.href);
    url.protocol = url.protocol.replace('http', 'ws');
    const socket = new WebSocket(url, withCookie(options.cookie));
    socket.addEventListener('open', () => events.opened());
    socket.addEventListener('message', ({ data }) => events.received(String(data)));
    socket.addEventListener('close', ({ code }) => events.closed(code));
    return { send: (text) => socket.send(text), close: () => socket.close(1000) };
  };
}

/** Browsers send their own cookies; Node's WebSocket takes headers where they take protocols. */
const withCookie = (cookie: string | undefined) => (cookie === undefined ? undefined : ({ headers: { cookie } } as unknown as string[]));
