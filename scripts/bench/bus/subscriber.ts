import { type EngineName, listen, openSide } from './engines.ts';

// Another server process that follows shows.
const [engine = 'nats', address = ''] = process.argv.slice(2) as [EngineName, string];
const bus = openSide(engine, address);
const listener = listen(bus);
process.on('message', (word) => {
  if (word === 'take') process.send!(listener.take());
  else void bus.close().then(() => process.disconnect());
});
process.send!('ready');
