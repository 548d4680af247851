import { z } from 'zod';
import { Id } from './common.ts';
import { anyone, route, staff } from './route.ts';
import { MAX_CUE_CHARS } from './wire.ts';

/**
 * Captions: what is said in a show, as text, per language. A cue is never edited: a correction is a new cue that
 * names the one it replaces. Besides the routes below:
 *   GET /api/shows/:showId/captions/<language>.vtt   WebVTT on the replay's timeline; 404 until there is a replay
 */
export const CaptionLanguage = z
  .string()
  .max(12)
  .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$/);

export const CAPTION_SOURCES = ['typed', 'prompter', 'imported'] as const;
export const MAX_SCRIPT_LINES = 1000;

export const CaptionTrack = z
  .object({ trackId: Id, language: CaptionLanguage, /** The language's own name of itself. */ label: z.string() })
  .meta({ id: 'CaptionTrack' });
export type CaptionTrack = z.infer<typeof CaptionTrack>;

export const Caption = z
  .object({
    id: Id,
    trackId: Id,
    language: CaptionLanguage,
    /** Plain text, at most a few lines. Empty: the cue that this one replaces is taken back. */
    text: z.string(),
    source: z.enum(CAPTION_SOURCES),
    /** The server's clock when it was heard, ms since 1970: shown when the picture reaches it. */
    startsAtMs: z.number(),
    endsAtMs: z.number(),
    /** When it was accepted. Somebody who types is later than the picture; it is then read for as long from here. */
    saidAtMs: z.number(),
    replaces: Id.nullable(),
  })
  .meta({ id: 'Caption' });
export type Caption = z.infer<typeof Caption>;

export const CaptionInput = z.object({
  /** Minted by the sender and kept until answered: a retry is the same cue. */
  clientId: z.string().min(8).max(64),
  text: z.string().max(MAX_CUE_CHARS),
  source: z.enum(['typed', 'prompter']),
  /** When it was heard, on the server's clock; null means now. */
  heardAtMs: z.number().nullable().default(null),
  /** Corrects this cue; with an empty text takes it back. */
  replaces: Id.nullable().default(null),
});

const ShowParams = z.object({ orgId: Id, showId: Id });
const TrackParams = ShowParams.extend({ language: CaptionLanguage });
const captioners = staff('host', 'producer', 'moderator');

export const CaptionProblem = z.object({
  /** From 1. */
  line: z.int(),
  code: z.enum(['timing', 'ends_before_start', 'empty', 'too_long', 'too_many', 'after_end']),
  text: z.string(),
});
export type CaptionProblem = z.infer<typeof CaptionProblem>;

export const captionsRoutes = {
  captionTracks: route({
    method: 'GET',
    path: '/api/shows/:showId/captions',
    access: anyone,
    summary: 'The languages in which a show can be read along',
    params: z.object({ showId: Id }),
    response: z.object({
      /** `vttUrl` is null until there is a replay. */
      tracks: z.array(CaptionTrack.extend({ cues: z.int(), vttUrl: z.string().nullable() })),
    }),
  }),
  captionDesk: route({
    method: 'GET',
    path: '/api/orgs/:orgId/shows/:showId/captions/:language',
    access: captioners,
    summary: 'One language for whoever captions: the last cues and the prepared lines',
    params: TrackParams,
    response: z.object({
      track: CaptionTrack.nullable(),
      /** The last fifty that hold, oldest first. */
      cues: z.array(Caption),
      script: z.array(z.string()),
    }),
  }),
  caption: route({
    method: 'POST',
    path: '/api/orgs/:orgId/shows/:showId/captions/:language',
    access: captioners,
    summary: 'Caption what was said, or correct a cue; the first one opens the language',
    params: TrackParams,
    body: CaptionInput,
    response: Caption,
    refuses: ['show_not_live'],
    ratePerMinute: 240,
  }),
  setCaptionScript: route({
    method: 'PUT',
    path: '/api/orgs/:orgId/shows/:showId/captions/:language/script',
    access: captioners,
    summary: 'Prepare the lines of the prompter',
    params: TrackParams,
    body: z.object({ lines: z.array(z.string().trim().min(1).max(MAX_CUE_CHARS)).max(MAX_SCRIPT_LINES) }),
    response: z.object({ lines: z.array(z.string()) }),
    refuses: ['show_ended'],
  }),
  importCaptions: route({
    method: 'POST',
    path: '/api/orgs/:orgId/shows/:showId/captions/:language/import',
    access: captioners,
    summary: 'Read a WebVTT file: as prepared lines before and during the show, as the captions of the replay after it',
    params: TrackParams,
    body: z.object({
      vtt: z.string(),
      into: z.enum(['script', 'replay']),
      /** Look first: nothing changes. */
      dryRun: z.boolean(),
    }),
    response: z.object({
      cues: z.int(),
      /** How many cues or lines the import takes the place of. */
      replaced: z.int(),
      /** What was left out, with its line and its words; at most 200. */
      problems: z.array(CaptionProblem),
      problemCount: z.int(),
    }),
    refuses: ['captions_unreadable', 'show_ended', 'no_replay'],
    bodyLimit: 1024 * 1024,
    ratePerMinute: 20,
  }),
};
