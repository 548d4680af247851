import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { StartProblem } from './start-checks.ts';

/** Options win over the environment. */
export function readArguments(): Record<string, string | undefined> {
  try {
    const { values } = parseArgs({
      options: {
        port: { type: 'string' },
        host: { type: 'string' },
        data: { type: 'string' },
        gateways: { type: 'string' },
        'no-demo': { type: 'boolean' },
      },
    });
    return {
      ...process.env,
      ...(values.port === undefined ? {} : { PORT: values.port }),
      ...(values.host === undefined ? {} : { HOST: values.host }),
      ...(values.data === undefined ? {} : { ETALAGE_DATA: resolve(values.data) }),
      ...(values.gateways === undefined ? {} : { ETALAGE_GATEWAYS: values.gateways }),
      ...(values['no-demo'] ? { ETALAGE_DEMO: 'false' } : {}),
    };
  } catch (error) {
    throw new StartProblem(`${(error as Error).message.split('.')[0]}. See npm start -- --help.`);
  }
}

export function welcome(url: string, people: readonly { role: string; email: string; password: string }[]): string {
  const width = Math.max(0, ...people.map((person) => person.role.length));
  return [
    '',
    'The shop is open.',
    `  Watch and buy   ${url}`,
    `  Studio          ${url}/studio`,
    `  Office          ${url}/office`,
    '',
    ...(people.length > 0
      ? ['Sign in as', ...people.map((person) => `  ${person.role.padEnd(width)}  ${person.email}   ${person.password}`), '']
      : []),
    'Ctrl-C closes it.',
    '',
  ].join('\n');
}
