import { pino } from 'pino';

export type Log = pino.Logger;

/** Structured lines; e-mail addresses, cookies and tickets never enter the log. */
export const createLog = (level: string): Log =>
  pino({
    level,
    redact: { paths: ['req.headers.cookie', 'req.headers.authorization', 'email', '*.email', '*.token', '*.key'], censor: '[removed]' },
  });
