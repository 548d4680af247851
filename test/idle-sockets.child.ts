// The crowd of idle-sockets.test.ts: pages that follow a room and receive no picture, each as a person of their own.
import { connect } from 'node:net';

const [port, path, count] = [Number(process.argv[2]), process.argv[3]!, Number(process.argv[4])];
const AT_ONCE = 100;

function follow(at: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', reject);
    socket.once('data', (head) =>
      head.toString().startsWith('HTTP/1.1 101') ? resolve() : reject(new Error(head.toString().slice(0, 100))),
    );
    // What follows is read and thrown away.
    socket.on('data', () => {});
    socket.write(
      [
        `GET ${path} HTTP/1.1`,
        `Host: 127.0.0.1:${port}`,
        'Connection: Upgrade',
        'Upgrade: websocket',
        'Sec-WebSocket-Version: 13',
        `Sec-WebSocket-Key: ${Buffer.from(String(at).padStart(16, '0')).toString('base64')}`,
        '\r\n',
      ].join('\r\n'),
    );
  });
}

for (let at = 0; at < count; at += AT_ONCE)
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, count - at) }, (_, offset) => follow(at + offset)));
process.send!('ready');
process.on('disconnect', () => process.exit(0));
