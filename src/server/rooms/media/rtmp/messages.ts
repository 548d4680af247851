/** What goes between the web process and the RTMP gateway. Keys go up, media never travels here. */
export interface ListenWish {
  readonly host: string;
  readonly port: number;
  /** Multiplies what one address may try; see RATE_LIMIT_FACTOR. */
  readonly rateLimitFactor: number;
}

/** Where an admitted encoder's media goes. */
export interface Place {
  readonly streamId: string;
  /** The local socket of the stream's worker; null while there is none. */
  readonly socketPath: string | null;
}

export type ToGateway =
  | { readonly do: 'listen'; readonly wish: ListenWish }
  /** The answer to a question; null refuses. */
  | { readonly do: 'answer'; readonly id: number; readonly place: Place | null };

export type FromGateway =
  | { readonly news: 'listening'; readonly port: number }
  /** The system's code, e.g. EADDRINUSE. */
  | { readonly news: 'cannot_listen'; readonly code: string }
  | { readonly news: 'ask'; readonly id: number; readonly question: Question };

export type Question =
  | { readonly is: 'admit'; readonly key: string }
  /** The worker was replaced: where is the stream now? */
  | { readonly is: 'where'; readonly streamId: string };
