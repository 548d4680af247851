import { type Config, configOf, readSettings } from './config.ts';

/** Every setting at its default, as far as a test can bear it; a test names only what it is about. */
export function testConfig(more: Partial<Config> = {}): Config {
  const settings = readSettings({ PORT: '0', RTMP_PORT: 'off', LOG_LEVEL: 'silent', ETALAGE_DEMO: 'false', RATE_LIMIT_FACTOR: '1000' });
  return { ...configOf(settings, 'a1b2c3d4'.repeat(8)), publicUrl: 'http://localhost:4000', databaseUrl: '', dataDir: '', ...more };
}
