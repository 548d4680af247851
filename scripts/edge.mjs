// `npm run edge`: hands out the media of a shop that runs elsewhere. Installs what it needs first, like `npm start`.
import { setUpOn24 } from './setup.mjs';

await setUpOn24();
await import('../src/server/rooms/media/edge/edge-main.ts');
