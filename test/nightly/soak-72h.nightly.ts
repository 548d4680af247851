/** Three days of a show, at 200 times the speed of life or faster. Exits non-zero when something grows. */
process.env['SOAK_HOURS'] = '72';
await import('../soak.test.ts');
