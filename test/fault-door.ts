import http from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import type { FaultProxy } from './fault-proxy.ts';

/**
 * A front door that sends the media it agrees to through a fault proxy: every SDP answer that passes
 * has its addresses replaced. Everything else, WebSockets included, goes by untouched.
 */
export interface FaultDoor {
  readonly url: string;
  close(): Promise<void>;
}

export async function openFaultDoor(behind: string, proxy: Pick<FaultProxy, 'throughSdp'>): Promise<FaultDoor> {
  const { hostname, port } = new URL(behind);
  const agent = new http.Agent({ keepAlive: true });
  const server = http.createServer((req, res) => {
    const passed = http.request({ hostname, port, agent, path: req.url!, method: req.method!, headers: req.headers }, (answer) => {
      if (answer.headers['content-type'] === 'application/sdp') return void answerSdp(answer, res).catch(() => res.destroy());
      res.writeHead(answer.statusCode!, answer.headers);
      answer.pipe(res);
    });
    passed.on('error', () => res.destroy());
    res.on('close', () => res.writableFinished || passed.destroy());
    req.pipe(passed);
  });
  server.on('upgrade', (req, socket, head) => {
    const upstream = connect(Number(port), hostname, () => {
      const lines = req.rawHeaders.flatMap((name, at) => (at % 2 === 0 ? [`${name}: ${req.rawHeaders[at + 1]}`] : []));
      upstream.write(`${req.method} ${req.url} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
      upstream.write(head);
      upstream.pipe(socket).pipe(upstream);
    });
    for (const end of [socket, upstream]) {
      end.on('error', () => {
        socket.destroy();
        upstream.destroy();
      });
      end.on('close', () => {
        socket.destroy();
        upstream.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      agent.destroy();
      return new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };

  async function answerSdp(answer: http.IncomingMessage, res: http.ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of answer as AsyncIterable<Buffer>) chunks.push(chunk);
    const body = Buffer.from(await proxy.throughSdp(Buffer.concat(chunks).toString('utf8')));
    const { 'transfer-encoding': _chunked, ...rest } = answer.headers;
    res.writeHead(answer.statusCode!, { ...rest, 'content-length': body.length });
    res.end(body);
  }
}
