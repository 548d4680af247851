// All thousand hostile strings, where `npm test` takes every tenth.
process.env['HOSTILE'] = 'all';
await import('../journeys/hostile-corpus.test.ts');
